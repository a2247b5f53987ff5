"""Faults: a message that mends, nothing lost, and all well again once the fault is gone, without another start."""

import logging
import os
import resource
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from pincore.store import (
    Content,
    Database,
    Saved,
    StoreError,
    list_workspaces,
    make_owner,
    make_owner_of_login,
    make_workspace,
    open_workspace,
    rename,
    save,
)
from pincore.store.database import SLOW_SECONDS
from tests.store.made import content, experiment, learned, sample_uploads
from tests.store.newer import become_newer, write_steps
from tools.driving import ROOT
from tools.postgres import PostgresServer

SECRET = "a-thought-of-the-creator"


OnServer = tuple[Database, str, Saved]


@pytest.fixture
def owner(database: Database) -> str:
    return make_owner(database)[0]


@pytest.fixture
def saved(database: Database, owner: str) -> Saved:
    return make_workspace(database, owner, "A", Content(sample_uploads()[:2], (experiment(),)))


@pytest.fixture
def on_server(postgres_url: str) -> Iterator[OnServer]:
    """A database of PostgreSQL, an owner, and a workspace in it."""
    database = Database(postgres_url)
    owner, _ = make_owner(database)
    yield database, owner, make_workspace(database, owner, "A", Content(sample_uploads()[:2], (experiment(),)))
    database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def file(path: Path) -> Iterator[Database]:
    """An SQLite file."""
    opened = Database(path)
    yield opened
    opened.close()


def code_of(run: Callable[[], object]) -> str:
    """The code of the StoreError that is raised; nothing of what was being written is in it, nor in what a log would hold of it."""
    with pytest.raises(StoreError) as raised:
        run()
    error = raised.value
    assert error.problem
    assert error.remedy
    assert SECRET not in "".join(traceback.format_exception(error))
    return error.code


def writes(database: Database, owner: str, saved: Saved, text_of: str = SECRET) -> Callable[[], object]:
    """What a save does whose content must not be told."""
    return lambda: save(database, owner, saved, Content(sample_uploads()[:3], (learned(text_of),)))


def assert_as_before(database: Database, owner: str, saved: Saved) -> None:
    """Nothing is lost, nothing is half there, and a save works again."""
    found = open_workspace(database, owner, saved.id)
    assert found.content.experiments == saved.content.experiments
    assert [one.digest for one in found.content.uploads] == [one.digest for one in saved.content.uploads]
    after, _ = save(database, owner, found, Content(sample_uploads()[:3], (learned("works"),)))
    assert after.content.experiments == (learned("works"),)
    assert len(open_workspace(database, owner, saved.id).content.uploads) == 3


# the disk


def test_a_full_disk_loses_nothing(file: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, _ = make_owner(file)
    kept = make_workspace(file, owner, "A", Content(sample_uploads()[:2], (experiment(),)))
    file.close()
    pages = path.stat().st_size // 4096
    set_up = sys.modules["pincore.store.sqlite_file"]._set_up

    def full(raw: Any, record: Any) -> None:
        set_up(raw, record)
        raw.execute(f"PRAGMA max_page_count = {pages + 2}")

    monkeypatch.setattr("pincore.store.sqlite_file._set_up", full)
    assert code_of(lambda: save(file, owner, kept, Content(sample_uploads(), (learned(SECRET),)))) == "store_full"
    assert open_workspace(file, owner, kept.id).content.experiments == (experiment(),), "what is there can be read meanwhile"
    monkeypatch.undo()
    file.close()
    assert_as_before(file, owner, kept)


def test_a_disk_that_takes_no_more_bytes_loses_nothing(file: Database, path: Path) -> None:
    owner, _ = make_owner(file)
    kept = make_workspace(file, owner, "A", Content(sample_uploads()[:2], (experiment(),)))
    size = path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 2**16, before[1]))
    try:
        code = code_of(lambda: save(file, owner, kept, Content(sample_uploads(), (learned(SECRET),))))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert code in ("store_disk", "store_full")
    assert_as_before(file, owner, kept)


def test_a_full_disk_of_postgresql_loses_nothing(on_server: OnServer, postgres_url: str) -> None:
    database, owner, kept = on_server
    with psycopg.connect(postgres_url) as connection:
        connection.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
        connection.execute("CREATE TRIGGER full_disk BEFORE INSERT ON frame FOR EACH ROW EXECUTE FUNCTION full_disk()")
    assert code_of(writes(database, owner, kept)) == "store_full"
    with psycopg.connect(postgres_url) as connection:
        connection.execute("DROP TRIGGER full_disk ON frame")
    assert_as_before(database, owner, kept)


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk says that nothing can be written."""
    access = os.access
    monkeypatch.setattr("pincore.store.sqlite_file.os.access", lambda path, mode: not mode & os.W_OK and access(path, mode))


def test_a_read_only_disk_can_be_read_and_written_again_later(file: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, _ = make_owner(file)
    kept = make_workspace(file, owner, "A", Content(sample_uploads()[:2], (experiment(),)))
    file.close()
    with monkeypatch.context() as patch:
        read_only(patch)
        assert open_workspace(file, owner, kept.id).content.experiments == (experiment(),)
        assert code_of(writes(file, owner, kept)) == "store_read_only"
        assert [entry.name for entry in list_workspaces(file, owner)] == ["A"]
    assert_as_before(file, owner, kept)


def left_behind(path: Path) -> None:
    """A writer that was killed: its last change lies beside the file."""
    script = (
        "import os, sys, sqlite3\n"
        "raw = sqlite3.connect(sys.argv[1]); raw.execute('PRAGMA journal_mode = WAL'); raw.execute('PRAGMA wal_autocheckpoint = 0')\n"
        "raw.execute(\"UPDATE workspace SET name = 'later'\"); raw.commit(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    assert path.with_name(path.name + "-wal").stat().st_size > 0


def test_a_read_only_disk_never_shows_an_older_state(file: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, _ = make_owner(file)
    make_workspace(file, owner, "earlier", Content())
    file.close()
    left_behind(path)
    with monkeypatch.context() as patch:
        read_only(patch)
        assert [entry.name for entry in list_workspaces(file, owner)] == ["later"]
        file.close()
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
        assert code_of(lambda: list_workspaces(file, owner)) == "store_read_only"
    assert [entry.name for entry in list_workspaces(file, owner)] == ["later"]


def test_a_missing_folder_is_told_with_its_path_and_works_once_it_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    database = Database(folder / "kept.db")
    with pytest.raises(StoreError, match=str(folder)):
        make_owner(database)
    folder.mkdir()
    owner, _ = make_owner(database)
    assert list_workspaces(database, owner) == ()


def test_an_unwritable_folder_is_told_with_its_path(file: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        read_only(patch)
        with pytest.raises(StoreError, match=str(path.parent)):
            make_owner(file)
    assert make_owner(file)


# the file


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "its header": lambda data: b"\xff" * 100 + data[100:],
    "a page in the middle": lambda data: data[:4096] + b"\xff" * (len(data) - 8192) + data[-4096:],
    "cut off": lambda data: data[: len(data) // 2],
    "nothing left": lambda data: b"",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_left_as_it_is(file: Database, path: Path, how: str) -> None:
    owner, _ = make_owner(file)
    kept = make_workspace(file, owner, "A", content(experiment()))
    file.close()
    whole = path.read_bytes()
    damaged = DAMAGE[how](whole)
    path.write_bytes(damaged)
    for attempt in (lambda: open_workspace(file, owner, kept.id), lambda: make_owner(file), writes(file, owner, kept)):
        assert code_of(attempt) == "store_damaged"
    file.close()
    assert path.read_bytes() == damaged
    path.write_bytes(whole)
    assert open_workspace(file, owner, kept.id).content.experiments == (experiment(),)


def test_a_file_that_is_gone_while_its_last_changes_are_there_is_not_made_anew(file: Database, path: Path) -> None:
    owner, _ = make_owner(file)
    make_workspace(file, owner, "A", Content())
    file.close()
    left_behind(path)
    aside = path.rename(path.with_name("aside.db"))
    assert code_of(lambda: make_owner(file)) == "store_damaged"
    assert not path.exists()
    aside.rename(path)
    assert [entry.name for entry in list_workspaces(file, owner)] == ["later"]


def test_two_processes_make_the_database_at_the_same_moment(database_url: str) -> None:
    script = "import sys; from pincore.store import Database, make_owner; sys.stdin.readline(); print(make_owner(Database(sys.argv[1]))[0])"
    command = [sys.executable, "-c", script, database_url]
    both = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    for one in both:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    owners = [one.communicate(timeout=60)[0].strip() for one in both]
    assert [one.returncode for one in both] == [0, 0, 0]
    database = Database(database_url)
    assert all(make_workspace(database, owner, "A", Content()).version == 1 for owner in owners)
    database.close()


# the schema


def test_an_older_schema_is_brought_up_to_date_after_a_backup(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(database_url)
    owner, _ = make_owner(database)
    kept = make_workspace(database, owner, "A", content(experiment()))
    database.close()
    with monkeypatch.context() as patch:
        become_newer(write_steps(tmp_path / "steps"), patch)
        newer = Database(database_url)
        assert [entry.name for entry in list_workspaces(newer, owner)] == ["A (newer)"]
        assert open_workspace(newer, owner, kept.id).content.experiments == (experiment(),)
        newer.close()
    if database.path is not None:
        assert newer.backup == database.path.with_name(f"{database.path.name}.before-9999")
        assert [entry.name for entry in list_workspaces(Database(newer.backup), owner)] == ["A"]
    assert code_of(lambda: list_workspaces(database, owner)) == "store_newer", "a newer schema is refused"
    assert code_of(lambda: make_owner(database)) == "store_newer"


def test_a_backup_that_cannot_be_made_keeps_the_schema(file: Database, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, _ = make_owner(file)
    make_workspace(file, owner, "A", content())
    file.close()
    with monkeypatch.context() as patch:
        become_newer(write_steps(tmp_path / "steps"), patch)
        patch.setattr("pincore.store.migrating.put_in_place", lambda new, place: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert code_of(lambda: list_workspaces(Database(path), owner)) == "store_full"
    assert [entry.name for entry in list_workspaces(file, owner)] == ["A"]
    assert {one.name for one in path.parent.iterdir() if not one.name.endswith(("-wal", "-shm"))} == {"kept.db", "steps"}


# others


@contextmanager
def holding(database: Database) -> Iterator[None]:
    """Somebody else who writes and does not end."""
    if database.path is not None:
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
    else:
        with psycopg.connect(database.url.set(drivername="postgresql").render_as_string(hide_password=False)) as other_server:
            other_server.execute("SELECT * FROM workspace FOR UPDATE")
            yield


def test_a_locked_database_waits_and_tells(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pincore.store.database.WAIT_SECONDS", 1)
    database = Database(database_url)
    owner, _ = make_owner(database)
    kept = make_workspace(database, owner, "A", Content(sample_uploads()[:2], (experiment(),)))
    with holding(database):
        assert code_of(writes(database, owner, kept)) == "store_locked"
        assert open_workspace(database, owner, kept.id).content.experiments == (experiment(),), "readers do not wait"
    assert_as_before(database, owner, kept)
    database.close()


def test_a_lock_that_is_let_go_in_time_is_waited_for(database: Database, owner: str, saved: Saved) -> None:
    with ThreadPoolExecutor(1) as pool:
        with holding(database):
            waiting = pool.submit(writes(database, owner, saved, "waited"))
        waiting.result(30)
    assert open_workspace(database, owner, saved.id).content.experiments == (learned("waited"),)


def test_the_same_content_saved_twice_changes_nothing(database: Database, owner: str, saved: Saved) -> None:
    after = Content(sample_uploads()[:3], (learned("x"),))
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(save, database, owner, saved, after) for _ in range(2)]
    assert [one.result()[1] for one in both] == [(), ()]
    found = open_workspace(database, owner, saved.id)
    assert [one.digest for one in found.content.uploads] == [one.digest for one in sample_uploads()[:3]]
    assert found.content.experiments == (learned("x"),)


def test_one_person_who_signs_in_twice_at_once_is_one_owner(database: Database, owner: str) -> None:
    assert owner
    with ThreadPoolExecutor(8) as pool:
        found = {one.result() for one in [pool.submit(make_owner_of_login, database, "https://login.example", "me") for _ in range(8)]}
    assert len(found) == 1


def test_a_run_that_is_stopped_in_the_middle_writes_nothing(database: Database, owner: str, saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(BaseException):
        """What ends a run of the app: no error."""

    def stop(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr("pincore.store.workspaces._write_experiments", stop)
        with pytest.raises(Stopped):
            writes(database, owner, saved)()
    assert_as_before(database, owner, saved)


def test_a_clock_that_goes_back_hurts_nothing(database: Database, owner: str, saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pincore.store.workspaces._now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
    assert_as_before(database, owner, saved)
    rename(database, owner, saved.id, "B")
    (entry,) = list_workspaces(database, owner)
    assert (entry.name, entry.changed_at) == ("B", datetime(2001, 1, 1, tzinfo=UTC))


# the server


def test_a_server_that_restarts_is_not_noticed_afterwards(postgres: PostgresServer, on_server: OnServer) -> None:
    database, owner, kept = on_server
    postgres.restart()
    assert_as_before(database, owner, kept)


def test_a_server_that_is_down_is_told_and_works_when_it_is_back(postgres: PostgresServer, on_server: OnServer) -> None:
    database, owner, kept = on_server
    postgres.stop()
    assert code_of(writes(database, owner, kept)) == "store_unreachable"
    assert code_of(lambda: open_workspace(database, owner, kept.id)) == "store_unreachable"
    postgres.start()
    assert_as_before(database, owner, kept)


def cut(url: str) -> None:
    """Cuts every connection to the database but the one that says so."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


def test_a_connection_that_died_while_nobody_used_it_is_not_noticed(on_server: OnServer, postgres_url: str) -> None:
    database, owner, kept = on_server
    cut(postgres_url)
    assert_as_before(database, owner, kept)


def test_a_connection_that_dies_in_a_save_leaves_nothing_of_it(on_server: OnServer, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database, owner, kept = on_server
    written = sys.modules["pincore.store.workspaces"]._write_experiments

    def cut_then(*arguments: Any) -> Any:
        cut(postgres_url)
        return written(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("pincore.store.workspaces._write_experiments", cut_then)
        assert code_of(writes(database, owner, kept)) == "store_unreachable"
    assert_as_before(database, owner, kept)


def test_a_slow_server_is_told(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SLOW_SECONDS >= 10
    monkeypatch.setattr("pincore.store.database.SLOW_SECONDS", 1)
    database = Database(postgres_url)
    owner, _ = make_owner(database)
    kept = make_workspace(database, owner, "A", Content(sample_uploads()[:2], (experiment(),)))

    def ask() -> None:
        with database.reading() as connection:
            connection.execute(text("SELECT pg_sleep(20)"))

    assert code_of(ask) == "store_slow"
    assert_as_before(database, owner, kept)
    database.close()


def test_a_server_without_a_free_connection_is_told(postgres: PostgresServer, on_server: OnServer, postgres_url: str) -> None:
    database, owner, kept = on_server
    database.close()
    with psycopg.connect(postgres_url) as connection:
        name = connection.info.dbname
    postgres.run(sql.SQL("ALTER DATABASE {} CONNECTION LIMIT 0").format(sql.Identifier(name)))
    assert code_of(writes(database, owner, kept)) == "store_crowded"
    postgres.run(sql.SQL("ALTER DATABASE {} CONNECTION LIMIT 50").format(sql.Identifier(name)))
    assert_as_before(database, owner, kept)


def test_a_process_without_a_free_connection_is_told(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pincore.store.database.LONGEST_WAIT", 1)
    database = Database(database_url)
    make_owner(database)
    engine = database._engine
    assert engine is not None
    taken = [engine.connect() for _ in range(15)]
    assert code_of(lambda: make_owner(database)) == "store_crowded"
    for one in taken:
        one.close()
    assert make_owner(database)
    database.close()


def test_a_standby_that_cannot_be_written_is_told(on_server: OnServer, postgres_url: str) -> None:
    database, owner, kept = on_server
    database.close()
    with psycopg.connect(postgres_url) as connection:
        connection.execute(
            sql.SQL("ALTER ROLE CURRENT_USER IN DATABASE {} SET default_transaction_read_only = on").format(sql.Identifier(connection.info.dbname))
        )
    assert code_of(writes(database, owner, kept)) == "store_read_only"
    assert open_workspace(database, owner, kept.id).content.experiments == (experiment(),)


# the words


@pytest.mark.parametrize("place", ["postgresql://me:hush@[bad", "mysql://me:hush@host/x", "://", "postgresql://me:hush@127.0.0.1:1/x"])
def test_an_address_that_cannot_be_is_told_without_its_password(place: str) -> None:
    with pytest.raises(StoreError) as raised:
        make_owner(Database(place))
    assert raised.value.code in ("store_address", "store_unreachable")
    assert "hush" not in "".join(traceback.format_exception(raised.value))


def test_what_was_being_written_stands_in_no_log(database: Database, owner: str, saved: Saved, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    writes(database, owner, saved)()
    with database.writing() as connection:
        connection.execute(text("UPDATE workspace SET name = :name"), {"name": SECRET})
    assert code_of(lambda: _broken(database)) == "store_failed"
    assert SECRET not in caplog.text


def _broken(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO workspace (id, name) VALUES (:id, :name)"), {"id": SECRET, "name": SECRET})


def test_twenty_visitors_at_once_see_their_own_alone(database: Database) -> None:
    def visit(number: int) -> None:
        owner, _ = make_owner(database)
        mine = make_workspace(database, owner, f"{number}", Content(sample_uploads()[number % 7 : number % 7 + 2], (learned(f"{number}-0"),)))
        for turn in range(1, 6):
            mine, conflicts = save(database, owner, mine, Content(mine.content.uploads, (learned(f"{number}-{turn}"),)))
            assert not conflicts
            found = open_workspace(database, owner, mine.id)
            assert found.content.experiments == (learned(f"{number}-{turn}"),)
            assert [one.digest for one in found.content.uploads] == [one.digest for one in sample_uploads()[number % 7 : number % 7 + 2]]
            assert [entry.name for entry in list_workspaces(database, owner)] == [f"{number}"]

    make_owner(database)
    with ThreadPoolExecutor(20) as pool:
        for one in [pool.submit(visit, number) for number in range(20)]:
            one.result()
