"""What tests share: a served app, a browser, and where things are."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.prepare import find_chromium

ROOT = Path(__file__).parent.parent
READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
DRAWN = """ready => {
    const all = name => [...document.querySelectorAll(name)]
    return document.querySelector(ready) && !all("[data-stale=true], [data-testid=stSkeleton]").length
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
PATIENCE = 60
FAILED = pytest.StashKey[bool]()

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The folder of the sample account."""
    return ROOT / "sample_data"


@pytest.fixture(scope="session")
def real_samples() -> Path:
    """The folder of small files in the layouts of the real exports."""
    return ROOT / "tests" / "data" / "samples"


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The address of a fresh server of the app, on a free port of this machine, with an empty home folder."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *options],
            cwd=ROOT,
            env={**os.environ, "HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(server, address, home / "log.txt")
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_healthy(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that the tests of one worker share."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server that nobody has visited yet."""
    with serving(tmp_path / "home") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, without calls of its own."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("No Chromium found: `make test` installs it or says how.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page of a fresh visitor; when the test fails, a picture of it goes to test-results/."""
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    opened = context.new_page()
    yield opened
    if request.node.stash.get(FAILED, False):
        opened.screenshot(path=ROOT / "test-results" / f"{re.sub(r'[^a-zA-Z0-9]+', '-', request.node.name)}.png", full_page=True)
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keeps on a test whether it failed."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def settle(page: Page) -> None:
    """Waits until the app is connected, its script has run, and everything it sent is drawn: nothing stale, no placeholder, no empty chart."""
    page.wait_for_selector(READY, timeout=PATIENCE * 1000)
    page.wait_for_function(DRAWN, arg=READY, timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def settled() -> Callable[[Page], None]:
    """The function that waits until a page has settled; nothing in the tests waits for time."""
    return settle


@pytest.fixture
def console(page: Page) -> list[str]:
    """What the page complained about in the browser's console, so far."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(re.sub(r"\s+", " ", str(error))))
    return said
