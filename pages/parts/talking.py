"""Talk beside the numbers: what was said about something, the latest first, and the forms to say more. All of it is plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, saving, state, thread_acts
from pages.parts.plain import plain, plain_lines
from pages.parts.speakers import Owner, Speaker
from pages.parts.storage import show_told
from pages.parts.subjects import About, Days, describe_subject, told_apart
from pincore.wording import describe_day, describe_moment, describe_number

if TYPE_CHECKING:
    from pincore.report.types import Subject
    from pincore.store.talk import Comment, Thread

MOST_AT_ONCE = 20
WITH_LINK = "Show it to those who hold a link that may comment"
SEEN_BY = {
    (False, False): "Only you see this.",
    (True, False): "Whoever holds a link that may comment sees this, if the report there tells of it.",
    (False, True): "Whoever holds the link over which this was begun sees it, with all that you answer.",
    (True, True): "Whoever holds a link that may comment sees this, with all that you answer.",
}
"""Who sees a thread, by whether it is open and whether it was begun over a link."""
NOT_KEPT = "Notes are kept with a saved workspace: save what is here, then write."
SAMPLE = "Notes are kept with a saved workspace, and the sample account is never kept: bring your own exports to write some."


def show(speaker: Speaker | None, about: Sequence[About | Subject] | Days, place: str, title: str = "Notes") -> None:
    """Shows the talk about these subjects, or about these days, folded until it is asked for."""
    found = [thread for thread in (speaker.threads if speaker else ()) if _is_about(thread, about)]
    _fold(speaker, found, about, place, title)


def show_rest(speaker: Speaker, place: str, title: str, whether: Callable[[Thread], bool] = lambda thread: True) -> None:
    """Shows the threads that stand nowhere else, folded; there nothing new is begun."""
    found = [thread for thread in speaker.threads if whether(thread)]
    if found or f"talk-{place}" in state.session().said:
        _fold(speaker, found, (), place, title)


def by_day(speaker: Speaker | None) -> dict[date, str]:
    """What was said of each day, in one line."""
    found: dict[date, list[str]] = {}
    for thread in reversed(speaker.threads if speaker else ()):
        if thread.subject.kind == "day":
            first = thread.comments[0]
            found.setdefault(date.fromisoformat(thread.subject.key), []).append(f"{first.author}: {' '.join(first.text.split())}")
    return {day: " · ".join(said) for day, said in found.items()}


def _is_about(thread: Thread, about: Sequence[About | Subject] | Days) -> bool:
    subject = thread.subject
    if isinstance(about, Days):
        return subject.kind == "day" and any(span.start.isoformat() <= subject.key <= span.end.isoformat() for span in about.spans)
    return any((subject.kind, subject.key) == (one.kind, one.key) for one in about)


def _fold(speaker: Speaker | None, found: Sequence[Thread], about: Sequence[About | Subject] | Days, place: str, title: str) -> None:
    label = f"{title} ({describe_number(float(len(found)))})" if found else title
    key = f"talk-{place}"
    if state.chosen(key):
        state.choose(key, True)  # its label tells the number: another one would be another, folded expander
    box = st.expander(label, icon=":material/chat:", key=key, on_change="rerun")
    if not box.open:
        return
    with box:
        said = state.session().heard(key)
        if said:
            st.warning(plain_lines(said))
        if speaker is None:
            _offer(place)
            return
        if speaker.refused:
            st.error(plain(speaker.refused))
            return
        for thread in _latest(found, place):
            _show_thread(speaker, thread, place, named=isinstance(about, Days) or len(about) != 1)
        if about:
            _ask(speaker, about, place)


def _offer(place: str) -> None:
    """What is said where no workspace is kept yet."""
    sample = state.session().sample
    cards.whisper(SAMPLE if sample else NOT_KEPT)
    if sample:
        st.page_link("pages/upload.py", label="**Bring your exports**", icon=":material/arrow_forward:")
    else:
        saving.ask(f"save-{place}")


def _latest(found: Sequence[Thread], place: str) -> Sequence[Thread]:
    """The latest threads, those that are resolved after the others; all of them when they are asked for."""
    ordered = sorted(found, key=lambda thread: thread.resolved_at is not None)
    if len(ordered) <= MOST_AT_ONCE or st.toggle(f"Show all {describe_number(float(len(ordered)))}", key=f"all-{place}"):
        return ordered
    return ordered[:MOST_AT_ONCE]


def _show_thread(speaker: Speaker, thread: Thread, place: str, named: bool) -> None:
    key = f"{place}-{sha256(thread.id.encode()).hexdigest()[:12]}"
    with st.container(border=True, gap="small", key=f"thread-{key}"):
        if named or thread.resolved_at:
            done = ":green-badge[:material/check: Resolved]" if thread.resolved_at else ""
            st.markdown(f":small[{plain(describe_subject(thread.subject)) if named else ''}] {done}")
        comments = _some(thread.comments, key)
        for comment in comments:
            _show_comment(comment)
        if isinstance(speaker, Owner):
            cards.whisper(SEEN_BY[thread.open, thread.over_link])
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.popover("Answer…", icon=":material/reply:", type="tertiary"):
                _form(speaker, key, "Answer", thread_acts.answer, thread)
            if isinstance(speaker, Owner):
                thread_acts.show(speaker, thread, comments, key)


def _some(comments: tuple[Comment, ...], key: str) -> tuple[Comment, ...]:
    """The first remark and the latest; all of them when they are asked for."""
    if len(comments) <= MOST_AT_ONCE or st.toggle(f"Show all {describe_number(float(len(comments)))} notes", key=f"whole-{key}"):
        return comments
    return (comments[0], *comments[1 - MOST_AT_ONCE :])


def _show_comment(comment: Comment) -> None:
    whose = ":blue-badge[owner of the account]" if comment.by_owner else ":gray-badge[over a link]"
    st.markdown(f"**{plain(comment.author)}** {whose} :small[{plain(describe_moment(comment.made_at))}]  \n{plain_lines(comment.text)}")


def _ask(speaker: Speaker, about: Sequence[About | Subject] | Days, place: str) -> None:
    st.markdown("**Write a note**")
    subject = _pick(about, place)
    if subject is not None:
        _form(speaker, f"{place}-new", "Write it", thread_acts.begin, subject)


def _pick(about: Sequence[About | Subject] | Days, place: str) -> About | Subject | None:
    """What the note is about."""
    if isinstance(about, Days):
        day = st.date_input("The day", about.period.end, about.first, about.period.end, key=f"day-{place}")
        return About("day", day.isoformat(), describe_day(day)) if isinstance(day, date) else None
    if len(about) == 1:
        return about[0]
    offered = told_apart(about)
    picked = st.selectbox("About", list(offered), key=f"about-{place}")
    return None if picked is None else offered[picked]


def _form(speaker: Speaker, key: str, label: str, send: Callable[..., None], about: object) -> None:
    show_told(key)
    with st.form(key, border=False):
        st.text_area("Note", key=f"{key}-text", height=90, placeholder="Plain text")
        owner = isinstance(speaker, Owner)
        st.text_input("Your name", state.session().speaker, key=f"{key}-name", placeholder="The owner" if owner else "A visitor")
        if owner and send is thread_acts.begin:
            st.checkbox(WITH_LINK, key=f"{key}-shown")
        st.form_submit_button(label, on_click=send, args=(speaker, about, key), key=f"{key}-send", type="primary")
