"""What happens to an open tab when its connection is cut for long: `python -m tools.connection_faults` says it, after some six minutes."""

import sys
import tempfile
from pathlib import Path

from tools.between import between
from tools.driving import ROOT, chromium, serving, settle

LONG = (60, 300)
EXPORTS = sorted((ROOT / "sample_data").glob("*20261001*.csv"))


def main() -> None:
    """Writes what stands on the page before and after each cut."""
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as server, chromium() as browser, between(server) as way:
        page = browser.new_page()
        page.goto(way.address)
        settle(page)
        page.locator("input[type=file]").set_input_files(EXPORTS)
        page.get_by_role("link", name="See how the account is doing").click()
        page.get_by_role("heading", name="How is the account doing?").wait_for()
        settle(page)
        numbers = page.get_by_test_id("stMetricValue").all_inner_texts()
        sys.stdout.write(f"before: {numbers}\n")
        for seconds in LONG:
            way.cut(seconds)
            page.wait_for_selector("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])")
            page.wait_for_selector("[data-test-connection-state=CONNECTED]", timeout=(seconds + 120) * 1000)
            page.get_by_role("link", name="Diagnosis").first.click()
            page.get_by_role("heading", name="What is wrong, and what first?").wait_for()
            page.get_by_role("link", name="Dashboard").first.click()
            page.get_by_role("heading", name="How is the account doing?").wait_for()
            settle(page)
            after = page.get_by_test_id("stMetricValue").all_inner_texts()
            sys.stdout.write(f"cut for {seconds} s: {'the same numbers' if after == numbers else after}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
