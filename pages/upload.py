"""Bring your exports: what was read, what was noticed, what would help next."""

import streamlit as st

from pages.parts import frame, ready, state
from pages.parts.plain import plain

frame.guard()

NOT_KEPT = (
    "Your files are read in memory, in this session only. Nothing is stored unless you press Save, nothing is sent anywhere, "
    "and names, e-mails and addresses are dropped at once."
)
KEPT = (
    "What is read is kept in your workspace until you remove it, the file itself is not. Nothing is sent anywhere, "
    "and names, e-mails and addresses are dropped at once."
)


def welcome() -> None:
    mine = state.session()
    if mine.workspace:
        st.markdown(f"“{plain(mine.workspace.name)}” holds no files yet. Bring the first, and it is kept here.")
        return
    st.markdown("Pincore takes the files that Pinterest lets you download and tells you what changed on your account, why, and what to try next.")
    if st.button("Try it with a sample account", type="primary"):
        with st.spinner("Opening the sample account…"):
            state.take_sample(*ready.sample())
        st.switch_page("pages/dashboard.py")


def uploader() -> None:
    files = st.file_uploader("Your exports: CSV, TSV, TXT, XLSX, JSON, or a ZIP of those", accept_multiple_files=True, key=state.uploader_key())
    st.caption(KEPT if state.session().workspace else NOT_KEPT)
    if files:
        from pages.parts import intake

        intake.receive(files)
        st.rerun()


def way() -> None:
    st.header("What to do next", anchor=False)
    st.markdown("Open the sample account to see what you would get, or bring your first export.")
    steps = st.expander("How to export from Pinterest", icon=":material/help:", on_change="rerun", key="way")
    if steps.open:
        from pages.parts import brought

        with steps:
            brought.show_way()


frame.title("upload")
if not state.session().files:
    welcome()
uploader()
if state.session().files:
    from pages.parts import brought

    brought.show_all()
else:
    way()
