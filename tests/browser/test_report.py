"""The report in a real Chromium: the page gives all three files, and the web page runs nothing and asks for nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pincore.report.formats import write_report
from pincore.report.making import make_report
from pincore.report.telling import make_look
from pincore.report.types import Scope
from tests.report.hostile import AUGUST, EVIL, JULY, TITLES, hostile_csv, hostile_history
from tests.report.test_look import picture
from tools.driving import settle


def test_the_page_gives_the_report_in_three_kinds(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/report?account=sample")
    settle(page)
    page.get_by_label("Name on the report").fill("Fern and Fig")
    page.keyboard.press("Enter")
    settle(page)
    page.locator("input[type=file]").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": picture("PNG")})
    settle(page)
    for label, start in (("Web page", b"<!doctype html>"), ("PDF", b"%PDF-"), ("Workbook", b"PK")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.read_bytes().startswith(start)
    written = next(tmp_path.glob("*.html"))
    said = page.locator("[data-testid=stMain] strong").first.inner_text()
    page.goto(written.as_uri())
    expect(page.get_by_role("heading", name="Fern and Fig: Pinterest report")).to_be_visible()
    expect(page.get_by_text(said).first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_hostile_report_runs_nothing_asks_for_nothing_and_keeps_its_width(page: Page, tmp_path: Path, console: list[str], width: int) -> None:
    made = make_report(hostile_history(), Scope(AUGUST, JULY), remarks=TITLES)
    path = tmp_path / "hostile.html"
    path.write_bytes(write_report(replace(made, look=make_look(TITLES[1], "#2c7553", picture("PNG"))), "html"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(path.as_uri())
    title = page.title()
    for picture_on_page in page.locator("img").all():
        picture_on_page.hover()
    assert [url for url in asked if not url.startswith(("data:", path.as_uri()))] == []
    assert title.endswith("Pinterest report") and page.title() == title, "nothing ran"
    assert page.locator("script, a, iframe, svg").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert not console


def test_a_hostile_report_on_the_page_is_letters(page: Page, server: str, console: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(f"{server}/upload")
    settle(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "hostile.csv", "mimeType": "text/csv", "buffer": hostile_csv().replace(b"A" * 2**20, b"")}
    )
    expect(page.get_by_role("button", name="Start over")).to_be_visible(timeout=60_000)
    settle(page)
    page.get_by_role("link", name="Report").first.click()
    expect(page.get_by_role("heading", name="What if the best Pins stop?")).to_be_visible()
    settle(page)
    page.get_by_text("How this was computed").click()
    settle(page)
    title = page.title()
    for drawn in page.locator("[data-testid=stMain] canvas, [data-testid=stVegaLiteChart] svg, [data-testid=stImage] img").all():
        drawn.hover(force=True)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        settle(page)
        assert page.get_by_test_id("stMain").evaluate("m => m.scrollWidth <= m.clientWidth"), "the page scrolls sideways"
    assert [url for url in asked if not url.startswith((server, "data:", "blob:", "ws:"))] == []
    assert page.title() == title == "Report · Pincore", "nothing ran"
    assert page.locator("[data-testid=stMain] script, [data-testid=stMain] iframe").count() == 0
    assert not [href for link in page.get_by_test_id("stMain").get_by_role("link").all() if EVIL in (href := link.get_attribute("href") or "")]
    assert not [line for line in console if "404" not in line]
