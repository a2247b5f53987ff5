"""The PostgreSQL server of the tests does what the tests of the database rely on."""

import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tools import postgres as tool
from tools.postgres import PostgresServer

ENDS = ("close", "kill")
STARTS_ONE = """
import os, signal, sys
from tools.postgres import PostgresServer
server = PostgresServer()
print(server._folder, server.url("postgres"), flush=True)
sys.stdin.read()
if sys.argv[1] == "close":
    server.close()
else:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    """What a statement gives on a connection of its own."""
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


def change(url: str, *statements: str) -> None:
    """Runs the statements in one transaction."""
    with psycopg.connect(url) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_database_is_fresh_empty_and_an_ordinary_user_s(postgres: PostgresServer) -> None:
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    with postgres.database() as first:
        change(first, "CREATE TABLE here (x int)")
        assert rows(first, tables) == [("here",)]
        with postgres.database() as second:
            assert rows(second, tables) == []
        assert rows(first, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        rows(first, "SELECT 1")


def test_the_same_address_serves_sqlalchemy(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE here (x int)"))
        connection.execute(text("INSERT INTO here VALUES (7)"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT x FROM here")).scalar_one() == 7
    engine.dispose()


def test_it_is_reached_by_its_socket_alone_and_is_not_like_sqlite(postgres: PostgresServer, postgres_url: str) -> None:
    assert rows(postgres_url, "SHOW listen_addresses") == [("",)]
    assert rows(postgres_url, "SHOW timezone") == [("Asia/Kolkata",)]
    assert rows(postgres_url, "SELECT 'a' < 'B' OR current_setting('server_version_num')::int < 150000") == [(True,)]
    assert postgres.is_running


def test_stopped_it_cannot_be_reached_and_started_again_it_knows_everything(postgres: PostgresServer, postgres_url: str) -> None:
    change(postgres_url, "CREATE TABLE here (x int)", "INSERT INTO here VALUES (7)")
    with psycopg.connect(postgres_url) as connection:
        postgres.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="connection"):
        rows(postgres_url, "SELECT 1")
    postgres.start()
    assert rows(postgres_url, "SELECT x FROM here") == [(7,)]


def test_killed_it_keeps_what_was_committed_and_nothing_else(postgres: PostgresServer, postgres_url: str) -> None:
    change(postgres_url, "CREATE TABLE here (x int)", "INSERT INTO here VALUES (7)")
    with psycopg.connect(postgres_url) as connection:
        connection.execute("INSERT INTO here VALUES (8)")
        postgres.kill()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert not postgres.is_running
    postgres.start()
    assert rows(postgres_url, "SELECT x FROM here") == [(7,)]
    assert "was not properly shut down" in postgres.log


def test_killed_at_work_it_leaves_no_process_that_hinders_a_start(postgres: PostgresServer, postgres_url: str) -> None:
    with closing(psycopg.connect(postgres_url)) as connection:
        connection.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000)")
        postgres.kill()
        postgres.start()
        assert rows(postgres_url, "SELECT 1") == [(1,)]


def test_few_connections_are_few_and_are_many_again_afterwards(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        postgres.restart(max_connections="5", superuser_reserved_connections="3", fsync="on")
        with ExitStack() as held:
            for _ in range(2):
                held.enter_context(psycopg.connect(url))
            with pytest.raises(psycopg.OperationalError, match="connection slots"):
                psycopg.connect(url)
        assert rows(url, "SHOW fsync") == [("on",)]
    with postgres.database() as url:
        assert rows(url, "SHOW fsync") == [("off",)]
        assert int(str(rows(url, "SHOW max_connections")[0][0])) >= 20


def test_a_setting_that_does_not_exist_is_told_at_once(postgres: PostgresServer) -> None:
    postgres.stop()
    with pytest.raises(RuntimeError, match="unrecognized configuration parameter"):
        postgres.start(no_such_setting="1")


def test_closed_or_killed_with_its_tests_it_leaves_nothing() -> None:
    here = Path(tool.__file__).parent.parent
    ends = [subprocess.Popen([sys.executable, "-c", STARTS_ONE, how], cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for how in ENDS]
    for started in ends:
        assert started.stdout is not None
        folder, url = started.stdout.readline().decode().split()
        assert Path(folder).exists()
        with closing(psycopg.connect(url)) as connection:
            started.communicate()  # until nobody holds the pipe any more, the process that removes the rest included
            assert not Path(folder).exists(), started.args
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")


def test_without_its_programs_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "find_postgres", lambda: None)
    with pytest.raises(RuntimeError, match="make test"):
        PostgresServer()
