"""Upkeep by whoever runs it: look, copy while others write, put back, bring up to date; never over anything that is there."""

import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from pincore.__main__ import main
from pincore.store import Content, Database, Settings, StoreError, commands, list_workspaces, make_owner, make_workspace, open_workspace, save
from pincore.store.tables import REVISION
from tests.store.made import content, experiment, learned, sample_uploads


def told(run: Callable[..., int], *arguments: Any) -> dict[str, Any]:
    """The line of a command; its status is 0 exactly when it is ok."""
    out = io.StringIO()
    status = run(*arguments, out)
    (line,) = out.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    assert (status == 0) == found["ok"] == (found["error"] is None)
    return found


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str, str]:
    """A database with a workspace: its path, the owner, the workspace."""
    database = Database(tmp_path / "kept.db")
    owner, _ = make_owner(database)
    made = make_workspace(database, owner, "A", content(experiment()))
    database.close()
    return tmp_path / "kept.db", owner, made.id


def test_check_tells_how_much_is_kept(database_url: str) -> None:
    database = Database(database_url)
    owner, _ = make_owner(database)
    make_workspace(database, owner, "A", content())
    make_workspace(database, owner, "B", Content())
    found = told(commands.check, database_url)
    assert (found["schema"], found["workspaces"], found["uploads"]) == (REVISION, 2, len(sample_uploads()))
    assert found["bytes"] > 100_000
    database.close()


def test_check_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PINCORE_DATABASE", raising=False)
    assert main(["store", "check"]) == 0
    assert told(commands.check, tmp_path / "none.db")["schema"] is None
    assert not list(tmp_path.iterdir())


def test_check_of_an_empty_postgresql_makes_nothing(postgres_url: str) -> None:
    assert told(commands.check, postgres_url)["schema"] is None
    assert told(commands.upgrade, postgres_url)["schema"] == REVISION


def test_the_place_comes_from_the_option_then_from_the_surroundings(
    kept: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PINCORE_DATABASE", str(kept[0]))
    assert main(["store", "check"]) == 0
    assert json.loads(capsys.readouterr().out)["workspaces"] == 1
    assert main(["store", "check", "--database", str(kept[0].with_name("other.db"))]) == 0
    assert json.loads(capsys.readouterr().out)["workspaces"] == 0


def test_a_copy_made_and_put_back_is_the_same(kept: tuple[Path, str, str]) -> None:
    path, owner, workspace = kept
    copy = path.with_name("copy.db")
    assert told(commands.backup, path, str(copy))["workspaces"] == 1
    assert copy.stat().st_mode & 0o077 == 0
    before = copy.read_bytes()
    database = Database(path)
    save(database, owner, open_workspace(database, owner, workspace), content(learned("later")))
    restored = told(commands.restore, path, str(copy))
    assert (restored["workspaces"], restored["moved_aside"]) == (1, f"{path}.before-restore")
    assert open_workspace(database, owner, workspace).content.experiments == (experiment(),), "a running server shows what was put back"
    aside = Database(restored["moved_aside"])
    assert open_workspace(aside, owner, workspace).content.experiments == (learned("later"),)
    assert told(commands.restore, path, str(copy))["moved_aside"] == f"{path}.before-restore-2"
    assert len(copy.read_bytes()) == len(before)


def test_a_copy_is_put_where_nothing_is(kept: tuple[Path, str, str], tmp_path: Path) -> None:
    path, owner, workspace = kept
    told(commands.backup, path, str(tmp_path / "copy.db"))
    found = told(commands.restore, tmp_path / "new.db", str(tmp_path / "copy.db"))
    assert (found["workspaces"], found["moved_aside"]) == (1, None)
    assert open_workspace(Database(tmp_path / "new.db"), owner, workspace).content.experiments == (experiment(),)
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten(kept: tuple[Path, str, str]) -> None:
    path, *_ = kept
    there = path.with_name("there.db")
    there.write_bytes(b"mine")
    found = told(commands.backup, path, str(there))
    assert found["error"]["code"] == "store_target_there"
    assert there.read_bytes() == b"mine"


NO_DATABASE = {b"": "store_damaged", b"mine": "store_foreign", b"SQLite format 3\0" + bytes(4080): "store_damaged"}


@pytest.mark.parametrize("data", NO_DATABASE, ids=["empty", "text", "no page"])
def test_what_is_no_copy_is_not_put_back(kept: tuple[Path, str, str], data: bytes) -> None:
    path, *_ = kept
    before = path.read_bytes()
    wrong = path.with_name("wrong.db")
    wrong.write_bytes(data)
    assert told(commands.restore, path, str(wrong))["error"]["code"] == NO_DATABASE[data]
    assert (path.read_bytes(), wrong.read_bytes()) == (before, data)


def test_a_database_of_another_program_is_not_put_back(kept: tuple[Path, str, str]) -> None:
    path, *_ = kept
    before = path.read_bytes()
    other = path.with_name("other.db")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    assert told(commands.restore, path, str(other))["error"]["code"] == "store_foreign"
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_told_as_such_and_left(tmp_path: Path) -> None:
    path = tmp_path / "letters.txt"
    path.write_bytes(b"Dear Anna, the database is elsewhere.")
    found = told(commands.check, path)
    assert (found["ok"], found["error"]["code"]) == (False, "store_foreign")
    assert "no database of Pincore" in found["error"]["problem"]
    assert path.read_bytes() == b"Dear Anna, the database is elsewhere."


def test_a_database_of_another_program_is_neither_called_well_nor_written_into(tmp_path: Path) -> None:
    path = tmp_path / "songs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    assert told(commands.check, path)["error"]["code"] == told(commands.upgrade, path)["error"]["code"] == "store_foreign"
    with pytest.raises(StoreError, match="another program"):
        make_owner(Database(path))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    connection.close()


def test_missing_things_are_told_with_their_paths(kept: tuple[Path, str, str]) -> None:
    path, *_ = kept
    for found, code in (
        (told(commands.check, path.parent / "no" / "kept.db"), "store_folder_missing"),
        (told(commands.backup, path.with_name("none.db"), str(path.with_name("copy.db"))), "store_nothing"),
        (told(commands.backup, path, str(path.parent / "no" / "copy.db")), "store_folder_missing"),
        (told(commands.restore, path, str(path.with_name("none.db"))), "store_nothing"),
    ):
        assert found["error"]["code"] == code
        assert str(path.parent) in found["error"]["problem"]
        assert found["error"]["remedy"]


def test_copies_of_postgresql_are_made_by_its_own_programs(postgres_url: str) -> None:
    assert "pg_dump" in told(commands.backup, postgres_url, "copy.db")["error"]["remedy"]
    assert "pg_restore" in told(commands.restore, postgres_url, "copy.db")["error"]["remedy"]


@pytest.mark.parametrize("place", ["postgresql://me:secret@[bad", "postgresql://me:secret@127.0.0.1:1/x", "mysql://me:secret@host/x", "://"])
def test_an_address_that_leads_nowhere_is_told_without_its_password(place: str) -> None:
    found = told(commands.check, place)
    assert found["error"]["code"] in ("store_address", "store_unreachable")
    assert "secret" not in json.dumps(found)


def test_a_damaged_page_is_found_and_nothing_is_changed(kept: tuple[Path, str, str]) -> None:
    path, *_ = kept
    data = bytearray(path.read_bytes())
    data[5 * 4096 : 6 * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    found = told(commands.check, path)
    assert found["error"]["code"] == "store_damaged"
    assert str(path) == found["database"]
    assert path.read_bytes() == bytes(data)


def test_a_copy_made_while_others_write_is_of_one_moment(kept: tuple[Path, str, str], tmp_path: Path) -> None:
    path, owner, workspace = kept
    done = Event()

    def write() -> None:
        database = Database(path)
        saved, number = open_workspace(database, owner, workspace), 0
        while not done.is_set():
            number += 1
            after = Content(sample_uploads()[: 1 + number % 4], (learned(str(number)),), Settings(report_name=str(number)))
            saved, _ = save(database, owner, saved, after)
        database.close()

    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(12):
            assert told(commands.backup, path, str(tmp_path / f"copy-{number}.db"))["workspaces"] == 1
    finally:
        done.set()
        writer.join()
    seen = set()
    for number in range(12):
        copy = Database(tmp_path / f"copy-{number}.db")
        (entry,) = list_workspaces(copy, owner)
        found = open_workspace(copy, owner, entry.id).content
        if found.settings.report_name:
            assert found.experiments == (learned(found.settings.report_name),)
            assert len(found.uploads) == 1 + int(found.settings.report_name) % 4
            seen.add(found.settings.report_name)
    assert len(seen) > 2, "others did write meanwhile"
