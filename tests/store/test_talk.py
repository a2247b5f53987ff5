"""Talk: the owner writes everywhere; a link's holder sees what was opened for it, and writes there alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pincore.report.parts import only
from pincore.report.types import Subject
from pincore.store import Content, Database, Loaded, NotFound, StoreError, list_workspaces, make_owner, make_workspace, talk
from pincore.store.loading import make_loaded
from pincore.store.shares import list_links, remove_link, revoke, share
from pincore.store.talk import (
    answer,
    begin_thread,
    comment_on_shared,
    delete_comment,
    forget_said_over,
    list_threads,
    open_thread,
    resolve,
    shared_threads,
)  # fmt: skip
from pincore.store.types import Comment
from tests.store.made import report

Account = tuple[str, str]
NUMBERS = Subject("section", "numbers", next(s.title for s in report().sections if s.key == "numbers"))
FINDINGS = Subject("section", "findings", next(s.title for s in report().sections if s.key == "findings"))
A_DAY = Subject("day", report().scope.period.start.isoformat(), "The first day")
A_PIN = Subject("pin", "1100356121459093715", "A Pin that no report names")


@pytest.fixture
def account(database: Database) -> Account:
    """An owner and a workspace."""
    owner, _ = make_owner(database)
    return owner, make_workspace(database, owner, "A", Content()).id


def texts(database: Database, account: Account) -> list[list[str]]:
    return [[comment.text for comment in thread.comments] for thread in list_threads(database, *account)]


def test_threads_come_with_the_latest_first_and_their_remarks_in_order(database: Database, account: Account) -> None:
    first = begin_thread(database, *account, A_PIN, "Anna", "Why?")
    begin_thread(database, *account, A_DAY, "Anna", "The newsletter went out.")
    answer(database, account[0], first, "Ben", "A new image.\nSince May.")
    assert texts(database, account) == [["Why?", "A new image.\nSince May."], ["The newsletter went out."]]
    assert [thread.subject for thread in list_threads(database, *account)] == [A_PIN, A_DAY]


def test_a_thread_is_resolved_and_taken_up_again(database: Database, account: Account) -> None:
    key = begin_thread(database, *account, A_DAY, "Anna", "Why?")
    resolve(database, account[0], key)
    assert list_threads(database, *account)[0].resolved_at is not None
    resolve(database, account[0], key, resolved=False)
    assert list_threads(database, *account)[0].resolved_at is None


def test_deleting_the_first_remark_deletes_its_thread(database: Database, account: Account) -> None:
    key = begin_thread(database, *account, A_DAY, "Anna", "Why?")
    answer(database, account[0], key, "Ben", "Because.")
    (thread,) = list_threads(database, *account)
    delete_comment(database, account[0], thread.comments[1].id)
    assert texts(database, account) == [["Why?"]]
    delete_comment(database, account[0], key)
    assert texts(database, account) == []


def test_a_link_s_holder_sees_open_threads_on_what_it_shows_alone(database: Database, account: Account) -> None:
    _, token = share(database, *account, only(report(), ["numbers"]), may_comment=True)
    begin_thread(database, *account, NUMBERS, "Anna", "private", open_=False)
    shown = begin_thread(database, *account, NUMBERS, "Anna", "for all", open_=True)
    begin_thread(database, *account, FINDINGS, "Anna", "not in this link", open_=True)
    begin_thread(database, *account, A_DAY, "Anna", "a day in it", open_=True)
    begin_thread(database, *account, replace(A_DAY, key="2020-01-01"), "Anna", "a day outside", open_=True)
    begin_thread(database, *account, A_PIN, "Anna", "a Pin that is not named", open_=True)
    assert {thread.comments[0].text for thread in shared_threads(database, token)} == {"for all", "a day in it"}
    assert shared_threads(database, token, only(report(), ["numbers"])) == shared_threads(database, token)
    open_thread(database, account[0], shown, open_=False)
    assert {thread.comments[0].text for thread in shared_threads(database, token)} == {"a day in it"}


def test_a_holder_answers_and_begins_and_the_owner_sees_it(database: Database, account: Account) -> None:
    _, token = share(database, *account, report(), may_comment=True)
    _, other = share(database, *account, report(), may_comment=True)
    key = begin_thread(database, *account, NUMBERS, "Anna", "What do you think?", open_=True)
    comment_on_shared(database, token, A_PIN, "Client", "Good.", key)
    comment_on_shared(database, token, FINDINGS, "", "And this?")
    mine = list_threads(database, *account)
    assert [[(c.author, c.by_owner, c.text) for c in thread.comments] for thread in mine] == [
        [("A visitor", False, "And this?")], [("Anna", True, "What do you think?"), ("Client", False, "Good.")]
    ]  # fmt: skip
    assert [thread.subject for thread in mine] == [FINDINGS, NUMBERS]
    assert [thread.id for thread in shared_threads(database, token)] == [thread.id for thread in mine]
    assert [thread.id for thread in shared_threads(database, other)] == [key]
    answer(database, account[0], mine[0].id, "Anna", "Yes.")
    assert shared_threads(database, token)[0].comments[-1].text == "Yes."


def test_a_link_that_may_not_comment_shows_none_and_writes_nothing(database: Database, account: Account) -> None:
    _, token = share(database, *account, report())
    key = begin_thread(database, *account, NUMBERS, "Anna", "for all", open_=True)
    assert shared_threads(database, token) == ()
    for thread in (None, key):
        with pytest.raises(NotFound):
            comment_on_shared(database, token, NUMBERS, "x", "y", thread)
    assert texts(database, account) == [["for all"]]


def test_a_holder_cannot_write_elsewhere(database: Database, account: Account) -> None:
    link, token = share(database, *account, only(report(), ["numbers"]), may_comment=True)
    hidden = begin_thread(database, *account, NUMBERS, "Anna", "private")
    stranger, _ = make_owner(database)
    foreign = begin_thread(database, stranger, make_workspace(database, stranger, "B", Content()).id, NUMBERS, "x", "theirs", open_=True)
    for subject, thread in (
        (FINDINGS, None),
        (A_PIN, None),
        (replace(A_DAY, key=f"{A_DAY.key}x"), None),
        (NUMBERS, hidden),
        (NUMBERS, foreign),
        (NUMBERS, "%"),
    ):
        with pytest.raises(NotFound):
            comment_on_shared(database, token, subject, "x", "y", thread)
    revoke(database, account[0], link.id)
    with pytest.raises(NotFound):
        comment_on_shared(database, token, NUMBERS, "x", "y")
    with pytest.raises(NotFound):
        shared_threads(database, token)
    assert texts(database, account) == [["private"]]


def test_another_owner_cannot_read_or_write(database: Database, account: Account) -> None:
    key = begin_thread(database, *account, NUMBERS, "Anna", "mine")
    stranger, _ = make_owner(database)
    for attempt in (
        lambda: list_threads(database, stranger, account[1]),
        lambda: begin_thread(database, stranger, account[1], NUMBERS, "x", "y"),
        lambda: answer(database, stranger, key, "x", "y"),
        lambda: resolve(database, stranger, key),
        lambda: open_thread(database, stranger, key),
        lambda: delete_comment(database, stranger, key),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert texts(database, account) == [["mine"]]


def test_texts_are_plain_capped_and_never_empty(database: Database, account: Account) -> None:
    begin_thread(database, *account, NUMBERS, "A" * 500 + "\n\x00", "<b>\x00 \u202ehi\n" + "x" * 1_900)
    (thread,) = list_threads(database, *account)
    assert thread.comments[0].author == "A" * 80
    assert thread.comments[0].text.startswith("<b> hi\nx")
    for text in ("", " \n\x00 "):
        with pytest.raises(StoreError, match="nothing in the remark"):
            begin_thread(database, *account, NUMBERS, "x", text)
    with pytest.raises(StoreError, match="letters a remark"):
        begin_thread(database, *account, NUMBERS, "x", "y" * 2**20)


SAID = {
    "10\xa0000 visits": "10 000 visits",
    "tr\xe8s bien\u202f!": "tr\xe8s bien !",
    "a\u3000b\u2003c": "a b c",
    "a\r\nb\rc\u2028d": "a\nb\nc\nd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "with \U0001fa77": "with \U0001fa77",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "a\u202ebc\u2066d\ufeffe\ud800": "abcde",
    "Z" + "\u0301" * 500 + "!": "Z" + "\u0301" * 4 + "!",
}


@pytest.mark.parametrize("typed", SAID)
def test_what_is_written_stays_as_it_looks(database: Database, account: Account, typed: str) -> None:
    begin_thread(database, *account, NUMBERS, "x", typed)
    assert texts(database, account) == [[SAID[typed]]]


def test_holders_who_write_without_end_are_stopped(database: Database, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    _, token = share(database, *account, report(), may_comment=True)
    for place in range(talk.MOST_AT_ONCE):
        comment_on_shared(database, token, NUMBERS, "x", str(place))
    with pytest.raises(StoreError, match="Wait ten minutes"):
        comment_on_shared(database, token, NUMBERS, "x", "one more")
    monkeypatch.setattr("pincore.store.talk._now", lambda: datetime.now(UTC) + timedelta(minutes=11))
    comment_on_shared(database, token, NUMBERS, "x", "later")
    assert len(texts(database, account)) == talk.MOST_AT_ONCE + 1


@pytest.mark.parametrize("name", ["", " ", "\u202e\u200b", "\n\t\x00", "\u200d\u3164\u2800"])
def test_nobody_is_called_the_owner_for_want_of_a_name(database: Database, account: Account, name: str) -> None:
    _, token = share(database, *account, report(), may_comment=True)
    comment_on_shared(database, token, NUMBERS, name, "Over a link.")
    begin_thread(database, *account, FINDINGS, name, "By the owner.")
    assert [(c.author, c.by_owner) for thread in list_threads(database, *account) for c in thread.comments] == [
        ("The owner", True),
        ("A visitor", False),
    ]


def test_a_double_click_says_it_once_and_only_there(database: Database, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    _, token = share(database, *account, report(), may_comment=True)
    _, other = share(database, *account, report(), may_comment=True)
    first = begin_thread(database, *account, NUMBERS, "Anna", "Thanks!")
    assert begin_thread(database, *account, NUMBERS, "Anna", "Thanks!") == first
    for _ in range(2):
        answer(database, account[0], first, "Anna", "Thanks!")
        comment_on_shared(database, token, NUMBERS, "", "Thanks!")
        comment_on_shared(database, other, NUMBERS, "", "Thanks!")
        begin_thread(database, *account, FINDINGS, "Anna", "Thanks!")
    assert sorted(map(len, texts(database, account))) == [1, 1, 1, 2]
    monkeypatch.setattr("pincore.store.talk._now", lambda: datetime.now(UTC) + timedelta(minutes=1))
    assert begin_thread(database, *account, NUMBERS, "Anna", "Thanks!") != first


def test_all_that_was_said_over_a_link_is_deleted_and_no_more(database: Database, account: Account) -> None:
    link, token = share(database, *account, report(), may_comment=True)
    other_link, other = share(database, *account, report(), may_comment=True)
    key = begin_thread(database, *account, NUMBERS, "Anna", "What do you think?", open_=True)
    for place in range(3):
        comment_on_shared(database, token, NUMBERS, "x", f"spam {place}", key)
        comment_on_shared(database, token, NUMBERS, "x", f"more spam {place}")
    comment_on_shared(database, other, NUMBERS, "y", "It is the covers.", key)
    begun = next(one for one in list_threads(database, *account) if one.comments[0].text == "more spam 0")
    answer(database, account[0], begun.id, "Anna", "Please stop.")
    assert {one.id: one.said for one in list_links(database, *account)} == {link.id: 6, other_link.id: 1}
    stranger, _ = make_owner(database)
    with pytest.raises(NotFound):
        forget_said_over(database, stranger, link.id)
    assert forget_said_over(database, account[0], link.id) == 7
    assert texts(database, account) == [["What do you think?", "It is the covers."]]


def test_the_owner_is_told_who_sees_a_thread(database: Database, account: Account) -> None:
    link, token = share(database, *account, report(), may_comment=True)
    comment_on_shared(database, token, NUMBERS, "Client", "Why?")
    begin_thread(database, *account, FINDINGS, "Anna", "For me.")
    assert [(t.open, t.over_link) for t in list_threads(database, *account)] == [(False, False), (False, True)]
    revoke(database, account[0], link.id)
    remove_link(database, account[0], link.id)
    assert [t.over_link for t in list_threads(database, *account)] == [False, False]


def test_loaded_talk_is_as_it_was_in_a_workspace_of_its_own(database: Database, account: Account) -> None:
    _, token = share(database, *account, report(), may_comment=True)
    key = begin_thread(database, *account, NUMBERS, "Anna", "Why?", open_=True)
    comment_on_shared(database, token, NUMBERS, "Client", "The covers.\nSince May.", key)
    resolve(database, account[0], key)
    begin_thread(database, *account, A_DAY, "Anna", "The newsletter.")
    before = list_threads(database, *account)
    stranger, _ = make_owner(database)
    made = make_loaded(database, stranger, Loaded("B", Content(), before))
    after = list_threads(database, stranger, made.id)
    assert [(t.subject, t.open, t.resolved_at) for t in after] == [(t.subject, t.open, t.resolved_at) for t in before]
    assert [[replace(c, id="") for c in t.comments] for t in after] == [[replace(c, id="") for c in t.comments] for t in before]
    assert not {c.id for t in after for c in t.comments} & {c.id for t in before for c in t.comments}
    assert list_threads(database, *account) == before
    assert len(shared_threads(database, token)) == 1, "a link of another workspace shows nothing of it"
    delete_comment(database, stranger, after[-1].id)
    assert len(list_threads(database, *account)) == 2


def test_loaded_talk_keeps_its_order_and_lies_in_no_future(database: Database, account: Account) -> None:
    late = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    said = tuple(Comment(str(place), " ", place == 0, f"{place}", late) for place in range(5))
    made = make_loaded(database, account[0], Loaded("B", Content(), (talk.Thread("x", A_DAY, False, None, said),)))
    (thread,) = list_threads(database, account[0], made.id)
    assert [(c.author, c.text) for c in thread.comments] == [("The owner", "0"), *(("A visitor", str(place)) for place in range(1, 5))]
    assert thread.id == thread.comments[0].id
    assert thread.last_at < datetime.now(UTC) + timedelta(seconds=1)


def test_more_talk_than_is_kept_is_not_loaded_and_no_workspace_is_made(database: Database, account: Account) -> None:
    said = tuple(Comment(str(place), "x", True, "y", datetime.now(UTC)) for place in range(talk.MOST_COMMENTS + 1))
    with pytest.raises(StoreError, match="at most 5,000 remarks"):
        make_loaded(database, account[0], Loaded("B", Content(), (talk.Thread("x", A_DAY, False, None, said),)))
    assert [entry.name for entry in list_workspaces(database, account[0])] == ["A"]
