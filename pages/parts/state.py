"""What one visitor's session remembers: the only room that names st.session_state.

Everything lives in one `Session` object. The uploaded bytes themselves are let go as soon as a file is read; they stay
only while a file waits for an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import content
from pages.parts.lab import Lab
from pages.parts.session import FileEntry, Filters, Session, imports_of, read_of

if TYPE_CHECKING:
    from pincore.diagnosis.types import Recommendation
    from pincore.history import History
    from pincore.reading.imports import Import

_KEY = "pincore"
_STAYS = ("arrived", "framed", "page", "owner", "token", "notice", "news", "lock")
"""What a session keeps when it forgets the rest."""


def session() -> Session:
    """This visitor's session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session()
    return st.session_state[_KEY]  # type: ignore[no-any-return]


def begin_anew() -> Session:
    """A session that holds nothing, in the place of this one."""
    for key in list(st.session_state):
        del st.session_state[key]
    return session()


@contextmanager
def framed() -> Iterator[None]:
    """While this runs, the pages know that the frame stands around them."""
    mine = session()
    mine.framed = True
    try:
        yield
    finally:
        mine.framed = False


def imports() -> tuple[Import, ...]:
    """All that was read, in the order of reading; the same content only once."""
    return imports_of(session())


def was_here() -> bool:
    """Whether a run begins for a page that stands: it brings what was chosen and typed on it, also to a server that has begun again.

    All of that page is drawn, since a browser forgets what was typed where nothing is drawn any more.
    """
    context = get_script_run_ctx()
    return context is not None and bool(context.session_state.get_widget_states())


def history() -> History:
    """Everything read so far, stitched."""
    return content.history_of(session())


def keep(entries: Iterable[FileEntry]) -> None:
    """Adds files, or what became of them after an answer; the visitor's own files push the sample out.

    A file that was read before stays where it is; one that gave more than before counts as the latest.
    """
    mine = session()
    if mine.sample:
        forget(mine.lab)
    mine.again = {}
    with mine.lock:
        for entry in entries:
            before = mine.files.get(entry.digest)
            if before is not None and [o.digest for o in read_of(before)] != [o.digest for o in read_of(entry)]:
                del mine.files[entry.digest]
            mine.files[entry.digest] = entry if before is None else replace(entry, name=before.name)
        mine.history = None


def drop(digest: str) -> None:
    """Forgets one file."""
    mine = session()
    with mine.lock:
        mine.files.pop(digest, None)
        mine.history = None
        mine.filters = None


def recall_choices(digest: str) -> None:
    """Takes the sidebar's choices along to another page, which comes with an empty address."""
    mine = session()
    if mine.chosen_at != (mine.page, digest) and mine.chosen_at[1] == digest:
        st.session_state.update(mine.choices)


def remember_choices(digest: str, keys: Iterable[str]) -> None:
    """Keeps the sidebar's choices, which hold for this history, for the next page."""
    mine = session()
    mine.chosen_at, mine.choices = (mine.page, digest), {key: st.session_state[key] for key in keys if key in st.session_state}


def kept() -> tuple[Recommendation, ...]:
    """The actions on the visitor's list of tests."""
    return session().kept


def keep_action(row: Recommendation) -> None:
    """Puts an action on the list."""
    session().kept = (*(other for other in session().kept if other != row), row)


def drop_action(row: Recommendation) -> None:
    """Takes an action off the list."""
    session().kept = tuple(other for other in session().kept if other != row)


def choose_filters(filters: Filters) -> None:
    """Reads on with the files that share these filters."""
    mine = session()
    with mine.lock:
        mine.filters, mine.history = filters, None


def take_sample(entries: Iterable[FileEntry], stitched: History) -> None:
    """Puts the sample account in the place of whatever was there."""
    forget(session().lab)
    mine = session()
    mine.files = {entry.digest: entry for entry in entries}
    mine.history, mine.sample = stitched, True


def start_over() -> None:
    """Forgets everything: files, answers, choices, experiments, every widget's value, and where it is kept."""
    forget(Lab())
    mine = session()
    mine.owner, mine.token, mine.news, mine.left = "", "", False, True


def forget(lab: Lab) -> None:
    """Forgets everything but these experiments, and who it is."""
    mine = session()
    stays = {name: getattr(mine, name) for name in _STAYS}
    for key in [key for key in st.session_state if key != _KEY]:
        del st.session_state[key]
    mine.__init__(**stays, round=mine.round + 1, lab=lab)  # type: ignore[misc]


def let_go(files: Sequence[Any]) -> None:
    """Empties the uploader, and has the server forget the bytes that it keeps for it until the session ends."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
    session().round += 1


def uploader_key() -> str:
    """The key of the uploader as it now stands."""
    return f"upload-{session().round}"


def lab() -> Lab:
    """The experiments of this session."""
    return session().lab


def choose(key: str, value: object) -> None:
    """Sets a widget's value, before the widget is drawn."""
    st.session_state[key] = value


def mirror(key: str, value: object) -> None:
    """Has a widget show what was set, before it is drawn; another page's widget of that key says nothing of this one."""
    mine = session()
    if mine.mirrored.get(key) != mine.page or st.session_state.get(key) != value:
        st.session_state[key] = value
    mine.mirrored[key] = mine.page


def chosen(key: str) -> Any:
    """A widget's value as it stands, None before it was drawn."""
    return st.session_state.get(key)
