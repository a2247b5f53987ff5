"""What is looked at: the choices in the sidebar, which travel in the address, and the rules, which travel with the session."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from pages.parts import cache, cards, frame, later, state
from pages.parts.cache import View
from pincore.bands import MOST_EDGE
from pincore.choosing import choices
from pincore.history import History
from pincore.kpis import Thresholds
from pincore.measures import Choice, SaveRateOver, options
from pincore.periods import Period, comparison

KEYS = ("period", "days", "against", "board", "format", "source", "content_type")
BEFORE, YEAR_AGO = "The days before", "A year ago"


def look(nothing: str, waits: bool = False) -> tuple[View, History] | None:
    """What is looked at, and the history it is of; while there is nothing to look at, the page says so and shows the ways on.

    Where the rest of the page waits, the choices do as well, unless the address holds one.
    """
    history = state.history()
    view = None if history.empty else _first(history) if waits and not set(KEYS) & set(st.query_params) else choose(history)
    if view is None:
        frame.invite(nothing)
        return None
    return view, history


def _first(history: History) -> View | None:
    view = cache.first_view(history, state.session().rules)
    if view is not None:
        with st.sidebar:
            later.keep_place()
    return view


def choose(history: History) -> View | None:
    """What is looked at, chosen in the sidebar and kept in the address; None when no period can be shown."""
    offered = {choice.label: choice for choice in choices(history) if choice.key != "last_year"}
    if not offered:
        return None
    state.recall_choices(history.digest)
    with st.sidebar:
        chosen = offered[str(st.selectbox("Period", list(offered), key="period", bind="query-params"))]
        period = _custom(history, chosen.period) if chosen.key == "custom" else chosen.period
        against = _compared(history, period) or (comparison(period) if chosen.key == "custom" else chosen.against)
        part = Choice(**{name: _part(name, label, found) for name, label, found in _parts(history)})
        thresholds, over = _rules()
    state.remember_choices(history.digest, KEYS)
    return View(history.digest, period, against, part, thresholds, over)


def _custom(history: History, default: Period) -> Period:
    known = history.days or default
    days = st.date_input(
        "Days, both included", (default.start, default.end), known.start, known.end, key="days", bind="query-params", format="YYYY-MM-DD"
    )
    picked: tuple[date, ...] = days if isinstance(days, tuple) else (days,)
    return Period(min(picked), max(picked)) if picked else default


def _compared(history: History, period: Period) -> Period | None:
    """The same days a year earlier, when the files reach that far and it is chosen."""
    year_ago = comparison(period, history, "last_year")
    if history.days is None or year_ago.start < history.days.start:
        return None
    way = st.segmented_control("Compared with", [BEFORE, YEAR_AGO], default=BEFORE, required=True, key="against", bind="query-params")
    return year_ago if way == YEAR_AGO else None


_PART_LABELS = {"board": "Board", "format": "Format", "source": "Whose Pins", "content_type": "Organic or paid"}
ALL = "All"


def _parts(history: History) -> list[tuple[str, str, list[str]]]:
    found = options(history)
    return [(name, label, list(found.get(name, ()))) for name, label in _PART_LABELS.items() if len(found.get(name, ())) > 1]


def _part(name: str, label: str, found: list[str]) -> str | None:
    picked = st.selectbox(label, [ALL, *found], key=name, bind="query-params")
    return None if picked == ALL else picked


_OVER: dict[str, SaveRateOver] = {"impressions": "impressions", "pin clicks": "pin_clicks"}
_SLIDERS: dict[str, tuple[str, str]] = {
    "ocr": ("Outbound click rate: poor below, strong above", "ocr"),
    "saves": ("Save rate: poor below, strong above", "save_rate"),
}


def _rules() -> tuple[Thresholds, SaveRateOver]:
    rules = state.session().rules
    box = st.expander("Rules of the bands", key="rules", on_change="rerun")
    if not box.open:
        return thresholds(), rules.save_rate_over
    with box:
        state.mirror("over", next(label for label, over in _OVER.items() if over == rules.save_rate_over))
        st.segmented_control("Save rate is saves divided by", list(_OVER), required=True, key="over", on_change=_set_over)
        for key, (label, name) in _SLIDERS.items():
            state.mirror(key, getattr(thresholds(), name))
            st.slider(
                label, 0.0, MOST_EDGE[name], getattr(Thresholds(), name), 0.0005, format="percent", key=key, on_change=_set_edges, args=(key, name)
            )
        cards.whisper(thresholds().source)
    return thresholds(), rules.save_rate_over


def thresholds() -> Thresholds:
    """Where the bands begin, as it was set."""
    return state.session().rules.thresholds or Thresholds()


def _set_over() -> None:
    state.session().rules.save_rate_over = _OVER[str(state.chosen("over"))]


def _set_edges(key: str, name: str) -> None:
    edges: dict[str, Any] = {name: tuple(state.chosen(key))}
    state.session().rules.thresholds = replace(thresholds(), **edges)
