"""What a browser needs long for, below what everybody sees first: drawn when the rest stands, for whoever has just come.

A browser that has come to the app still loads the program, and shows all at once what was sent together: a chart, whose part of the program is the
largest, held back the cards above it. So in the first run of a session only its place is kept, and the browser asks for it a moment later.
What is no browser asks for nothing, and gets it at once.
"""

from collections.abc import Callable

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import state

SECONDS = 0.8
"""About as long as a slow computer needs for the rest; a timer of the browser, so nothing waits on the server."""


def draw(what: Callable[[], None], height: int) -> None:
    """Draws; in the first run of a session a little later."""
    if state.session().arrived or "User-Agent" not in st.context.headers:
        what()
    else:
        _ask_again(what, height)


@st.fragment(run_every=SECONDS)
def _ask_again(what: Callable[[], None], height: int) -> None:
    context = get_script_run_ctx()
    asked = context.fragment_ids_this_run if context else None
    if context is None or not asked:
        st.skeleton(height)
        return
    what()
    enough = ForwardMsg()
    enough.stop_auto_rerun.fragment_ids.extend(asked)
    context.enqueue(enough)
