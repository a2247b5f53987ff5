"""How is the account doing? Reach, clicks and saves of a period, the change, and what to do next."""

import streamlit as st

from pages.parts import cache, cards, failing, frame, sidebar, speakers, state, subjects, talking, texts
from pages.parts.cache import View
from pages.parts.plain import plain
from pincore.charts import pins as pin_charts
from pincore.charts import trend as trend_chart
from pincore.diagnosis import Limits
from pincore.history import History
from pincore.kpis import QUADRANTS
from pincore.kpis.grouping import GROUPS
from pincore.measures import MEASURE_BY_KEY

frame.guard()


def measures(found: cache.Numbers) -> None:
    for group in GROUPS:
        rows = [kpi for kpi in (*found.kpis, *found.video) if kpi.measure.group == group.key]
        if not rows:
            continue
        st.header(group.title, anchor=False)
        st.caption(group.says)
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


@st.fragment
@failing.alone()
def trend(view: View, history: History, found: cache.Numbers, speaker: speakers.Owner | None) -> None:
    st.header("How it went, day by day", anchor=False)
    labels = {kpi.measure.label: kpi.measure.key for kpi in (*found.kpis, *found.video)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = str(st.selectbox("Measure", list(labels), key="measure", bind="query-params", width=260))
        grain = st.radio("By", ["Day", "Week"], key="grain", bind="query-params", horizontal=True, width="content")
    key = labels[label]
    rows = cache.trend(view, history, key, "week" if grain == "Week" else "day")
    if not rows["value"].notna().any():
        cards.whisper(f"{label} by day is not known for this period. An overview export with the chart set to it would show it.")
        return
    rows = trend_chart.with_notes(rows, talking.by_day(speaker), grain == "Week")
    spec = trend_chart.draw_trend(
        label, MEASURE_BY_KEY[key].unit == "share", grain == "Week", trend_chart.BEFORE in set(rows["series"]), trend_chart.NOTE in rows
    )
    cards.show_chart(spec, rows, "trend", label, texts.alt(label, view))


@failing.alone()
def top_pins(view: View, history: History, speaker: speakers.Owner | None) -> None:
    rows = cache.top_pins(view, history)
    if rows.empty:
        return
    st.header("The Pins with the most traffic", anchor=False)
    cards.whisper(texts.dated(rows, view))
    spec = pin_charts.draw(rows, "Impressions")
    name = "The Pins with the most traffic"
    cards.show_chart(spec, rows, "pins", name, texts.alt_dated(name, rows, view))
    talking.show(speaker, subjects.pins(cache.table(view, history, "pin")), "pins", "Notes on Pins")


@st.fragment
@failing.alone()
def plane(view: View, history: History) -> None:
    st.header("What each Pin is good for", anchor=False)
    bounds = st.radio("Draw the lines at", list(texts.BOUNDARIES), key="lines", bind="query-params", horizontal=True)
    rows = cache.plane(view, history, texts.BOUNDARIES[str(bounds)])
    if rows.empty:
        cards.whisper("For this the outbound clicks and the saves of the same Pins are needed. " + cache.covered(history).says)
        return
    cards.whisper(texts.dated(rows, view))
    cards.show_chart(
        texts.plane_spec(view.save_rate_over),
        rows,
        "plane",
        "What each Pin is good for",
        texts.alt_dated("Outbound click rate against save rate of each Pin", rows, view),
    )
    cards.whisper(texts.PLANE_SAYS)
    with st.grid(2, min_column_width=280):
        for row in QUADRANTS:
            st.markdown(f"**{plain(row.label)}.** {plain(row.says)} {plain(row.do)}")


@st.fragment
@failing.alone()
def tables(view: View, history: History) -> None:
    st.header("Boards, formats, pages and Pins", anchor=False)
    tables = {table.title: table for table in texts.TABLES}
    table = tables[str(st.radio("Show", list(tables), key="table", bind="query-params", horizontal=True))]
    rows = cache.table(view, history, table.dimension)
    if rows.empty:
        cards.whisper(table.missing)
        return
    cards.whisper(texts.speaks_of(rows, view))
    cards.show_table(rows, texts.columns(table, rows), texts.FORMATS, table.dimension, table.title, known=repr((view, table)))


@failing.alone()
def checks(history: History) -> None:
    with st.expander("Do the numbers agree with each other?", icon=":material/fact_check:"):
        cards.show_checks(history.checks)
        cards.show_notes(history.notes)


def how(view: View, found: cache.Numbers, history: History) -> None:
    with st.expander("How this was computed", icon=":material/calculate:"):
        cards.show_list(texts.how(view, found, history))
        cards.show_list(texts.left_out(state.imports()))
        st.page_link("pages/glossary.py", label="All words and rules")


def page() -> None:
    looked = sidebar.look("There is nothing to show yet.")
    if looked is None:
        return
    view, history = looked
    found, speaker = cache.numbers(view, history), speakers.owner()
    cards.show_answer(found.says, texts.about(view))
    top_finding(view, history)
    measures(found)
    trend(view, history, found, speaker)
    talking.show(speaker, subjects.Days(view.period, view.against), "days", "Notes on days")
    top_pins(view, history, speaker)
    plane(view, history)
    tables(view, history)
    checks(history)
    cards.show_actions(texts.actions(found, cache.covered(history)))
    how(view, found, history)


frame.title("dashboard")
page()
