"""A connection that breaks: what is here stays here, and what was under way is said or done again."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import AUGUST, bring, metric
from tests.pages.made import month
from tools.between import between
from tools.driving import settle

CONNECTED = "[data-test-connection-state=CONNECTED]"
AWAY = "[data-testid=stApp]:not([data-test-connection-state=CONNECTED])"


def test_a_connection_that_is_cut_loses_nothing_that_was_not_saved(page: Page, server: str, tmp_path: Path) -> None:
    with between(server) as way:
        page.goto(way.address)
        settle(page)
        bring(page, tmp_path, impressions=month("Impressions", AUGUST, 31, 1000), clicks=month("Outbound clicks", AUGUST, 31, 5))
        way.cut(5)
        page.wait_for_selector(AWAY)
        page.wait_for_selector(CONNECTED, timeout=60_000)
        settle(page)
        page.get_by_role("link", name="See how the account is doing").click()
        expect(page.get_by_role("heading", name="How is the account doing?")).to_be_visible()
        settle(page)
        assert (metric(page, "Impressions"), metric(page, "Outbound clicks")) == ("31,000", "155")


def test_an_upload_that_is_cut_can_be_done_again(page: Page, server: str, tmp_path: Path) -> None:
    with between(server) as way:
        page.goto(way.address)
        settle(page)
        way.cut_after(2 << 20)
        path = tmp_path / "large.csv"
        path.write_bytes(month("Impressions", AUGUST, 31, 1000) + b" " * (8 << 20))
        page.locator("input[type=file]").set_input_files(path)
        page.wait_for_selector(AWAY)
        assert way.is_cut
        way.mend()
        page.wait_for_selector(CONNECTED, timeout=60_000)
        settle(page)
        expect(page.get_by_role("button", name="Start over")).to_have_count(0)
        bring(page, tmp_path, again=month("Impressions", AUGUST, 31, 1000))
        page.get_by_role("link", name="See how the account is doing").click()
        settle(page)
        assert metric(page, "Impressions") == "31,000"


def test_a_file_of_200_megabytes_is_refused_before_it_is_sent(page: Page, server: str, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as target:
        target.truncate(200 << 20)
    page.goto(server)
    settle(page)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("50.0MB")).to_be_visible()
    bring(page, tmp_path, good=month("Impressions", AUGUST, 31, 1000))
    expect(page.get_by_text("good.csv").first).to_be_visible()
