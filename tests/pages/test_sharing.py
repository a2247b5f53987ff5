"""Sharing and talking on the pages of an owner, and answering over a link."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import sharing, storage, subjects, talking
from pincore.report.types import Subject
from pincore.store import delete_workspace
from pincore.store.shares import list_links, open_shared
from pincore.store.talk import answer, begin_thread, delete_comment, list_threads
from tests.pages.app import ROOT, checked, opened, shown, texts, uploaded
from tests.pages.made import month
from tests.pages.test_shared import NOT_FOUND, place
from tests.pages.test_shared import opened as visited

__all__ = ["place"]
FILES = [
    (f"{name}.csv", month(name, date(2026, first, 1), 31, count))
    for first in (7, 8)
    for name, count in (("Impressions", 900), ("Outbound clicks", 16 - first), ("Saves", 100 - 12 * first))
]
FILES = [(f"{n} {name}", content) for n, (name, content) in enumerate(FILES)]


def saved() -> AppTest:
    at = uploaded(*FILES)
    at.text_input(key="save-name").set_value("Fern")
    return press(press(at, "Save"), "I have kept it")


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click()
    return checked(at.run())


def mine(at: AppTest):
    return at.session_state["pincore"]


def links(at: AppTest):
    return list_links(storage.database(), mine(at).owner, mine(at).workspace.id)


def threads(at: AppTest):
    return list_threads(storage.database(), mine(at).owner, mine(at).workspace.id)


def shared(at: AppTest, *sections: str, comments: bool = False) -> str:
    """The token of a link made on the report page."""
    at = shown(at, "report")
    at.multiselect(key="share-sections").set_value(list(sections or ("numbers", "findings")))
    at.text_input(key="share-title").set_value("For *Anna*")
    at.text_area(key="share-note").set_value("Look at the saves.")
    at.checkbox(key="share-comments").set_value(comments)
    press(at, "Make the link")
    return [token for *_, token in mine(at).new_links.values()][-1]


def unfold(at: AppTest, place: str) -> AppTest:
    at.session_state[f"talk-{place}"] = True
    return checked(at.run())


def write(at: AppTest, place: str, text: str, name: str = "") -> AppTest:
    at.text_area(key=f"{place}-text").set_value(text)
    at.text_input(key=f"{place}-name").set_value(name)
    at.button(key=f"{place}-send").click()
    return checked(at.run())


@pytest.fixture
def owner(place: Path) -> AppTest:
    assert not place.exists()
    return saved()


def test_a_link_is_made_shown_once_and_listed(owner: AppTest) -> None:
    token = shared(owner)
    assert owner.code[0].value.endswith(f"/shared?key={token}")
    (link,) = links(owner)
    assert (link.title, link.note, link.sections, link.may_comment) == ("For *Anna*", "Look at the saves.", ("numbers", "findings"), False)
    assert (link.expires_at - link.made_at).days == sharing.USUAL_DAYS
    assert "Not used yet." in texts(owner)
    press(owner, "I have copied it")
    assert not owner.code
    assert token not in repr(mine(owner))


def test_the_same_numbers_stand_on_the_page_and_behind_its_link(owner: AppTest) -> None:
    at = shown(owner, "report")
    viewer = visited(shared(at, *sections(at)))
    ours, theirs = ([(m.label, m.value, m.delta) for m in page.metric] for page in (at, viewer))
    assert ours == theirs != []
    ours_tables, their_tables = ([frame.value.to_csv() for frame in page.dataframe] for page in (at, viewer))
    assert ours_tables == their_tables != []
    assert [h.value for h in viewer.subheader] == [h.value for h in at.subheader if h.value in {s.value for s in viewer.subheader}]


def sections(at: AppTest) -> list[str]:
    return list(at.multiselect(key="share-sections").value)


def test_a_link_is_refreshed_prolonged_withdrawn_and_forgotten(owner: AppTest) -> None:
    token = shared(owner)
    before = open_shared(storage.database(), token)
    owner.text_input(key="report-name").set_value("Fern and Fig")
    checked(owner.run())
    press(owner, "Refresh")
    after = open_shared(storage.database(), token)
    assert (before.report.look.name, after.report.look.name) == ("", "Fern and Fig")
    assert [section.key for section in after.report.sections] == ["numbers", "findings", "method"]
    press(owner, "Prolong")
    assert open_shared(storage.database(), token).expires_at > before.expires_at
    press(owner, "Withdraw")
    assert NOT_FOUND in texts(visited(token))
    press(owner, "Take it off the list")
    assert links(owner) == ()


def test_nothing_chosen_makes_no_link_and_says_why(owner: AppTest) -> None:
    at = shown(owner, "report")
    at.multiselect(key="share-sections").set_value([])
    press(at, "Make the link")
    assert "No part of the report is chosen" in texts(at)
    assert links(at) == ()


def test_a_double_click_makes_one_link_and_a_second_link_hides_no_first(owner: AppTest) -> None:
    first = shared(owner)
    press(owner, "Make the link")
    assert (len(links(owner)), len(owner.code)) == (1, 1)
    owner.text_input(key="share-title").set_value("For Ben")
    press(owner, "Make the link")
    assert len(links(owner)) == 2
    assert owner.code[0].value.endswith(first) and len(owner.code) == 2, "the first was not copied yet"
    press(owner, "I have copied it")
    assert not owner.code


def test_a_title_or_note_that_is_too_long_makes_no_link_and_stays_typed(owner: AppTest) -> None:
    at = shown(owner, "report")
    at.text_input(key="share-title").set_value("t" * 81)
    at = press(at, "Make the link")
    assert "The title has 81 letters; 80 fit." in texts(at)
    at.text_input(key="share-title").set_value("t" * 80)
    at.text_area(key="share-note").set_value("n" * 5_001)
    at = press(at, "Make the link")
    assert "The note has 5,001 letters; 5,000 fit." in texts(at)
    assert at.text_area(key="share-note").value == "n" * 5_001
    assert links(at) == ()


def test_a_note_that_is_too_long_is_told_and_stays_typed(owner: AppTest) -> None:
    at = unfold(shown(owner, "report"), "numbers")
    at = write(at, "numbers-new", "n" * 2_001, "Fern")
    assert "The note has 2,001 letters; 2,000 fit." in texts(at)
    assert at.text_area(key="numbers-new-text").value == "n" * 2_001
    at = write(at, "numbers-new", "n" * 2_000, "F" * 81)
    assert "The name has 81 letters; 80 fit." in texts(at)
    assert threads(at) == ()


@pytest.mark.usefixtures("place")
def test_without_a_workspace_sharing_and_notes_say_why_and_offer_to_save() -> None:
    at = shown(uploaded(*FILES), "report")
    assert sharing.NOT_KEPT in texts(at)
    assert "Make the link" not in [button.label for button in at.button]
    at = unfold(at, "numbers")
    assert talking.NOT_KEPT in texts(at)
    at.text_input(key="save-to-share-name").set_value("Fern")
    next(button for button in at.button if button.label == "Save").click()
    checked(at.run())
    assert mine(at).workspace.name == "Fern"
    sample = shown(opened(sample=True), "report")
    assert sharing.SAMPLE in texts(sample)
    assert talking.SAMPLE in texts(unfold(sample, "numbers"))


def test_a_note_is_written_answered_resolved_taken_up_and_deleted(owner: AppTest) -> None:
    at = unfold(shown(owner, "report"), "numbers")
    at = write(at, "numbers-new", "Why *so*?\n<b>Really</b>", "Fern")
    (thread,) = threads(at)
    assert (thread.subject.kind, thread.subject.key, thread.open) == ("section", "numbers", False)
    assert "Why *so*?  \n<b>Really</b>" in texts(at)
    assert at.text_area(key="numbers-new-text").value == ""
    form = next(area.key for area in at.text_area if area.key.startswith("numbers-") and area.key != "numbers-new-text")
    at = write(at, form.removesuffix("-text"), "Because.")
    assert [c.text for c in threads(at)[0].comments][1:] == ["Because."]
    at = press(at, "Resolve")
    assert threads(at)[0].resolved_at
    assert "Resolved" in texts(at)
    at = press(at, "Take up again")
    assert not threads(at)[0].resolved_at
    at = press(at, "Delete all of it")
    assert threads(at) == ()


def test_an_empty_note_is_refused_at_its_place_and_what_was_typed_stays(owner: AppTest) -> None:
    at = unfold(shown(owner, "report"), "numbers")
    at = write(at, "numbers-new", " \n ", "Fern")
    assert "nothing in the remark" in texts(at)
    assert threads(at) == ()
    assert at.text_input(key="numbers-new-name").value == "Fern"


@pytest.mark.parametrize(("page", "where", "kind"), [("dashboard", "days", "day"), ("dashboard", "pins", "pin")])
def test_notes_are_written_where_the_numbers_are(owner: AppTest, page: str, where: str, kind: str) -> None:
    at = unfold(shown(owner, page), where)
    at = write(at, f"{where}-new", "A note.")
    assert [thread.subject.kind for thread in threads(at)] == [kind]
    assert "A note." in texts(at)
    if kind == "day":
        chart = next(chart for chart in at.get("vega_lite_chart") if '"diamond"' in chart.proto.spec)
        assert "Note" in chart.proto.spec
        assert "A note." not in chart.proto.spec


def test_notes_on_what_was_found(place: Path) -> None:
    at = uploaded(("pin-days.csv", (ROOT / "sample_data" / "pin-days.csv").read_bytes()))
    at = write(unfold(shown(press(at, "Save"), "diagnosis"), "findings"), "findings-new", "A note.")
    assert [thread.subject.kind for thread in threads(at)] == ["finding"]
    assert place.exists()


def test_over_a_link_that_may_comment_one_answers_and_begins(owner: AppTest) -> None:
    at = unfold(shown(owner, "report"), "numbers")
    at.checkbox(key="numbers-new-shown").set_value(True)
    at = write(at, "numbers-new", "What do you think?", "Fern")
    at = write(unfold(at, "changes"), "changes-new", "Between us.", "Fern")
    token = shared(at, "numbers", "changes", comments=True)
    viewer = unfold(unfold(visited(token), "numbers"), "changes")
    assert "What do you think?" in texts(viewer)
    assert "Between us." not in texts(viewer)
    form = next(area.key for area in viewer.text_area if area.key.startswith("numbers-") and area.key != "numbers-new-text")
    viewer = write(viewer, form.removesuffix("-text"), "Good.", "Anna")
    viewer = write(viewer, "changes-new", "And this?", "Anna")
    assert "And this?" in texts(viewer)
    assert {(c.author, c.by_owner, c.text) for thread in threads(at) for c in thread.comments} == {
        ("Fern", True, "What do you think?"), ("Fern", True, "Between us."), ("Anna", False, "Good."), ("Anna", False, "And this?")
    }  # fmt: skip
    labels = {button.label for button in viewer.button}
    assert not labels & {"Resolve", "Delete all of it", "Hide from links", "Show over links", "Withdraw", "Save"}
    ids = [word for thread in threads(at) for word in (thread.id, *(comment.id for comment in thread.comments))]
    assert not [
        word
        for word in ids
        if word in repr([element.proto for kind in ("button", "text_area", "markdown", "expander") for element in viewer.get(kind)])
    ]


def test_what_was_answered_to_a_note_that_is_gone_is_given_back(owner: AppTest) -> None:
    at = unfold(shown(owner, "report"), "numbers")
    at.checkbox(key="numbers-new-shown").set_value(True)
    at = write(at, "numbers-new", "What do you think?", "Fern")
    assert not at.checkbox(key="numbers-new-shown").value, "the next note is the owner's alone again"
    viewer = unfold(visited(shared(at, "numbers", comments=True)), "numbers")
    form = next(area.key for area in viewer.text_area if area.key.startswith("numbers-") and area.key != "numbers-new-text")
    delete_comment(storage.database(), mine(at).owner, threads(at)[0].id)
    viewer = write(viewer, form.removesuffix("-text"), "A long and *careful* answer.\nOf two lines.", "Anna")
    assert "is not there any more" in texts(viewer)
    assert "You wrote: “A long and *careful* answer.  \nOf two lines.”" in texts(viewer)
    assert threads(at) == ()


def test_a_note_over_a_link_that_is_withdrawn_meanwhile_is_given_back(owner: AppTest) -> None:
    viewer = unfold(visited(shared(owner, "numbers", comments=True)), "numbers")
    press(owner, "Withdraw")
    viewer = write(viewer, "numbers-new", "A long and careful note.", "Anna")
    assert NOT_FOUND in texts(viewer)
    assert "You wrote: “A long and careful note.”" in texts(viewer)
    assert threads(owner) == ()
    assert "You wrote" not in texts(checked(viewer.run()))


def test_a_note_is_given_back_when_the_workspace_was_deleted_elsewhere(owner: AppTest) -> None:
    at = unfold(shown(owner, "report"), "numbers")
    delete_workspace(storage.database(), mine(at).owner, mine(at).workspace.id)
    at = write(at, "numbers-new", "A long and careful note.", "Fern")
    assert "was deleted elsewhere" in texts(at)
    assert "You wrote: “A long and careful note.”" in texts(at)


def test_the_owner_is_told_who_sees_a_note(owner: AppTest) -> None:
    token = shared(owner, "numbers", comments=True)
    viewer = unfold(visited(token), "numbers")
    write(viewer, "numbers-new", "Why?", "Anna")
    at = unfold(shown(owner, "report"), "numbers")
    assert talking.SEEN_BY[False, True] in texts(at)
    assert "Show over other links" in [button.label for button in at.button]
    at = write(at, "numbers-new", "For me.", "Fern")
    assert talking.SEEN_BY[False, False] in texts(at)
    assert not [line for line in talking.SEEN_BY.values() if line in texts(viewer)]


def test_what_was_said_over_a_withdrawn_link_can_be_deleted(owner: AppTest) -> None:
    token = shared(owner, "numbers", comments=True)
    viewer = unfold(visited(token), "numbers")
    write(viewer, "numbers-new", "Spam.", "x")
    press(owner, "Withdraw")
    assert "1 note was written over this link." in texts(owner)
    press(owner, "Delete what was said over it")
    assert threads(owner) == ()
    assert "Delete what was said over it" not in [button.label for button in owner.button]


def test_of_a_long_talk_the_latest_notes_are_shown(owner: AppTest) -> None:
    at = unfold(shown(owner, "report"), "numbers")
    at = write(at, "numbers-new", "The first.", "Fern")
    for number in range(30):
        answer(storage.database(), mine(at).owner, threads(at)[0].id, "Fern", f"Number {number:02}.")
    at = checked(at.run())
    said = texts(at)
    assert "The first." in said and "Number 29." in said and "Number 10." not in said
    next(toggle for toggle in at.toggle if toggle.label == "Show all 31 notes").set_value(True)
    assert "Number 10." in texts(checked(at.run()))


def test_pins_of_one_title_are_told_apart_where_a_note_is_written() -> None:
    pins = [subjects.About("pin", "111", "Soup"), subjects.About("pin", "222", "Soup"), subjects.About("pin", "333", "Bread")]
    assert subjects.told_apart(pins) == {"Soup (111)": pins[0], "Soup (222)": pins[1], "Bread": pins[2]}


def test_over_a_link_that_may_not_comment_nothing_is_said(owner: AppTest) -> None:
    viewer = visited(shared(owner))
    assert not [expander.label for expander in viewer.expander if "Notes" in expander.label]


def test_notes_on_days_of_the_comparison_are_marked_and_listed(owner: AppTest) -> None:
    for day, text in ((date(2026, 7, 4), "Before."), (date(2026, 8, 9), "Now."), (date(2026, 5, 1), "Long ago.")):
        about = Subject("day", day.isoformat(), str(day))
        begin_thread(storage.database(), mine(owner).owner, mine(owner).workspace.id, about, "Fern", text)
    at = unfold(shown(owner, "dashboard"), "days")
    said = texts(at)
    assert "Now." in said and "Before." in said and "Long ago." not in said
    picker = next(box for box in at.date_input if box.label == "The day")
    assert picker.min == date(2026, 7, 1) and picker.max == date(2026, 8, 31)
