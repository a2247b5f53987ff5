"""The stitched history beside its files: a copy that is taken only where it is exactly what stitching would give."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, func, inspect, select, update

from pincore.choosing import choices
from pincore.history import History, stitch
from pincore.kpis import kpis
from pincore.store import (
    Content,
    Database,
    Saved,
    Settings,
    delete_workspace,
    histories,
    make_owner,
    make_workspace,
    open_workspace,
    rename,
    save,
    tables,
)
from pincore.store.frames import Unread
from pincore.store.histories import FRAMES, history_key, keep_history
from pincore.store.migrating import _STEPS
from tests.store.made import assert_same, content, experiment, history_of, sample_uploads

HELD = sum(len(getattr(history_of(sample_uploads()), name)) > 0 for name in FRAMES)
TOLD = ("digest", "filters", "filter_groups", "estimated_from", "notes", "checks", "days", "rankings")


@pytest.fixture
def owner(database: Database) -> str:
    return make_owner(database)[0]


def key_of(saved: Saved) -> str:
    return history_key(((one.digest, one.name) for upload in saved.content.uploads for one in upload.imports), saved.content.settings.filters)


def kept(database: Database, owner: str, made: Saved) -> History:
    """The history of the files of a workspace, which is kept."""
    found = history_of(made.content.uploads)
    keep_history(database, owner, made, key_of(made), found)
    return found


def count(database: Database) -> tuple[int, int]:
    """How many histories and frames of theirs are kept."""
    with database.reading() as connection:
        return tuple(connection.scalar(select(func.count()).select_from(table)) for table in (tables.HISTORY, tables.HISTORY_FRAME))  # type: ignore[return-value]


def is_same(one: History, other: History) -> None:
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True, check_categorical=True)
    for name in TOLD:
        assert getattr(one, name) == getattr(other, name), name


def test_it_comes_back_to_the_last_cell_and_the_files_too(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content(experiment()))
    assert open_workspace(database, owner, made.id).history is None
    stitched = kept(database, owner, made)
    found = open_workspace(database, owner, made.id)
    assert found.history is not None
    is_same(stitched, found.history)
    chosen = choices(stitched)[0]
    assert kpis(found.history, chosen.period, chosen.against) == kpis(stitched, chosen.period, chosen.against)
    frames = [one.frames for upload in found.content.uploads for one in upload.imports]
    assert all(isinstance(one, Unread) and not one._read for one in frames), "they are read when they are asked for"
    assert_same(made.content, found.content)
    is_same(stitched, history_of(found.content.uploads))


def test_of_nothing_there_is_a_history_too(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", Content())
    keep_history(database, owner, made, key_of(made), stitch(()))
    found = open_workspace(database, owner, made.id).history
    assert found is not None
    is_same(stitch(()), found)


def test_the_known_files_of_another_tab_bring_none(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    kept(database, owner, made)
    assert open_workspace(database, owner, made.id, made.content.uploads).history is None


def test_what_would_not_come_back_as_it_is_is_not_kept(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    whole = history_of(made.content.uploads)
    nothing = whole.pins.assign(source=pd.Categorical([None] * len(whole.pins)))
    more = whole.audience.iloc[:0].assign(another=1.0)
    for history in (replace(whole, pins=nothing), replace(whole, audience=more)):
        keep_history(database, owner, made, key_of(made), history)
        assert count(database) == (0, 0)


@pytest.mark.parametrize("what", ["name", "digest", "order", "filters", "program"])
def test_its_key_is_of_everything_that_it_follows_from(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = [("a1", "a.csv"), ("b1", "b.csv")]
    before = history_key(read, None)
    filters: tuple[tuple[str, str], ...] | None = None
    if what == "name":
        read[0] = ("a1", "c.csv")
    elif what == "digest":
        read[0] = ("c1", "a.csv")
    elif what == "order":
        read.reverse()
    elif what == "filters":
        filters = ()
    else:
        monkeypatch.setattr(histories, "PROGRAM", "another")
    assert history_key(read, filters) != before


def test_another_program_has_another_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for line in ("one = 1\n", "one = 2\n"):
        (tmp_path / "part").mkdir(exist_ok=True)
        (tmp_path / "part" / "lines.py").write_text(line)
        monkeypatch.setattr("pincore.__file__", str(tmp_path / "__init__.py"))
        found.add(histories._program())
    assert len(found) == 2


def test_files_that_are_removed_or_added_take_it_away_in_the_same_write(database: Database, owner: str) -> None:
    first, *others = sample_uploads()
    made = make_workspace(database, owner, "A", content())
    kept(database, owner, made)
    assert count(database) == (1, HELD)
    less, _ = save(database, owner, made, replace(made.content, uploads=tuple(others)))
    assert count(database) == (0, 0)
    kept(database, owner, less)
    assert open_workspace(database, owner, made.id).history is not None
    save(database, owner, less, replace(less.content, uploads=(*others, first)))
    assert count(database) == (0, 0)


def test_what_changes_no_file_leaves_it(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    kept(database, owner, made)
    saved, _ = save(database, owner, made, replace(made.content, experiments=(experiment(),)))
    rename(database, owner, made.id, "B")
    assert open_workspace(database, owner, saved.id).history is not None


def test_another_part_of_the_account_is_stitched_anew(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    kept(database, owner, made)
    save(database, owner, made, replace(made.content, settings=Settings(filters=(("Devices", "Mobile"),))))
    found = open_workspace(database, owner, made.id)
    assert found.history is None and not any(isinstance(one.frames, Unread) for upload in found.content.uploads for one in upload.imports)


def test_nothing_is_kept_of_a_workspace_that_was_written_meanwhile_or_is_anothers(database: Database, owner: str) -> None:
    _, *others = sample_uploads()
    made = make_workspace(database, owner, "A", content())
    stranger, _ = make_owner(database)
    keep_history(database, stranger, made, key_of(made), history_of(made.content.uploads))
    assert count(database) == (0, 0)
    save(database, owner, made, replace(made.content, uploads=tuple(others)))
    kept(database, owner, made)
    assert count(database) == (0, 0), "it would hold what was removed"
    delete_workspace(database, owner, made.id)
    kept(database, owner, made)
    assert count(database) == (0, 0)


def test_what_is_kept_already_is_not_written_again(database: Database, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_workspace(database, owner, "A", content())
    kept(database, owner, made)
    monkeypatch.setattr(histories, "parquet", lambda _: pytest.fail("it was packed again"))
    kept(database, owner, made)


def test_a_workspace_that_is_deleted_takes_it_along(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    other = make_workspace(database, owner, "B", content())
    for one in (made, other):
        kept(database, owner, one)
    delete_workspace(database, owner, made.id)
    assert count(database) == (1, HELD)
    assert open_workspace(database, owner, other.id).history is not None


@pytest.mark.parametrize("damage", ["told", "frame", "bit", "missing"])
def test_where_it_is_damaged_the_files_tell(damage: str, database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    kept(database, owner, made)
    pins = tables.HISTORY_FRAME.c.name == "pins"
    with database.reading() as connection:
        flipped = bytearray(connection.scalar(select(tables.HISTORY_FRAME.c.parquet).where(pins)) or b"")
    flipped[len(flipped) // 3] ^= 1
    change = {
        "told": update(tables.HISTORY).values(told='{"digest": 7}'),
        "frame": update(tables.HISTORY_FRAME).where(pins).values(parquet=b"PAR1 and no more"),
        "bit": update(tables.HISTORY_FRAME).where(pins).values(parquet=bytes(flipped)),
        "missing": delete(tables.HISTORY_FRAME).where(tables.HISTORY_FRAME.c.name == "boards"),
    }[damage]
    with database.writing() as connection:
        connection.execute(change)
    found = open_workspace(database, owner, made.id)
    assert found.history is None
    assert_same(made.content, found.content)


def test_a_database_of_the_first_schema_gets_its_room(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content(experiment()))
    engine = database._engine
    assert engine is not None
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(_STEPS))
        for table in (tables.HISTORY_FRAME, tables.HISTORY):
            table.drop(connection)
        command.stamp(config, "0001")
    database.close()
    again = Database(database.url.render_as_string(hide_password=False)) if database.path is None else Database(database.path)
    found = open_workspace(again, owner, made.id)
    assert_same(made.content, found.content)
    kept(again, owner, found)
    assert open_workspace(again, owner, made.id).history is not None
    with again.reading() as connection:
        assert {"history", "history_frame"} <= set(inspect(connection).get_table_names())
    again.close()
    if again.backup is not None:
        with closing(sqlite3.connect(again.backup)) as before:
            assert before.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
