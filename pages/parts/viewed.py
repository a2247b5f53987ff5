"""The page of a link: the report that it opens, or one sentence for every link that opens nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, shown, speakers, state, talking, viewing
from pages.parts.plain import plain, plain_lines
from pincore.report.parts import of_section, subjects
from pincore.report.types import METHOD, Section
from pincore.wording import describe_day

if TYPE_CHECKING:
    from pincore.store.shares import Shared


def show() -> None:
    """Shows what the link of this visit opens."""
    visit = state.session().visit
    if visit is None or visit.shared is None:
        st.title(viewing.TITLE, anchor=False)
        st.warning(plain(visit.refused if visit else ""), icon=":material/link_off:")
        for place in list(state.session().said):
            st.warning(plain_lines(state.session().heard(place)))
        return
    shown.show_look(visit.shared.report.look)
    _show_top(visit.shared)
    speaker = speakers.holder(visit)
    shown.show_whole(visit.shared.report, partial(_beside, speaker) if speaker else None)
    if speaker:
        named = {(one.kind, one.key) for one in subjects(visit.shared.report)}
        talking.show_rest(speaker, "rest", "Notes on Pins and days", lambda thread: (thread.subject.kind, thread.subject.key) not in named)


def _beside(speaker: speakers.Holder, section: Section) -> None:
    if section.key != METHOD:
        talking.show(speaker, of_section(section), section.key, f"Notes on “{section.title}”")


def _show_top(shared: Shared) -> None:
    st.title(plain(shared.title), anchor=False)
    cards.whisper(f"As of {describe_day(shared.refreshed_at.date())}. This link opens it until {describe_day(shared.expires_at.date())}.")
    if shared.note:
        with st.container(border=True, key="note"):
            st.markdown(plain_lines(shared.note))
