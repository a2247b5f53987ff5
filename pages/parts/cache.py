"""What is computed once for a set of files and choices.

The keys are the digest of the history and the frozen choices, never a frame. The history itself travels as `_history`, which the
digest in the view determines. The caches are shared and may be emptied at any time: nothing lives only here.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.parts.state import FileEntry
from pincore import reading
from pincore.charts.pins import shape_top_pins
from pincore.charts.plane import shape_plane
from pincore.charts.trend import shape_trend
from pincore.history import History, stitch
from pincore.kpis import QUADRANTS, Coverage, Kpi, Thresholds, answer, coverage, kpis, pins_plane, top_pin_trends, video
from pincore.kpis.plane import Boundaries
from pincore.measures import MEASURE_BY_KEY, Choice, Dimension, Grain, SaveRateOver, by, series
from pincore.periods import Period
from pincore.reading.imports import Import

SAMPLE_FOLDER = Path(__file__).parents[2] / "sample_data"
SAMPLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".zip")


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


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The Pins in the plane, as drawn, and where it is cut."""

    rows: pd.DataFrame
    ocr: float
    save_rate: float


def numbers(view: View, history: History) -> Numbers:
    """The measures of the view and the sentence that answers the page's question."""
    return _numbers(repr(view), view, history)


@st.cache_data(max_entries=256, show_spinner=False)
def _numbers(key: str, _view: View, _history: History) -> Numbers:
    found = kpis(_history, _view.period, _view.against, _view.choice, _view.thresholds, _view.save_rate_over)
    return Numbers(found, video(_history, _view.period, _view.choice, _view.against), answer(found, _view.period, _view.against))


def trend(view: View, history: History, key: str, grain: Grain) -> pd.DataFrame:
    """The rows of the trend chart of one measure."""
    return _trend(repr(view), key, grain, view, history)


@st.cache_data(max_entries=256, show_spinner=False)
def _trend(key: str, measure: str, grain: Grain, _view: View, _history: History) -> pd.DataFrame:
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


def plane(view: View, history: History, boundaries: Boundaries) -> Plane:
    """The Pins in the plane of outbound click rate against save rate."""
    return _plane(repr(view), boundaries, view, history)


@st.cache_data(max_entries=128, show_spinner=False)
def _plane(key: str, boundaries: Boundaries, _view: View, _history: History) -> Plane:
    found = pins_plane(_history, _view.period, _view.choice, _view.thresholds, boundaries, _view.save_rate_over)
    return Plane(shape_plane(found, {row.key: row.label for row in QUADRANTS}), *found.attrs["boundaries"])


def top_pins(view: View, history: History) -> pd.DataFrame:
    """The rows of the chart of the Pins with the most traffic."""
    return _top_pins(repr(view), view, history)


@st.cache_data(max_entries=128, show_spinner=False)
def _top_pins(key: str, _view: View, _history: History) -> pd.DataFrame:
    return shape_top_pins(top_pin_trends(_history, _view.period, _view.choice))


def covered(history: History) -> Coverage:
    """What is known, estimated and missing."""
    return _covered(history.digest, history)


@st.cache_data(max_entries=64, show_spinner=False)
def _covered(digest: str, _history: History) -> Coverage:
    return coverage(_history)


@st.cache_resource(max_entries=1, show_spinner=False)
def sample() -> tuple[tuple[FileEntry, ...], History]:
    """The sample account, read through the same door as an upload."""
    entries = []
    for path in sorted(SAMPLE_FOLDER.iterdir()):
        if path.suffix in SAMPLE_ENDINGS:
            outcomes = reading.read_files([(path.name, path.read_bytes())])
            entries.append(FileEntry(path.name, path.name, outcomes))
    imports = [o for entry in entries for o in entry.outcomes if isinstance(o, Import)]
    return tuple(entries), stitch(imports)
