"""Where the host sets up a login, workspaces belong to whoever signed in."""

from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from pincore.store import Database, make_owner, make_workspace
from tests.browser.provider import providing
from tests.browser.test_journeys import bring
from tests.browser.test_workspaces import tab
from tests.pages.made import month
from tests.store.made import content
from tools.driving import free_port, serving, settle

AUGUST = date(2026, 8, 1)


def sign_in(page: Page, server: str) -> None:
    page.goto(f"{server}/workspaces")
    settle(page)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(f"{server}/")
    settle(page)


def test_workspaces_belong_to_whoever_signed_in(browser: Browser, tmp_path: Path) -> None:
    port, home = free_port(), tmp_path / "home"
    database = Database(tmp_path / "kept.db")
    owner, token = make_owner(database)
    other = make_workspace(database, owner, "Of a private address", content())
    database.close()
    with providing() as provider:
        folder = home / ".streamlit"
        folder.mkdir(parents=True)
        (folder / "secrets.toml").write_text(provider.secrets_for(f"http://127.0.0.1:{port}"))
        with serving(home, port=port, PINCORE_DATABASE=str(tmp_path / "kept.db")) as server:
            with tab(browser, server) as page:
                bring(page, tmp_path, mine=month("Impressions", AUGUST, 31, 1000))
                expect(page.get_by_text("Here people sign in before anything is kept.")).to_be_visible()
                expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
                sign_in(page, server)
                bring(page, tmp_path, mine=month("Impressions", AUGUST, 31, 1000))
                page.get_by_label("Name").fill("Anna's shop")
                page.get_by_role("button", name="Save", exact=True).click()
                expect(page.get_by_test_id("stPopover").get_by_text("Anna's shop")).to_be_visible()
                settle(page)
                assert "key=" not in page.url and page.locator("code").count() == 0
                page.goto(f"{server}/workspaces?key={token}&workspace={other.id}")
                settle(page)
                expect(page.get_by_text("a private address opens nothing")).to_be_visible()
                expect(page.get_by_text("You are signed in as Anna")).to_be_visible()
                assert "key=" not in page.url
                expect(page.get_by_text("Of a private address")).to_have_count(0)
            with tab(browser, server) as page:
                sign_in(page, server)
                expect(page.get_by_test_id("stPopover").get_by_text("Anna's shop")).to_be_visible()
                expect(page.get_by_test_id("stExpander").filter(has_text="mine.csv")).to_be_visible()
                page.get_by_role("link", name="Workspaces", exact=True).first.click()
                page.get_by_role("button", name="Sign out").click()
                expect(page.get_by_role("button", name="Sign in").first).to_be_visible(timeout=30_000)
                settle(page)
                expect(page.get_by_text("Anna's shop")).to_have_count(0)
            provider.who = "berta"
            with tab(browser, server) as page:
                sign_in(page, server)
                page.goto(f"{server}/workspaces")
                settle(page)
                expect(page.get_by_text("You are signed in as Berta")).to_be_visible()
                expect(page.get_by_text("Anna's shop")).to_have_count(0)
