"""What is wrong, and what first? At most three actions, what moved the clicks, and everything that was checked."""

import streamlit as st

from pages.parts import cache, cards, diagnosed, failing, frame, sidebar, speakers, subjects, talking, texts
from pages.parts.cache import View
from pincore.charts import waterfall
from pincore.diagnosis import Diagnosis, Limits, saying
from pincore.history import History
from pincore.measures import MEASURE_BY_KEY
from pincore.split import Split

frame.guard()

OVER = {"The finest known": None, "Pins": "pin", "Boards": "board", "Formats": "format"}


@failing.alone()
def first(found: Diagnosis) -> None:
    st.header("What to do first", anchor=False)
    if not found.recommendations:
        cards.say("Nothing asks for a test now: go on as planned, and look again when new days are verified.")
    for place, row in enumerate(found.recommendations, 1):
        diagnosed.show_action(place, row, next(finding for finding in found.found if finding.key == row.key))


@failing.alone()
def moved(view: View, history: History) -> None:
    st.header("What moved it", anchor=False)
    labels = {MEASURE_BY_KEY[key].label: key for key in ("outbound_clicks", "saves")}
    with st.container(horizontal=True):
        label = str(st.radio("The change of", list(labels), key="moved", bind="query-params", horizontal=True))
        over = str(st.radio("Split over", list(OVER), key="over-items", bind="query-params", horizontal=True))
    split = cache.split_of(view, history, labels[label], OVER[over])
    if split is None:
        cards.whisper(f"{label} and impressions of both periods, by these items, are needed to split the change.")
        return
    cards.say(f"{saying.describe_split(split)} {saying.describe_lead(split)}")
    rows = waterfall.shape_waterfall(split)
    cards.show_chart(waterfall.draw_waterfall(label, len(rows)), rows, "waterfall", f"What moved {label.lower()}", texts.alt("What moved it", view))
    cards.whisper(saying.describe_season(split))
    items(split)


@failing.alone()
def items(split: Split) -> None:
    if split.over == "account" or not split.items:
        return
    st.subheader(f"The {saying.OVER_SAYS[split.over]} that explain most of it", anchor=False)
    rows = saying.item_table(split.items)
    formats = {"label": "text"} | dict.fromkeys(("before", "after", "total", "reach", "rate", "mix"), "count")
    columns = {key: label for key, label in saying.ITEM_COLUMNS.items() if key != "state" or bool((rows["state"] != "").any())}
    cards.show_table(rows, columns, formats, "items", "What explains the change")


@failing.alone()
def checked(found: Diagnosis) -> None:
    st.header("Everything that was checked", anchor=False)
    diagnosed.show_found(found)
    with st.expander(f"Clear: {diagnosed.count(found.clear)}", icon=":material/check_circle:"):
        diagnosed.show_rows([(row.title, row.says) for row in found.clear])
    with st.expander(f"Not checked: {diagnosed.count(found.unchecked)}", icon=":material/help:"):
        diagnosed.show_rows([(row.title, f"It needs: {row.needs}") for row in found.unchecked])
    st.subheader("Checklist", anchor=False)
    diagnosed.show_checklist(found.checklist)


def notes(found: Diagnosis) -> None:
    if found.found:
        about = [subjects.About("finding", finding.key, finding.title) for finding in found.found]
        talking.show(speakers.owner(), about, "findings", "Notes on what was found")


def how(found: Diagnosis, limits: Limits) -> None:
    with st.expander("How this was computed", icon=":material/calculate:"):
        cards.show_list(saying.how(found))
        cards.show_list(saying.describe_limits(limits))
        st.page_link("pages/glossary.py", label="All words and rules")


def page() -> None:
    looked = sidebar.look("There is nothing to diagnose yet.")
    if looked is None:
        return
    view, history = looked
    with st.sidebar:
        limits = diagnosed.choose_limits()
    found = cache.diagnosis(view, history, limits)
    cards.show_answer(found.says, texts.about(view))
    first(found)
    moved(view, history)
    checked(found)
    notes(found)
    diagnosed.show_kept()
    how(found, limits)


frame.title("diagnosis")
page()
