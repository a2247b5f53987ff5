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
