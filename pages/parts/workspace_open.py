"""The open workspace: its name, its files, and deleting it for good."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import acts, cards, content, state, storage
from pages.parts.plain import plain
from pages.parts.session import Session
from pages.parts.typed import typed
from pincore.lengths import MOST_NAME
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
        st.download_button("Everything as one file", partial(_packed, mine.owner, workspace), file_name(workspace.name), "application/zip",
                           key="archive", on_click="ignore", icon=":material/download:",
                           help="A ZIP of JSON and Parquet that other programs read, and that can be loaded again below")  # fmt: skip
        with st.popover("Rename…", icon=":material/edit:"):
            _ask_name(workspace)
        with st.popover("Delete…", icon=":material/delete:"):
            _ask_delete(workspace)


def file_name(name: str) -> str:
    """What the file of a workspace is called.

    >>> file_name("Anna's / shop")
    'pincore Annas shop.zip'
    """
    kept = "".join(letter for letter in name if letter.isalnum() or letter in " -_")
    return f"pincore {' '.join(kept.split())[:60]}.zip"


def _packed(owner: str, workspace: "Saved") -> bytes:
    from pincore.store.archive import archive
    from pincore.store.talk import list_threads

    return archive(workspace, list_threads(storage.database(), owner, workspace.id))


def _ask_name(workspace: "Saved") -> None:
    storage.show_told("rename")
    with st.form(f"rename-{workspace.id}", border=False):
        st.text_input("Name", workspace.name, key=f"name-{workspace.id}-{workspace.version}")
        st.form_submit_button("Rename", type="primary", on_click=_rename, args=(f"name-{workspace.id}-{workspace.version}",))


def _rename(key: str) -> None:
    with storage.told_at("rename"):
        acts.rename(typed(key, MOST_NAME, "The name"))


def _ask_delete(workspace: "Saved") -> None:
    with st.form(f"delete-{workspace.id}", border=False):
        st.markdown("Its files, experiments, notes and links are deleted for good, at once and everywhere. Nobody can bring them back.")
        st.text_input(f"Type its name: {plain(workspace.name)}", key="delete-name")
        st.form_submit_button("Delete for good", type="primary", on_click=_delete, args=(workspace.name,))


def _delete(name: str) -> None:
    typed = str(state.chosen("delete-name") or "").strip()
    if typed == name:
        acts.delete()
    elif typed:
        state.session().notice = "The name is another one: nothing was deleted."
