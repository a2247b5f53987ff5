"""The database of this process, opened when it is needed first, and its faults in words.

The store is loaded then too, or when a server starts that has a database already: without one, a visitor who keeps nothing never loads it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.plain import plain
from pages.parts.session import Session
from pincore.errors import PincoreError
from pincore.kept_at import DEFAULT

if TYPE_CHECKING:
    from pincore.store import Database, NotFound

NAME = "PINCORE_DATABASE"
_OPENING = Lock()
FOR_ITS_HOST = ("store_address", "store_folder_missing", "store_foreign")
UNPREPARED = (
    "Nothing can be kept here at the moment.",
    "Everything else works. Tell whoever runs this app: `pincore store check` says what is missing.",
)
"""What a visitor is told of faults that name places on the server."""


def database() -> Database:
    """The database of this process. Raises StoreError when its address cannot be read."""
    with _OPENING:
        return _database(_place())


def is_there() -> bool:
    """Whether a database was named, or made before; told without loading the store."""
    place = _place()
    return "://" in str(place) or Path(place or DEFAULT).expanduser().exists()


def _place() -> str | None:
    return os.environ.get(NAME) or (st.secrets.get(NAME) if st.secrets.load_if_toml_exists() else None)


@lru_cache(maxsize=1)
def _database(place: str | None) -> Database:
    from pincore.store import Database

    return Database(place or DEFAULT)


@contextmanager
def troubled(mine: Session, *, act: bool = False) -> Iterator[None]:
    """One thing at a time for each session; what goes wrong with the database is said on the page, which stays usable.

    `act`: it was asked for by a press, so it is said even if the database is well when the page is drawn.
    """
    from pincore.store import StoreError

    try:
        with mine.lock:
            yield
    except StoreError as error:
        mine.trouble, mine.failed = _words(error), act


@contextmanager
def told_at(place: str) -> Iterator[None]:
    """What cannot be done is said at its place on the page."""
    try:
        yield
    except PincoreError as error:
        state.session().said[place] = " ".join(_words(error))


def show_told(place: str) -> None:
    """Shows what could not be done at its place, once."""
    said = state.session().heard(place)
    if said:
        st.error(plain(said))


def _words(error: PincoreError) -> tuple[str, str]:
    return UNPREPARED if error.code in FOR_ITS_HOST else (error.problem, error.remedy)


def say_not_found(mine: Session, error: NotFound) -> None:
    """Says on the next page that nothing is there, in the same words whatever the reason."""
    mine.notice = f"{error.problem} {error.remedy}"
