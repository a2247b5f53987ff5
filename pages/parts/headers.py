"""What is said to browsers beside everything that the app serves: whom to tell of its address, what may run, what may be kept.

An address may be a key. So no browser passes it on to another site, no search engine lists it, and nothing but the program itself stays in a cache.
"""

import re
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts import shell

_UNUSED = "accelerometer camera display-capture encrypted-media geolocation gyroscope magnetometer microphone midi payment screen-wake-lock usb"
POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": f"'self' 'wasm-unsafe-eval' {shell.inline_scripts()}",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
ALWAYS: Mapping[str, str] = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PROGRAM = re.compile(r"/static/(js|css|media)/[^/]+$")


def says(path: str, query: bytes, kind: str) -> dict[str, str]:
    """The headers of an answer, by its path, its query and its media type: only the bare pages may be listed, only the program may be kept."""
    found = dict(ALWAYS)
    if query or not kind.startswith("text/html"):
        found["X-Robots-Tag"] = "noindex, nofollow"
    if kind.startswith("text/html") or not _PROGRAM.search(path):
        found["Cache-Control"] = "no-store"
    return found


class Headers:
    """The app with these headers on everything that it serves."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in says(scope["path"], scope["query_string"], headers.get("content-type", "")).items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)
