"""The app in a real browser, for tests, pictures and measurements: a served script, a Chromium, and when a page has settled."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

from tools.prepare import find_chromium

ROOT = Path(__file__).parent.parent
READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
DRAWN = """ready => {
    const now = window.driven ??= (() => {
        const now = {asked: 0, loading: 0, looks: 2}
        const change = what => { Object.assign(now, what, {looks: 0}) }
        const {WebSocket: {prototype: socket}, XMLHttpRequest: {prototype: request}} = window
        const [tell, load] = [socket.send, request.send]
        const heard = new WeakSet()
        socket.send = function (...said) {
            if (!heard.has(this)) this.addEventListener("message", () => change({asked: 0}))
            heard.add(this)
            change({asked: performance.now()})
            return tell.apply(this, said)
        }
        request.send = function (...said) {
            change({loading: now.loading + 1})
            this.addEventListener("loadend", () => setTimeout(() => change({loading: now.loading - 1})))
            return load.apply(this, said)
        }
        return now
    })()
    const all = name => [...document.querySelectorAll(name)]
    if (now.loading || now.asked && performance.now() - now.asked < 5000 || now.looks++ < 2) return false
    return document.querySelector(ready) && !all("[data-stale=true], [data-testid^=stSkeleton], [data-testid=stFileChipIconSpinner]").length
        && all("[data-testid=stVegaLiteChart]").every(chart => chart.querySelector("canvas, svg"))
}"""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOT_NEEDED = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay",
    "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin",
    "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",  # what Playwright turns off: the last list alone counts
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",  # two pages of its own in every window, a second of work for nothing
)  # fmt: skip
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Running:
    """A running server: where it answers, and its process."""

    address: str
    pid: int


@contextmanager
def serving(
    home: Path, script: Path = ROOT / "app.py", server: str = "streamlit", level: str = "info", port: int = 0, **set_to: str
) -> Iterator[str]:
    """The address of a fresh server of a script (the app's), on a free port of this machine, with a home folder and a database of its own."""
    with running(home, script, server, level, port, **set_to) as started:
        yield started.address


@contextmanager
def running(
    home: Path, script: Path = ROOT / "app.py", server: str = "streamlit", level: str = "info", port: int = 0, **set_to: str
) -> Iterator[Running]:
    """The same with its process; what is set besides is told to it as environment, as `STREAMLIT_SERVER_...`."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *_command(server, script, port, level)],
            cwd=script.parent,
            env={**os.environ, "HOME": str(home), "PINCORE_DATABASE": str(home / "pincore.db"), **set_to},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(process, address, home / "log.txt")
            yield Running(address, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(server: str, script: Path, port: int, level: str) -> list[str]:
    if server == "uvicorn":
        return ["uvicorn", f"{script.stem}:app", "--app-dir", str(script.parent), "--port", str(port), "--log-level", level]
    options = {"server.port": str(port), "server.address": "127.0.0.1", "server.headless": "true", "server.fileWatcherType": "none"}
    options |= {"browser.gatherUsageStats": "false", "logger.level": level}
    return ["streamlit", "run", str(script), *(f"--{name}={value}" for name, value in options.items())]


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_healthy(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-2000:]}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, without calls of its own. Raises RuntimeError when there is none."""
    path = find_chromium()
    if path is None:
        raise RuntimeError("No Chromium found: `make test` installs it or says how.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*QUIET, f"--disable-features={','.join(NOT_NEEDED)}"])
        yield started
        started.close()


def settle(page: Page) -> None:
    """Waits until the app is connected, its script has run, and everything it sent is drawn: nothing stale, no placeholder, no empty chart.

    After the first time on a document, what was asked of the server or is on its way to it is waited for as well: an action is followed by its answer.
    """
    page.wait_for_selector(READY, timeout=PATIENCE * 1000)
    page.wait_for_function(DRAWN, arg=READY, timeout=PATIENCE * 1000)
