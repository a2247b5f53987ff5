"""How the faces feel: a rerun and a cold start in a real browser, the start of the command line; each beside a peer."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Page, sync_playwright

from benchmarks.data import write_pin_days
from tools.prepare import find_chromium

ROOT = Path(__file__).parent.parent
READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PORT = 8697

CONSTANT_PAGE = """
import altair as alt, pandas as pd, streamlit as st
rows = pd.DataFrame({{"day": pd.date_range("2026-08-01", periods=62), "value": range(62)}})
chosen = st.radio("By", ["Day", "Week"], horizontal=True)
for i in range({metrics}):
    st.metric(f"Measure {{i}}", 1234 + i, "+5 %", chart_data=[1, 5, 3, 8, 2, 6] * 5, border=True)
for i in range({charts}):
    st.altair_chart(alt.Chart(rows).mark_line().encode(x="day:T", y="value:Q").properties(title=f"{{chosen}} {{i}}"))
"""
ONE_CHART = """
import altair as alt, pandas as pd, streamlit as st
rows = pd.DataFrame({"day": pd.date_range("2026-08-01", periods=62), "value": range(62)})
st.altair_chart(alt.Chart(rows).mark_line().encode(x="day:T", y="value:Q"))
"""
RERUN = """(element) => new Promise((done) => {
    const app = document.querySelector('[data-testid=stApp]');
    let ran = false;
    const start = performance.now();
    const watch = new MutationObserver(() => {
        const state = app.getAttribute('data-test-script-state');
        if (state !== 'notRunning') ran = true;
        else if (ran) { watch.disconnect(); done(performance.now() - start); }
    });
    watch.observe(app, {attributes: true});
    element.click();
})"""


@contextmanager
def served(script: Path, home: Path) -> Iterator[str]:
    """The address of a fresh server of a Streamlit script."""
    address = f"http://127.0.0.1:{PORT}"
    options = ["--server.port", str(PORT), "--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
    options += ["--browser.gatherUsageStats", "false"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *options],
        cwd=script.parent, env={**os.environ, "HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not _healthy(address):
            time.sleep(0.02)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def visitor() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


def reruns(page: Page, selector: str, times: int) -> float:
    """The median milliseconds from a click on one of two options to a script that has run."""
    found = []
    for i in range(times + 2):
        element = page.locator(selector).nth(i % 2 == 0)
        found.append(float(element.evaluate(RERUN)))
        page.wait_for_selector(READY)
        page.wait_for_timeout(150)
    return statistics.median(found[2:])


def measure_rerun(rows: int = 100_000, times: int = 15) -> tuple[float, float]:
    """(ms of the dashboard with so many rows loaded, ms of a page of as many charts and metrics from constants)."""
    with tempfile.TemporaryDirectory() as folder, visitor() as page:
        table = Path(folder) / "pin-days.csv"
        write_pin_days(table, rows)
        with served(ROOT / "app.py", Path(folder)) as address:
            page.goto(address)
            page.wait_for_selector(READY)
            page.locator("input[type=file]").first.set_input_files(table)
            page.get_by_text("pin-days.csv").first.wait_for()
            page.wait_for_timeout(4000)
            page.wait_for_selector(READY)
            page.get_by_role("link", name="See how the account is doing").first.click()
            page.locator("[data-testid=stMetric]").first.wait_for()
            page.wait_for_selector(READY)
            page.wait_for_timeout(2000)
            metrics, charts = page.locator("[data-testid=stMetric]").count(), page.locator("[data-testid=stVegaLiteChart]").count()
            ours = reruns(page, "[data-testid=stRadio]:has-text('Week') label:has(input)", times)
        script = Path(folder) / "constants.py"
        script.write_text(CONSTANT_PAGE.format(metrics=metrics, charts=charts), encoding="utf-8")
        with served(script, Path(folder)) as address:
            page.goto(address)
            page.locator("[data-testid=stVegaLiteChart]").last.wait_for()
            page.wait_for_selector(READY)
            page.wait_for_timeout(2000)
            peer = reruns(page, "[data-testid=stRadio] label:has(input)", times)
    return ours, peer


def measure_cold_start(times: int = 5) -> tuple[float, float]:
    """Median seconds from `streamlit run` to the painted sample dashboard, and to a page of one chart."""
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as folder, visitor() as page:
        script = Path(folder) / "one_chart.py"
        script.write_text(ONE_CHART, encoding="utf-8")
        for _ in range(times):
            start = time.perf_counter()
            with served(ROOT / "app.py", Path(folder)) as address:
                page.goto(address)
                page.get_by_role("button", name="Try it with a sample account").first.click()
                page.locator("[data-testid=stVegaLiteChart]").first.wait_for()
                ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            with served(script, Path(folder)) as address:
                page.goto(address)
                page.locator("[data-testid=stVegaLiteChart]").first.wait_for()
                peers.append(time.perf_counter() - start)
    return statistics.median(ours), statistics.median(peers)


def measure_command(times: int = 7) -> tuple[float, float]:
    """Median seconds of `python -m pincore --help` and of Python with pandas imported."""
    found: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(times):
        for name, command in (("ours", ["-m", "pincore", "--help"]), ("peer", ["-c", "import pandas"])):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
            found[name].append(time.perf_counter() - start)
    return statistics.median(found["ours"]), statistics.median(found["peer"])
