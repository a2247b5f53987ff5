"""How do you show the month to others? One press gives it in words and numbers: a web page, a PDF or a workbook."""

from dataclasses import replace
from functools import partial

import streamlit as st

from pages.parts import cards, diagnosed, frame, reporting, sharing, shown, sidebar, speakers, state, talking, texts
from pincore.report.making import warnings_of
from pincore.report.parts import of_section
from pincore.report.types import METHOD, Report, Section

frame.guard()


def take_along(report: Report) -> Report:
    """The report in the look that was chosen."""
    st.header("Whose report is it?", anchor=False)
    dressed = replace(report, look=reporting.choose_look())
    st.header("Take it along", anchor=False)
    shown.show_buttons(dressed)
    cards.whisper("It is made when you press and is yours alone: nothing is kept here. It holds sums and the top Pins alone: no link, no file name.")
    return dressed


def whole(report: Report) -> None:
    speaker = speakers.owner()
    st.header("What it says", anchor=False)
    cards.whisper("The report repeats the numbers of the pages, for the period and rules in the sidebar.")
    shown.show_look(report.look)
    shown.show_sections(report, partial(beside, speaker))
    if speaker:
        talking.show_rest(speaker, "everything", "Everything that was said")


def beside(speaker: speakers.Owner | None, section: Section) -> None:
    if section.key != METHOD:
        talking.show(speaker, of_section(section), section.key, f"Notes on “{section.title}”")


def doing() -> None:
    with st.container(horizontal=True):
        st.page_link("pages/diagnosis.py", label="**Keep one of the actions for a test**", icon=":material/arrow_forward:")
        st.page_link("pages/glossary.py", label="All words and rules")


def page() -> None:
    looked = sidebar.look("There is nothing to report yet.")
    if looked is None:
        return
    view, history = looked
    with st.sidebar:
        limits = diagnosed.choose_limits()
    report = reporting.made(view, limits, history, state.lab().log, warnings_of(state.imports()))
    cards.show_answer(report.says, texts.about(view))
    dressed = take_along(report)
    sharing.show(dressed)
    whole(dressed)
    doing()


frame.title("report")
page()
