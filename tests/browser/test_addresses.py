"""Every page answers at its own address, also after the root has been visited."""

import pytest
from playwright.sync_api import Page, expect

from pages.parts.frame import PAGES
from tools.driving import settle


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.key)
def test_a_page_opens_at_its_address(page: Page, server: str, row) -> None:
    page.goto(server)
    settle(page)
    page.goto(f"{server}/{row.key}")
    settle(page)
    expect(page.get_by_role("heading", name=row.question)).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
