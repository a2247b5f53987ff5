"""What a browser needs long for, beside and below what everybody sees first: drawn when that stands, for whoever has just come.

A browser that has come to the app still loads the program, and shows all at once what was sent together: whatever else the page holds keeps back the
cards. So in the first run of a session the places of the rest are kept, and the browser asks for the whole page a moment later.
What is no browser asks for nothing, and gets it at once.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import state

SECONDS = 0.8
"""About as long as a slow computer needs for what it gets first; a timer of the browser, so nothing waits on the server."""
HEIGHT = 400


def waits() -> bool:
    """Whether the rest comes with a run of its own: this one is the first of a browser's visit."""
    return not state.session().arrived and "User-Agent" in st.context.headers


def keep_place() -> None:
    """Keeps the place of what comes later."""
    st.skeleton(HEIGHT)


@st.fragment(run_every=SECONDS)
def ask_again() -> None:
    """Keeps the place of the rest, and has the browser ask for the whole page."""
    context = get_script_run_ctx()
    if context is not None and context.fragment_ids_this_run:
        st.rerun()
    keep_place()
