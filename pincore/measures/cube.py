"""The Pin rows as integer codes: worked out once for a history, reduced by counting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pincore.facts import History
from pincore.layouts import EPOCH, all_one_day, day_numbers
from pincore.links import board_key, normalise_link
from pincore.measures.table import Choice
from pincore.periods import Period

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
KEPT = 24


@dataclass(frozen=True, slots=True, eq=False)
class PinRows:
    """Rows about Pins as arrays: the Pin's place in `pins`, first and last day as numbers, one array a count."""

    pins: pd.Index
    pin: NDArray[np.signedinteger]
    start: Ints
    end: Ints
    estimated: Bools
    counts: dict[str, Floats]
    one_day: bool
    _gaps: dict[str, bool] = field(default_factory=dict, repr=False)
    _longer: list["PinRows"] = field(default_factory=list, repr=False)

    @property
    def longer(self) -> "PinRows":
        """The rows of more than one day: few beside Pin-days, and asked for once for each window."""
        if not self._longer:
            self._longer.append(self.taken(np.flatnonzero(self.start != self.end)))
        return self._longer[0]

    def has_gaps(self, key: str) -> bool:
        """Whether a row lacks the count."""
        if key not in self._gaps:
            self._gaps[key] = has_gaps(self.counts.get(key))
        return self._gaps[key]

    def taken(self, rows: NDArray[np.intp]) -> "PinRows":
        """The same of some rows."""
        end = self.start[rows] if self.one_day else self.end[rows]
        start = end if self.one_day else self.start[rows]
        counts = {key: values[rows] for key, values in self.counts.items()}
        return PinRows(self.pins, self.pin[rows], start, end, self.estimated[rows], counts, self.one_day)

    def __len__(self) -> int:
        return len(self.pin)


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums by code: `values` is NaN where nothing was known, `blanks` counts rows without a number."""

    values: Floats
    blanks: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ByPin:
    """Sums by Pin over rows of one period or window. `n_rows` says which Pins have rows at all."""

    rows: PinRows
    start: int
    end: int
    basis: str
    n_rows: Ints
    n_days: int = 0
    _sums: dict[object, object] = field(default_factory=dict, repr=False)

    def sums(self, key: str) -> Floats:
        """The sum of a count by Pin, NaN where it is not known."""
        if key not in self._sums:
            self._sums[key] = reduced(self.rows.pin, self.rows.counts.get(key), self.n_rows, self.rows.has_gaps(key)).values
        return self._sums[key]  # type: ignore[return-value]

    def pair(self, count: str, out_of: str) -> tuple[Floats, Floats]:
        """Both halves of a rate by Pin, over rows that know both."""
        if (count, out_of) not in self._sums:
            top, bottom = self.rows.counts.get(count), self.rows.counts.get(out_of)
            if not self.rows.has_gaps(count) and not self.rows.has_gaps(out_of):
                self._sums[count, out_of] = self.sums(count), self.sums(out_of)
            else:
                self._sums[count, out_of] = paired(self.rows.pin, top, bottom, len(self.rows.pins))
        return self._sums[count, out_of]  # type: ignore[return-value]


def remembered(history: History, key: tuple[object, ...]) -> object | None:
    """What was kept under the key, or None."""
    return history.memo.get(key)


def keep(history: History, key: tuple[object, ...], value: object) -> None:
    """Keep a result with the history; of each kind (first part of the key) the latest ones stay."""
    same = [k for k in list(history.memo) if k[0] == key[0]]
    for old in same[: max(0, len(same) - KEPT + 1)]:
        history.memo.pop(old, None)
    history.memo[key] = value


def pin_rows(history: History, choice: Choice = Choice()) -> PinRows:
    """The rows of the Pins chosen."""
    if choice.everything:
        known = history.memo.get(("rows",))
        if known is None:
            known = _read_rows(history.pins)
            history.memo[("rows",)] = known
        assert isinstance(known, PinRows)
        return known
    key = ("chosen_rows", choice)
    chosen = remembered(history, key)
    if chosen is None:
        every = pin_rows(history)
        chosen = every.taken(np.flatnonzero(_chosen(history, every, choice)))
        keep(history, key, chosen)
    assert isinstance(chosen, PinRows)
    return chosen


def _read_rows(frame: pd.DataFrame) -> PinRows:
    column = frame["pin"].astype("category")
    start = day_numbers(frame["start"])
    one_day = all_one_day(frame)
    counts = {key: frame[key].to_numpy() for key in frame.columns if frame[key].dtype == np.float64}
    return PinRows(
        column.cat.categories, np.asarray(column.cat.codes), start, start if one_day else day_numbers(frame["end"]),
        frame["estimated"].to_numpy(dtype=bool), counts, one_day,
    )  # fmt: skip


def _chosen(history: History, rows: PinRows, choice: Choice) -> Bools:
    wanted = np.ones(len(rows), dtype=bool)
    facts = pin_facts(history)
    if choice.board is not None:
        wanted &= (facts["board"].map(_board_key) == board_key(choice.board)).to_numpy()[rows.pin]
    if choice.format is not None:
        wanted &= (facts["format"] == choice.format).to_numpy(dtype=bool, na_value=False)[rows.pin]
    for name, value in (("source", choice.source), ("content_type", choice.content_type)):
        if value is not None:
            wanted &= (history.pins[name] == value).to_numpy(dtype=bool) if name in history.pins else False
    return wanted


def _board_key(name: object) -> str | None:
    return board_key(name) if isinstance(name, str) else None


def pin_facts(history: History) -> pd.DataFrame:
    """The details of every Pin of the rows, in the order of their codes; `page` is where its link leads, or missing."""
    known = history.memo.get(("facts",))
    if known is None:
        pins = pin_rows(history).pins
        details = history.details
        places = pd.Index(details["pin"]).get_indexer(pins) if len(details) else np.full(len(pins), -1)
        known = details.take(np.maximum(places, 0)) if len(details) else details.reindex(range(len(pins)))
        known = known.assign(pin=pins.to_numpy()).reset_index(drop=True)
        if len(details):
            lost = places < 0
            if lost.any():
                known.loc[lost, [c for c in known.columns if c != "pin"]] = None
        codes, links = pd.factorize(known["link"])
        pages = [normalise_link(str(link)) or None for link in links.tolist()]
        known["page"] = pd.Series([*pages, None], dtype="str").take(codes).set_axis(known.index)
        history.memo[("facts",)] = known
    assert isinstance(known, pd.DataFrame)
    return known


def has_gaps(values: Floats | None) -> bool:
    """Whether any number is missing."""
    return values is None or bool(np.isnan(values.sum()))


def reduced(codes: NDArray[np.signedinteger], values: Floats | None, rows: Ints, gaps: bool = True, in_order: bool = False) -> Sums:
    """Sums by code over the rows that know the number; `rows` is the number of rows by code. Codes that never fall (`in_order`) are ten times as fast."""
    size = len(rows)
    if values is None:
        return Sums(np.full(size, np.nan), rows)
    if not gaps:
        there = rows > 0
        sums = np.full(size, np.nan)
        if in_order and len(values):
            sums[there] = np.add.reduceat(values, (np.cumsum(rows) - rows)[there])
        else:
            sums[there] = np.bincount(codes, weights=values, minlength=size)[there]
        return Sums(sums, np.zeros(size, dtype=np.int64))
    known = ~np.isnan(values)
    seen = np.bincount(codes[known], minlength=size)
    sums = np.bincount(codes[known], weights=values[known], minlength=size)
    return Sums(np.where(seen > 0, sums, np.nan), rows - seen)


def paired(codes: NDArray[np.signedinteger], top: Floats | None, bottom: Floats | None, size: int) -> tuple[Floats, Floats]:
    """Two sums by code over the rows that know both numbers, NaN where no row does."""
    if top is None or bottom is None:
        return np.full(size, np.nan), np.full(size, np.nan)
    both = ~np.isnan(top) & ~np.isnan(bottom)
    codes = codes[both]
    rows = np.bincount(codes, minlength=size)
    return reduced(codes, top[both], rows, False).values, reduced(codes, bottom[both], rows, False).values


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def day_at(number: int) -> date:
    """The date of a day number.

    >>> day_at(day_number(date(2026, 8, 5)))
    datetime.date(2026, 8, 5)
    """
    return date.fromordinal(number + EPOCH)


def rows_in_days(rows: PinRows, period: Period) -> PinRows:
    """The one-day rows inside the period."""
    first, last = day_number(period.start), day_number(period.end)
    inside = (rows.start >= first) & (rows.start <= last)
    if not rows.one_day:
        inside &= rows.start == rows.end
    return rows if bool(inside.all()) else rows.taken(np.flatnonzero(inside))


def rows_of_window(rows: PinRows, window: Period) -> PinRows:
    """The rows that span exactly these days."""
    if window.days > 1:
        rows = rows.longer
    return rows.taken(np.flatnonzero((rows.start == day_number(window.start)) & (rows.end == day_number(window.end))))


def windows_of(starts: Ints, ends: Ints) -> tuple[Period, ...]:
    """The spans of more than one day among the rows, in order."""
    longer = starts != ends
    if not longer.any():
        return ()
    pairs = np.unique(np.stack([starts[longer], ends[longer]], axis=1), axis=0)
    return tuple(Period(date.fromordinal(int(a) + EPOCH), date.fromordinal(int(b) + EPOCH)) for a, b in pairs)


def nearest_window(windows: Sequence[Period], period: Period) -> Period | None:
    """The window equal to the period, else the one that shares most with it; None when none shares a day."""
    best, score = None, 0.0
    for window in windows:
        shared = (min(window.end, period.end) - max(window.start, period.start)).days + 1
        if shared <= 0:
            continue
        likeness = shared / (window.days + period.days - shared)
        if likeness >= score:
            best, score = window, likeness
    return best
