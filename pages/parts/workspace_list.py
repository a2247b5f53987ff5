"""The parts of the page about workspaces: the answer, the list, whose they are, and what is kept."""

from typing import Any

import streamlit as st

from pages.parts import acts, cards, login, saving, standing, state, storage
from pages.parts.plain import plain
from pages.parts.session import Session
from pages.parts.typed import typed
from pincore.errors import InputError
from pincore.lengths import MOST_NAME
from pincore.wording import describe_moment, describe_number

NOWHERE = "Nowhere: what you bring is forgotten some time after you close the page."
SAMPLE = "This is the sample account, which is never kept. Bring your own files first."


def show_answer(mine: Session) -> None:
    """The sentence that answers the page's question."""
    if mine.workspace is None:
        cards.show_answer(NOWHERE, SAMPLE if mine.sample else "")
        return
    held = mine.workspace.content
    counts = f"{_counted(len(held.uploads), 'file')}, {_counted(len(held.experiments), 'experiment')}."
    cards.show_answer(f"In the workspace “{mine.workspace.name}”: what you do is saved as you go.", counts)


def _counted(n: int, what: str) -> str:
    return f"{describe_number(float(n))} {what if n == 1 else what + 's'}"


def show_way_in(mine: Session) -> None:
    """How to begin to keep things."""
    st.header("Save what is here", anchor=False)
    if mine.sample or not (mine.files or mine.lab.log):
        cards.whisper("Bring your own files, or plan an experiment; then Save keeps it.")
        st.page_link("pages/upload.py", label="**Bring your exports**", icon=":material/arrow_forward:")
        return
    saving.ask()


def show_all(mine: Session) -> None:
    """The owner's other workspaces, each with its switch, and a new one."""
    found = acts.entries(mine)
    if not found:
        return
    st.header("Your workspaces", anchor=False)
    for entry in found:
        current = mine.workspace is not None and entry.id == mine.workspace.id
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", border=True):
            st.markdown(f"**{plain(entry.name)}**  \n:small[last changed {describe_moment(entry.changed_at)}]", width="content")
            st.button("Open now" if current else "Open", key=f"open-{entry.id}", disabled=current, on_click=acts.switch, args=(entry.id,),
                      help=f"Open “{plain(entry.name)}”")  # fmt: skip
    storage.show_told("new-workspace")
    with st.form("new-workspace", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("One more, for another account", key="new-name", placeholder="Its name", width=320)
        st.form_submit_button("Make it", icon=":material/add:", on_click=_make)


def show_loading(mine: Session) -> None:
    """Loads a workspace that was saved as a file, as a new one. What is not saved yet would be lost by it."""
    if login.is_set_up() and login.person() is None:
        return
    unsaved = mine.workspace is None and not mine.sample and (mine.files or mine.lab.log)
    with st.expander("Load a workspace that was saved as a file", icon=":material/upload:"):
        if unsaved:
            cards.whisper("Save what is here first, or start over: the loaded workspace takes its place.")
            return
        file = st.file_uploader("The file, as it was saved here", ["zip"], key=f"load-{state.uploader_key()}")
        if file is not None:
            _load(file)


def _load(file: Any) -> None:
    from pincore.store.archive import read_archive

    try:
        with st.spinner("Loading the workspace…"):
            acts.begin_with(read_archive(file.getvalue()))
    except InputError as error:
        cards.show_problem(error)
        return
    state.let_go([file])
    st.rerun()


def _make() -> None:
    from pincore.store import Content, Loaded

    with storage.told_at("new-workspace"):
        acts.begin_with(Loaded(typed("new-name", MOST_NAME, "The name"), Content()))


def show_access(mine: Session) -> None:
    """Whose they are: of the holder of the private address, or of whoever signed in."""
    if login.is_set_up():
        _show_login(mine)
    elif mine.token:
        _show_address()


def _show_address() -> None:
    st.header("Your private address", anchor=False)
    st.markdown(
        "It stands in the address line of your browser: bookmark this page. It opens all your workspaces, on any computer, for whoever has it."
    )
    with st.container(horizontal=True):
        with st.popover("Make a new address…", icon=":material/key:"):
            st.markdown(
                "The address you have now, and every bookmark of it, will open nothing any more. Do this when somebody has it who should not."
            )
            st.button("Make a new address", key="renew", type="primary", on_click=acts.renew)
        st.button("Close it on this computer", key="leave", icon=":material/logout:", on_click=acts.leave,
                  help="Everything stays kept; you come back with your private address.")  # fmt: skip


def _show_login(mine: Session) -> None:
    st.header("Whose they are", anchor=False)
    if login.person() is None:
        st.markdown("Here people sign in, and what they keep is theirs on any computer.")
        standing.sign_in("sign-in")
        return
    st.markdown(f"You are signed in{f' as **{plain(login.name())}**' if login.name() else ''}. What you keep is yours alone, on any computer.")
    with st.container(horizontal=True):
        st.button("Sign out", key="sign-out", icon=":material/logout:", on_click=st.logout)
        if mine.left and not mine.files:
            st.button("Open my workspaces", key="come-back", on_click=_come_back)


def _come_back() -> None:
    state.session().left = False


def show_what_is_kept() -> None:
    """What is kept, and what never."""
    with st.expander("What is kept, and what never is", icon=":material/lock:"):
        st.markdown(f"**Kept:** {saving.KEEPS}")
        st.markdown(f"**Never kept:** {saving.NEVER}")
        st.markdown("It is kept on the server that runs this app, until you delete it; nothing is sent anywhere else.")
        st.page_link("pages/glossary.py", label="All words and rules")
