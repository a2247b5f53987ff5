"""A workspace on its way: read from the moment its private address is asked for, while the browser still loads the program.

Nothing is decided here: whom it may open to, and what it holds by then, the run asks the database as ever. It only finds in `alive` what was read
meanwhile, and in the caches what the dashboard shows first.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from threading import Lock, Timer
from urllib.parse import parse_qs
from weakref import ref

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts import alive, content, failing, guessing, login, ready, storage, viewing
from pages.parts.session import Session

SECONDS = 60
MOST_HELD = 4
MOST_WAITING = 4
KEY, WORKSPACE = "key", "workspace"
"""The parts of the address that open everything, and that choose."""
_NO_PAGES = ("static", "_stcore", "media", viewing.PAGE)

Asked = tuple[str, str]
"""A key, and the id of the workspace that is wanted, or ""."""
Found = Future[Session | None]
_WORKER = ThreadPoolExecutor(1, "coming")
_LOCK = Lock()
_COMING: dict[Asked, Found] = {}
_TIMERS: dict[Asked, Timer] = {}


class Coming:
    """The app, which begins to read a workspace when a page is asked for with its key; the answer never waits for that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key, wanted, dashboard = _asked(scope)

        async def sending(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.start" and Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                begin((scope.get("client") or ("",))[0], key, wanted, dashboard)

        await self.app(scope, receive, sending if key else send)


def _asked(scope: Scope) -> tuple[str, str, bool]:
    """What the address of a page names, and whether it is the dashboard's as it opens first; nothing where no page is asked for."""
    if scope["type"] != "http" or scope["method"] != "GET" or set(scope["path"].split("/")) & set(_NO_PAGES):
        return "", "", False
    named = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    first = scope["path"].rstrip("/").endswith("/dashboard") and not set(named) - {KEY, WORKSPACE}
    return named.get(KEY, [""])[-1], named.get(WORKSPACE, [""])[-1], first


def begin(client: str, key: str, wanted: str, dashboard: bool) -> None:
    """Begins to read; not twice for one address, not for who has guessed too often, and not while many wait."""
    asked = (key, wanted)
    if guessing.GUESSES.too_many(client):
        return
    with suppress(RuntimeError):  # no thread to be had: then the run does it all
        with _LOCK:
            if asked in _COMING or sum(not one.done() for one in _COMING.values()) > MOST_WAITING:
                return
            found = _COMING[asked] = _WORKER.submit(_read, key, wanted, dashboard)
        found.add_done_callback(partial(_hold, asked))


@contextmanager
def arriving(key: str, wanted: str) -> Iterator[None]:
    """While this runs, what was read for this address stays; first it waits for what is being read, and takes over what nobody began."""
    with _LOCK:
        found = _COMING.get((key, wanted))
    if found is None:
        yield
        return
    if not found.cancel():
        wait((found,))
    try:
        yield
    finally:
        _let_go((key, wanted), ref(found))


def forget(key: str | None = None) -> None:
    """Forgets what is on its way under this key; without one, everything."""
    with _LOCK:
        gone = [_drop(asked) for asked in list(_COMING) if key in (None, asked[0])]
    for found in gone:
        found.cancel()


def _read(key: str, wanted: str, dashboard: bool) -> Session | None:
    """A session that holds the workspace with its history; None where the key opens nothing, or a tab has it open."""
    ready.wait()
    if login.is_set_up() or not storage.is_there():
        return None
    from pages.parts import cache
    from pages.parts.acts import chosen
    from pincore.store import StoreError, find_owner, open_workspace

    with suppress(StoreError):
        owner = find_owner(storage.database(), key)
        workspace = chosen(owner, wanted) if owner else ""
        if owner and workspace and not alive.uploads(workspace):
            mine = Session()
            content.take(mine, open_workspace(storage.database(), owner, workspace))
            history = content.history_of(mine)
            if dashboard:
                with failing.later():
                    cache.prepare(history, mine.rules)
                    _WORKER.submit(_prepare_rest, mine)
            return mine
    return None


def _prepare_rest(mine: Session) -> None:
    """Computes what a run does not wait for."""
    from pages.parts import cache

    with failing.later():
        cache.prepare_rest(content.history_of(mine), mine.rules)


def _hold(asked: Asked, found: Found) -> None:
    """Holds what was read for its time, the latest few; nothing where nothing was read."""
    if found.cancelled() or found.exception() or found.result() is None:
        _let_go(asked, ref(found))
        return
    timer = Timer(SECONDS, _let_go, (asked, ref(found)))
    timer.daemon = True
    with _LOCK:
        if _COMING.get(asked) is not found:
            return
        _TIMERS[asked] = timer
        timer.start()
        done = [other for other, one in _COMING.items() if one.done()]
        for other in done[:-MOST_HELD]:
            _drop(other)


def _let_go(asked: Asked, found: "ref[Found]") -> None:
    with _LOCK:
        if asked in _COMING and _COMING[asked] is found():
            _drop(asked)


def _drop(asked: Asked) -> Found:
    """Takes out what is held, under the lock; its timer ends, so that there are never more of them than is held."""
    timer = _TIMERS.pop(asked, None)
    if timer is not None:
        timer.cancel()
    return _COMING.pop(asked)
