"""What the server sends beside the pages, what it logs, and what leaves the browser: with `streamlit run` and with an ASGI server."""

import re
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages.parts.closer_look import PLANE, TABLES
from pages.parts.frame import PAGES
from pages.parts.headers import ALWAYS
from tests.browser.looks import SHOWN, look_closer, turn_to
from tests.browser.test_journeys import AUGUST, bring
from tests.pages.made import month
from tools.driving import ROOT, serving, settle

CELL = "jane@example.com"
KEY = f"Probe-{secrets.token_urlsafe(24)}"
PROBE = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})

import streamlit as st

if __name__ == "__main__":
    from pages.parts import failing
    from pincore.reading import read_files

    def stumble():
        raise ValueError("The cell holds " + "@".join(("jane", "example.com")) + " at " + st.query_params["key"])

    st.markdown(f"[Away]({{st.query_params['to']}}/away) ![picture]({{st.query_params['to']}}/beacon.png)")
    st.link_button("Far away", st.query_params["to"] + "/far")
    with failing.alone():
        stumble()
    st.header("What follows")
    st.button("In a callback", on_click=stumble)
    st.download_button("On a download", stumble, on_click="ignore")
    if st.button("On the page"):
        stumble()
    st.header("The end")
else:
    from pages.parts import serving

    app = st.App(__file__, **serving.options())
"""
VIOLATED = """
window.violated = [];
document.addEventListener("securitypolicyviolation", found => window.violated.push(`${found.violatedDirective} ${found.blockedURI}`))
"""


@pytest.fixture
def probe(tmp_path: Path) -> Path:
    """A small app of the same make that fails in every way, on request."""
    path = tmp_path / "probe.py"
    path.write_text(PROBE, encoding="utf-8")
    return path


@contextmanager
def another_site() -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """The address of another site and what it was asked for so far: (path, where the browser says it came from)."""
    asked: list[tuple[str, str | None]] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Referer"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Another site</title>")

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}", asked
        site.shutdown()


def answer(address: str, method: str = "GET") -> tuple[int, Message]:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None: ...

    try:
        with urllib.request.build_opener(Stay).open(urllib.request.Request(address, method=method), timeout=30) as found:
            return found.status, found.headers
    except urllib.error.HTTPError as found:
        return found.code, found.headers


def test_everything_that_is_served_has_its_headers(server: str) -> None:
    with urllib.request.urlopen(server, timeout=30) as found:
        program = re.search(r"static/js/index[^\"]+", found.read().decode())
    assert program
    for path, method, status in (
        ("", "GET", 200),
        ("dashboard", "GET", 200),
        (f"?key={KEY}", "GET", 200),
        (f"shared?key={KEY}", "GET", 200),
        (f"shared/?key={KEY}", "GET", 301),
        (f"shared?key={KEY}", "POST", 405),
        (program[0], "GET", 200),
        ("_stcore/health", "GET", 200),
        ("_stcore/host-config", "GET", 200),
        ("_stcore/metrics", "GET", 200),
        ("_stcore/upload_file/a/b", "PUT", 403),
        ("media/nothing", "GET", 404),
        ("..%2f..%2fapp.py", "GET", 400),
    ):
        code, headers = answer(f"{server}/{path}", method)
        assert code == status, path
        assert {name: headers[name] for name in ALWAYS} == dict(ALWAYS), path
        assert (headers["X-Robots-Tag"] == "noindex, nofollow") is (path not in ("", "dashboard")), path
        assert headers["Cache-Control"] == ("public, immutable, max-age=31536000" if path == program[0] else "no-store"), path


def test_nothing_that_pages_need_is_held_back(page: Page, server: str, tmp_path: Path) -> None:
    page.add_init_script(VIOLATED)
    held: list[str] = []
    for row in (*(row for row in PAGES if row.key != "dashboard"), next(row for row in PAGES if row.key == "dashboard")):
        page.goto(f"{server}/{row.key}?account=sample")
        settle(page)
        for scheme in SHOWN:
            turn_to(page, 1280, scheme)
            assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme") == scheme
            held += page.evaluate("window.violated")
    for scheme in SHOWN:
        turn_to(page, 1280, scheme)
        look_closer(page, PLANE)
        page.get_by_test_id("stVegaLiteChart").first.locator(".mark-symbol path").nth(10).hover(force=True)
        expect(page.locator("#vg-tooltip-element.visible")).to_be_visible()
        page.get_by_role("heading").first.hover(force=True)
        expect(page.locator("#vg-tooltip-element.visible")).to_have_count(0)
    for name in ("PNG", "SVG", "CSV"):
        if name == "CSV":
            look_closer(page, TABLES)
        with page.expect_download(timeout=60_000) as saved:
            page.get_by_role("button", name=name, exact=True).first.click()
        assert saved.value.failure() is None and Path(saved.value.path()).stat().st_size > 100
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    expect(table.locator("canvas").first).to_be_visible()
    held += page.evaluate("window.violated")
    page.goto(server)
    settle(page)
    bring(page, tmp_path, impressions=month("Impressions", AUGUST, 31, 1000))
    held += page.evaluate("window.violated")
    assert not held


def test_a_page_finds_its_server_at_the_first_try(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server)))
    for path in ("", "dashboard", "shared", "nothing"):
        asked.clear()
        page.goto(f"{server}/{path}?account=sample")
        settle(page)
        tried = [path for path in asked if path.endswith("_stcore/health")]
        assert tried == ["/_stcore/health"] or path == "nothing", path
        assert tried[-1] == "/_stcore/health"


def test_a_host_that_serves_the_app_below_a_folder_is_asked_there(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server)))
    page.route("**/folder/**", lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace("/folder/", "/"))))
    page.goto(f"{server}/folder/dashboard")
    expect(page.get_by_test_id("stApp")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    assert {path for path in asked if path.endswith("_stcore/health")} == {"/folder/_stcore/health"}


def test_links_to_the_app_are_shown_under_its_name(server: str) -> None:
    for path in ("", "dashboard", "shared"):
        with urllib.request.urlopen(f"{server}/{path}", timeout=30) as found:
            assert "<title>Pincore</title>" in found.read().decode(), path


def test_a_page_that_opens_the_app_keeps_no_hold_of_it(page: Page, server: str) -> None:
    """Streamlit takes commands from whatever window holds its own."""
    with page.expect_popup() as opened:
        page.evaluate("address => { window.held = window.open(address) }", server)
    settle(opened.value)
    assert page.evaluate("window.held.closed") and not opened.value.evaluate("Boolean(window.opener)")


@pytest.mark.parametrize(("kind", "level"), [("streamlit", "debug"), ("uvicorn", "trace")])  # these hold what is logged at lesser levels
def test_no_key_is_logged(page: Page, tmp_path: Path, kind: str, level: str) -> None:
    home = tmp_path / "home"
    with serving(home, server=kind, level=level) as address:
        for path in (f"?key={KEY}", f"shared?key={KEY}", f"dashboard?account=sample&key={KEY}", f"shared/?key={KEY}"):
            page.goto(f"{address}/{path}")
            settle(page)
        page.goto("about:blank")
    said = (home / "log.txt").read_text(encoding="utf-8", errors="replace")
    assert said
    assert ("?key=… HTTP" in said) is (kind == "uvicorn")
    assert_nothing_private(said)


def assert_nothing_private(said: str) -> None:
    plain = said.replace(" ", "").lower()
    for private in (KEY, CELL):
        assert private not in said
        assert private.encode().hex() not in plain


@pytest.mark.parametrize(("kind", "level"), [("streamlit", "debug"), ("uvicorn", "info")])
def test_an_error_has_a_reference_and_its_trace_has_no_values(page: Page, probe: Path, tmp_path: Path, kind: str, level: str) -> None:
    home = tmp_path / "home"
    references = []
    with another_site() as (elsewhere, _), serving(home, probe, server=kind, level=level) as address:
        page.goto(f"{address}/?key={KEY}&to={elsewhere}")
        settle(page)
        part = page.get_by_test_id("stAlert")
        expect(part).to_contain_text("this part could not be shown")
        expect(page.get_by_role("heading", name="The end")).to_be_visible()
        references.append(part.locator("strong").last.inner_text())
        page.get_by_role("button", name="On a download").click()
        expect(page.get_by_text("Failed to generate file for download")).to_be_visible()
        for name in ("On the page", "In a callback"):
            page.get_by_role("button", name=name).click()
            whole = page.get_by_test_id("stAlert").filter(has_text="this page could not be shown")
            expect(whole).to_be_visible()
            settle(page)
            references.append(whole.locator("strong").last.inner_text())
            page.get_by_role("button", name="Try again").click()
            expect(page.get_by_role("heading", name="The end")).to_be_visible()
            settle(page)
        assert CELL not in page.content()
    said = (home / "log.txt").read_text(encoding="utf-8", errors="replace")
    for reference in references:
        assert re.fullmatch("[A-Z]{6}", reference)
        assert re.search(rf"Reference {reference}\n(.*\n)*?  File .*probe\.py\", line \d+, in stumble\n(.*\n)*?ValueError\n", said)
    assert said.count("in stumble") >= 4
    assert_nothing_private(said)


def test_the_address_stays_in_the_browser(page: Page, probe: Path, tmp_path: Path) -> None:
    with another_site() as (elsewhere, asked), serving(tmp_path / "home", probe) as address:
        page.goto(f"{address}/?key={KEY}&to={elsewhere}")
        settle(page)
        for name in ("Away", "Far away"):
            with page.expect_popup() as opened:
                page.get_by_role("link", name=name, exact=True).click()
            expect(opened.value).to_have_title("Another site")
            assert opened.value.evaluate("[document.referrer, window.opener]") == ["", None]
        assert page.locator("img[src*=beacon]").count() == 1
    own = [(path, came) for path, came in asked if path != "/favicon.ico"]
    assert sorted(own) == [("/away", None), ("/far", None)], "the picture was not asked for"
