"""Keeping, coming back, and everything that is done with workspaces."""

import gc
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from threading import Thread

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import address, alive, content, guessing, state, storage, workspace_list, workspace_open
from pages.parts.guessing import MOST, MOST_CLIENTS, WINDOW_SECONDS, Guesses
from pages.parts.session import FileEntry, Session, read_digests, read_of
from pincore.history import stitch
from pincore.report.look import read_logo
from pincore.report.types import Look, Subject
from pincore.store import Content, Saved, Settings, StoreError
from pincore.store.tables import REVISION
from pincore.store.talk import begin_thread, list_threads
from tests.pages.app import ROOT, checked, opened, shown, texts, uploaded, with_rules
from tests.pages.made import AMBIGUOUS, DAMAGED, month, overview
from tests.report.test_look import picture
from tests.store.made import experiment, sample_uploads, upload_of

AUGUST = date(2026, 8, 1)
FILE = ("a.csv", month("Impressions", AUGUST, 31, 100))
OTHER = ("b.csv", month("Saves", AUGUST, 31, 5))
NOT_FOUND = "Nothing is found under this address."


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    path = tmp_path / "kept.db"
    monkeypatch.setenv("PINCORE_DATABASE", str(path))
    monkeypatch.setattr(guessing, "GUESSES", Guesses())
    monkeypatch.setattr(address, "_client", lambda: "203.0.113.9")
    yield path
    storage.database().close()


def session(at):
    return at.session_state["pincore"]


def button(at, label):
    return next(button for button in at.button if button.label == label)


def press(at, label):
    button(at, label).click()
    return checked(at.run())


def labels(at):
    return [button.label for button in at.button]


def saved(*files, name="Anna's shop"):
    at = uploaded(*(files or (FILE,)))
    at.text_input(key="save-name").set_value(name)
    return press(at, "Save")


def visit(**named):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params.update(named)
    return checked(at.run())


def again(at, restarted=True):
    """A fresh visitor with this address, as a rule to a server that has started again since."""
    if restarted:
        alive.forget()
    return visit(**{name: at.query_params[name] for name in ("key", "workspace")})


def names(at):
    return [entry.name for entry in session(at).files.values()]


def with_experiment(at):
    session(at).lab.put(experiment())
    return checked(at.run())


def test_nothing_is_kept_before_save(place):
    at = uploaded(FILE)
    for page in ("dashboard", "workspaces", "glossary"):
        at = shown(at, page)
    assert not place.exists() and "key" not in at.query_params


def test_save_gives_an_address_that_is_shown_once_and_brings_everything_back():
    at = saved()
    assert session(at).workspace.name == "Anna's shop"
    assert at.query_params["key"] == [session(at).token] or at.query_params["key"] == session(at).token
    assert at.code[0].value.endswith(f"/?key={session(at).token}")
    at = press(at, "I have kept it")
    assert not at.code
    other = again(at)
    assert names(other) == ["a.csv"] and not other.code
    assert session(other).history is None or session(other).history.digest == session(at).history.digest


def test_a_second_tab_shares_what_the_first_has_read_and_no_longer_than_it_is_open():
    at = shown(saved(FILE, OTHER), "dashboard")
    other = shown(again(at, restarted=False), "dashboard")
    assert session(other).history is session(at).history
    assert all(one is two for one, two in zip(state_of(other), state_of(at), strict=True))
    stranger = shown(saved(FILE, OTHER), "dashboard")
    assert session(stranger).history is not session(at).history
    for tab in (at, other):
        session(tab).workspace = session(tab).history = None
        session(tab).files = {}
    gc.collect()
    assert list(alive._SAVED.values()) == [session(stranger).workspace]


def state_of(at):
    return [found for entry in session(at).files.values() for found in entry.outcomes]


def test_the_key_alone_opens_the_workspace_that_was_changed_last():
    at = saved()
    at = shown(at, "workspaces")
    at.text_input(key="new-name").set_value("Second")
    at = press(at, "Make it")
    other = visit(key=session(at).token)
    assert session(other).workspace.name == "Second"


def test_the_key_goes_along_to_every_page():
    at = saved()
    for page in ("dashboard", "diagnosis", "glossary", "experiments", "workspaces"):
        at = shown(at, page)
    at.query_params.clear()
    at = checked(at.run())
    assert at.query_params["key"] and at.query_params["workspace"]


def test_what_is_done_after_save_is_kept():
    at = saved()
    at = uploaded(OTHER, at=at)
    at = with_experiment(at)
    session(at).kept = ()
    assert names(again(at)) == ["a.csv", "b.csv"]
    assert session(again(at)).lab.log == (experiment(),)
    at = press(at, "Remove this file")
    assert names(again(at)) == ["b.csv"]


def test_a_file_that_waits_or_was_declined_is_not_kept_and_that_is_said():
    at = uploaded(FILE, ("dates.csv", AMBIGUOUS), ("broken.csv", DAMAGED))
    assert "Not kept" in texts(at) and "dates.csv and broken.csv" in texts(at)
    at = press(at, "Save")
    assert session(at).workspace.name == "My account"
    assert names(again(at)) == ["a.csv"] and len(names(at)) == 3
    at = press(at, "Read the file with this answer")
    other = again(at)
    assert names(other) == ["a.csv", "dates.csv"]
    assert session(other).answers == session(at).answers != {}


def test_thresholds_limits_and_look_hold_on_every_page_and_come_back():
    at = with_rules(shown(saved(), "diagnosis"))
    at.slider(key="ocr").set_value((0.002, 0.006))
    at.number_input(key="limit-ocr_fall").set_value(0.4)
    at.segmented_control(key="over").set_value("pin clicks")
    at = with_rules(shown(checked(at.run()), "report"))
    assert at.number_input(key="limit-ocr_fall").value == 0.4
    at.text_input(key="report-name").set_value("Fern")
    at.color_picker(key="report-colour").set_value("#2c7553")
    next(one for one in at.file_uploader if one.label.startswith("Logo")).upload("logo.png", picture("PNG"))
    at = with_rules(shown(checked(at.run()), "dashboard"))
    assert at.slider(key="ocr").value == (0.002, 0.006)
    found = session(again(at)).rules
    assert (found.thresholds.ocr, found.limits.ocr_fall, found.save_rate_over) == ((0.002, 0.006), 0.4, "pin_clicks")
    assert (found.report_name, found.report_colour) == ("Fern", "#2c7553") != ("", Look().colour)
    assert found.report_logo == read_logo(picture("PNG"))
    other = with_rules(shown(again(at), "report"))
    assert len(other.get("image")) == 2, "the logo and a line in the colour"
    assert other.text_input(key="report-name").value == "Fern"
    assert other.color_picker(key="report-colour").value == "#2c7553"
    assert other.segmented_control(key="over").value == "pin clicks"


def test_what_two_tabs_do_comes_together():
    one = saved()
    two = again(one)
    one = uploaded(OTHER, at=one)
    two = with_experiment(two)
    assert names(two) == ["a.csv", "b.csv"]
    one = checked(one.run())
    assert session(one).lab.log == (experiment(),)
    assert not session(one).conflicts and not session(two).conflicts


@pytest.mark.parametrize(("choice", "stays"), [("Keep mine", "yours"), ("Take theirs", "mine")])
def test_one_experiment_changed_in_two_tabs_is_asked_about(choice, stays):
    one = with_experiment(saved())
    two = again(one)
    key = f"learning-{experiment().key}"
    for at in (one, two):
        shown(at, "experiments").radio(key="step").set_value("Log")
        checked(at.run())
    for at, said in ((one, "mine"), (two, "yours")):
        at.text_area(key=key).set_value(said)
        checked(at.run())
    assert "was changed elsewhere while you changed it here" in texts(two)
    assert "Learned: yours" in texts(two) and "Learned: mine" in texts(two)
    two = press(two, choice)
    assert "was changed elsewhere" not in texts(two)
    assert two.text_area(key=key).value == stays
    assert session(checked(one.run())).lab.log[0].learning == stays == session(again(two)).lab.log[0].learning


def test_an_experiment_removed_here_and_changed_elsewhere_is_asked_about():
    one = with_experiment(saved())
    two = again(one)
    session(one).lab.put(replace(experiment(), learning="new"))
    one = checked(one.run())
    session(two).lab.drop(experiment().key)
    two = checked(two.run())
    assert "It is taken off the log." in texts(two)
    assert not session(press(two, "Keep mine")).lab.log
    assert not session(checked(one.run())).lab.log


def test_a_workspace_that_was_deleted_elsewhere_can_be_kept_as_a_new_one():
    one = saved()
    two = again(one)
    one = shown(one, "workspaces")
    one.text_input(key="delete-name").set_value("something else")
    one = press(one, "Delete for good")
    assert session(one).workspace and "nothing was deleted" in texts(one)
    one.text_input(key="delete-name").set_value("Anna's shop")
    one = press(one, "Delete for good")
    assert session(one).workspace is None and not names(one)
    two = checked(two.run())
    assert "was deleted elsewhere" in texts(two) and names(two) == ["a.csv"]
    two = press(two, "Keep it as a new workspace")
    assert names(again(two)) == ["a.csv"] and session(two).workspace.name == "Anna's shop"


def test_the_list_switches_and_nothing_of_one_is_in_the_other():
    at = with_experiment(saved())
    session(at).rules.report_name = "Anna"
    first = session(checked(at.run())).workspace.id
    at = shown(at, "workspaces")
    at.text_input(key="new-name").set_value("Second")
    at = press(at, "Make it")
    assert not names(at) and not session(at).lab.log and not session(at).rules.report_name
    at = uploaded(OTHER, at=checked(at.switch_page("pages/upload.py").run()))
    at = shown(at, "workspaces")
    at.button(key=f"open-{first}").click()
    at = checked(at.run())
    assert names(at) == ["a.csv"] and session(at).rules.report_name == "Anna"
    assert at.query_params["workspace"] in (first, [first])


def test_a_workspace_is_renamed():
    at = shown(saved(), "workspaces")
    box = next(box for box in at.text_input if str(box.key).startswith("name-"))
    box.set_value("Berta's  \n shop")
    at = press(at, "Rename")
    assert session(at).workspace.name == "Berta's shop" and "Berta's shop" in texts(at)


LONG = "A name that is longer than fits. " * 4


def test_a_name_that_is_too_long_is_told_kept_and_nothing_is_made(place):
    at = uploaded(FILE)
    at.text_input(key="save-name").set_value(LONG)
    at = press(at, "Save")
    assert "The name has 131 letters; 80 fit." in texts(at) and at.text_input(key="save-name").value == LONG
    assert session(at).workspace is None and not place.exists() and "Bookmark this page" not in texts(at)
    at.text_input(key="save-name").set_value(LONG[:32])
    at = press(at, "Save")
    assert session(at).workspace.name == LONG[:32] and "letters" not in texts(at)


def test_too_long_names_change_no_workspace_and_make_none():
    at = shown(saved(), "workspaces")
    next(box for box in at.text_input if str(box.key).startswith("name-")).set_value(LONG)
    at = press(at, "Rename")
    assert "The name has 131 letters" in texts(at) and session(at).workspace.name == "Anna's shop"
    at.text_input(key="new-name").set_value(LONG)
    at = press(at, "Make it")
    assert "The name has 131 letters" in texts(at) and len(workspace_list.acts.entries(session(at))) == 1
    at = shown(at, "report")
    at.text_input(key="report-name").set_value(LONG)
    assert "The name has 131 letters" in texts(checked(at.run())) and not session(at).rules.report_name


def too_much(*_):
    raise StoreError("store_limit", "A workspace keeps at most 500 MB of files; this would make 501.", "Remove some.")


def test_a_save_that_fails_says_so_and_offers_no_address(place, monkeypatch):
    at = uploaded(FILE)
    with monkeypatch.context() as failing:
        failing.setattr("pincore.store.loading.write_threads", too_much)
        at = press(at, "Save")
    assert "at most 500 MB" in texts(at) and "Bookmark this page" not in texts(at)
    assert session(at).workspace is None and not session(at).owner and "key" not in at.query_params
    assert "at most 500 MB" not in texts(checked(at.run()))
    with sqlite3.connect(place) as found:
        assert found.execute("SELECT count(*) FROM owner").fetchone() == (0,)
    at = press(at, "Save")
    assert "at most 500 MB" not in texts(at) and "Bookmark this page" in texts(at)


@pytest.mark.parametrize("what", ["Make it", "Rename", "Make a new address"])
def test_what_is_pressed_and_fails_is_said_once(what, monkeypatch):
    at = shown(saved(), "workspaces")
    with monkeypatch.context() as failing:
        failing.setattr("pincore.store.loading.write_threads", too_much)
        failing.setattr("pincore.store.workspaces._touch", too_much)
        failing.setattr("pincore.store.owners.make_token", too_much)
        at = press(at, what)
    assert "at most 500 MB" in texts(at)
    assert session(at).workspace.name == "Anna's shop" and len(workspace_list.acts.entries(session(at))) == 1
    assert "at most 500 MB" not in texts(checked(at.run()))


def test_a_new_address_ends_the_old_one_also_in_open_tabs():
    one = saved()
    two = again(one)
    old = session(one).token
    one = press(shown(one, "workspaces"), "Make a new address")
    assert session(one).token != old and one.code[0].value.endswith(session(one).token)
    two = checked(two.run())
    assert "another private address" in texts(two) and not names(two) and "key" not in two.query_params
    assert NOT_FOUND in texts(visit(key=old))
    assert names(again(one)) == ["a.csv"]


def test_a_new_address_is_told_without_a_false_alarm():
    at = press(shown(saved(), "workspaces"), "Make a new address")
    assert NOT_FOUND not in texts(at)
    assert at.query_params["key"] in (session(at).token, [session(at).token])


def test_what_is_undecided_is_not_left_behind():
    one = with_experiment(saved())
    two = again(one)
    session(one).lab.put(replace(experiment(), learning="mine"))
    checked(one.run())
    session(two).lab.put(replace(experiment(), learning="yours"))
    two = checked(two.run())
    assert session(two).conflicts
    two = press(shown(two, "workspaces"), "Close it on this computer")
    assert "Choose first which version stays" in texts(two) and session(two).conflicts
    two = press(two, "Keep mine")
    assert session(again(two)).lab.log[0].learning == "yours"


def test_a_database_that_vanishes_empties_no_open_tab(place):
    at = saved()
    away = place.with_name("away")
    away.mkdir()
    storage.database().close()
    moved = list(place.parent.glob("kept.db*"))
    for path in moved:
        path.rename(away / path.name)
    at = uploaded(OTHER, at=at)
    assert "cannot be reached" in texts(at) and names(at) == ["a.csv", "b.csv"] and "key" in at.query_params
    assert not place.exists()
    for path in moved:
        (away / path.name).rename(path)
    at = checked(at.run())
    assert "cannot be reached" not in texts(at) and names(again(at)) == ["a.csv", "b.csv"]


def test_a_visitor_is_told_no_place_on_the_server(monkeypatch, tmp_path):
    monkeypatch.setenv("PINCORE_DATABASE", str(tmp_path / "nowhere" / "kept.db"))
    at = saved()
    assert "Nothing can be kept here at the moment." in texts(at) and str(tmp_path) not in texts(at)


def test_leaving_forgets_here_and_keeps_there():
    at = saved()
    kept = {name: at.query_params[name] for name in ("key", "workspace")}
    at = press(shown(at, "workspaces"), "Close it on this computer")
    assert not names(at) and "key" not in at.query_params
    assert names(visit(**kept)) == ["a.csv"]


@pytest.mark.parametrize("key", ["%", "*", "", " ", "x", "A" * 43, "A" * 5000, "' OR 1=1 --", "\u202e" * 43])
def test_what_opens_nothing_is_told_in_the_same_words_and_leaves_a_fresh_visit(key):
    saved()
    at = visit(key=key) if key else visit()
    assert (NOT_FOUND in texts(at)) == bool(key)
    assert "Try it with a sample account" in labels(at) and "key" not in at.query_params
    assert NOT_FOUND not in texts(checked(at.run()))


def test_a_workspace_of_another_is_not_found():
    mine, yours = saved(), saved(OTHER)
    at = visit(key=session(mine).token, workspace=session(yours).workspace.id)
    assert NOT_FOUND in texts(at) and not names(at)
    assert "Your workspaces" in page_links(at), "the way to one's own"
    assert "Your workspaces" not in page_links(visit(key="A" * 43)) + page_links(shown(again(mine), "dashboard"))
    assert "Open" in labels(shown(at, "workspaces"))


def page_links(at):
    return [link.proto.label for link in at.get("page_link")]


def test_the_sample_is_not_kept(place):
    at = shown(opened(sample=True), "workspaces")
    assert "never kept" in texts(at) and "Save" not in labels(at)
    assert not place.exists()


def test_what_cannot_be_written_is_said_and_written_later(place):
    at = saved()
    other = sqlite3.connect(place)
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.commit()
    storage.database().close()
    at = uploaded(OTHER, at=at)
    assert "newer Pincore" in texts(at) and names(at) == ["a.csv", "b.csv"]
    at = shown(at, "dashboard")
    assert "newer Pincore" in texts(at) and at.metric
    fresh = visit(key=session(at).token)
    assert "newer Pincore" in texts(fresh) and fresh.query_params["key"], "the address waits"
    other.execute("UPDATE alembic_version SET version_num = ?", (REVISION,))
    other.commit()
    other.close()
    at = checked(at.run())
    assert "newer Pincore" not in texts(at)
    assert names(checked(fresh.run())) == ["a.csv", "b.csv"]


def test_a_save_that_fails_leaves_everything_and_can_be_tried_again(monkeypatch, tmp_path):
    monkeypatch.setenv("PINCORE_DATABASE", str(tmp_path / "nowhere" / "kept.db"))
    at = press(uploaded(FILE), "Save")
    assert "Nothing can be kept here" in texts(at) and names(at) == ["a.csv"] and session(at).workspace is None
    monkeypatch.setenv("PINCORE_DATABASE", str(tmp_path / "kept.db"))
    at = press(at, "Save")
    assert session(at).workspace and "Nothing can be kept here" not in texts(at)


def test_who_guesses_is_stopped_for_a_while():
    now = [0.0]
    guesses = Guesses(lambda: now[0])
    for _ in range(MOST):
        assert not guesses.too_many("a")
        guesses.count("a")
    assert guesses.too_many("a") and not guesses.too_many("b")
    now[0] = WINDOW_SECONDS + 1
    assert not guesses.too_many("a")
    for place in range(MOST_CLIENTS + 1):
        guesses.count(str(place))
    assert len(guesses._failures) == MOST_CLIENTS


def test_after_many_wrong_keys_nothing_is_looked_up():
    at = saved()
    for _ in range(MOST):
        assert NOT_FOUND in texts(visit(key="A" * 43))
    assert "Too many addresses" in texts(again(at))


def test_everything_as_one_file_and_back_as_a_new_workspace():
    at = with_experiment(saved())
    begin_thread(storage.database(), session(at).owner, session(at).workspace.id, Subject("day", "2026-08-03", "A day"), "Anna", "The newsletter.")
    packed = workspace_open._packed(session(at).owner, session(at).workspace)
    at = shown(at, "workspaces")
    uploader = next(one for one in at.file_uploader if one.label.startswith("The file"))
    uploader.upload("pincore Annas shop.zip", packed)
    at = checked(at.run())
    first, second = workspace_list.acts.entries(session(at))
    assert first.name == second.name == "Anna's shop" and first.id != second.id
    assert names(at) == ["a.csv"] and session(at).lab.log == (experiment(),)
    for entry in (first, second):
        (talked,) = list_threads(storage.database(), session(at).owner, entry.id)
        assert (talked.subject.key, talked.comments[0].text) == ("2026-08-03", "The newsletter.")


def test_a_file_that_is_no_workspace_is_turned_down():
    at = shown(saved(), "workspaces")
    uploader = next(one for one in at.file_uploader if one.label.startswith("The file"))
    uploader.upload("a.zip", b"PK nothing")
    at = checked(at.run())
    assert "The file holds no workspace" in texts(at) and names(at) == ["a.csv"]


def test_a_file_is_not_loaded_over_what_is_not_saved():
    at = shown(uploaded(FILE), "workspaces")
    assert not at.file_uploader and "Save what is here first" in texts(at)


def test_answers_about_files_can_be_forgotten():
    at = press(uploaded(("dates.csv", AMBIGUOUS)), "Read the file with this answer")
    assert session(at).answers
    assert not session(press(at, "Forget my answers about files")).answers


def stitches_nothing(monkeypatch):
    monkeypatch.setattr("pincore.history.stitch", lambda *_: pytest.fail("it was stitched again"))


def numbers(at):
    return [(metric.label, metric.value) for metric in shown(at, "dashboard").metric]


def test_a_server_that_has_started_again_stitches_nothing_anew(monkeypatch):
    at = saved(FILE, OTHER)
    expected = numbers(at)
    with monkeypatch.context() as patched:
        stitches_nothing(patched)
        other = again(at)
        assert numbers(other) == expected and any("3,100" in value for _, value in expected)
    third = ("c.csv", month("Outbound clicks", AUGUST, 31, 2))
    grown = uploaded(third, at=shown(other, "upload"))
    more = numbers(grown)
    assert more != expected and session(grown).history.digest != session(at).history.digest
    stitches_nothing(monkeypatch)
    assert numbers(again(grown)) == more


def test_a_history_that_cannot_be_kept_is_stitched_again_and_troubles_nobody(monkeypatch):
    tried = []

    def refused(*_):
        tried.append(1)
        raise StoreError("store_full", "No.", "Wait.")

    monkeypatch.setattr("pincore.store.histories.keep_history", refused)
    at = saved(FILE)
    for page in ("dashboard", "workspaces"):
        at = shown(at, page)
        assert session(at).trouble is None and "No." not in texts(at)
    assert tried == [1], "once for a history"
    assert numbers(again(at)) == numbers(at)


def test_a_history_of_other_files_is_not_kept_for_these(monkeypatch):
    kept = []
    monkeypatch.setattr("pincore.store.histories.keep_history", lambda *given: kept.append(given))
    at = saved(FILE)
    assert len(kept) == 1
    whole = session(at).history_read
    for read, more in (((), 0), ((None, ("another", "a.csv")), 0), ((*whole, ("another", "b.csv")), 0), (whole, 1)):
        kept.clear()
        session(at).history_read, session(at).history_key = read, ""
        checked(at.run())
        assert len(kept) == more, read


def test_the_name_of_a_removed_file_is_gone_though_another_tab_knows_it():
    at = saved(FILE, OTHER)
    idle = shown(again(at, restarted=False), "dashboard")
    at = shown(at, "upload")
    at = checked(at.button(key=f"remove-{list(session(at).files)[-1]}").click().run())
    at = shown(uploaded(("renamed.csv", OTHER[1]), at=at), "dashboard")
    assert session(idle).history.filter_groups[0].files == ("a.csv", "b.csv")
    for now in (at, shown(again(at), "dashboard")):
        assert session(now).history.filter_groups[0].files == ("a.csv", "renamed.csv")


MOBILE = (("Devices", "Mobile"),)


def test_another_part_that_is_chosen_while_a_run_ends_never_shows_the_first(monkeypatch):
    mine = Session()
    monkeypatch.setattr(state, "session", lambda: mine)
    uploads = [upload_of(*FILE), upload_of("m.csv", overview(AUGUST, "Impressions", [40] * 31, chosen=MOBILE))]
    mine.files = {one.digest: FileEntry(one.digest, one.name, one.imports) for one in uploads}
    chooses = Thread(target=state.choose_filters, args=(MOBILE,))
    looks = []

    def chosen_meanwhile(session):
        found = read_digests(session)
        looks.append(found)
        if len(looks) == 2:  # the run has looked whether its history is still wanted
            chooses.start()
            chooses.join(0.2)
        return found

    monkeypatch.setattr(content, "read_digests", chosen_meanwhile)
    state.history()
    chooses.join()
    assert len(looks) == 2 and mine.filters == MOBILE and mine.history is None
    assert state.history().filters == MOBILE


def test_a_file_that_was_answered_anew_elsewhere_replaces_the_one_in_the_session():
    first, other = sample_uploads()[:2]
    anew = replace(first, imports=other.imports)
    mine = Session()
    made = Saved("w", "A", 1, Content((first,), (), Settings()), {}, None)
    content.take(mine, made)
    stitched = content.history_of(mine)
    content.take(mine, replace(made, version=2))
    assert mine.history is stitched
    content.take(mine, replace(made, version=3, content=Content((anew,), (), Settings())))
    assert mine.history is None and [one.digest for one in read_of(mine.files[first.digest])] == [one.digest for one in other.imports]


def test_a_run_that_still_ends_leaves_no_history_of_files_that_are_gone(monkeypatch):
    mine = Session()
    monkeypatch.setattr(state, "session", lambda: mine)
    uploads = sample_uploads()
    mine.files = {one.digest: FileEntry(one.digest, one.name, one.imports) for one in uploads[:1]}

    def switched_meanwhile(imports, filters):
        mine.files = {}
        return stitch(imports, filters)

    with monkeypatch.context() as slow:
        slow.setattr("pincore.history.stitch", switched_meanwhile)
        assert not state.history().empty
    assert mine.history is None and state.history().empty


def test_who_keeps_nothing_never_loads_the_store():
    run = """
import sys
from tests.pages.app import opened, shown, uploaded
from tests.pages.made import month
from datetime import date
at = uploaded(("a.csv", month("Impressions", date(2026, 8, 1), 31, 100)))
for page in ("workspaces", "dashboard", "experiments"):
    at = shown(at, page)
print(*[name for name in ("sqlalchemy", "alembic", "psycopg", "authlib", "httpx", "pincore.store") if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False, timeout=300, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert not ran.stdout.split()
