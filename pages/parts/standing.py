"""What stands above every page: what went wrong, what must be noted down or decided, and the workspace that is open."""

import streamlit as st

from pages.parts import acts, address, login, state
from pages.parts.plain import plain
from pages.parts.session import Session

WORKSPACES = "pages/workspaces.py"


def show(mine: Session) -> None:
    """Shows all of it; nothing for a first visit."""
    if mine.trouble:
        problem, remedy = mine.trouble
        st.error(f"**{plain(problem)}** {plain(remedy)}", icon=":material/cloud_off:")
        st.toast(plain(problem), icon=":material/cloud_off:")
    if mine.notice:
        st.warning(plain(mine.notice))
        mine.notice = ""
    if mine.news and mine.token:
        _show_address(mine)
    if mine.gone:
        _ask_gone(mine)
    if mine.conflicts:
        from pages.parts import conflicts

        conflicts.show(mine)
    _show_bar(mine)


def _show_address(mine: Session) -> None:
    with st.container(border=True, key="private-address"):
        st.markdown("**Bookmark this page now: its address is the only way back.**")
        st.code(address.private_address(mine), language=None, wrap_lines=True)
        st.markdown(
            "Whoever has this address can open and change everything, so keep it to yourself: nobody can look it up for you. "
            "The address line of every page holds it, too. To show something to others, share a report instead."
        )
        st.button("I have kept it", key="address-kept", type="primary", on_click=_noted)


def _noted() -> None:
    state.session().news = False


def _ask_gone(mine: Session) -> None:
    with st.container(border=True):
        st.markdown(f"**“{plain(mine.gone)}” was deleted elsewhere.** What was in it is still in this window, and nowhere else.")
        with st.container(horizontal=True):
            st.button("Keep it as a new workspace", key="gone-keep", type="primary", on_click=acts.begin, args=(mine.gone,))
            st.button("Let it go", key="gone-drop", on_click=acts.leave)


def _show_bar(mine: Session) -> None:
    own = bool(mine.files or mine.lab.log) and not mine.sample
    asks = login.is_set_up() and login.person() is None
    offered = own and mine.page in ("start", "upload", "workspaces")
    listed = bool(mine.owner) and not own and mine.page != "workspaces"
    if not (mine.workspace or (own and not offered) or asks or listed):
        return
    with st.container(horizontal=True, horizontal_alignment="right", gap="small", key="standing"):
        if asks:
            sign_in("sign-in-above")
        elif mine.workspace:
            _show_open(mine, mine.workspace.name)
        elif listed:
            st.page_link(WORKSPACES, label="Your workspaces", icon=":material/folder:")
        else:
            st.page_link(WORKSPACES, label="Not saved yet: save it", icon=":material/save:")


def sign_in(key: str) -> None:
    """The button that leads to where people sign in."""
    st.button("Sign in", key=key, icon=":material/login:", type="tertiary", on_click=st.login,
              help="The page loads anew: files that you brought before must be brought again.")  # fmt: skip


def _show_open(mine: Session, name: str) -> None:
    menu = st.popover(plain(name), icon=":material/folder_open:", type="tertiary", key="workspace-menu", on_change="rerun")
    if not menu.open:
        return
    with menu:
        st.caption("Everything you do here is saved as you go.")
        for entry in acts.entries(mine):
            if mine.workspace and entry.id != mine.workspace.id:
                st.button(plain(entry.name), key=f"switch-{entry.id}", icon=":material/swap_horiz:", type="tertiary",
                          on_click=acts.switch, args=(entry.id,))  # fmt: skip
        st.page_link(WORKSPACES, label="All workspaces", icon=":material/folder:")
