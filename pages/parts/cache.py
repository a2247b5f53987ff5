"""What is computed once for a set of files and choices.

The keys are the digest of the history and the frozen choices, never a frame. The history itself travels as `_history`, which the
digest in the view determines. The caches are shared and may be emptied at any time: nothing lives only here. What is small is kept as it
is, so nobody changes it; frames as long as the Pins are copied, which bounds them in bytes. The charts' room is opened inside the functions,
so that a first visit need not wait for it.
"""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from pages.parts import subjects
from pages.parts.session import Rules
from pages.parts.subjects import About
from pincore.choosing import default_choice
from pincore.diagnosis import Diagnosis, Limits, diagnose
from pincore.history import History
from pincore.kpis import QUADRANTS, Coverage, Kpi, Thresholds, answer, coverage, kpis, pins_plane, top_pin_trends, video
from pincore.kpis.plane import Boundaries
from pincore.measures import MEASURE_BY_KEY, Choice, Dimension, Grain, SaveRateOver, by, options, series
from pincore.periods import Period, comparison
from pincore.split import Split, split


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: files, period, comparison, part and rules. Its text is the key of everything computed from it."""

    digest: str
    period: Period
    against: Period | None
    choice: Choice
    thresholds: Thresholds
    save_rate_over: SaveRateOver


@dataclass(frozen=True, slots=True)
class Numbers:
    """The dashboard's numbers and its sentence."""

    kpis: tuple[Kpi, ...]
    video: tuple[Kpi, ...]
    says: str


def first_view(history: History, rules: Rules) -> View | None:
    """What is looked at as long as nothing is chosen; None when no period can be shown."""
    first = default_choice(history)
    if first is None:
        return None
    return View(history.digest, first.period, first.against, Choice(), rules.thresholds or Thresholds(), rules.save_rate_over)


def prepare(history: History, rules: Rules) -> None:
    """Computes what the dashboard shows first, as long as nothing is chosen."""
    view = first_view(history, rules)
    if view is not None:
        numbers(view, history)
        diagnosis(view, history, rules.limits or Limits())


def prepare_rest(history: History, rules: Rules) -> None:
    """Computes what it shows a moment later."""
    view = first_view(history, rules)
    if view is not None:
        trend(view, history, numbers(view, history).kpis[0].measure.key, "day")
        pins(view, history)
        covered(history)
        options(history)


def numbers(view: View, history: History) -> Numbers:
    """The measures of the view and the sentence that answers the page's question."""
    return _numbers(repr(view), view, history)


@st.cache_resource(max_entries=256, show_spinner=False)
def _numbers(key: str, _view: View, _history: History) -> Numbers:
    found = kpis(_history, _view.period, _view.against, _view.choice, _view.thresholds, _view.save_rate_over)
    return Numbers(found, video(_history, _view.period, _view.choice, _view.against), answer(found, _view.period, _view.against))


def trend(view: View, history: History, key: str, grain: Grain) -> pd.DataFrame:
    """The rows of the trend chart of one measure."""
    return _trend(repr(view), key, grain, view, history)


@st.cache_resource(max_entries=256, show_spinner=False)
def _trend(key: str, measure: str, grain: Grain, _view: View, _history: History) -> pd.DataFrame:
    from pincore.charts.trend import shape_trend

    over = _view.save_rate_over
    now = series(_history, _view.period, measure, grain, _view.choice, over)
    before = series(_history, _view.against, measure, grain, _view.choice, over) if _view.against else None
    return shape_trend(now, before, MEASURE_BY_KEY[measure].unit == "share")


def table(view: View, history: History, dimension: Dimension) -> pd.DataFrame:
    """The rows of one table: boards, formats, destination pages or Pins."""
    return _table(repr(view), dimension, view, history)


@st.cache_data(max_entries=128, show_spinner=False)
def _table(key: str, dimension: Dimension, _view: View, _history: History) -> pd.DataFrame:
    return by(_history, dimension, _view.period, _view.choice, _view.save_rate_over)


def pins(view: View, history: History) -> list[About]:
    """The Pins that one can speak about."""
    return _pins(repr(view), view, history)


@st.cache_resource(max_entries=128, show_spinner=False)
def _pins(key: str, _view: View, _history: History) -> list[About]:
    return subjects.pins(table(_view, _history, "pin"))


def plane(view: View, history: History, boundaries: Boundaries) -> pd.DataFrame:
    """The Pins in the plane of outbound click rate against save rate."""
    return _plane(repr(view), boundaries, view, history)


@st.cache_data(max_entries=128, show_spinner=False)
def _plane(key: str, boundaries: Boundaries, _view: View, _history: History) -> pd.DataFrame:
    from pincore.charts.plane import shape_plane

    found = pins_plane(_history, _view.period, _view.choice, _view.thresholds, boundaries, _view.save_rate_over)
    return shape_plane(found, {row.key: row.label for row in QUADRANTS})


def top_pins(view: View, history: History) -> pd.DataFrame:
    """The rows of the chart of the Pins with the most traffic."""
    return _top_pins(repr(view), view, history)


@st.cache_resource(max_entries=128, show_spinner=False)
def _top_pins(key: str, _view: View, _history: History) -> pd.DataFrame:
    from pincore.charts.pins import shape_top_pins

    return shape_top_pins(top_pin_trends(_history, _view.period, _view.choice))


def diagnosis(view: View, history: History, limits: Limits) -> Diagnosis:
    """Everything that was checked, with what to do first. It rests on the dashboard's numbers."""
    asked = replace(view, against=view.against or comparison(view.period), save_rate_over="impressions")
    return _diagnosis(repr((asked, limits)), asked, limits, history)


@st.cache_resource(max_entries=128, show_spinner=False)
def _diagnosis(key: str, _view: View, _limits: Limits, _history: History) -> Diagnosis:
    assert _view.against is not None
    return diagnose(_history, _view.period, _view.against, _view.choice, _limits, numbers(_view, _history).kpis)


def split_of(view: View, history: History, key: str, over: Dimension | None) -> Split | None:
    """The change of a count in parts."""
    return _split_of(repr(view), key, over, view, history)


@st.cache_resource(max_entries=128, show_spinner=False)
def _split_of(key: str, count: str, over: Dimension | None, _view: View, _history: History) -> Split | None:
    return split(_history, _view.period, _view.against or comparison(_view.period), count, over, _view.choice)


def covered(history: History) -> Coverage:
    """What is known, estimated and missing."""
    return _covered(history.digest, history)


@st.cache_resource(max_entries=64, show_spinner=False)
def _covered(digest: str, _history: History) -> Coverage:
    return coverage(_history)
