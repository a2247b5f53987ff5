"""How the app is served: what Streamlit's server is told beyond its own settings."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from streamlit.cli_util import open_browser
from streamlit.web.server.server_util import get_display_address, get_url

from pages.parts import coming, downloads, failing, frame, log, ready, shell, viewing
from pages.parts.headers import Headers, says

SCRIPT = Path(__file__).parents[2] / "app.py"


def options() -> dict[str, Any]:
    """What the app is made with: its headers, its own words for errors, a log that holds nothing private, downloads that wait, workspaces under way."""
    log.install()
    downloads.install()
    return {
        "routes": shell.routes([*(row.key for row in frame.PAGES), viewing.PAGE]),
        "middleware": [Middleware(Headers), Middleware(coming.Coming)],
        "exception_handlers": {500: _sorry},
        "on_script_error": failing.show_page,
        "lifespan": living,
    }


async def _sorry(request: Request, fault: Exception) -> PlainTextResponse:
    """The answer when the server itself fails, which no middleware sees."""
    headers = says(request.url.path, request.url.query.encode(), "text/plain")
    return PlainTextResponse(f"Something went wrong. Reference: {log.reference(fault)}", 500, headers)


@asynccontextmanager
async def living(app: object) -> AsyncIterator[None]:
    """While the server runs. With `streamlit run` on a machine with a screen, the browser is opened, as it is for a plain script."""
    if Path(sys.argv[0]).resolve() == SCRIPT and not st.get_option("server.headless"):
        address = st.get_option("server.address")
        open_browser(get_url(get_display_address(address) if address else "localhost"))
    async with ready.beginning(app):
        yield
    coming.forget()
