"""What the page of concentration shows, worked out once for a view and a measure; the keys tell everything that the results rest on."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.cache import View
from pincore.concentration import LIMITS, Concentration, Grouping, LeftOut, Winner, concentration, groupings, ranked_pins, top_places, winners
from pincore.concentration.account import spread_of
from pincore.concentration.shares import lorenz
from pincore.decay import Decay, Outlook, PinLife, decay, describe_fresh, describe_half_life, pin_lives, since_publication, with_fresh_days
from pincore.history import History
from pincore.measures import MEASURES, Measure
from pincore.measures.listing import listed_period
from pincore.wording import describe_number

COUNTED: dict[str, Measure] = {measure.label: measure for measure in MEASURES if not measure.is_rate}
PIN_COLUMNS = {
    "rank": "Rank",
    "label": "Pin",
    "count": "Count",
    "share": "Share",
    "cumulated": "Together",
    "board": "Board",
    "link": "Link",
    "pin": "Pin id",
}
PIN_FORMATS = {"label": "text", "count": "count", "share": "share", "cumulated": "share"}
GROUP_COLUMNS = {"label": "Name", "count": "Count", "share": "Share", "n_pins": "Pins"}
LIFE_COLUMNS = {"label": "Pin", "state": "State", "age": "Age in days", "recent": "Last 28 days", "earlier": "28 days before", "half_life": "Half-life in days",
                "kind": "Half-life is"}  # fmt: skip
BRIEF_COLUMNS = {"title": "Pin", "element": "What changes", "changes": "Change", "stays": "What stays", "hypothesis": "Why it may work", "metric": "Judge it by",
                 "link": "Link", "pin": "Pin id", "at_risk": "At risk a month"}  # fmt: skip
AHEAD_COLUMNS = {"day": "Next days", "low": "Likely from", "mid": "About", "high": "Likely to"}
DIMENSIONS = {"Boards": "board", "Destination pages": "page", "Formats": "format"}
TOP = 20
CURVES = 5


@dataclass(frozen=True, slots=True)
class Risk:
    """The concentration of a view in one measure, the period before, and the lives of its top Pins."""

    found: Concentration
    before: Concentration | None
    parts: tuple[Grouping, ...]
    lives: tuple[PinLife, ...]
    chosen: tuple[Winner, ...]
    left: tuple[LeftOut, ...]
    moved: bool


def risk(view: View, history: History, key: str) -> Risk:
    """What is known of the view; where no Pins are known for its period, of the known dates nearest to it."""
    return _risk(repr(view), key, view, history)


@st.cache_data(max_entries=64, show_spinner="Weighing the Pins…")
def _risk(key: str, measure: str, _view: View, _history: History) -> Risk:
    period = listed_period(_history, _view.period, measure, _view.choice) or _view.period
    moved = period != _view.period
    found = concentration(_history, period, measure, _view.choice)
    before = concentration(_history, _view.against, measure, _view.choice) if _view.against and not moved else None
    places = top_places(found, TOP)
    lives = pin_lives(_history, measure, places, decay(_history, measure, _view.choice).halves, _view.choice)
    chosen, left = winners(_history, found, lives, _view.choice)
    return Risk(found, before, groupings(_history, found, _view.choice), lives, chosen, left, moved)


@dataclass(frozen=True, slots=True)
class Fading:
    """How fast the Pins of a view fade, in words and rows."""

    half_life: str
    days: float | None
    fresh: str
    outlook: Outlook
    curves: pd.DataFrame
    weeks: pd.DataFrame
    remarks: tuple[str, ...]
    reason: str


def fading(view: View, history: History, key: str, fresh_days: int) -> Fading:
    """How fast the Pins fade, with fresh Pins those published in the last `fresh_days` days."""
    return _fading(repr(view), key, fresh_days, view, history)


@st.cache_data(max_entries=64, show_spinner="Following the Pins…")
def _fading(key: str, measure: str, fresh_days: int, _view: View, _history: History) -> Fading:
    from pincore.charts import decay as charts

    found = with_fresh_days(decay(_history, measure, _view.choice), fresh_days)
    curves, weeks = _curves(found, risk(_view, _history, measure)), charts.shape_freshness(found.fresh) if found.courses else pd.DataFrame()
    return Fading(
        describe_half_life(found, measure),
        found.account.days,
        describe_fresh(found, measure),
        found.outlook,
        curves,
        weeks,
        found.remarks,
        found.reason,
    )


def _curves(found: Decay, known: Risk) -> pd.DataFrame:
    from pincore.charts import decay as charts

    if found.courses is None:
        return pd.DataFrame()
    places, labels = top_places(known.found, TOP), [life.label for life in known.lives]
    rows = since_publication(found.courses, places, labels)
    kept = list(dict.fromkeys(rows["label"]))[:CURVES]
    return charts.shape_curves(rows[rows["label"].isin(kept)])


def pins(history: History, known: Risk, most: int | None = None) -> pd.DataFrame:
    """The ranked Pins, with a row for all other Pins."""
    return ranked_pins(history, known.found, most)


def ranked_chart(history: History, known: Risk) -> tuple[dict[str, Any], pd.DataFrame]:
    """The ranked bars: what to draw and its rows."""
    from pincore.charts import concentration as charts

    return charts.draw_ranked(known.found.measure.label, LIMITS), charts.shape_ranked(pins(history, known, TOP))


def lorenz_chart(known: Risk) -> tuple[dict[str, Any], pd.DataFrame] | None:
    """The Lorenz curve, or None when not every Pin is known."""
    from pincore.charts import concentration as charts

    if not known.found.total:
        return None
    points, held = lorenz(spread_of(known.found.listing))
    return (charts.draw_lorenz(known.found.measure.label), charts.shape_lorenz(points, held)) if len(points) > 2 else None


def groups(part: Grouping) -> pd.DataFrame:
    """The rows of a board, page or format."""
    rows = pd.DataFrame([(g.label, g.count, g.share, g.n_pins) for g in part.groups], columns=list(GROUP_COLUMNS))
    return rows.dropna(axis="columns", how="all")


def lives(known: Risk) -> pd.DataFrame:
    """The rows of the top Pins' lives; an age that is only known from below says so."""
    rows = []
    for life in known.lives:
        age = None if life.age is None else f"{'at least ' if life.age_at_least else ''}{describe_number(life.age)}"
        rows.append(
            (
                life.label,
                life.named_state,
                age,
                _whole(life.recent),
                _whole(life.earlier),
                _tenth(life.half_life),
                life.kind.replace("_", " ") or None,
            )
        )
    return pd.DataFrame(rows, columns=list(LIFE_COLUMNS))


def _tenth(x: float | None) -> float | None:
    return None if x is None else round(x, 1)


def ahead(found: Outlook) -> pd.DataFrame:
    """The rows of the projection, whole numbers."""
    points = [replace(p, low=_whole(p.low), mid=_whole(p.mid), high=_whole(p.high)) for p in found.points]
    return pd.DataFrame([(p.day, p.low, p.mid, p.high) for p in points], columns=list(AHEAD_COLUMNS))


def _whole(x: float | None) -> float | None:
    return None if x is None else float(round(x))
