"""The set-up says what is missing, and does nothing twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import prepare


def test_another_chromium_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCORE_CHROMIUM", sys.executable)
    assert prepare.find_chromium() == sys.executable
    monkeypatch.setenv("PINCORE_CHROMIUM", "/nowhere/chromium")
    assert prepare.find_chromium() is None
    with pytest.raises(SystemExit, match="PINCORE_CHROMIUM"):
        prepare.require_chromium()


def test_without_chromium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINCORE_CHROMIUM", raising=False)
    monkeypatch.setattr(prepare, "BROWSERS", ())
    monkeypatch.setattr(prepare, "is_debian", lambda: False)
    with pytest.raises(SystemExit, match="apt-get install chromium"):
        prepare.require_chromium()


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "OLDEST", (99, 0))
    with pytest.raises(SystemExit, match=r"needs Python 99\.0 or newer"):
        prepare.require_python()


def test_a_python_without_environments_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "_can_make_environments", lambda: False)
    monkeypatch.setattr(prepare, "is_debian", lambda: False)
    with pytest.raises(SystemExit, match="python3-venv"):
        prepare.require_python()


def test_what_is_prepared_is_not_prepared_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append([str(part) for part in command])
        prepare.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        prepare.PYTHON.touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(prepare, "VENV", tmp_path / "venv")
    monkeypatch.setattr(prepare, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(prepare.subprocess, "run", run)
    prepare.require_packages("run")
    assert [command[1:3] for command in ran] == [["-m", "venv"], ["-m", "pip"]]
    ran.clear()
    prepare.require_packages("run")
    assert not ran
    prepare.require_packages("test")
    assert ran, "the tests need more"


def test_the_first_start_finds_everything_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for room in ("pages", "pincore"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "one.py").write_text("ONE = 1\n", encoding="utf-8")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "PYTHON", sys.executable)
    prepare.compile_files()
    assert len(list(tmp_path.glob("*/__pycache__/one.*.pyc"))) == 2


@pytest.fixture
def without_postgres(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine of which nothing is known that holds PostgreSQL."""
    monkeypatch.delenv("PINCORE_POSTGRES", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(prepare, "POSTGRES_FOLDERS", ())


def put_postgres(folder: Path, *programs: str) -> str:
    """The folder, which now holds programs of these names."""
    folder.mkdir(parents=True)
    for program in programs or prepare.POSTGRES_PROGRAMS:
        (folder / program).touch(mode=0o755)
    return str(folder)


@pytest.mark.usefixtures("without_postgres")
def test_another_postgres_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PINCORE_POSTGRES", put_postgres(tmp_path / "named"))
    assert prepare.find_postgres() == str(tmp_path / "named")
    monkeypatch.setenv("PINCORE_POSTGRES", put_postgres(tmp_path / "half", "initdb"))
    monkeypatch.setenv("PATH", put_postgres(tmp_path / "path"))
    assert prepare.find_postgres() is None
    with pytest.raises(SystemExit, match="PINCORE_POSTGRES"):
        prepare.require_postgres()


@pytest.mark.usefixtures("without_postgres")
def test_postgres_is_found_on_the_path_and_then_where_it_is_usually_put(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prepare, "POSTGRES_FOLDERS", [f"{tmp_path.relative_to('/')}/usual/*/bin"])
    for version in ("9.6", "15", "100"):
        put_postgres(tmp_path / "usual" / version / "bin")
    put_postgres(tmp_path / "usual" / "101" / "bin", "postgres")
    assert prepare.find_postgres() == str(tmp_path / "usual" / "100" / "bin"), "the newest that is whole"
    monkeypatch.setenv("PATH", put_postgres(tmp_path / "path"))
    assert prepare.find_postgres() == str(tmp_path / "path")


@pytest.mark.usefixtures("without_postgres")
def test_without_postgres_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "is_debian", lambda: False)
    with pytest.raises(SystemExit, match="apt-get install postgresql"):
        prepare.require_postgres()


@pytest.mark.usefixtures("without_postgres")
def test_postgres_is_installed_by_root_without_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    setting = tmp_path / "etc" / "createcluster.d" / "pincore.conf"
    ran: list[tuple[list[str], str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append((command, setting.read_text(encoding="utf-8")))
        if "postgresql" in command:
            monkeypatch.setenv("PATH", put_postgres(tmp_path / "installed"))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(prepare, "NO_CLUSTER", setting)
    monkeypatch.setattr(prepare, "is_debian", lambda: True)
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 0)
    monkeypatch.setattr(prepare.subprocess, "run", run)
    prepare.require_postgres()
    assert [(command[1], said) for command, said in ran] == [(step, "create_main_cluster = false\n") for step in ("update", "install")]
    assert not setting.exists(), "the machine keeps its own ways"
    ran.clear()
    prepare.require_postgres()
    assert not ran
