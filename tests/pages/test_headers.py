"""What browsers are told beside each answer of the server."""

import pytest

from pages.parts.headers import ALWAYS, POLICY, says

KEY = b"key=abc"


@pytest.mark.parametrize("path", ["/", "/shared", "/static/js/index.js", "/media/a.csv"])
def test_the_address_goes_to_no_other_site_and_types_are_not_guessed(path: str) -> None:
    found = says(path, KEY, "text/html; charset=utf-8")
    assert found["Referrer-Policy"] == "no-referrer"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert set(ALWAYS) <= set(found)


@pytest.mark.parametrize(
    ("path", "query", "kind", "listed"),
    [
        ("/", b"", "text/html", True),
        ("/dashboard", b"", "text/html; charset=utf-8", True),
        ("/", KEY, "text/html", False),
        ("/shared", KEY, "text/html", False),
        ("/dashboard", b"account=sample", "text/html", False),
        ("/media/a.csv", b"", "text/csv", False),
        ("/", b"", "", False),
    ],
)
def test_only_bare_pages_may_be_listed_by_search_engines(path: str, query: bytes, kind: str, listed: bool) -> None:
    assert ("X-Robots-Tag" not in says(path, query, kind)) is listed


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("/static/js/index.abc.js", "text/javascript", True),
        ("/static/css/index.abc.css", "text/css", True),
        ("/under/static/media/font.woff2", "font/woff2", True),
        ("/static/js/nothing-there", "text/html", False),
        ("/shared/static/js/a/b", "text/plain", False),
        ("/", "text/html", False),
        ("/media/a.csv", "text/csv", False),
        ("/_stcore/host-config", "application/json", False),
    ],
)
def test_nothing_but_the_program_is_kept(path: str, kind: str, kept: bool) -> None:
    assert ("Cache-Control" not in says(path, b"", kind)) is kept


def test_what_runs_and_what_is_loaded_comes_from_here() -> None:
    """Streamlit needs compiled modules, styles in the page, and fonts and pictures written out in them; scripts in the page only by digest."""
    assert POLICY["default-src"] == "'none'"
    assert POLICY["script-src"].startswith("'self' 'wasm-unsafe-eval' 'sha256-")
    allowed = " ".join(POLICY.values()).split()
    assert not [part for part in allowed if "*" in part or "http" in part or part in ("'unsafe-eval'", "blob:", "ws:", "wss:")]
    assert [name for name, value in POLICY.items() if "unsafe-inline" in value] == ["style-src"]
    assert {name for name, value in POLICY.items() if "data:" in value} == {"img-src", "font-src"}
    assert POLICY["frame-ancestors"] == "'self'"
