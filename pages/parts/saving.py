"""The offer to keep what is here: what that does, a name, and Save."""

import streamlit as st

from pages.parts import acts, content, login, standing, state
from pages.parts.plain import plain
from pages.parts.storage import show_told, told_at
from pages.parts.typed import typed
from pincore.lengths import MOST_NAME
from pincore.wording import name_list

KEEPS = "What was read from your files, experiments and notes, thresholds and limits, answers about files, kept actions, and name, colour and logo of the report."
NEVER = (
    "The files themselves; names, e-mails and postal addresses in them, which are dropped while a file is read; "
    "files that wait for an answer or were turned down; the period, board and format that are chosen beside a page; the sample account."
)
HOW = "You get a private address with everything behind it, on any computer. From then on all you do is saved as you go, until you delete it."


def offer() -> None:
    """Offers to keep the visitor's own files; nothing when they are kept already, or are the sample's."""
    mine = state.session()
    if mine.workspace or mine.sample or not (mine.files or mine.lab.log):
        return
    with st.container(border=True, gap="small", key="offer"):
        st.markdown("**Come back to this.** Nothing is kept yet: it is forgotten some time after you close this page.")
        ask()


def ask(key: str = "save") -> None:
    """Asks for a name, and keeps what is here. A page that asks in several places gives each a key."""
    mine = state.session()
    if login.is_set_up() and login.person() is None:
        st.caption("Here people sign in before anything is kept.")
        standing.sign_in(f"sign-in-to-{key}")
        return
    show_told(key)
    with st.form(key, border=False, enter_to_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name", key=f"{key}-name", placeholder="Yours or your client's", width=320)
        st.form_submit_button("Save", type="primary", icon=":material/save:", on_click=_save, args=(key,))
    st.caption(_how())
    left = content.not_kept(mine)
    if left:
        st.caption(f"Not kept, since nothing is read from it yet: {plain(name_list(left))}.")


def _how() -> str:
    return HOW if login.person() is None else "It is kept for you alone: sign in on any computer. From then on all you do is saved as you go."


def _save(key: str) -> None:
    with told_at(key):
        acts.begin(typed(f"{key}-name", MOST_NAME, "The name"))
