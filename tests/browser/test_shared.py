"""A shared report in a real Chromium: the same numbers, no way further, and nothing else in anything that is sent."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.storage import NAME
from pincore.charts.trend import MARK
from pincore.measures import by
from pincore.report.making import make_report
from pincore.report.parts import only
from pincore.report.telling import make_look
from pincore.report.types import Report, Scope, Subject, Table
from pincore.store import Database, make_owner, make_workspace
from pincore.store.shares import refresh, revoke, share
from pincore.store.talk import answer, begin_thread, list_threads
from tests.browser.looks import ROUND, WIDTHS, keeps_its_width, turn_to
from tests.report.hostile import AUGUST, EVIL, JULY, TITLES, hostile_history
from tests.report.test_look import picture
from tests.store.made import content, history_of, report, sample_uploads
from tools.driving import serving, settle

NOT_FOUND = "Nothing is found under this address."


@dataclass
class Place:
    """A server with a database, and an account with a workspace in it."""

    address: str
    database: Database
    owner: str
    token: str
    workspace: str

    def share(self, made: Report, title: str = "", note: str = "") -> tuple[str, str]:
        """The id and the address of a link."""
        link, token = share(self.database, self.owner, self.workspace, made, title, note)
        return link.id, f"{self.address}/shared?key={token}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("shared")
    with serving(folder / "home", **{NAME: str(folder / "kept.db")}) as address:
        database = Database(folder / "kept.db")
        owner, token = make_owner(database)
        yield Place(address, database, owner, token, make_workspace(database, owner, "Anna's own shop", content()).id)
        database.close()


def all_sent(page: Page) -> list[bytes]:
    """Everything that the page is sent over its socket from now on, as it comes."""
    found: list[bytes] = []

    def take(payload: str | bytes) -> None:
        found.append(payload if isinstance(payload, bytes) else payload.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    page.on("response", lambda answer: found.append(json.dumps(answer.headers).encode() + answer.url.encode()))
    return found


def listed(made: Report, key: str) -> set[str]:
    """The names of Pins in the tables of a section."""
    blocks = [block for section in made.sections if section.key == key for block in section.blocks if isinstance(block, Table)]
    return {cell.says for block in blocks for row in block.rows for cell in row if " " in cell.says and cell.number is None}


def test_a_link_as_the_first_request_of_a_fresh_server_shows_its_report_alone(page: Page, place: Place, console: list[str]) -> None:
    _, address = place.share(report(), "October for Fern", "Look at the saves.\nAnd at the Pins.")
    page.goto(address)
    settle(page)
    expect(page.get_by_role("heading", name="October for Fern", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="What if the best Pins stop?")).to_be_visible()
    assert page.title() == "Shared report · Pincore"
    assert page.url == address
    assert page.get_by_test_id("stTopNavLink").count() == page.get_by_test_id("stSidebar").count() == 0
    assert [link.get_attribute("href") for link in page.get_by_role("link").all()] == ["#stMain"], "the way past the head, and none further"
    assert not [line for line in console if "404" not in line]


def test_nothing_of_the_rest_is_in_anything_that_is_sent(page: Page, place: Place) -> None:
    other_id, other = place.share(report(), "A title of another link")
    link_id, address = place.share(only(report(), ["findings"]), "This link")
    token = address.partition("key=")[2]
    shown = repr(only(report(), ["findings"]))
    boards = [str(name) for name in by(history_of(sample_uploads()), "board", report().scope.period)["label"]]
    unshared = [word for word in (*listed(report(), "risk"), *boards) if word not in shown]
    assert len(unshared) > 8
    sent = all_sent(page)
    page.goto(address)
    settle(page)
    page.get_by_text("How this was computed").click()
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Web page").click()
    taken = Path(download.value.path()).read_bytes()
    everything = b"\n".join(sent)
    assert b"creative" in everything.lower(), "the frames were read"
    files = [word for upload in sample_uploads() for word in (upload.name, upload.digest)]
    private = [place.owner, place.token, place.workspace, "Anna's own shop", other_id, link_id, other.partition("key=")[2], "A title of another link"]
    found = [word for word in (*private, *files, *unshared) if word.encode() in everything or word.encode() in taken]
    assert not found
    assert len(token) == 43


def test_a_withdrawn_link_is_dead_at_the_next_click_and_its_files_at_once(page: Page, place: Place) -> None:
    link, address = place.share(report(), "Soon gone")
    page.goto(address)
    settle(page)
    revoke(place.database, place.owner, link)
    page.get_by_role("button", name="PDF").click()
    expect(page.get_by_text("Failed to generate file")).to_be_visible()
    sent = all_sent(page)
    page.keyboard.press("r")
    settle(page)
    expect(page.get_by_text(NOT_FOUND)).to_be_visible()
    assert page.locator("[data-testid=stMetric], [data-testid=stVegaLiteChart], [data-testid=stDataFrame]").count() == 0
    assert "Soon gone" not in page.content()
    assert b"Soon gone" not in b"".join(sent)
    page.reload()
    settle(page)
    expect(page.get_by_text(NOT_FOUND)).to_be_visible()


def test_a_refreshed_link_shows_the_new_report_at_the_next_click(page: Page, place: Place) -> None:
    link, address = place.share(report(), "To be refreshed")
    page.goto(address)
    settle(page)
    refresh(place.database, place.owner, link, replace(report(), says="Something new was said."))
    page.keyboard.press("r")
    expect(page.get_by_text("Something new was said.").first).to_be_visible()


def test_an_unknown_link_says_so_and_what_comes_next_is_a_fresh_visit(page: Page, place: Place) -> None:
    page.goto(f"{place.address}/shared?key={'A' * 43}")
    settle(page)
    expect(page.get_by_text(NOT_FOUND)).to_be_visible()
    page.goto(f"{place.address}/upload")
    settle(page)
    expect(page.get_by_role("button", name="Try it with a sample account")).to_be_visible()


def test_a_hostile_link_runs_nothing_asks_for_nothing_and_keeps_its_width(browser: Browser, place: Place) -> None:
    made = replace(make_report(hostile_history(), Scope(AUGUST, JULY), remarks=TITLES), look=make_look(TITLES[1], "#2c7553", picture("PNG")))
    _, address = place.share(made, TITLES[0] + TITLES[3], "\n".join(title[:600] for title in TITLES) + "A" * 3_000)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(address)
    settle(page)
    page.get_by_text("How this was computed").click()
    settle(page)
    main = page.get_by_test_id("stMain")
    for width, scheme in ROUND:
        turn_to(page, width, scheme)
        for drawn in page.locator("[data-testid=stMain] canvas, [data-testid=stVegaLiteChart] svg, [data-testid=stImage] img").all():
            drawn.hover(force=True)
        assert keeps_its_width(page)
    assert [url for url in asked if not url.startswith((place.address, "data:", "blob:", "ws:"))] == []
    assert page.title() == "Shared report · Pincore", "nothing ran"
    assert main.locator("script, iframe").count() == 0
    assert not [href for link in main.get_by_role("link").all() if EVIL in (href := link.get_attribute("href") or "")]
    expect(page.get_by_role("heading", name=re.compile("<script>fetch")).first).to_be_visible()
    context.close()


def test_hostile_talk_is_letters_to_its_owner_and_over_a_link(browser: Browser, place: Place) -> None:
    made = report()
    _, token = share(place.database, place.owner, place.workspace, made, "To talk", may_comment=True)
    numbers = next(section for section in made.sections if section.key == "numbers")
    about, day = Subject("section", numbers.key, numbers.title), made.scope.period.start.isoformat()
    for title in TITLES:
        talked = begin_thread(place.database, place.owner, place.workspace, about, title[:300], title[:2_000], open_=True)
        answer(place.database, place.owner, talked, title[:300], "\n".join([title[:200]] * 3))
    begin_thread(place.database, place.owner, place.workspace, Subject("day", day, day), TITLES[1], TITLES[0] + TITLES[3], open_=True)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    for address, folded in (
        (f"{place.address}/shared?key={token}", "Notes on “The numbers”"),
        (f"{place.address}/report?key={place.token}", "Notes on “The numbers”"),
        (f"{place.address}/dashboard?key={place.token}", "Notes on days"),
    ):
        page.goto(address)
        settle(page)
        title = page.title()
        page.get_by_text(folded).first.click()
        settle(page)
        expect(page.get_by_text("<script>fetch").first).to_be_visible()
        main = page.get_by_test_id("stMain")
        for width in reversed(WIDTHS):
            turn_to(page, width)
            assert keeps_its_width(page)
        assert main.locator("script, iframe").count() == 0
        assert not [href for one in main.get_by_role("link").all() if EVIL in (href := one.get_attribute("href") or "")]
        assert page.title() == title, "nothing ran"
    for width in WIDTHS:
        turn_to(page, width)
        page.locator(f'[data-testid=stVegaLiteChart] path[fill="{MARK}"]').first.hover(force=True)
        tip = page.locator("#vg-tooltip-element")
        expect(tip).to_contain_text("<script>fetch")
        assert tip.locator("img, script, a").count() == 0
        assert page.title() == title, "nothing ran"
    assert [url for url in asked if not url.startswith((place.address, "data:", "blob:", "ws:"))] == []
    context.close()


def test_a_holder_answers_under_a_name_and_no_id_of_the_talk_is_sent(page: Page, place: Place) -> None:
    made = report()
    findings = next(section for section in made.sections if section.key == "findings")
    _, token = share(place.database, place.owner, place.workspace, made, "To answer", may_comment=True)
    hidden = begin_thread(place.database, place.owner, place.workspace, Subject("section", findings.key, findings.title), "Fern", "Between us alone.")
    shown = begin_thread(
        place.database, place.owner, place.workspace, Subject("section", findings.key, findings.title), "Fern", "What do you think?", open_=True
    )
    sent = all_sent(page)
    page.goto(f"{place.address}/shared?key={token}")
    settle(page)
    page.get_by_text(f"Notes on “{findings.title}”").click()
    settle(page)
    page.get_by_role("button", name="Answer…").click()
    form = page.get_by_test_id("stPopoverBody")
    form.get_by_label("Note", exact=True).fill("It is the covers.\nI am sure.")
    form.get_by_label("Your name").fill("Anna")
    form.get_by_role("button", name="Answer", exact=True).click()
    settle(page)
    expect(page.get_by_text("It is the covers.").first).to_be_visible()
    (talked,) = [thread for thread in list_threads(place.database, place.owner, place.workspace) if thread.id == shown]
    assert [(one.author, one.by_owner, one.text) for one in talked.comments][1:] == [("Anna", False, "It is the covers.\nI am sure.")]
    everything = b"\n".join(sent)
    assert b"What do you think?" in everything
    ids = [hidden, shown, *(one.id for one in talked.comments), place.owner, place.workspace, "Between us alone."]
    assert not [word for word in ids if word.encode() in everything]
