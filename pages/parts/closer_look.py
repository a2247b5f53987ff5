"""A closer look at a period: day by day, its Pins, or its tables. One of them is drawn at a time, since each is as much work as the rest of the page."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.parts import cache, cards, failing, speakers, talking, texts
from pages.parts.cache import View
from pages.parts.plain import plain
from pincore.charts import pins as pin_charts
from pincore.charts import trend as trend_chart
from pincore.history import History
from pincore.kpis import QUADRANTS
from pincore.measures import MEASURE_BY_KEY

CHOICE = "What to look at"
DAYS, TOP, PLANE, TABLES = "Day by day", "Top Pins", "What each Pin is good for", "Boards, formats, pages, Pins"


@st.fragment
def show(view: View, history: History, found: cache.Numbers, speaker: speakers.Owner | None) -> None:
    """Shows the choice, and what is chosen."""
    parts: dict[str, Callable[[], None]] = {
        DAYS: partial(_show_trend, view, history, found, speaker),
        TOP: partial(_show_top_pins, view, history),
        PLANE: partial(_show_plane, view, history),
        TABLES: partial(_show_tables, view, history),
    }
    st.header("A closer look", anchor=False)
    chosen = st.pills(CHOICE, list(parts), default=DAYS, required=True, key="look", bind="query-params", label_visibility="collapsed")
    parts.get(str(chosen), parts[DAYS])()


@failing.alone()
def _show_trend(view: View, history: History, found: cache.Numbers, speaker: speakers.Owner | None) -> None:
    labels = {kpi.measure.label: kpi.measure.key for kpi in (*found.kpis, *found.video)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = str(st.selectbox("Measure", list(labels), key="measure", bind="query-params", width=260))
        grain = st.radio("By", ["Day", "Week"], key="grain", bind="query-params", horizontal=True, width="content")
    key = labels[label]
    rows = cache.trend(view, history, key, "week" if grain == "Week" else "day")
    if not rows["value"].notna().any():
        cards.whisper(f"{label} by day is not known for this period. An overview export with the chart set to it would show it.")
        return
    noted = talking.by_day(speaker)
    rows = trend_chart.with_notes(rows, noted, grain == "Week")
    spec = trend_chart.draw_trend(
        label, MEASURE_BY_KEY[key].unit == "share", grain == "Week", trend_chart.BEFORE in set(rows["series"]), trend_chart.NOTE in rows
    )
    known = "" if noted else repr((view, key, grain))
    cards.show_chart(spec, rows, "trend", label, texts.alt(label, view), known)


@failing.alone()
def _show_top_pins(view: View, history: History) -> None:
    rows = cache.top_pins(view, history)
    if rows.empty:
        cards.whisper("No file tells of single Pins in this period. " + cache.covered(history).says)
        return
    name = "The Pins with the most traffic"
    cards.whisper(f"{name}: their impressions. {texts.dated(rows, view)}".rstrip())
    spec = pin_charts.draw(rows, "Impressions")
    cards.show_chart(spec, rows, "pins", name, texts.alt_dated(name, rows, view), known=repr((view, "pins")))


@failing.alone()
def _show_plane(view: View, history: History) -> None:
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
        PLANE,
        texts.alt_dated("Outbound click rate against save rate of each Pin", rows, view),
        known=repr((view, "plane", bounds)),
    )
    cards.whisper(texts.PLANE_SAYS)
    with st.grid(2, min_column_width=280):
        for row in QUADRANTS:
            st.markdown(f"**{plain(row.label)}.** {plain(row.says)} {plain(row.do)}")


@failing.alone()
def _show_tables(view: View, history: History) -> None:
    tables = {table.title: table for table in texts.TABLES}
    table = tables[str(st.radio("Show", list(tables), key="table", bind="query-params", horizontal=True))]
    rows = cache.table(view, history, table.dimension)
    if rows.empty:
        cards.whisper(table.missing)
        return
    cards.whisper(texts.speaks_of(rows, view))
    cards.show_table(rows, texts.columns(table, rows), texts.FORMATS, table.dimension, table.title, known=repr((view, table)))
