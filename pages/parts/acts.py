"""What is done with workspaces: made, opened, named, deleted, left. Each can be the callback of a button."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages.parts import alive, coming, content, login, state
from pages.parts.coming import KEY
from pages.parts.lab import Lab
from pages.parts.session import Session
from pages.parts.storage import database, say_not_found, troubled

if TYPE_CHECKING:
    from pincore.store import Entry, Loaded, Saved


def begin(name: str) -> None:
    """Keeps what the session holds as a new workspace; the first one makes its owner too. The sample account is never kept."""
    from pincore.store import Loaded

    mine = state.session()
    with troubled(mine, act=True):
        if not mine.sample and mine.workspace is None:
            content.take(mine, _made(mine, Loaded(name, content.content_of(mine))))
            mine.gone, mine.trouble = "", None


def begin_with(found: Loaded) -> None:
    """Makes a workspace of what a file held, and opens it in the place of what is here."""
    mine = state.session()
    if _undecided(mine):
        return
    with troubled(mine, act=True):
        _open(mine, _made(mine, found))
        forget_address()


def _made(mine: Session, found: Loaded) -> Saved:
    """A new workspace of whoever this is."""
    from pincore.store import make_owner_of_login
    from pincore.store.loading import make_first, make_loaded

    person = login.person()
    if person is not None:
        mine.owner = make_owner_of_login(database(), *person)
    elif not mine.owner:
        mine.owner, mine.token, saved = make_first(database(), found)
        mine.news = True
        return saved
    return make_loaded(database(), mine.owner, found)


def _open(mine: Session, found: Saved) -> None:
    """Puts a workspace in the place of everything that the session holds."""
    state.forget(Lab())
    content.take(mine, found)


def switch(workspace: str) -> None:
    """Opens another workspace of the same owner in the place of this one; not while something is undecided in it."""
    from pincore.store import NotFound, open_workspace

    mine = state.session()
    if _undecided(mine):
        return
    with troubled(mine, act=True):
        try:
            _open(mine, open_workspace(database(), mine.owner, workspace, alive.uploads(workspace)))
            forget_address()
        except NotFound as error:
            say_not_found(mine, error)


def _undecided(mine: Session) -> bool:
    """Whether a choice between two versions is open, which leaving would lose; it is said."""
    if mine.conflicts:
        mine.notice = "Choose first which version stays: leaving now would lose yours."
    return bool(mine.conflicts)


def rename(name: str) -> None:
    """Gives the open workspace another name; the next look takes it in."""
    from pincore import store

    mine = state.session()
    with troubled(mine, act=True):
        if mine.workspace is not None:
            store.rename(database(), mine.owner, mine.workspace.id, name)


def delete() -> None:
    """Deletes the open workspace for good."""
    from pincore.store import NotFound, delete_workspace

    mine = state.session()
    with troubled(mine, act=True):
        if mine.workspace is None:
            return
        name = mine.workspace.name
        with suppress(NotFound):
            delete_workspace(database(), mine.owner, mine.workspace.id)
        state.forget(Lab())
        forget_address()
        mine.notice = f"“{name}” is deleted, with everything in it."


def renew() -> None:
    """Makes a new private address; the old one opens nothing any more."""
    from pincore.store import renew_address

    mine = state.session()
    with troubled(mine, act=True):
        mine.token, mine.news = renew_address(database(), mine.owner), True
        st.query_params[KEY] = mine.token


def entries(mine: Session) -> tuple[Entry, ...]:
    """The workspaces of whoever this is, by name."""
    if not mine.owner:
        return ()
    from pincore.store import list_workspaces

    with troubled(mine):
        return list_workspaces(database(), mine.owner)
    return ()


def arrive(mine: Session, owner: str, token: str, wanted: str) -> None:
    """Opens a workspace of this owner: the wanted one, else the one that was changed last. Raises StoreError."""
    from pincore.store import NotFound, open_workspace

    asked = chosen(owner, wanted)
    try:
        if asked:
            _open(mine, open_workspace(database(), owner, asked, alive.uploads(asked)))
    except NotFound as error:
        say_not_found(mine, error)
    mine.owner, mine.token = owner, token


def chosen(owner: str, wanted: str) -> str:
    """The id of the workspace to open of this owner: the wanted one, else the one that was changed last; "" where there is none."""
    from pincore.store import list_workspaces

    found = () if wanted else list_workspaces(database(), owner)
    return wanted or (max(found, key=lambda entry: entry.changed_at).id if found else "")


def leave() -> None:
    """Closes the workspace in this session, as a callback; not while something is undecided in it."""
    if not _undecided(state.session()):
        close(state.session())


def close(mine: Session, notice: str = "") -> None:
    """Forgets the workspace in this session; it stays where it is kept."""
    coming.forget(mine.token)
    state.start_over()
    forget_address()
    mine.notice = notice


def forget_address() -> None:
    """Takes everything out of the address but what widgets of the page have bound to it, which only they may change."""
    for name in list(st.query_params):
        with suppress(StreamlitAPIException):
            del st.query_params[name]
