"""How is the account doing? Reach, clicks and saves of a period, the change, and what to do next."""

from functools import partial

import streamlit as st

from pages.parts import cache, cards, closer_look, failing, frame, later, once, sidebar, speakers, state, subjects, talking, texts
from pages.parts.cache import View
from pages.parts.plain import plain
from pincore.diagnosis import Limits
from pincore.history import History
from pincore.kpis.grouping import GROUPS

frame.guard()


def measures(found: cache.Numbers) -> None:
    for group in GROUPS:
        rows = [kpi for kpi in (*found.kpis, *found.video) if kpi.measure.group == group.key]
        if not rows:
            continue
        cards.show_heading(group.title, group.says)
        with st.grid(min(len(rows), 4), min_column_width=190, gap="small"):
            for kpi in rows:
                cards.show_kpi(kpi)


@failing.alone()
def top_finding(view: View, history: History) -> None:
    found = cache.diagnosis(view, history, state.session().rules.limits or Limits()).found
    if found:
        with st.container(border=True, gap="small"):
            st.markdown(f":material/error: **{plain(found[0].title)}.** {plain(found[0].signals)} {plain(found[0].because)}")
            st.page_link("pages/diagnosis.py", label="**What to do first**", icon=":material/arrow_forward:")


@failing.alone()
def notes(view: View, history: History, speaker: speakers.Owner | None) -> None:
    talking.show(speaker, subjects.Days(view.period, view.against), "days", "Notes on days")
    pins = cache.pins(view, history)
    if pins:
        talking.show(speaker, pins, "pins", "Notes on Pins")


@failing.alone()
def checks(history: History) -> None:
    box = st.expander("Do the numbers agree with each other?", icon=":material/fact_check:", key="checks", on_change="rerun")
    if not box.open:
        return
    with box:
        cards.show_checks(history.checks)
        cards.show_notes(history.notes)


def how(view: View, found: cache.Numbers, history: History) -> None:
    box = st.expander("How this was computed", icon=":material/calculate:", key="how", on_change="rerun")
    if not box.open:
        return
    with box:
        cards.show_list(texts.how(view, found, history))
        cards.show_list(texts.left_out(state.imports()))
        st.page_link("pages/glossary.py", label="All words and rules")


def page() -> None:
    waits = later.waits()
    looked = sidebar.look("There is nothing to show yet.", waits)
    if looked is None:
        return
    view, history = looked
    found, speaker = cache.numbers(view, history), speakers.owner()
    cards.show_answer(found.says, texts.about(view))
    top_finding(view, history)
    once.draw(repr((view, "measures")), partial(measures, found))
    if waits:
        later.ask_again()
        return
    closer_look.show(view, history, found, speaker)
    notes(view, history, speaker)
    checks(history)
    cards.show_actions(texts.actions(found, cache.covered(history)))
    how(view, found, history)


frame.title("dashboard")
page()
