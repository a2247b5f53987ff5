"""A test from plan to verdict in a real Chromium, on a desktop and on a phone."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from pages.parts.lab import today
from tests.browser.looks import WIDTHS, calm, turn_to
from tests.pages.made import overview
from tools.driving import settle

PINS = [f"1100356121459093{i:03d}" for i in range(10)]
CLICKS = [12, 11, 14, 10, 13, 30, 34, 29, 33, 36]


def visit(page: Page, server: str, path: str, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{server.rstrip('/')}/{path}")
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    settle(page)


def turn(page: Page, step: str) -> None:
    page.get_by_test_id("stRadio").get_by_text(step, exact=True).first.click()
    settle(page)


def exports(folder: Path, start: date, days: int) -> list[Path]:
    """Three exports in Pinterest's layout, of one measure each."""
    made = []
    for metric, counts in (("Impressions", [4000 + 100 * i for i in range(10)]), ("Outbound clicks", CLICKS), ("Saves", [20, 31, 16, 27, 22] * 2)):
        path = folder / f"{metric}.csv"
        path.write_bytes(overview(start, metric, [5000] * days, list(zip(PINS, counts, strict=True))))
        made.append(path)
    return made


def pick(page: Page, variant: str, pins: list[str]) -> None:
    box = page.get_by_role("combobox", name=f"Pins of {variant}")
    chosen = page.get_by_test_id("stMultiSelect").filter(has_text=f"Pins of {variant}")
    for pin in pins:
        box.click()
        box.fill(pin[-5:])
        page.get_by_role("option").filter(has_text=pin[-5:]).first.click()
        expect(chosen.get_by_text(f"…{pin[-5:]}").first).to_be_visible()
        settle(page)
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)  # the next box has options of the same names


def calm_at_each_width(page: Page) -> None:
    """Asserts it at the width that is, and at the other, which the page has from then on."""
    calm(page)
    turn_to(page, next(width for width in WIDTHS if page.viewport_size and width != page.viewport_size["width"]))
    calm(page)


def test_from_plan_over_pinterest_s_exports_to_the_verdict(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server, "experiments", 390)
    start = today() - timedelta(14)
    first = page.get_by_test_id("stDateInput").first
    first.get_by_role("spinbutton").first.click()
    for part in (f"{start.year:04d}", f"{start.month:02d}", f"{start.day:02d}"):
        page.keyboard.type(part)
    page.keyboard.press("Tab")
    settle(page)
    press(page, "Save this plan to the log")
    expect(page.get_by_text("The plan is frozen now")).to_be_visible()
    turn(page, "Read out")
    expect(page.get_by_role("combobox", name="Which test?")).to_have_value(re.compile("To read out"))
    page.get_by_test_id("stRadio").get_by_text("My exports").click()
    settle(page)
    expect(page.get_by_text("Your exports of the days of the test")).to_be_visible()
    settle(page)
    page.locator("input[type=file]").set_input_files(exports(tmp_path, start, 14))
    expect(page.get_by_role("combobox", name="Pins of Mood first")).to_be_visible(timeout=60_000)
    settle(page)
    pick(page, "Mood first", PINS[:5])
    pick(page, "Value first", PINS[5:])
    expect(page.get_by_text("Winner: replicate it").first).to_be_visible()
    settle(page)
    calm_at_each_width(page)
    press(page, "Keep this result in the log")
    expect(page.get_by_text("Kept in the log.")).to_be_visible()
    turn(page, "Log")
    expect(page.get_by_text("Not yet confirmed").first).to_be_visible()
    calm_at_each_width(page)


def test_a_table_gives_its_verdict_in_two_clicks(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server, "experiments?step=Read+out", 390)
    rows = ["variant,pin,impressions,outbound_clicks,saves"]
    rows += [f"Mood first,m{i},{4000 + 300 * i},{CLICKS[i]},{20 + i}" for i in range(5)]
    rows += [f"Value first,v{i},{4100 + 250 * i},{CLICKS[5 + i]},{21 + i}" for i in range(5)]
    path = tmp_path / "test.csv"
    path.write_text("\n".join(rows))
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("Winner: replicate it").first).to_be_visible()
    settle(page)
    calm_at_each_width(page)
    press(page, "Plan the replication of Value first")
    expect(page.get_by_role("radio", name="Plan", exact=True)).to_be_checked()
    expect(page.get_by_role("textbox", name="Treatment: the change")).to_have_value("Value first")


def test_a_recommendation_opens_the_planner_filled_in(page: Page, server: str) -> None:
    visit(page, server, "diagnosis?account=sample")
    press(page, "Plan this test")
    expect(page.get_by_text("Filled in from the diagnosis")).to_be_visible()
    settle(page)
    calm(page)
