"""Counts by day, of the account or summed over Pins."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from pincore.facts import History
from pincore.layouts import EPOCH, day_numbers
from pincore.links import board_key
from pincore.measures.cube import Bools, Floats, Ints, PinRows, day_number, keep, paired, pin_rows, reduced, remembered
from pincore.measures.table import Choice
from pincore.periods import Period

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """Counts by day from the day number `first` on; NaN is unknown.

    `level` is "account" (rows of the account), "pins" or "board_days" (sums over Pins or boards; a day is known when any
    row of it is). `in_order` says whether the days of the rows never fall.
    """

    level: str
    first: int
    n: int
    estimated: Bools
    rows: PinRows
    day: Ints
    n_rows: Ints
    in_order: bool
    _sums: dict[object, object] = field(default_factory=dict, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.rows.counts)

    def values(self, key: str) -> Floats:
        """The count of every day."""
        return self._reduced(key)[0]

    def blanks(self, key: str) -> Ints:
        """The number of rows of every day that lack the count."""
        return self._reduced(key)[1]

    def _reduced(self, key: str) -> tuple[Floats, Ints]:
        if key not in self._sums:
            sums = reduced(self.day, self.rows.counts.get(key), self.n_rows, self.rows.has_gaps(key), self.in_order)
            self._sums[key] = sums.values, sums.blanks
        return self._sums[key]  # type: ignore[return-value]

    def pair(self, count: str, out_of: str) -> tuple[Floats, Floats]:
        """Both halves of a rate by day, over rows that know both."""
        if (count, out_of) not in self._sums:
            top, bottom = self.rows.counts.get(count), self.rows.counts.get(out_of)
            if not self.rows.has_gaps(count) and not self.rows.has_gaps(out_of):
                self._sums[count, out_of] = self.values(count), self.values(out_of)
            else:
                self._sums[count, out_of] = paired(self.day, top, bottom, self.n)
        return self._sums[count, out_of]  # type: ignore[return-value]

    def rows_between(self, start: int, end: int) -> "slice | Ints":
        """The rows of the places from `start` up to `end`."""
        edges, order = self.latest("rows by day", None, self._by_day)
        rows = slice(*edges[np.clip([start, end], 0, self.n)])
        return rows if order is None else order[rows]

    def _by_day(self) -> "tuple[Ints, Ints | None]":
        """Where the rows of each day begin and the last day's end, and the rows in the order of days where they do not stand in it."""
        return np.concatenate([[0], np.cumsum(self.n_rows)]), None if self.in_order else np.argsort(self.day, kind="stable")

    def latest(self, key: object, asked: object, make: Callable[[], Made]) -> Made:
        """What `make` gives for what is asked; only the latest is kept under a key, since it may be as long as the rows."""
        known = self._sums.get(key)
        if not isinstance(known, tuple) or known[0] != asked:
            known = asked, make()
            self._sums[key] = known
        return known[1]  # type: ignore[no-any-return]

    def cut(self, values: Floats, period: Period) -> Floats:
        """The values of the days of a period; NaN for days outside."""
        out = np.full(period.days, np.nan)
        shift = day_number(period.start) - self.first
        low, high = max(0, -shift), min(period.days, self.n - shift)
        if low < high:
            out[low:high] = values[low + shift : high + shift]
        return out

    def estimated_in(self, period: Period) -> Bools:
        """Which days of a period are estimates."""
        return np.asarray(self.cut(self.estimated.astype(float), period) == 1.0)


def account_daily(history: History) -> Daily | None:
    """The account's daily rows, or None when there are none."""
    if ("daily", "account") not in history.memo:
        frame = history.account
        daily = frame[frame["start"] == frame["end"]]
        counts = {key: daily[key].to_numpy() for key in daily.columns if daily[key].dtype == np.float64}
        days = day_numbers(daily["start"])
        rows = PinRows(daily.columns[:0], np.zeros(len(daily), dtype=np.int64), days, days, daily["estimated"].to_numpy(dtype=bool), counts, True)
        history.memo["daily", "account"] = _daily("account", rows)
    found = history.memo["daily", "account"]
    assert found is None or isinstance(found, Daily)
    return found


def pins_daily(history: History, choice: Choice = Choice()) -> Daily | None:
    """The sums of the chosen Pins by day, or None when there are no Pin-days."""
    key = ("pins_daily", choice)
    if key not in history.memo:
        rows = pin_rows(history, choice)
        if not rows.one_day:
            rows = rows.taken(np.flatnonzero(rows.start == rows.end))
        keep(history, key, _daily("pins", rows))
    found = remembered(history, key)
    assert found is None or isinstance(found, Daily)
    return found


def boards_daily(history: History, choice: Choice = Choice()) -> Daily | None:
    """The sums of the boards by day (of one board when it is chosen), or None when no table has a row a board and day."""
    key = ("boards_daily", choice)
    if key not in history.memo:
        frame = history.boards[history.boards["start"] == history.boards["end"]]
        if choice.board is not None and len(frame):
            frame = frame[[board_key(str(name)) == board_key(choice.board) for name in frame["board"].tolist()]]
        keep(history, key, _daily("board_days", _board_rows(frame)))
    found = remembered(history, key)
    assert found is None or isinstance(found, Daily)
    return found


def _board_rows(frame: pd.DataFrame) -> PinRows:
    """The rows of boards in the form of the rows of Pins."""
    codes, boards = pd.factorize(frame["board"])
    counts = {key: frame[key].to_numpy() for key in frame.columns if frame[key].dtype == np.float64}
    days = day_numbers(frame["start"])
    return PinRows(pd.Index(boards), codes, days, days, frame["estimated"].to_numpy(dtype=bool), counts, True)


def _daily(level: str, rows: PinRows) -> Daily | None:
    if not len(rows):
        return None
    first = int(rows.start.min())
    n = int(rows.start.max()) - first + 1
    day = rows.start - first
    estimated = np.zeros(n, dtype=bool)
    if rows.estimated.any():
        estimated[day[rows.estimated]] = True
    return Daily(level, first, n, estimated, rows, day, np.bincount(day, minlength=n), bool((day[1:] >= day[:-1]).all()))


def levels(history: History, choice: Choice = Choice()) -> tuple[Daily, ...]:
    """The daily numbers there are, the preferred first; the account cannot be narrowed by a choice."""
    found = [account_daily(history)] if choice.everything else []
    found.append(pins_daily(history, choice))
    if choice == Choice(board=choice.board) and len(history.boards):
        found.append(boards_daily(history, choice))
    return tuple(daily for daily in found if daily is not None)


def known_days(daily: Daily, keys: tuple[str, ...]) -> Bools:
    """The days on which any of the counts is known."""
    known = np.zeros(daily.n, dtype=bool)
    for key in keys:
        if key in daily.rows.counts:
            known |= ~np.isnan(daily.values(key))
    return known


def day_of(daily: Daily, place: int) -> date:
    """The date of a place in the arrays."""
    return date.fromordinal(daily.first + place + EPOCH)
