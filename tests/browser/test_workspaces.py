"""Keeping and coming back, in a real Chromium: the same numbers, two tabs, a restarted server."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pincore.store import Database, find_owner, list_workspaces, make_owner, make_workspace, open_workspace
from tests.browser.looks import ROUND, calm, closer_looks, look_closer, turn_to
from tests.browser.test_journeys import bring, metric
from tests.pages.made import month
from tests.store.made import content, experiment
from tools.driving import free_port, serving, settle

AUGUST = date(2026, 8, 1)
PAGES = {
    "Your exports": "", "Dashboard": "dashboard", "Diagnosis": "diagnosis", "Risk": "concentration", "Experiments": "experiments", "Report": "report",
}  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path) -> tuple[str, str]:
    """The query of a private address, and the path of the database behind it."""
    path = str(tmp_path / "kept.db")
    database = Database(path)
    owner, token = make_owner(database)
    made = make_workspace(database, owner, "Anna's shop", content(experiment()))
    database.close()
    return f"key={token}&workspace={made.id}", path


@contextmanager
def tab(browser: Browser, address: str, width: int = 1280) -> Iterator[Page]:
    """A page of a visitor who was never here."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(address)
    settle(page)
    yield page
    context.close()


def go(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page).to_have_url(re.compile(rf"/{PAGES[title]}\?.*key="), timeout=30_000)
    settle(page)
    if title == "Experiments":
        page.get_by_test_id("stRadio").get_by_text("Log", exact=True).first.click()
        expect(page.get_by_text("Take the log along")).to_be_visible()
        settle(page)


def everything(page: Page) -> list[str]:
    """All text that a page shows, and every table that can be saved from it."""
    said = []
    for part in closer_looks(page) or [""]:
        if part:
            look_closer(page, part)
        said += in_the_middle(page)
    return [*said, *page.get_by_test_id("stSidebar").all_inner_texts()]


def in_the_middle(page: Page) -> list[str]:
    said = [page.get_by_test_id("stMain").inner_text()]
    for button in page.locator("[data-testid=stDownloadButton]").filter(has_text="CSV").all():
        with page.expect_download() as download:
            button.click()
        said.append(download.value.path().read_text(encoding="utf-8-sig"))
    return said


def set_limit(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_text("Limits of the rules").click()
    box = page.get_by_label("Saves a day: a fall of more than this counts")
    box.fill("0.05")
    box.press("Enter")
    settle(page)


def save(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.get_by_text("Bookmark this page now")).to_be_visible()
    settle(page)


def test_what_is_saved_comes_back_with_the_same_numbers_on_every_page(browser: Browser, tmp_path: Path, sample_folder: Path) -> None:
    files = sorted(path for path in sample_folder.iterdir() if path.suffix in (".csv", ".xlsx", ".json"))
    port = free_port()
    with serving(tmp_path / "home", port=port) as server, tab(browser, server) as page:
        page.locator("input[type=file]").set_input_files(files)
        expect(page.get_by_role("button", name="Start over")).to_be_visible(timeout=60_000)
        settle(page)
        save(page, "Fern & Fig *x*")
        shown = page.locator("code").inner_text()
        assert shown == page.url.partition("&")[0]
        page.get_by_role("button", name="I have kept it").click()
        expect(page.locator("code")).to_have_count(0)
        go(page, "Diagnosis")
        set_limit(page)
        go(page, "Experiments")
        page.get_by_test_id("stRadio").get_by_text("Plan", exact=True).first.click()
        settle(page)
        page.get_by_role("button", name="Save this plan to the log").click()
        expect(page.get_by_text("The plan is frozen now")).to_be_visible()
        before = {}
        for title in PAGES:
            go(page, title)
            before[title] = everything(page)
        links = [link.get_attribute("href") or "" for link in page.locator("a").all()]
        assert links and not [link for link in links if "key=" in link]
    assert metric_is_there(before["Dashboard"])
    with serving(tmp_path / "home", port=port), tab(browser, shown) as page:  # another server, which has nothing in memory
        for title in PAGES:
            go(page, title)
            assert everything(page) == before[title], title
        page.reload()
        settle(page)
        expect(page.get_by_test_id("stPopover").get_by_text("Fern & Fig *x*")).to_be_visible()
    database = Database(str(tmp_path / "home" / "pincore.db"))
    assert count(database, "owner") == count(database, "workspace") == 1, "a double click saves once"
    database.close()


def metric_is_there(said: list[str]) -> bool:
    return "Impressions" in said[0] and len(said) > 2


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_two_tabs_that_edit_one_experiment(browser: Browser, tmp_path: Path, kept: tuple[str, str]) -> None:
    query, path = kept
    with serving(tmp_path / "home", PINCORE_DATABASE=path) as server:
        address = f"{server}/experiments?{query}&step=Log"
        with tab(browser, address) as one, tab(browser, address) as two:
            for page, said in ((one, "It was the image."), (two, "It was the season.")):
                page.get_by_test_id("stExpander").get_by_text("Two overlays").click()
                page.get_by_label("What was learned").fill(said)
                page.get_by_label("What was learned").press("Control+Enter")
                settle(page)
            expect(two.get_by_text("was changed elsewhere while you changed it here")).to_be_visible()
            expect(two.get_by_label("What was learned")).to_have_value("It was the image.")
            two.get_by_role("button", name="Keep mine").click()
            expect(two.get_by_text("was changed elsewhere")).to_have_count(0)
            expect(two.get_by_label("What was learned")).to_have_value("It was the season.")
            settle(two)
            one.get_by_test_id("stRadio").get_by_text("Plan", exact=True).first.click()
            settle(one)
            one.get_by_test_id("stRadio").get_by_text("Log", exact=True).first.click()
            one.get_by_test_id("stExpander").get_by_text("Two overlays").click()
            expect(one.get_by_label("What was learned")).to_have_value("It was the season.")


def test_a_private_address_may_be_the_first_request_and_outlives_the_server(browser: Browser, tmp_path: Path, kept: tuple[str, str]) -> None:
    query, path = kept
    port = free_port()
    with serving(tmp_path / "one", port=port, PINCORE_DATABASE=path) as server:
        opening = tab(browser, f"{server}/dashboard?{query}")
        page = opening.__enter__()
        before = metric(page, "Impressions")
        assert before != "Unknown"
        page.get_by_text("Notes on days", exact=True).click()
        page.get_by_label("Note", exact=True).fill("Half a sen")
        settle(page)
    with serving(tmp_path / "two", port=port, PINCORE_DATABASE=path), opening_closed(opening):
        page.wait_for_selector("[data-test-connection-state=CONNECTED]", timeout=60_000)
        settle(page)
        page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile("Period")).click()
        page.get_by_role("option", name="Last 28 days").click()
        expect(page).to_have_url(re.compile("period="))
        expect(page.get_by_test_id("stMetric").filter(has_text="Impressions").first).not_to_contain_text(before)
        settle(page)
        card = page.get_by_test_id("stMetric").filter(has=page.get_by_text("Impressions", exact=True))
        expect(card.get_by_test_id("stMetricValue")).not_to_have_text(before)
        assert metric(page, "Impressions") not in (before, "Unknown")
        expect(page.get_by_label("Note", exact=True)).to_have_value("Half a sen")
        expect(page.get_by_test_id("stPopover").get_by_text("Anna's shop")).to_be_visible()


@contextmanager
def opening_closed(opened: object) -> Iterator[None]:
    try:
        yield
    finally:
        opened.__exit__(None, None, None)  # type: ignore[attr-defined]


def test_two_accounts_in_one_list(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(server)
    settle(page)
    bring(page, tmp_path, first=month("Impressions", AUGUST, 31, 1000))
    save(page, "First")
    page.get_by_role("link", name="Workspaces", exact=True).first.click()
    page.get_by_label("One more, for another account").fill("Second")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_test_id("stPopover").get_by_text("Second", exact=True)).to_be_visible()
    settle(page)
    page.get_by_test_id("stPopover").get_by_text("Second", exact=True).click()
    page.get_by_role("button", name="First", exact=True).click()
    expect(page.get_by_test_id("stPopover").get_by_text("First", exact=True)).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Delete…").click()
    page.get_by_label("Type its name: First").fill("First")
    page.get_by_role("button", name="Delete for good").dblclick()
    expect(page.get_by_text("“First” is deleted")).to_be_visible()
    settle(page)
    expect(page.get_by_role("button", name="Open", exact=True)).to_have_count(1)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_test_id("stPopover").get_by_text("Second", exact=True)).to_be_visible()


def test_taken_along_as_one_file_and_loaded_again(browser: Browser, tmp_path: Path, kept: tuple[str, str]) -> None:
    query, path = kept
    with serving(tmp_path / "home", PINCORE_DATABASE=path) as server:
        with tab(browser, f"{server}/workspaces?{query}") as page:
            with page.expect_download() as download:
                page.get_by_role("button", name="Everything as one file").click()
            assert download.value.suggested_filename == "pincore Annas shop.zip"
            file = tmp_path / "taken.zip"
            download.value.save_as(file)
        with tab(browser, f"{server}/workspaces") as page:
            page.get_by_text("Load a workspace that was saved as a file").click()
            page.locator("input[type=file]").set_input_files(file)
            expect(page.get_by_text("Bookmark this page now")).to_be_visible(timeout=60_000)
            settle(page)
            assert query not in page.url
            there = re.search(r"workspace=(\w+)", page.url)
    database = Database(path)
    with database.reading() as connection:
        owners = connection.exec_driver_sql("SELECT id FROM owner").scalars().all()
    found = {entry.id: open_workspace(database, owner, entry.id) for owner in owners for entry in list_workspaces(database, owner)}
    database.close()
    assert there and len(found) == 2
    one, other = found.values()
    assert [upload.digest for upload in one.content.uploads] == [upload.digest for upload in other.content.uploads]
    assert one.content.experiments == other.content.experiments and one.content.settings == other.content.settings


@pytest.mark.parametrize("path", ["", "dashboard", "workspaces"])
def test_a_workspace_keeps_the_width_and_has_no_faults_of_access(browser: Browser, server_of: tuple[str, str], path: str) -> None:
    server, query = server_of
    with tab(browser, f"{server}/{path}?{query}", 390) as page:
        for width, scheme in ROUND:
            turn_to(page, width, scheme)
            expect(page.get_by_test_id("stPopover").first).to_be_visible()
            calm(page)


@pytest.fixture(scope="module")
def server_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server with one workspace, and the query that opens it."""
    home = tmp_path_factory.mktemp("kept")
    database = Database(home / "pincore.db")
    owner, token = make_owner(database)
    made = make_workspace(database, owner, "A shop of a name that is as long as a name may be, and then some letters more", content(experiment()))
    database.close()
    with serving(home) as server:
        yield server, f"key={token}&workspace={made.id}"


def test_a_choice_in_the_address_hinders_no_switch(browser: Browser, tmp_path: Path, kept: tuple[str, str]) -> None:
    query, path = kept
    database = Database(path)
    token, first = (part.split("=")[1] for part in query.split("&"))
    owner = find_owner(database, token)
    assert owner
    make_workspace(database, owner, "Berta's shop", content())
    database.close()
    with serving(tmp_path / "home", PINCORE_DATABASE=path) as server, tab(browser, f"{server}/experiments?{query}&step=Log") as page:
        expect(page.get_by_text("Take the log along")).to_be_visible()
        page.get_by_role("button", name="Anna's shop").click()
        page.get_by_role("button", name="Berta's shop").click()
        expect(page.get_by_role("button", name="Berta's shop").first).to_be_visible()
        settle(page)
        expect(page).not_to_have_url(re.compile(first))
        expect(page.get_by_text("Something went wrong")).to_have_count(0)
