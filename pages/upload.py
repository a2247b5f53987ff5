"""Bring your exports: what was read, what was noticed, what would help next."""

import streamlit as st

from pages.parts import cache, cards, frame, intake, state
from pages.parts.sample import sample

frame.guard()


def welcome() -> None:
    st.markdown("Pincore takes the files that Pinterest lets you download and tells you what changed on your account, why, and what to try next.")
    if st.button("Try it with a sample account", type="primary"):
        with st.spinner("Opening the sample account…"):
            state.take_sample(*sample())
        st.switch_page("pages/dashboard.py")


def uploader() -> None:
    files = st.file_uploader("Your exports: CSV, TSV, TXT, XLSX, JSON, or a ZIP of those", accept_multiple_files=True, key=state.uploader_key())
    st.caption(
        "Your files are read in memory, in this session only. Nothing is stored, nothing is sent anywhere, and names, e-mails and addresses are dropped at once."
    )
    if files:
        intake.receive(files)
        st.rerun()


def files() -> None:
    mine = state.session()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header("The sample account" if mine.sample else "Your files", anchor=False, width="content")
        if st.button("Start over", help="Forgets every file, answer and choice."):
            frame.start_over()
            st.rerun()
    if mine.unread:
        st.warning(f"At most {intake.MOST_FILES} files are read at once; {len(mine.unread)} were left out. Bring them in a second go.")
    for entry in sorted(mine.files.values(), key=lambda entry: entry.content is None):
        intake.show_file(entry)


def groups() -> None:
    found = state.history()
    if len(found.filter_groups) < 2:
        return
    by_words = {cards.plain(group.says): group.filters for group in found.filter_groups}
    current = next((i for i, filters in enumerate(by_words.values()) if filters == found.filters), 0)
    picked = st.radio(
        "Your files speak of different parts of the account, which are never mixed. Which shall be shown?", list(by_words), current, key="group"
    )
    if by_words[str(picked)] != found.filters:
        state.choose_filters(by_words[str(picked)])
        st.rerun()


def covered() -> None:
    found = cache.covered(state.history())
    st.header("What is known", anchor=False)
    cards.show_coverage(found)
    cards.show_notes(state.history().notes)


def next_steps() -> None:
    found = cache.covered(state.history())
    st.header("What to do next", anchor=False)
    if not state.history().empty:
        st.page_link("pages/dashboard.py", label="**See how the account is doing**", icon=":material/arrow_forward:")
    cards.say(found.says)
    cards.show_steps(found.steps)


frame.title("upload")
if not state.session().files:
    welcome()
uploader()
if state.session().files:
    files()
    groups()
    covered()
next_steps()
