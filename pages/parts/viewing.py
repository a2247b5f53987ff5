"""Whoever holds a link to a report: what the link opens is asked anew before every run, and nothing else is in the session.

The store is loaded when a link is opened; the frame, which asks only whether this is such a visit, loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import guessing, state

if TYPE_CHECKING:
    from pincore.store import Database
    from pincore.store.shares import Shared

PAGE, TITLE, KEY = "shared", "Shared report", "key"
NOT_NOW = "The report cannot be fetched just now. Try again in a moment."
DAMAGED = "This report cannot be read any more. Ask whoever sent you the link for a new one."


@dataclass(slots=True)
class Visit:
    """One visit over a link: its token, what it opens now, and why it opens nothing. A visit counts as one use."""

    token: str
    shared: Shared | None = None
    counted: bool = False
    refused: str = ""


def pages() -> list[Any]:
    """The only page of such a visit, for st.navigation: at its own address, and in the place of every other."""
    return [copy(page) for page in _made()]


@lru_cache(maxsize=1)
def _made() -> tuple[Any, ...]:
    return (
        st.Page(f"pages/{PAGE}.py", title=TITLE, url_path=f"any-{PAGE}", default=True),
        st.Page(f"pages/{PAGE}.py", title=TITLE, url_path=PAGE, visibility="hidden"),
    )


def is_asked() -> bool:
    """Whether this run is for the page of a link."""
    context = get_script_run_ctx()
    if context is None:
        return False
    asked = context.pages_manager
    if asked.intended_page_script_hash:
        return asked.intended_page_script_hash in {page._script_hash for page in _made()}
    return asked.intended_page_name == PAGE


def arrive() -> Visit:
    """This visit, with what its link opens at this moment."""
    token = str(st.query_params.get(KEY, ""))
    visit = state.session().visit
    if visit is None or visit.token != token:
        visit = Visit(token)
        state.begin_anew().visit = visit
    _look(visit)
    return visit


def leave() -> None:
    """Forgets such a visit: what comes next is a fresh one."""
    if state.session().visit is not None:
        state.begin_anew()


def _look(visit: Visit) -> None:
    """Opens the link, unless too many that open nothing were tried from the same place. A visit is counted there once."""
    client, refused = st.context.ip_address or "", visit.refused
    if client and not visit.counted and guessing.GUESSES.too_many(client):
        visit.refused = guessing.TOO_MANY
        return
    _open(visit)
    if client and visit.shared is None and not refused:
        guessing.GUESSES.count(client)


def _open(visit: Visit) -> None:
    """Opens the link, opens it again when it was refreshed, and lets go of everything when it opens nothing."""
    from pages.parts import storage
    from pincore.errors import InputError
    from pincore.store import NotFound, StoreError
    from pincore.store.shares import open_shared, refreshed_at

    before, visit.shared, visit.refused = visit.shared, None, ""
    try:
        database = storage.database()
        at = refreshed_at(database, visit.token)
        if before is not None and before.refreshed_at == at:
            visit.shared = before
        else:
            visit.shared, visit.counted = open_shared(database, visit.token, counted=not visit.counted), True
    except NotFound as error:
        visit.refused = f"{error.problem} {error.remedy}"
    except StoreError:
        visit.refused = NOT_NOW
    except InputError:
        visit.refused = DAMAGED


def taken_along(make: Callable[[], Any]) -> Callable[[], Any]:
    """What makes a file when its button is pressed; over a link only while the link opens something."""
    visit = state.session().visit
    if visit is None:
        return make
    from pages.parts import storage

    return partial(_while_it_opens, storage.database(), visit.token, make)


def _while_it_opens(database: Database, token: str, make: Callable[[], Any]) -> Any:
    from pincore.store.shares import refreshed_at

    refreshed_at(database, token)
    return make()
