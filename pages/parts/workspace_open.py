"""The open workspace: its name, its files, and deleting it for good."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import acts, cards, content, saving, state
from pages.parts.plain import plain
from pages.parts.session import Session
from pincore.wording import name_list

if TYPE_CHECKING:
    from pincore.store import Saved


def show(mine: Session, workspace: "Saved") -> None:
    """Shows what can be done with it."""
    st.page_link("pages/upload.py", label="Add or remove files", icon=":material/arrow_forward:")
    left = content.not_kept(mine)
    if left:
        cards.whisper(f"Not kept, since nothing is read from it yet: {name_list(left)}.")
    with st.container(horizontal=True):
        with st.popover("Rename…", icon=":material/edit:"):
            _ask_name(workspace)
        with st.popover("Delete…", icon=":material/delete:"):
            _ask_delete(workspace)


def _ask_name(workspace: "Saved") -> None:
    with st.form(f"rename-{workspace.id}", border=False):
        st.text_input("Name", workspace.name, key=f"name-{workspace.id}-{workspace.version}", max_chars=saving.MOST_NAME)
        st.form_submit_button("Rename", type="primary", on_click=_rename, args=(f"name-{workspace.id}-{workspace.version}",))


def _rename(key: str) -> None:
    acts.rename(str(state.chosen(key) or ""))


def _ask_delete(workspace: "Saved") -> None:
    with st.form(f"delete-{workspace.id}", border=False):
        st.markdown("Its files, experiments, notes and links are deleted for good, at once and everywhere. Nobody can bring them back.")
        st.text_input(f"Type its name: {plain(workspace.name)}", key="delete-name", max_chars=saving.MOST_NAME)
        st.form_submit_button("Delete for good", type="primary", on_click=_delete, args=(workspace.name,))


def _delete(name: str) -> None:
    if str(state.chosen("delete-name") or "").strip() == name:
        acts.delete()
    else:
        state.session().notice = "The name is another one: nothing was deleted."
