"""How do you show the month to others? One press gives it in words and numbers: a web page, a PDF or a workbook."""

import streamlit as st

from pages.parts import cards, diagnosed, frame, ready, reporting, sidebar, state, texts
from pincore.report.making import warnings_of
from pincore.report.types import Report

frame.guard()


def take_along(report: Report) -> None:
    st.header("Whose report is it?", anchor=False)
    look = reporting.choose_look()
    st.header("Take it along", anchor=False)
    reporting.show_buttons(report, look)
    cards.whisper("It is made when you press and is yours alone: nothing is kept here. It holds sums and the top Pins alone: no link, no file name.")


def doing(report: Report) -> None:
    cards.show_actions([(item.do, item.lines[1]) for item in reporting.actions_of(report)])
    st.page_link("pages/diagnosis.py", label="**Keep one of them for a test**", icon=":material/arrow_forward:")


def how(report: Report) -> None:
    with st.expander("How this was computed", icon=":material/calculate:"):
        cards.show_list(["The report repeats the numbers of the pages, for the period and rules in the sidebar.", *reporting.method_of(report)])
        st.page_link("pages/glossary.py", label="All words and rules")


def nothing() -> None:
    st.markdown("There is nothing to report yet.")
    if st.button("Try it with a sample account", type="primary"):
        state.take_sample(*ready.sample())
        st.rerun()
    st.page_link("pages/upload.py", label="**Bring your exports**", icon=":material/arrow_forward:")


def page() -> None:
    history = state.history()
    view = None if history.empty else sidebar.choose(history)
    if view is None:
        nothing()
        return
    with st.sidebar:
        limits = diagnosed.choose_limits()
    report = reporting.made(view, limits, history, state.lab().log, warnings_of(state.imports()))
    cards.show_answer(report.says, texts.about(view))
    take_along(report)
    st.header("What it says", anchor=False)
    reporting.show_preview(report)
    doing(report)
    how(report)


frame.title("report")
page()
