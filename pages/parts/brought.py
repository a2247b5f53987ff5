"""What was brought: the files with what became of each, the choice between filters, what is known, what comes next."""

import streamlit as st

from pages.parts import cache, cards, frame, intake, saving, state
from pages.parts.plain import plain


def show_all() -> None:
    """Shows everything about the files of this session."""
    saving.offer()
    _files()
    _answers()
    _groups()
    _covered()
    _next_steps()


def show_way() -> None:
    """Shows the clicks to make in Pinterest for the first export."""
    found = cache.covered(state.history())
    cards.say(found.says)
    cards.show_steps(found.steps)


def _files() -> None:
    mine = state.session()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header("The sample account" if mine.sample else "Your files", anchor=False, width="content")
        if mine.workspace:
            st.page_link("pages/dashboard.py", label="See how the account is doing", icon=":material/arrow_forward:")
        elif st.button("Start over", help="Forgets every file, answer and choice."):
            frame.start_over()
            st.rerun()
    if mine.unread:
        st.warning(f"At most {intake.MOST_FILES} files are read at once; {len(mine.unread)} were left out. Bring them in a second go.")
    for entry in sorted(mine.files.values(), key=lambda entry: entry.content is None):
        intake.show_file(entry)


def _answers() -> None:
    mine = state.session()
    if mine.answers and st.button("Forget my answers about files", type="tertiary", icon=":material/undo:",
                                  help="What you answered is used again for files of the same shape; without it they are asked about anew."):  # fmt: skip
        mine.answers = {}
        st.rerun()


def _groups() -> None:
    found = state.history()
    if len(found.filter_groups) < 2:
        return
    by_words = {plain(group.says): group.filters for group in found.filter_groups}
    current = next((i for i, filters in enumerate(by_words.values()) if filters == found.filters), 0)
    picked = st.radio(
        "Your files speak of different parts of the account, which are never mixed. Which shall be shown?", list(by_words), current, key="group"
    )
    if by_words[str(picked)] != found.filters:
        state.choose_filters(by_words[str(picked)])
        st.rerun()


def _covered() -> None:
    found = cache.covered(state.history())
    st.header("What is known", anchor=False)
    if state.history().empty:
        cards.whisper("None of these files tells how many people saw, clicked or saved your Pins by day or dates: an export of Pinterest does.")
    cards.show_coverage(found)
    cards.show_notes(state.history().notes)


def _next_steps() -> None:
    st.header("What to do next", anchor=False)
    if not state.history().empty:
        st.page_link("pages/dashboard.py", label="**See how the account is doing**", icon=":material/arrow_forward:")
    show_way()
