"""A process or a server that is killed in the middle leaves the state before or after, never one between."""

import random
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from pincore.store import Database, StoreError, list_workspaces, make_owner, make_workspace, open_workspace, save
from tests.store import killing
from tests.store.made import content
from tests.store.newer import DIES, become_newer, write_steps
from tools.driving import ROOT
from tools.postgres import PostgresServer


def test_a_hundred_kills_in_the_middle_of_saves(database_url: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.store.killing", database_url, "100", "7"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    ahead, kept = map(int, ran.stdout.split())
    assert 0 <= ahead <= 100 and 0 < kept < 100, "killed before and after a history was kept"


def test_a_server_killed_in_the_middle_of_saves(postgres: PostgresServer) -> None:
    postgres.restart(fsync="on")
    with postgres.database() as url:
        postgres.restart(fsync="on")
        database, chance = Database(url), random.Random(3)
        owner, _ = make_owner(database)
        workspace = make_workspace(database, owner, "A", killing.content_of(0)).id
        for _ in range(4):
            told, last = Event(), [0]
            codes: list[str] = []

            def write(told: Event = told, last: list[int] = last, codes: list[str] = codes) -> None:
                try:
                    saved = open_workspace(database, owner, workspace)
                    number = killing.number_in(saved.content)
                    while True:
                        number += 1
                        saved, _ = save(database, owner, saved, killing.content_of(number))
                        last[0] = number
                        told.set()
                except StoreError as error:
                    codes.append(error.code)

            writer = Thread(target=write)
            writer.start()
            told.wait(10)
            Event().wait(chance.random() * killing.LONGEST)
            postgres.kill()
            writer.join(60)
            assert codes == ["store_unreachable"]
            postgres.start(fsync="on")
            found = killing.number_in(open_workspace(database, owner, workspace).content)
            assert last[0] > 0
            assert found in (last[0], last[0] + 1)
        database.close()


def test_a_kill_in_the_middle_of_a_migration(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(database_url)
    owner, _ = make_owner(database)
    make_workspace(database, owner, "A", content())
    database.close()
    folder = write_steps(tmp_path / "dies", DIES)
    script = (
        "import sys, pytest; from pathlib import Path; from pincore.store import Database; from tests.store.newer import become_newer\n"
        "become_newer(Path(sys.argv[2]), pytest.MonkeyPatch()); Database(sys.argv[1]).reading().__enter__()"
    )
    ran = subprocess.run([sys.executable, "-c", script, database_url, str(folder)], cwd=ROOT, check=False, timeout=60)
    assert ran.returncode == -signal.SIGKILL
    assert [entry.name for entry in list_workspaces(database, owner)] == ["A"], "the schema before opens as ever"
    database.close()
    become_newer(write_steps(tmp_path / "ends"), monkeypatch)
    again = Database(database_url)
    assert [entry.name for entry in list_workspaces(again, owner)] == ["A (newer)"]
    again.close()


def test_a_kill_while_the_file_is_made_leaves_no_file_of_that_name(tmp_path: Path) -> None:
    folder = write_steps(tmp_path / "dies", DIES)
    script = (
        "import sys, pytest; from pathlib import Path; from pincore.store import Database, make_owner; from tests.store.newer import become_newer\n"
        "become_newer(Path(sys.argv[2]), pytest.MonkeyPatch()); make_owner(Database(sys.argv[1]))"
    )
    path = tmp_path / "kept.db"
    ran = subprocess.run([sys.executable, "-c", script, str(path), str(folder)], cwd=ROOT, check=False, timeout=60)
    assert ran.returncode == -signal.SIGKILL
    assert not path.exists()
    owner, _ = make_owner(Database(path))
    assert list_workspaces(Database(path), owner) == ()
