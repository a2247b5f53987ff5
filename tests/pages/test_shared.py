"""The page of a link: one report, asked for anew before every run, and a session that holds nothing else."""

import sqlite3
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages.parts import guessing, storage, viewing
from pages.parts.guessing import Guesses
from pages.parts.session import Session
from pincore.errors import PincoreError
from pincore.report.parts import only
from pincore.report.types import Report
from pincore.store import Content, Database, make_owner, make_workspace
from pincore.store.shares import Link, list_links, prolong, refresh, revoke, share
from pincore.store.tables import REVISION
from tests.pages.app import ROOT, checked, texts
from tests.store.made import report

NOT_FOUND = "Nothing is found under this address."
PART = only(report(), ["numbers", "risk"])


class Account:
    """An owner with a workspace and a link."""

    def __init__(self, database: Database, made: Report = PART, **said: str) -> None:
        self.database = database
        self.owner, self.token = make_owner(database)
        self.workspace = make_workspace(database, self.owner, "Anna's shop", Content()).id
        self.link, self.key = share(database, self.owner, self.workspace, made, **said)

    def now(self) -> Link:
        return list_links(self.database, self.owner, self.workspace)[0]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(storage.NAME, str(tmp_path / "kept.db"))
    monkeypatch.setattr(guessing, "GUESSES", Guesses())
    yield tmp_path / "kept.db"
    storage.database().close()


@pytest.fixture
def account(place: Path) -> Iterator[Account]:
    found = Account(Database(place), title="For *Anna*", note="Look at\nthe saves.")
    yield found
    found.database.close()


def opened(key: str | None, page: str = viewing.PAGE) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if key is not None:
        at.query_params["key"] = key
    return go(at, page)


def go(at: AppTest, page: str) -> AppTest:
    at._page_hash = calc_hash(page)
    return checked(at.run())


def headers(at: AppTest) -> list[str]:
    return [str(header.value) for header in at.header]


def rows(place: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database, less when links were used."""
    found = sqlite3.connect(place)
    names = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    columns = {name: [row[1] for row in found.execute(f"PRAGMA table_info({name})") if row[1] not in ("last_used_at", "uses")] for name in names}
    told = {name: sorted(found.execute(f"SELECT {', '.join(columns[name])} FROM {name}").fetchall(), key=repr) for name in names}
    found.close()
    return told


def test_a_link_shows_its_report_with_title_note_and_dates(account: Account) -> None:
    at = opened(account.key)
    said = texts(at)
    assert at.title[0].value == "For \\*Anna\\*"
    assert "Look at  \nthe saves." in said
    assert headers(at) == ["The numbers", "What if the best Pins stop?", "Take it along"]
    assert "As of " in said and "until " in said
    assert report().about in said


def test_a_visit_holds_the_report_and_nothing_else(account: Account) -> None:
    at = opened(account.key)
    mine, fresh = at.session_state["pincore"], Session()
    assert mine.visit.shared.report == PART
    other = [
        field.name
        for field in fields(Session)
        if field.name not in ("visit", "lab", "lock") and getattr(mine, field.name) != getattr(fresh, field.name)
    ]
    assert not other
    held = repr(mine)
    assert not [word for word in (account.owner, account.workspace, account.link.id, account.token, "Anna's shop") if word in held]


def test_a_visit_is_one_use(account: Account) -> None:
    at = opened(account.key)
    checked(at.run())
    checked(at.run())
    assert account.now().uses == 1
    opened(account.key)
    assert account.now().uses == 2


def test_a_withdrawn_link_is_dead_at_the_next_click_and_so_are_its_files(account: Account) -> None:
    at = opened(account.key)
    make = viewing._while_it_opens
    assert make(account.database, account.key, lambda: b"file") == b"file"
    revoke(account.database, account.owner, account.link.id)
    checked(at.run())
    assert NOT_FOUND in texts(at)
    assert not headers(at)
    assert not at.metric
    assert at.session_state["pincore"].visit.shared is None
    assert PART.says not in repr(at.session_state["pincore"])
    with pytest.raises(PincoreError, match="Nothing is found"):
        make(account.database, account.key, lambda: b"file")


def test_a_refreshed_link_shows_the_new_report_at_the_next_click(account: Account) -> None:
    at = opened(account.key)
    refresh(account.database, account.owner, account.link.id, replace(only(report(), ["findings"]), says="Something new."))
    checked(at.run())
    assert "Something new." in texts(at)
    assert headers(at)[0] == "What is wrong, and what first"
    assert account.now().uses == 1


def test_a_link_that_ran_out_and_is_prolonged_opens_again_in_the_same_visit(account: Account, place: Path) -> None:
    at = opened(account.key)
    with sqlite3.connect(place) as changed:
        changed.execute("UPDATE share SET expires_at = '2020-01-01 00:00:00.000000'")
    assert NOT_FOUND in texts(checked(at.run()))
    prolong(account.database, account.owner, account.link.id)
    assert headers(checked(at.run()))
    assert account.now().uses == 1


@pytest.mark.parametrize("key", [None, "", "%", "*", "x", "A" * 43, "A" * 5000, "' OR 1=1 --", "\u202e" * 43])
def test_whatever_opens_nothing_is_told_in_the_same_words(account: Account, key: str | None) -> None:
    other = Account(account.database)
    revoke(other.database, other.owner, other.link.id)
    told = {texts(opened(tried)) for tried in (key, other.key, account.key.swapcase(), account.key[:-1])}
    assert len(told) == 1
    assert NOT_FOUND in told.pop()


def test_a_private_address_opens_no_link_and_a_link_no_workspace(account: Account) -> None:
    assert NOT_FOUND in texts(opened(account.token))
    at = opened(account.key, "start")
    assert NOT_FOUND in texts(at)
    assert not at.session_state["pincore"].owner


def test_without_a_database_nothing_is_found_and_none_is_made(place: Path) -> None:
    assert NOT_FOUND in texts(opened("A" * 43))
    assert not place.exists()


def test_what_goes_wrong_with_the_database_is_said_and_shows_nothing(account: Account, place: Path) -> None:
    at = opened(account.key)
    with sqlite3.connect(place) as changed:
        changed.execute("UPDATE alembic_version SET version_num = '9999'")
    storage.database().close()
    assert viewing.NOT_NOW in texts(checked(at.run()))
    assert not headers(at)
    with sqlite3.connect(place) as changed:
        changed.execute("UPDATE alembic_version SET version_num = ?", (REVISION,))
        changed.execute("UPDATE share SET report = x'7b7d', refreshed_at = '2027-01-01 00:00:00.000000'")
    assert viewing.DAMAGED in texts(checked(at.run()))


def test_from_a_link_every_other_page_is_a_fresh_visit(account: Account) -> None:
    at = opened(account.key)
    for page in ("upload", "report", "workspaces"):
        at.query_params.clear()
        go(at, page)
        assert at.session_state["pincore"].visit is None
        assert not at.session_state["pincore"].owner
        assert PART.says not in repr(at.session_state["pincore"])
        at.query_params["key"] = account.key
        assert headers(go(at, viewing.PAGE))


def test_a_private_session_that_opens_a_link_holds_nothing_private_any_more(account: Account) -> None:
    at = opened(account.token, "start")
    assert at.session_state["pincore"].owner == account.owner
    at.query_params["key"] = account.key
    go(at, viewing.PAGE)
    held = repr(at.session_state["pincore"])
    assert not [word for word in (account.owner, account.workspace, account.token) if word in held]


@pytest.mark.parametrize("page", ["shared", "dashboard", "report", "workspaces", "start", "nothing-like-it"])
def test_no_page_and_no_query_changes_a_row(account: Account, place: Path, page: str) -> None:
    before = rows(place)
    at = opened(account.key)
    at.query_params.update({"workspace": account.workspace, "account": "sample", "owner": account.owner, "days": "2020-01-01"})
    go(at, page)
    at.query_params["key"] = account.key
    go(at, viewing.PAGE)
    assert rows(place) == before
    assert PART.says in texts(at)


def test_who_tries_many_links_is_stopped_for_a_while(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(viewing.st.context), "ip_address", "203.0.113.7", raising=False)
    at = opened(account.key)
    for place in range(guessing.MOST):
        opened(f"{place:043}")
    assert guessing.TOO_MANY in texts(opened(account.key))
    assert headers(checked(at.run())), "whoever was in stays in"
