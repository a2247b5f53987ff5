"""Workspaces: everything comes back, to its owner alone; two writers lose nothing in silence."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pincore.bands import Thresholds
from pincore.choosing import choices
from pincore.kpis import kpis
from pincore.reading.imports import Answer
from pincore.store import (
    Content,
    Database,
    NotFound,
    Settings,
    StoreError,
    delete_workspace,
    find_owner,
    list_workspaces,
    make_owner,
    make_workspace,
    open_workspace,
    rename,
    renew_address,
    save,
    version_of,
)  # fmt: skip
from tests.store.made import assert_same, content, experiment, history_of, learned, sample_uploads, upload_of


@pytest.fixture
def owner(database: Database) -> str:
    return make_owner(database)[0]


def test_everything_comes_back_as_it_was(database: Database, owner: str) -> None:
    chosen = Settings(Thresholds(ocr=(0.002, 0.005)), answers=(("shape", Answer(date_order="day_first", columns=(("Datum", "date"), ("x", None)))),))
    kept = replace(content(experiment()), settings=chosen)
    made = make_workspace(database, owner, "Fern and Fig", kept)
    found = open_workspace(database, owner, made.id)
    assert (found.name, found.version) == ("Fern and Fig", 1)
    assert_same(kept, found.content)


def test_the_numbers_are_the_same_afterwards(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    before, after = history_of(sample_uploads()), history_of(open_workspace(database, owner, made.id).content.uploads)
    assert (before.digest, before.notes, before.checks) == (after.digest, after.notes, after.checks)
    chosen = choices(before)[0]
    assert kpis(before, chosen.period, chosen.against) == kpis(after, chosen.period, chosen.against)


def test_the_same_file_twice_changes_nothing_and_removing_it_again_is_exact(database: Database, owner: str) -> None:
    first, *others = sample_uploads()
    made = make_workspace(database, owner, "A", Content(tuple(others)))
    grown, _ = save(database, owner, made, Content((*others, first)))
    twice, _ = save(database, owner, made, Content((*others, first)))
    assert [one.digest for one in twice.content.uploads] == [one.digest for one in grown.content.uploads]
    back, _ = save(database, owner, twice, Content(tuple(others)))
    assert history_of(back.content.uploads).digest == history_of(tuple(others)).digest
    pd.testing.assert_frame_equal(history_of(open_workspace(database, owner, made.id).content.uploads).pins, history_of(tuple(others)).pins)


def test_a_file_that_was_answered_anew_elsewhere_is_what_everybody_sees(database: Database, owner: str) -> None:
    first, other, more = sample_uploads()[:3]
    anew = replace(first, imports=other.imports)  # the same bytes, read in another way
    made = make_workspace(database, owner, "A", Content((first,), (), Settings()))
    without, _ = save(database, owner, made, Content((), (), Settings()))
    save(database, owner, without, Content((anew,), (), Settings()))
    assert_same(Content((anew,), (), Settings()), open_workspace(database, owner, made.id, made.content.uploads).content)
    saved, _ = save(database, owner, made, Content((first, more), (), Settings()))
    assert_same(Content((anew, more), (), Settings()), saved.content)


def test_two_windows_that_add_different_files_keep_both(database: Database, owner: str) -> None:
    first, second, *others = sample_uploads()
    made = make_workspace(database, owner, "A", Content(tuple(others)))
    save(database, owner, made, Content((*others, first)))
    found, conflicts = save(database, owner, made, Content((*others, second)))
    assert {one.digest for one in found.content.uploads} == {one.digest for one in sample_uploads()}
    assert not conflicts


def test_the_second_save_of_one_experiment_is_told_and_neither_is_lost(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content(experiment()))
    save(database, owner, made, content(learned("first window")))
    after, (conflict,) = save(database, owner, made, content(learned("second window")))
    assert conflict.mine is not None
    assert conflict.theirs is not None
    assert (conflict.mine.learning, conflict.theirs.learning) == ("second window", "first window")
    assert after.content.experiments == (learned("first window"),)
    settled, none = save(database, owner, after, content(conflict.mine))
    assert not none
    assert settled.content.experiments == (learned("second window"),)


def test_an_experiment_deleted_in_one_window_and_edited_in_the_other_is_told(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content(experiment()))
    save(database, owner, made, content())
    _, (edited,) = save(database, owner, made, content(learned("edited")))
    assert (edited.mine, edited.theirs) == (learned("edited"), None)
    made = make_workspace(database, owner, "B", content(experiment()))
    save(database, owner, made, content(learned("edited")))
    after, (deleted,) = save(database, owner, made, content())
    assert (deleted.mine, deleted.theirs) == (None, learned("edited"))
    assert after.content.experiments == (learned("edited"),)


def test_the_same_change_in_two_windows_is_no_conflict(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content(experiment()))
    save(database, owner, made, content(learned("alike")))
    _, conflicts = save(database, owner, made, content(learned("alike")))
    assert not conflicts


def test_settings_changed_in_two_windows_keep_both_changes(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    save(database, owner, made, replace(content(), settings=Settings(thresholds=Thresholds(ocr=(0.002, 0.005)))))
    found, _ = save(database, owner, made, replace(content(), settings=Settings(report_name="Fern and Fig")))
    assert found.content.settings == Settings(thresholds=Thresholds(ocr=(0.002, 0.005)), report_name="Fern and Fig")


def test_a_write_that_fails_half_way_leaves_what_was_there(database: Database, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_workspace(database, owner, "A", Content(sample_uploads()[:1]))
    monkeypatch.setattr("pincore.store.workspaces.MOST_EXPERIMENTS", 0)
    with pytest.raises(StoreError, match="at most 0 experiments"):
        save(database, owner, made, replace(content(experiment()), settings=Settings(report_name="new")))
    assert open_workspace(database, owner, made.id).content.settings == Settings()
    assert [one.digest for one in open_workspace(database, owner, made.id).content.uploads] == [sample_uploads()[0].digest]
    assert version_of(database, owner, made.id) == 1


def test_another_owner_finds_nothing_and_changes_nothing(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, "A", content())
    stranger, _ = make_owner(database)
    assert list_workspaces(database, stranger) == ()
    for attempt in (
        lambda: open_workspace(database, stranger, made.id),
        lambda: version_of(database, stranger, made.id),
        lambda: save(database, stranger, made, Content()),
        lambda: rename(database, stranger, made.id, "mine"),
        lambda: delete_workspace(database, stranger, made.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert [entry.name for entry in list_workspaces(database, owner)] == ["A"]


def test_only_the_whole_token_finds_its_owner(database: Database) -> None:
    owner, token = make_owner(database)
    assert find_owner(database, token) == owner
    for wrong in ("", "%", "*", token[:-1], token + "a", token.swapcase(), token[:-1] + "%", f"{token} ", "a" * 43, "\x00", "a" * 2**20):
        assert find_owner(database, wrong) is None
    renewed = renew_address(database, owner)
    assert find_owner(database, token) is None
    assert find_owner(database, renewed) == owner


def test_a_token_is_kept_as_a_hash_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / "kept.db")
    _, token = make_owner(database)
    database.close()
    assert token.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_deleted_workspace_is_gone_from_the_file(tmp_path: Path) -> None:
    database = Database(tmp_path / "kept.db")
    owner, _ = make_owner(database)
    made = make_workspace(database, owner, "A-name-to-look-for", Content(experiments=(learned("a-thought-to-look-for"),)))
    delete_workspace(database, owner, made.id)
    database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"to-look-for" not in kept
    assert list_workspaces(Database(tmp_path / "kept.db"), owner) == ()


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    assert find_owner(Database(tmp_path / "none.db"), "a" * 43) is None
    assert not list(tmp_path.iterdir())


def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    make_owner(Database(tmp_path / "kept.db"))
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_rename_and_delete(database: Database, owner: str) -> None:
    made = make_workspace(database, owner, " Fern\n\x00and Fig ", content(experiment()))
    other = make_workspace(database, owner, "", Content())
    assert [entry.name for entry in list_workspaces(database, owner)] == ["Fern and Fig", "My account"]
    rename(database, owner, made.id, "a" * 500)
    assert open_workspace(database, owner, made.id).name == "a" * 80
    delete_workspace(database, owner, made.id)
    assert [entry.id for entry in list_workspaces(database, owner)] == [other.id]
    with pytest.raises(NotFound):
        save(database, owner, made, content())


def test_too_much_is_refused_with_a_number(database: Database, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_workspace(database, owner, "A", Content())
    monkeypatch.setattr("pincore.store.uploads.MOST_UPLOADS", 2)
    with pytest.raises(StoreError, match="at most 2 files; this would make"):
        save(database, owner, made, content())
    monkeypatch.setattr("pincore.store.workspaces.MOST_WORKSPACES", 1)
    with pytest.raises(StoreError, match="at most 1 workspaces"):
        make_workspace(database, owner, "B", Content())


def test_odd_texts_of_files_come_back(database: Database, owner: str) -> None:
    text = 'Date,Pin ID,Pin title,Impressions,Outbound clicks,Saves\n2026-08-01,1100356121459093715,"=1+1 \u202e <b> 🍲 \u0007",10,1,\n'
    upload = upload_of("\ud800 name \x00.csv".encode("utf-8", "replace").decode(), text.encode())
    made = make_workspace(database, owner, "A", Content((upload,)))
    (found,) = open_workspace(database, owner, made.id).content.uploads
    pd.testing.assert_frame_equal(found.imports[0].frames["pins"], upload.imports[0].frames["pins"])
    assert list(found.imports[0].frames["details"]["title"]) == list(upload.imports[0].frames["details"]["title"])
