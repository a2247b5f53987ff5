"""What is done in a talk: said, resolved, shown to others, deleted. The forms and buttons call it before the page is drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.plain import plain
from pages.parts.speakers import Owner, Speaker
from pages.parts.storage import database, show_told, told_at
from pages.parts.typed import typed
from pincore.lengths import MOST_LETTERS, MOST_NAME
from pincore.wording import describe_moment

if TYPE_CHECKING:
    from pages.parts.subjects import About
    from pincore.report.types import Subject
    from pincore.store.types import Comment, Thread


GONE = "What you wrote to is not there any more: it was deleted, hidden or changed meanwhile. You wrote: “{text}”"
_OPENS = {
    (False, False): "Show over links", (True, False): "Hide from links", (False, True): "Show over other links", (True, True): "Hide from other links",
}  # fmt: skip
"""The button by whether a thread is open and whether it was begun over a link."""


def begin(speaker: Speaker, about: Subject | About, key: str) -> None:
    """Sends the form of a new thread."""
    from pincore.report.cleaning import MOST_LABEL, clean
    from pincore.report.types import Subject

    subject = Subject(about.kind, about.key, clean(about.label, MOST_LABEL))
    _send(key, lambda author, text: speaker.begin(subject, author, text, bool(state.chosen(f"{key}-shown"))))


def answer(speaker: Speaker, thread: Thread, key: str) -> None:
    """Sends the form of an answer."""
    _send(key, lambda author, text: speaker.answer(thread, author, text))


def _send(key: str, write: Callable[[str, str], None]) -> None:
    """Writes what was typed. Where its place is gone it is given back, since the form may be gone as well."""
    from pincore.store import NotFound

    with told_at(key):
        author, text = _typed(key)
        try:
            write(author, text)
        except NotFound:
            state.session().said[place_of(key)] = GONE.format(text=text)
            return
        _sent(key, author)


def place_of(key: str) -> str:
    """Where the talk stands in which a thread has this key."""
    return f"talk-{key.rpartition('-')[0]}"


def _typed(key: str) -> tuple[str, str]:
    return typed(f"{key}-name", MOST_NAME, "The name"), typed(f"{key}-text", MOST_LETTERS, "The note")


def _sent(key: str, author: str) -> None:
    state.session().speaker = author
    state.choose(f"{key}-text", "")
    if state.chosen(f"{key}-shown"):
        state.choose(f"{key}-shown", False)


def show(speaker: Owner, thread: Thread, comments: tuple[Comment, ...], key: str) -> None:
    """What its owner can do with a thread and with the remarks that are shown of it."""
    show_told(key)
    if thread.resolved_at is None:
        st.button("Resolve", key=f"{key}-resolve", icon=":material/check:", type="tertiary", on_click=_resolve, args=(speaker, thread, key))
    else:
        st.button("Take up again", key=f"{key}-reopen", icon=":material/undo:", type="tertiary", on_click=_resolve, args=(speaker, thread, key))
    st.button(
        _OPENS[thread.open, thread.over_link], key=f"{key}-open", type="tertiary",
        icon=":material/visibility_off:" if thread.open else ":material/visibility:", on_click=_open, args=(speaker, thread, key),
        help="Those who hold a link that may comment see what is shown over links, as far as their report tells of it.",
    )  # fmt: skip
    with st.popover("Delete…", icon=":material/delete:", type="tertiary"):
        for place, comment in enumerate(comments):
            label = f"Delete the answer of {plain(comment.author)}, {describe_moment(comment.made_at)}" if place else "Delete all of it"
            st.button(label, key=f"{key}-delete-{place}", on_click=_delete, args=(speaker, comment.id, key))


def _resolve(speaker: Owner, thread: Thread, key: str) -> None:
    from pincore.store.talk import resolve

    with told_at(key):
        resolve(database(), speaker.key, thread.id, resolved=thread.resolved_at is None)


def _open(speaker: Owner, thread: Thread, key: str) -> None:
    from pincore.store.talk import open_thread

    with told_at(key):
        open_thread(database(), speaker.key, thread.id, open_=not thread.open)


def _delete(speaker: Owner, comment: str, key: str) -> None:
    from pincore.store.talk import delete_comment

    with told_at(key):
        delete_comment(database(), speaker.key, comment)
