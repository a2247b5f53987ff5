"""How the faces feel: a rerun and a cold start in a real browser, the start of the command line; each beside a peer."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.data import write_pin_days
from tools.driving import ROOT, chromium, serving, settle

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


def opened(browser: Browser, address: str) -> tuple[Page, WebSocket]:
    """A page of the app and the socket over which it hears of its script."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.goto(address)
    settle(page)
    return page, sockets[-1]


def has_finished(frame: bytes | str) -> bool:
    """Whether a message of the server says that the script has run."""
    message = ForwardMsg()
    message.ParseFromString(frame if isinstance(frame, bytes) else frame.encode())
    return bool(message.WhichOneof("type") == "script_finished")


def rerun_times(page: Page, socket: WebSocket, options: Locator, times: int) -> float:
    """The median seconds from the choice of one of two options to a script that has run and a page where nothing is stale."""
    found = []
    for i in range(times + 2):
        start = time.perf_counter()
        with socket.expect_event("framereceived", has_finished):
            options.nth((i + 1) % 2).evaluate("option => option.click()")
        settle(page)
        found.append(time.perf_counter() - start)
        page.wait_for_timeout(200)
    return statistics.median(found[2:])


def measure_rerun(rows: int = 100_000, times: int = 15) -> tuple[float, float]:
    """(seconds of the dashboard with so many rows loaded, seconds of a page of as many charts and metrics from constants)."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        table = Path(folder) / "pin-days.csv"
        write_pin_days(table, rows)
        with serving(Path(folder)) as address:
            page, socket = opened(browser, address)
            page.locator("input[type=file]").first.set_input_files(table)
            page.get_by_role("link", name="See how the account is doing").first.click(timeout=60_000)
            page.locator("[data-testid=stMetric]").first.wait_for()
            settle(page)
            metrics, charts = page.locator("[data-testid=stMetric]").count(), page.locator("[data-testid=stVegaLiteChart]").count()
            ours = rerun_times(page, socket, page.locator("[data-testid=stRadio]:has-text('Week') label:has(input)"), times)
        script = Path(folder) / "constants.py"
        script.write_text(CONSTANT_PAGE.format(metrics=metrics, charts=charts), encoding="utf-8")
        with serving(Path(folder), script) as address:
            page, socket = opened(browser, address)
            peer = rerun_times(page, socket, page.locator("[data-testid=stRadio] label:has(input)"), times)
    return ours, peer


def measure_cold_start(times: int = 5) -> tuple[float, float]:
    """Median seconds from `streamlit run` to the painted sample dashboard, and to a page of one chart."""
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        script = Path(folder) / "one_chart.py"
        script.write_text(ONE_CHART, encoding="utf-8")
        for _ in range(times):
            start = time.perf_counter()
            with serving(Path(folder)) as address:
                page.goto(address)
                page.get_by_role("button", name="Try it with a sample account").first.click()
                page.locator("[data-testid=stMetric]").first.wait_for(timeout=60_000)
                settle(page)
                ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            with serving(Path(folder), script) as address:
                page.goto(address)
                page.locator("[data-testid=stVegaLiteChart]").first.wait_for()
                settle(page)
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
