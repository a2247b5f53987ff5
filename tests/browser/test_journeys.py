"""What a creator does, in a real Chromium."""

import re
import time
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from pages.parts.closer_look import PLANE, TABLES, TOP
from pages.parts.later import SECONDS
from tests.browser.looks import ROUND, calm, closer_looks, look_closer, turn_to
from tests.pages.made import AMBIGUOUS, DAMAGED, month
from tools.driving import settle

AUGUST = date(2026, 8, 1)
SAMPLE = "dashboard?account=sample"
QUESTION = "How is the account doing?"


def visit(page: Page, server: str, path: str = "") -> None:
    page.goto(f"{server.rstrip('/')}/{path}")
    settle(page)


def bring(page: Page, folder: Path, **files: bytes) -> None:
    paths = []
    for name, content in files.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content)
        paths.append(path)
    page.locator("input[type=file]").set_input_files(paths)
    expect(page.get_by_text(f"{paths[-1].name}")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Start over")).to_be_visible(timeout=30_000)
    settle(page)


def metric(page: Page, label: str) -> str:
    card = page.locator("[data-testid=stMetric]").filter(has=page.get_by_text(label, exact=True))
    return card.locator("[data-testid=stMetricValue]").inner_text().strip()


def test_the_sample_opens_at_once(page: Page, server: str) -> None:
    visit(page, server)
    page.get_by_role("button", name="Try it with a sample account").click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible(timeout=30_000)
    settle(page)
    assert page.locator("[data-testid=stMetric]").count() >= 7
    chart, table = page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)"), page.get_by_test_id("stDataFrame")
    for part in closer_looks(page):
        look_closer(page, part)
        assert (chart.count(), table.count()) == ((0, 1) if part == TABLES else (1, 0))


def test_the_rest_comes_after_the_cards_by_itself_and_is_asked_for_once(page: Page, server: str) -> None:
    said: list[float] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: said.append(time.monotonic())))
    address = f"{server.rstrip('/')}/{SAMPLE}&measure=Saves&grain=Week"
    page.goto(address)
    chart = page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)")
    expect(page.locator("[data-testid=stMetric]").nth(6)).to_be_visible(timeout=30_000)
    expect(chart).to_be_visible(timeout=30_000)
    settle(page)
    asked = len(said)
    page.wait_for_timeout(2500 * SECONDS)
    assert len(said) == asked
    assert page.url == address
    expect(page.get_by_role("combobox", name=re.compile("Measure"))).to_have_value("Saves")
    expect(page.get_by_role("radio", name="Week", exact=True)).to_be_checked()
    page.reload()
    page.get_by_role("link", name="Glossary", exact=True).click(timeout=30_000)  # before its time has come
    expect(page.get_by_role("heading", name="What do the words mean?")).to_be_visible(timeout=30_000)
    settle(page)
    assert not page.locator("[data-testid^=stSkeleton]").count()
    asked = len(said)
    page.wait_for_timeout(2500 * SECONDS)
    assert len(said) == asked


def test_three_exports_give_a_dashboard(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server)
    bring(
        page,
        tmp_path,
        impressions=month("Impressions", AUGUST, 31, 1000),
        clicks=month("Outbound clicks", AUGUST, 31, 5),
        saves=month("Saves", AUGUST, 31, 8),
    )
    page.get_by_role("link", name="See how the account is doing").click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    settle(page)
    assert metric(page, "Impressions") == "31,000"
    assert metric(page, "Outbound clicks") == "155"
    assert metric(page, "Saves") == "248"


def test_a_bad_file_says_why_beside_its_name(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server)
    bring(page, tmp_path, good=month("Impressions", AUGUST, 31, 1000), broken=DAMAGED)
    block = page.locator("[data-testid=stExpander]").filter(has_text="broken.csv")
    expect(block.locator("[data-testid=stAlert]")).to_be_visible()
    expect(block).to_contain_text("not read")


def test_a_file_that_must_be_asked_about(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server)
    bring(page, tmp_path, dates=AMBIGUOUS)
    block = page.locator("[data-testid=stExpander]").filter(has_text="dates.csv")
    expect(block).to_contain_text("needs your answer")
    page.get_by_role("button", name="Read the file with this answer").click()
    expect(block).not_to_contain_text("needs your answer", timeout=20_000)
    settle(page)
    bring(page, tmp_path, again=AMBIGUOUS.replace(b"500", b"501"))
    expect(page.get_by_text("needs your answer")).to_have_count(0)


def test_period_and_comparison_travel_in_the_address(page: Page, server: str) -> None:
    visit(page, server, SAMPLE)
    before = metric(page, "Impressions")
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile("Period")).click()
    page.get_by_role("option", name=re.compile("28 days")).click()
    expect(page).to_have_url(re.compile("period="))
    settle(page)
    after = metric(page, "Impressions")
    assert after != before
    page.reload()
    settle(page)
    assert metric(page, "Impressions") == after, "the address opens the same view"


def test_choices_go_along_to_the_next_page(page: Page, server: str) -> None:
    visit(page, server, SAMPLE)
    for label, option in (("Period", "Last 28 days"), ("Board", "Printable Planners")):
        page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile(label)).click()
        page.get_by_role("option", name=option).click()
        settle(page)
    expect(page.get_by_text("Only: Printable Planners.")).to_be_visible()
    for title, path in (("Diagnosis", "diagnosis"), ("Risk", "concentration"), ("Dashboard", "dashboard")):
        page.get_by_role("link", name=title, exact=True).first.click()
        expect(page).to_have_url(re.compile(rf"/{path}\?.*period=Last"), timeout=30_000)
        settle(page)
        expect(page.get_by_text("4–31 Oct 2026, compared with 6 Sep – 3 Oct 2026. Only: Printable Planners.")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Board").click()
    page.get_by_role("option", name="All", exact=True).click()
    expect(page.get_by_text("Only: Printable Planners")).to_have_count(0)


def test_start_over_forgets(page: Page, server: str) -> None:
    visit(page, server, "?account=sample")
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("button", name="Try it with a sample account")).to_be_visible()
    settle(page)
    assert "account" not in page.url


def test_a_chart_is_saved_as_png_and_svg_and_a_table_as_csv(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server, SAMPLE)
    look_closer(page, PLANE)
    starts = {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": b"\xef\xbb\xbf"}
    for kind, start in starts.items():
        if kind == "CSV":
            look_closer(page, TABLES)
        with page.expect_download() as download:
            page.locator("[data-testid=stDownloadButton]").filter(has_text=kind).first.click()
        path = tmp_path / kind
        download.value.save_as(path)
        assert path.read_bytes().startswith(start)


@pytest.mark.parametrize("path", [SAMPLE, "report?account=sample", "experiments?step=Log", "upload"])
def test_a_deep_link_may_be_the_first_request(page: Page, fresh_server: str, path: str) -> None:
    visit(page, fresh_server, path)
    expect(page.get_by_role("link", name="Glossary").first).to_be_attached()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_role("dialog")).to_have_count(0)


PATHS = [
    "",
    "?account=sample",
    SAMPLE,
    *(f"{SAMPLE}&look={quote(part)}" for part in (TOP, PLANE, TABLES)),
    "diagnosis?account=sample",
    "concentration?account=sample",
    "experiments",
    "experiments?step=Read+out",
    "report?account=sample",
    "workspaces",
    "glossary",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_keeps_its_width_passes_axe_and_asks_no_other_server(page: Page, server: str, path: str) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((server, "data:", "blob:", "ws:")) else elsewhere.append(request.url))
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, server, path)
    for width, scheme in ROUND:
        turn_to(page, width, scheme)
        calm(page)
    assert not elsewhere
