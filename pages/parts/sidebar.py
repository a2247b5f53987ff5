"""What is looked at: the choices in the sidebar, which travel in the address."""

from datetime import date

import streamlit as st

from pages.parts import cards, state
from pages.parts.cache import View
from pincore.choosing import choices
from pincore.history import History
from pincore.kpis import Thresholds
from pincore.measures import Choice, options
from pincore.periods import Period, comparison

KEYS = ("period", "days", "against", "board", "format", "source", "content_type", "over", "ocr", "saves")
BEFORE, YEAR_AGO = "The days before", "A year ago"


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


def _rules() -> tuple[Thresholds, str]:
    with st.expander("Rules of the bands"):
        over = st.segmented_control("Save rate is saves divided by", ["impressions", "pin clicks"], default="impressions", required=True,
                                    key="over", bind="query-params")  # fmt: skip
        usual = Thresholds()
        ocr = st.slider(
            "Outbound click rate: poor below, strong above", 0.0, 0.02, usual.ocr, 0.0005, format="percent", key="ocr", bind="query-params"
        )
        save = st.slider(
            "Save rate: poor below, strong above", 0.0, 0.03, usual.save_rate, 0.0005, format="percent", key="saves", bind="query-params"
        )
        cards.whisper(usual.source)
    return Thresholds(ocr=ocr, save_rate=save), "pin_clicks" if over == "pin clicks" else "impressions"
