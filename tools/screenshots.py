"""Pictures of every page with the sample account, on a desktop and on a phone, light and dark, and the README's picture.

`python -m tools.screenshots [FOLDER]` writes them into a folder (test-results/screenshots) and renews docs/screenshot.png.
"""

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser

from pages.parts.closer_look import PLANE, TABLES, TOP
from tools.driving import ROOT, chromium, serving, settle

PAGES = {
    "welcome": "",
    "upload": "?account=sample",
    "dashboard": "dashboard?account=sample",
    "top-pins": f"dashboard?account=sample&look={quote(TOP)}",
    "plane": f"dashboard?account=sample&look={quote(PLANE)}",
    "tables": f"dashboard?account=sample&look={quote(TABLES)}",
    "concentration": "concentration?account=sample",
    "diagnosis": "diagnosis?account=sample",
    "plan": "experiments?account=sample",
    "readout": "experiments?account=sample&step=Read+out",
    "report": "report?account=sample",
    "workspaces": "workspaces",
    "glossary": "glossary",
}
WIDTHS = {"desktop": 1280, "phone": 390}
SCHEMES = ("light", "dark")


def take(browser: Browser, address: str, path: Path, width: int, scheme: str, whole: bool = True) -> None:
    """Writes the picture of one page."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(address)
    settle(page)
    if whole:
        height = page.get_by_test_id("stMain").evaluate("m => m.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(height, 12_000)})
        settle(page)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.screenshot(path=path)
    context.close()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as server, chromium() as browser:
        for name, path in PAGES.items():
            for device, width in WIDTHS.items():
                for scheme in SCHEMES:
                    take(browser, f"{server}/{path}", folder / f"{name}-{device}-{scheme}.png", width, scheme)
        take(browser, f"{server}/{PAGES['dashboard']}", ROOT / "docs" / "screenshot.png", 1280, "light", whole=False)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, and docs/screenshot.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "test-results" / "screenshots")
