"""The bare page that a browser gets first: Streamlit's own, under the app's name, and told where its server is.

Asked for at the address of a page, Streamlit's program looks for its server below that address first, in vain, and waits before it tries one level up.
The server is where the page loads its other parts from: beside it.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

NAME = "Pincore"
_HEAD = "<head>"
_FOUND = """<script>window.__streamlit = {BACKEND_BASE_URL: new URL(".", location.href).href}</script>"""
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_OWN = (Path(streamlit.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")
_SHELL = _OWN.replace(_HEAD, _HEAD + _FOUND, 1).replace("<title>Streamlit</title>", f"<title>{NAME}</title>", 1)


def inline_scripts() -> str:
    """The digests of the few lines of script that the page holds, by which they alone are let through."""
    digests = [hashlib.sha256(found.encode()).digest() for found in _INLINE.findall(_SHELL)]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def routes(pages: Iterable[str]) -> list[Route]:
    """Where it is served: at the root and at the addresses of these pages; any other address stays Streamlit's."""
    return [Route(f"/{page}", _answer) for page in ("", *pages)]


async def _answer(_: Request) -> HTMLResponse:
    return HTMLResponse(_SHELL)
