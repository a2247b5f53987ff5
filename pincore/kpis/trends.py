"""The course of the Pins with the most traffic."""

from datetime import date

import numpy as np
import pandas as pd

from pincore.facts import History
from pincore.layouts import EPOCH
from pincore.measures.breakdown import pin_labels, pin_sums
from pincore.measures.cube import day_number, pin_facts, pin_rows, reduced
from pincore.measures.table import Choice
from pincore.measures.totals import pin_windows
from pincore.periods import Period

MOST_WINDOWS = 6


def top_pin_trends(history: History, period: Period, choice: Choice = Choice(), n: int = 5, key: str = "impressions") -> pd.DataFrame:
    """Columns pin, label, start, end, value: the n Pins with most of the count in the period, the first one on top.

    Where Pin-days exist, one row a day of the period (NaN for days that are not known); else one row for each table of
    dates that lists the Pin, up to the period's end.
    """
    sums = pin_sums(history, period, choice)
    if sums is None or key not in sums.rows.counts:
        return _frame([], [], [], [], [])
    ranked = sums.sums(key)
    top = [int(place) for place in np.lexsort((np.arange(len(ranked)), -np.nan_to_num(ranked, nan=-1.0)))[:n] if ranked[place] >= 0]
    labels = dict(zip(top, pin_labels(pin_facts(history).take(top)).tolist(), strict=True))
    pins = {place: str(sums.rows.pins[place]) for place in top}
    if sums.basis == "window":
        return _bars(history, period, choice, key, top, pins, labels)
    days = np.arange(day_number(period.start), day_number(period.end) + 1)
    rows = []
    for place in top:
        own = np.flatnonzero(sums.rows.pin == place)
        values = sums.rows.counts[key][own]
        own_days = sums.rows.start[own] - days[0]
        by_day = reduced(own_days, values, np.bincount(own_days, minlength=len(days))).values
        rows += [(pins[place], labels[place], int(day), int(day), value) for day, value in zip(days, by_day, strict=True)]
    return _frame(*zip(*rows, strict=True)) if rows else _frame([], [], [], [], [])


def _bars(history: History, period: Period, choice: Choice, key: str, top: list[int], pins: dict[int, str], labels: dict[int, str]) -> pd.DataFrame:
    rows = pin_rows(history, choice)
    windows = [window for window in pin_windows(history, choice) if window.end <= period.end or window.start <= period.end][-MOST_WINDOWS:]
    found = []
    for place in top:
        own = rows.taken(np.flatnonzero(rows.pin == place))
        for window in _apart(windows, period):
            first, last = day_number(window.start), day_number(window.end)
            values = own.counts[key][(own.start == first) & (own.end == last)]
            known = values[~np.isnan(values)]
            if len(known):
                found.append((pins[place], labels[place], first, last, float(known.sum())))
    return _frame(*zip(*found, strict=True)) if found else _frame([], [], [], [], [])


def _apart(windows: list[Period], period: Period) -> list[Period]:
    """Windows that do not overlap, the ones nearest to the period kept."""
    kept: list[Period] = []
    for window in sorted(windows, key=lambda w: (w != period, -w.end.toordinal(), w.days)):
        if all(window.end < other.start or other.end < window.start for other in kept):
            kept.append(window)
    return sorted(kept)


def _frame(pins: object, labels: object, starts: object, ends: object, values: object) -> pd.DataFrame:
    return pd.DataFrame({
        "pin": pd.Series(list(pins), dtype="str"), "label": pd.Series(list(labels), dtype="str"),  # type: ignore[call-overload]
        "start": _days(starts), "end": _days(ends), "value": pd.Series(list(values), dtype="float64"),  # type: ignore[call-overload]
    })  # fmt: skip


def _days(numbers: object) -> pd.Series:
    days = [np.datetime64(date.fromordinal(number + EPOCH), "s") for number in numbers]  # type: ignore[attr-defined]
    return pd.Series(np.array(days, dtype="datetime64[s]"))
