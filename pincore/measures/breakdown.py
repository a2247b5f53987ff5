"""Tables of a period by Pin, board, format or page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from pincore.facts import History
from pincore.layouts import EPOCH
from pincore.links import board_key
from pincore.measures.boards import board_windows, boards_of
from pincore.measures.cube import ByPin, Floats, Ints, keep, nearest_window, pin_facts, pin_rows, remembered, rows_in_days, rows_of_window
from pincore.measures.daily import Daily, boards_daily, pins_daily
from pincore.measures.options import board_names
from pincore.measures.table import ADDITIVE, Choice
from pincore.measures.totals import SaveRateOver, pin_windows
from pincore.periods import Period

Dimension = Literal["pin", "board", "format", "page"]
RATES: tuple[tuple[str, str, str], ...] = (
    ("ocr", "outbound_clicks", "impressions"),
    ("save_rate", "saves", "impressions"),
    ("close_up_rate", "pin_clicks", "impressions"),
)
NOT_KNOWN = "(not known)"
Texts = ExtensionArray
_GROUPED_BY: dict[str, tuple[str, Callable[[str], str]]] = {
    "board": ("board", board_key),
    "format": ("format", str),
    "page": ("page", str),
}
FIRST_COUNTS = ("impressions", "pin_clicks", "outbound_clicks", "saves")


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """How sums fall into groups: keys and labels of the groups, a code for each Pin or board, and the place of each key among all in order."""

    keys: Texts
    labels: Texts
    codes: Ints
    ranks: Ints


def by(
    history: History, dimension: Dimension, period: Period, choice: Choice = Choice(), save_rate_over: SaveRateOver = "impressions"
) -> pd.DataFrame:
    """One row a Pin, board, format or page, most impressions first.

    Columns: key, label, the counts, ocr, save_rate, close_up_rate (shares of sums over rows that know both halves),
    n_pins, start and end (the days the row speaks of), days (how many of them are known) and basis ("days" sums
    Pin-days, "window" is a table of exactly these dates). When no table fits the period, the one that shares most
    days is used. Missing is NaN. Pins of which the board, format or page is not known are one row with the key "";
    the frame is empty when it is known of none. It is kept with the history, so nobody changes it.
    """
    key = ("table", dimension, period, choice, save_rate_over)
    found = remembered(history, key)
    if found is None:
        found = _find_table(history, dimension, period, choice, save_rate_over)
        keep(history, key, found)
    assert isinstance(found, pd.DataFrame)
    return found


def _find_table(history: History, dimension: Dimension, period: Period, choice: Choice, save_rate_over: SaveRateOver) -> pd.DataFrame:
    if dimension == "board" and choice == Choice(board=choice.board):
        frame = _boards_table(history, period, choice, save_rate_over)
        if frame is None or (frame["start"].iloc[0], frame["end"].iloc[0]) != _span(period):
            frame = _boards_by_day(history, period, choice, save_rate_over, frame)
        if frame is not None:
            return frame
    sums = pin_sums(history, period, choice)
    if sums is None:
        return _empty()
    parts = _parts(history, dimension)
    return _grouped(sums, parts, save_rate_over, dimension == "pin") if len(parts.keys) and parts.keys[0] else _empty()


def pin_sums(history: History, period: Period, choice: Choice = Choice()) -> ByPin | None:
    """The Pins' rows for the period: its days when all are known, else the table that fits best, else None."""
    key = ("pin_sums", period, choice)
    found = remembered(history, key)
    if found is None and key not in history.memo:
        found = _find_sums(history, period, choice)
        keep(history, key, found)
    assert found is None or isinstance(found, ByPin)
    return found


def _find_sums(history: History, period: Period, choice: Choice) -> ByPin | None:
    rows = pin_rows(history, choice)
    daily = pins_daily(history, choice)
    days = _days_with_rows(daily, period)
    window = nearest_window(pin_windows(history, choice), period)
    if window is not None and window != period and len(days) and len(days) / period.days >= _likeness(window, period):
        window = None
    if len(days) == period.days or (len(days) and window is None):
        chosen = rows_in_days(rows, period)
        return ByPin(chosen, int(days[0]), int(days[-1]), "days", np.bincount(chosen.pin, minlength=len(rows.pins)), n_days=len(days))
    if window is None:
        return None
    chosen = rows_of_window(rows, window)
    first, last = window.start.toordinal() - EPOCH, window.end.toordinal() - EPOCH
    return ByPin(chosen, first, last, "window", np.bincount(chosen.pin, minlength=len(rows.pins)), n_days=window.days)


def _likeness(window: Period, period: Period) -> float:
    shared = (min(window.end, period.end) - max(window.start, period.start)).days + 1
    return shared / (window.days + period.days - shared)


def _days_with_rows(daily: Daily | None, period: Period) -> Ints:
    if daily is None:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.nan_to_num(daily.cut(daily.n_rows.astype(float), period)) > 0) + (period.start.toordinal() - EPOCH)


def _parts(history: History, dimension: Dimension) -> _Parts:
    found = history.memo.get(("parts", dimension))
    if found is None:
        found = history.memo["parts", dimension] = _find_parts(pin_facts(history), dimension)
    assert isinstance(found, _Parts)
    return found


def _find_parts(facts: pd.DataFrame, dimension: Dimension) -> _Parts:
    if dimension == "pin":
        return _named(facts["pin"], pin_labels(facts), np.arange(len(facts)))
    column, as_key = _GROUPED_BY[dimension]
    values, texts = pd.factorize(facts[column])
    keys = [as_key(str(text)) for text in texts]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    labels = dict(zip(reversed(keys), reversed([str(t) for t in texts]), strict=True)) if dimension != "page" else {key: key for key in places}
    merged = np.array([places[key] for key in keys] + [len(places)], dtype=np.int64)
    named = [labels[key] for key in places]
    return _named(pd.Series([*places, ""], dtype="str"), pd.Series([*named, NOT_KNOWN], dtype="str"), merged[values])


def _named(keys: pd.Series, labels: pd.Series, codes: Ints) -> _Parts:
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[keys.argsort().to_numpy()] = np.arange(len(keys))
    return _Parts(keys.array, labels.array, codes, ranks)


def pin_labels(facts: pd.DataFrame) -> pd.Series:
    """What to call each Pin: its title, else the end of its id."""
    titles = facts["title"].astype("str")
    lacking = (titles.isna() | (titles.str.strip() == "")).to_numpy(dtype=bool)
    if lacking.any():
        titles = titles.mask(lacking, "Pin …" + facts["pin"].astype("str").str[-6:])
    return titles


def _grouped(sums: ByPin, parts: _Parts, save_rate_over: SaveRateOver, alone: bool) -> pd.DataFrame:
    size = len(parts.keys)
    present = sums.n_rows > 0
    n_pins = np.bincount(parts.codes[present], minlength=size)
    counts = [*FIRST_COUNTS, *(key for key in ADDITIVE if key in sums.rows.counts and key not in FIRST_COUNTS)]
    data: dict[str, Any] = {}
    for key in counts:
        data[key] = sums.sums(key) if alone else _added(parts.codes, sums.sums(key), size)
    for rate, count, out_of in RATES:
        top, bottom = sums.pair(count, save_rate_over if rate == "save_rate" else out_of)
        data[rate] = quotient(top, bottom) if alone else quotient(_added(parts.codes, top, size), _added(parts.codes, bottom, size))
    data |= {"n_pins": n_pins, "start": _day(sums.start), "end": _day(sums.end), "days": sums.n_days, "basis": sums.basis}
    return _ordered(data, parts, np.flatnonzero(n_pins > 0))


def _added(codes: Ints, values: Floats, size: int) -> Floats:
    known = ~np.isnan(values)
    sums = np.bincount(codes[known], weights=values[known], minlength=size)
    return np.where(np.bincount(codes[known], minlength=size) > 0, sums, np.nan)


def quotient(top: Floats, bottom: Floats) -> Floats:
    """top / bottom, NaN where it cannot be known."""
    return np.asarray(np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0))


def _day(number: int) -> pd.Timestamp:
    return pd.Timestamp(date.fromordinal(number + EPOCH)).as_unit("s")


def _ordered(data: Mapping[str, Any], parts: _Parts, places: Ints) -> pd.DataFrame:
    """The rows at these places, most impressions first; what is no array is the same in every row."""
    falling = [-data[key][places] for key in ("saves", "outbound_clicks", "impressions")]
    order = places[np.lexsort((parts.ranks[places], *falling))]
    columns = {"key": parts.keys.take(order), "label": parts.labels.take(order)}
    return pd.DataFrame(columns | {key: values[order] if isinstance(values, np.ndarray) else values for key, values in data.items()})


def _boards_table(history: History, period: Period, choice: Choice, save_rate_over: SaveRateOver) -> pd.DataFrame | None:
    """The boards' own table, where it fits the period exactly or no Pin-days know their boards."""
    window = nearest_window(board_windows(history), period)
    if window is None:
        return None
    if window != period:
        days = _days_with_rows(pins_daily(history, choice), period)
        if len(days) / period.days >= _likeness(window, period) and bool(pin_facts(history)["board"].notna().any()):
            return None
    frame = boards_of(history, window, choice.board).reset_index(drop=True)
    if not len(frame):
        return None
    counts = [key for key in ADDITIVE if key in frame or key in FIRST_COUNTS]
    names = board_names(history)
    keys = [board_key(str(name)) for name in frame["board"].tolist()]
    parts = _named(pd.Series(keys, dtype="str"), pd.Series([names[key] for key in keys], dtype="str"), np.arange(len(keys)))
    data: dict[str, Any] = {}
    for key in counts:
        data[key] = frame[key].to_numpy() if key in frame else np.full(len(frame), np.nan)
    for rate, count, out_of in RATES:
        half = save_rate_over if rate == "save_rate" else out_of
        data[rate] = quotient(np.asarray(data[count]), np.where(np.isnan(np.asarray(data[count])), np.nan, np.asarray(data[half])))
    data |= {"n_pins": np.nan, "start": pd.Timestamp(window.start).as_unit("s"), "end": pd.Timestamp(window.end).as_unit("s")}
    data |= {"days": window.days, "basis": "window"}
    return _ordered(data, parts, parts.codes)


def _span(period: Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(period.start).as_unit("s"), pd.Timestamp(period.end).as_unit("s")


def _boards_by_day(history: History, period: Period, choice: Choice, save_rate_over: SaveRateOver, other: pd.DataFrame | None) -> pd.DataFrame | None:
    """The sums of a table with a row a board and day, where it knows every day of the period; else the other frame."""
    daily = boards_daily(history, choice)
    if daily is None or len(_days_with_rows(daily, period)) < period.days:
        return other
    rows = rows_in_days(daily.rows, period)
    sums = ByPin(rows, rows.start.min(), rows.start.max(), "days", np.bincount(rows.pin, minlength=len(rows.pins)), n_days=period.days)
    labels = pd.Series([str(name) for name in rows.pins], dtype="str")
    parts = _named(labels.map(board_key).astype("str"), labels, np.arange(len(labels)))
    return _grouped(sums, parts, save_rate_over, True).assign(n_pins=np.nan)


def _empty() -> pd.DataFrame:
    numbers = [*FIRST_COUNTS, *(rate for rate, _, _ in RATES), "n_pins"]
    texts = {"key": pd.Series(dtype="str"), "label": pd.Series(dtype="str")}
    data = texts | {key: pd.Series(dtype="float64") for key in numbers}
    data |= {"start": pd.Series(dtype="datetime64[s]"), "end": pd.Series(dtype="datetime64[s]"), "days": pd.Series(dtype="int64")}
    return pd.DataFrame(data | {"basis": pd.Series(dtype="str")})
