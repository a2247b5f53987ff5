"""The page of a link: the report that it opens, or one sentence for every link that opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, shown, state, viewing
from pages.parts.plain import plain, plain_lines
from pincore.wording import describe_day

if TYPE_CHECKING:
    from pincore.store.shares import Shared


def show() -> None:
    """Shows what the link of this visit opens."""
    visit = state.session().visit
    if visit is None or visit.shared is None:
        st.title(viewing.TITLE, anchor=False)
        st.warning(plain(visit.refused if visit else ""), icon=":material/link_off:")
        return
    shown.show_look(visit.shared.report.look)
    _show_top(visit.shared)
    shown.show_whole(visit.shared.report)


def _show_top(shared: Shared) -> None:
    st.title(plain(shared.title), anchor=False)
    cards.whisper(f"As of {describe_day(shared.refreshed_at.date())}. This link opens it until {describe_day(shared.expires_at.date())}.")
    if shared.note:
        with st.container(border=True, key="note"):
            st.markdown(plain_lines(shared.note))
