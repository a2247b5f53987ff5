"""Links: a frozen report for whoever holds one, and nothing else; dead when they run out or are withdrawn."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pincore.report.parts import only
from pincore.store import Content, Database, NotFound, StoreError, delete_workspace, make_owner, make_workspace
from pincore.store.shares import MOST_DAYS, list_links, open_shared, prolong, refresh, refreshed_at, remove_link, revoke, share
from tests.store.made import report

Account = tuple[str, str]


@pytest.fixture
def account(database: Database) -> Account:
    """An owner and a workspace."""
    owner, _ = make_owner(database)
    return owner, make_workspace(database, owner, "A", Content()).id


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock of links on."""
    return lambda by: monkeypatch.setattr("pincore.store.shares._now", lambda: datetime.now(UTC) + by)


def test_a_link_shows_its_report_as_it_was_when_it_was_shared(database: Database, account: Account) -> None:
    chosen = only(report(), ["numbers", "findings"])
    link, token = share(database, *account, chosen, "For Anna", "Look at the saves.", ("numbers", "findings"), may_comment=True)
    shared = open_shared(database, token)
    assert (shared.title, shared.note, shared.may_comment, shared.report) == ("For Anna", "Look at the saves.", True, chosen)
    assert (shared.expires_at - shared.refreshed_at).days == 30
    assert link.live
    assert link.sections == ("numbers", "findings")


def test_the_list_tells_the_last_use_and_how_often(database: Database, account: Account) -> None:
    _, token = share(database, *account, report())
    (before,) = list_links(database, *account)
    assert (before.last_used_at, before.uses) == (None, 0)
    open_shared(database, token)
    open_shared(database, token)
    open_shared(database, token, counted=False)
    (after,) = list_links(database, *account)
    assert after.last_used_at is not None
    assert after.uses == 2


def test_a_refreshed_link_shows_the_new_report(database: Database, account: Account) -> None:
    link, token = share(database, *account, report())
    then = refreshed_at(database, token)
    newer = replace(report(), says="Something new.")
    refresh(database, account[0], link.id, newer)
    assert open_shared(database, token).report.says == "Something new."
    assert refreshed_at(database, token) > then


def test_a_withdrawn_an_expired_an_unknown_and_an_orphaned_link_look_the_same(
    database: Database, account: Account, later: Callable[[timedelta], None]
) -> None:
    withdrawn, withdrawn_token = share(database, *account, report())
    revoke(database, account[0], withdrawn.id)
    other = make_workspace(database, account[0], "B", Content())
    _, orphaned = share(database, account[0], other.id, report(), days=60)
    delete_workspace(database, account[0], other.id)
    _, expired = share(database, *account, report(), days=1)
    later(timedelta(days=2))
    told = set()
    for token in (withdrawn_token, orphaned, expired, "a" * 43, "%", "", expired[:-1], expired.swapcase()):
        for attempt in (open_shared, refreshed_at):
            with pytest.raises(NotFound) as raised:
                attempt(database, token)
            told.add(str(raised.value))
    assert len(told) == 1
    assert [link.live for link in list_links(database, *account)] == [False, False]


def test_a_withdrawn_link_cannot_come_back(database: Database, account: Account) -> None:
    link, token = share(database, *account, report())
    revoke(database, account[0], link.id)
    revoke(database, account[0], link.id)
    for attempt in (lambda: refresh(database, account[0], link.id, report()), lambda: prolong(database, account[0], link.id)):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotFound):
        open_shared(database, token)


def test_a_withdrawn_link_can_be_taken_off_the_list_and_no_other(database: Database, account: Account) -> None:
    link, token = share(database, *account, report())
    stranger, _ = make_owner(database)
    for attempt in (lambda: remove_link(database, account[0], link.id), lambda: remove_link(database, stranger, link.id)):
        with pytest.raises(NotFound):
            attempt()
    assert open_shared(database, token)
    revoke(database, account[0], link.id)
    with pytest.raises(NotFound):
        remove_link(database, stranger, link.id)
    remove_link(database, account[0], link.id)
    assert list_links(database, *account) == ()


def test_a_link_that_ran_out_lives_on_when_it_is_prolonged(database: Database, account: Account, later: Callable[[timedelta], None]) -> None:
    link, token = share(database, *account, report(), days=1)
    later(timedelta(days=2))
    with pytest.raises(NotFound):
        open_shared(database, token)
    prolong(database, account[0], link.id)
    assert open_shared(database, token).report == report()


def test_prolonging_never_shortens_a_link_and_never_goes_on_for_ever(database: Database, account: Account) -> None:
    link, _ = share(database, *account, report(), days=MOST_DAYS - 1)
    ends = [link.expires_at]
    for _ in range(2):
        prolong(database, account[0], link.id)
        ends.append(list_links(database, *account)[0].expires_at)
    assert ends[0] < ends[1] < link.made_at + timedelta(MOST_DAYS, 60)
    assert ends[1] <= ends[2] < ends[1] + timedelta(0, 60)
    short, _ = share(database, *account, report(), days=10)
    prolong(database, account[0], short.id)
    (after,) = [one for one in list_links(database, *account) if one.id == short.id]
    assert after.expires_at - short.expires_at == timedelta(30)


def test_a_clock_that_jumps_hurts_no_link(database: Database, account: Account, later: Callable[[timedelta], None]) -> None:
    _, token = share(database, *account, report(), days=1)
    for jump in (timedelta(days=400), timedelta(days=-400)):
        later(jump)
        with suppress(NotFound):
            open_shared(database, token)
        assert len(list_links(database, *account)) == 1
    later(timedelta(0))
    assert open_shared(database, token).report == report()


def test_another_owner_cannot_touch_a_link(database: Database, account: Account) -> None:
    link, token = share(database, *account, report())
    stranger, _ = make_owner(database)
    for attempt in (
        lambda: share(database, stranger, account[1], report()),
        lambda: list_links(database, stranger, account[1]),
        lambda: refresh(database, stranger, link.id, report()),
        lambda: prolong(database, stranger, link.id),
        lambda: revoke(database, stranger, link.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert open_shared(database, token).report == report()


def test_the_token_and_a_withdrawn_report_are_kept_nowhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("kept")
    database = Database(folder / "kept.db")
    owner, _ = make_owner(database)
    made = make_workspace(database, owner, "A", Content())
    link, token = share(database, owner, made.id, replace(report(), says="to-look-for"))
    revoke(database, owner, link.id)
    database.close()
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert token.encode() not in kept
    assert b"to-look-for" not in kept


def test_a_link_that_lives_too_long_or_one_too_many_is_refused(database: Database, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="cannot live for 0 days"):
        share(database, *account, report(), days=0)
    monkeypatch.setattr("pincore.store.shares.MOST_SHARES", 1)
    share(database, *account, report())
    with pytest.raises(StoreError, match="at most 1 links"):
        share(database, *account, report())
