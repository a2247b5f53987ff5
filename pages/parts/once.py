"""What a page sent before for the same thing is sent again as it was: to make it takes longer than all around it."""

from collections.abc import Callable

import streamlit as st


def draw(known: str, what: Callable[[], None]) -> None:
    """Draws; once for each text that determines all of it, every time where there is none."""
    if known:
        _draw(known, what)
    else:
        what()


@st.cache_resource(max_entries=256, show_spinner=False)
def _draw(key: str, _what: Callable[[], None]) -> None:  # noqa: ARG001 - it determines the rest
    _what()
