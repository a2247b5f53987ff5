"""What every page keeps to at every width and in every colour scheme, and how a page that is open is turned to another."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tools.driving import settle

Scheme = Literal["light", "dark"]
WIDTHS = (390, 1280)
SHOWN: dict[Scheme, str] = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 20, 22)"}
ROUND: tuple[tuple[int, Scheme], ...] = ((390, "light"), (390, "dark"), (1280, "dark"), (1280, "light"))
VIOLATIONS = {"resultTypes": ["violations"]}  # what passes need not be told, which takes more than half of the time
STILL = """times => {
    const boxes = [...document.querySelectorAll("[data-testid=stSidebar], [data-testid=stMain], [data-testid=stMain] :is(svg, canvas)")]
    const drawn = boxes.map(box => Object.values(box.getBoundingClientRect().toJSON())).join()
    const [before, seen] = window.still ?? ["", 0]
    window.still = [drawn, drawn === before ? seen + 1 : 0]
    return window.still[1] >= times
}"""
LOOKS = 15


def turn_to(page: Page, width: int, scheme: Scheme = "light") -> None:
    """Makes an open page so wide and so coloured, and waits until everything on it has its place."""
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", SHOWN[scheme])
    settle(page)
    page.evaluate("window.still = undefined")
    page.wait_for_function(STILL, arg=LOOKS)


def closer_looks(page: Page) -> list[str]:
    """What can be looked at more closely on the page."""
    return page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").get_by_role("radio").all_inner_texts()


def look_closer(page: Page, part: str) -> None:
    """Turns to another closer look."""
    page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").get_by_role("radio", name=part, exact=True).click()
    settle(page)


def keeps_its_width(page: Page) -> bool:
    """Whether the page does not scroll sideways."""
    return bool(page.get_by_test_id("stMain").evaluate("m => m.scrollWidth <= m.clientWidth"))


def calm(page: Page) -> None:
    """Asserts that the page neither scrolls sideways nor has serious faults of access."""
    assert keeps_its_width(page), f"the page scrolls sideways: {page.viewport_size}"
    found = Axe().run(page, options=VIOLATIONS).response["violations"]
    faults = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical") and v["id"] != "svg-img-alt"]
    assert not faults, page.viewport_size
