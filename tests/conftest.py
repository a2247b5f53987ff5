"""What tests share: a served app, a browser, and where things are."""

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, expect

from tools.driving import ROOT, chromium, serving, settle
from tools.postgres import PostgresServer

FAILED = pytest.StashKey[bool]()

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
expect.set_options(timeout=20_000)


LONG = ("tests/visitors/", "tests/browser/", "tests/store/test_kills.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that at the end no worker waits for another."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The folder of the sample account."""
    return ROOT / "sample_data"


@pytest.fixture(scope="session")
def real_samples() -> Path:
    """The folder of small files in the layouts of the real exports."""
    return ROOT / "tests" / "data" / "samples"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that the tests of one worker share."""
    home = tmp_path_factory.mktemp("server")
    with serving(home) as address:
        yield address
    assert_no_fault(home)


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server that nobody has visited yet."""
    with serving(tmp_path / "home") as address:
        yield address
    assert_no_fault(tmp_path / "home")


def assert_no_fault(home: Path) -> None:
    """No page or part of one has failed on this server: the log holds no reference."""
    said = (home / "log.txt").read_text(encoding="utf-8", errors="replace")
    assert "Reference" not in said, said


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, without calls of its own."""
    with chromium() as started:
        yield started


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


@pytest.fixture(scope="session")
def postgres_of_this_worker() -> Iterator[PostgresServer]:
    """A PostgreSQL server that the tests of one worker share; `postgres` is the one to ask for."""
    started = PostgresServer()
    yield started
    started.close()


@pytest.fixture
def postgres(postgres_of_this_worker: PostgresServer) -> Iterator[PostgresServer]:
    """A running PostgreSQL server of the tests' own, to be stopped, killed and set as a test likes: afterwards it runs as before."""
    postgres_of_this_worker.restore()
    yield postgres_of_this_worker
    postgres_of_this_worker.restore()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh, empty database: the same test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'pincore.db'}"
    return str(request.getfixturevalue("postgres_url"))
