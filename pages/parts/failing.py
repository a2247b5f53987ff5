"""What a visitor sees when the app itself is at fault: that it is, and the reference under which the log says where."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.logger import get_logger

from pages.parts import log

PAGE = "**Something went wrong, and this page could not be shown.** What you brought is still there."
BLOCK = "**Something went wrong, and this part could not be shown.** The rest of the page holds."
_REPORT = "If it stays so, tell whoever runs this app the reference **{}**."


def show_page(fault: Exception) -> bool:
    """Shows that the page failed; True, since nothing else is to be shown. Streamlit has logged the error by then."""
    st.error(f"{PAGE} {_REPORT.format(log.reference(fault))}", icon=":material/error:")
    st.button("Try again", icon=":material/refresh:", key="try-again")
    return True


@contextmanager
def later() -> Iterator[None]:
    """While this runs, an error is only logged: what was computed ahead is computed again where it is shown, and told there."""
    try:
        yield
    except Exception as fault:
        get_logger(__name__).error("What was computed ahead failed", exc_info=fault)


@contextmanager
def alone() -> Iterator[None]:
    """While this runs, an error stays in its block: it is told and logged there, and what follows is drawn."""
    try:
        yield
    except Exception as fault:
        get_logger(__name__).error("A part of a page failed", exc_info=fault)
        st.error(f"{BLOCK} {_REPORT.format(log.reference(fault))}", icon=":material/error:")
