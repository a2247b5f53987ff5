"""The metrics of Pinterest's API: names, units, states, and one subject's days as numbers."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pincore.columns import BY_KEY
from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.reading import limits
from pincore.reading.numbers import MOST

MEASURED = frozenset({"READY", "ESTIMATE"})
"""The states of a number that was measured; every other state means that there is none."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the API: our column, and what its unit is divided by (the API gives milliseconds)."""

    key: str
    divisor: float = 1.0
    whole: bool = True


METRICS: Mapping[str, Metric] = {
    "IMPRESSION": Metric("impressions"),
    "PIN_CLICK": Metric("pin_clicks"),
    "CLOSEUP": Metric("pin_clicks"),
    "OUTBOUND_CLICK": Metric("outbound_clicks"),
    "SAVE": Metric("saves"),
    "ENGAGEMENT": Metric("engagements"),
    "VIDEO_MRC_VIEW": Metric("video_views"),
    "VIDEO_START": Metric("video_starts"),
    "VIDEO_10S_VIEW": Metric("video_10s"),
    "QUARTILE_95_PERCENT_VIEW": Metric("video_95"),
    "VIDEO_V50_WATCH_TIME": Metric("video_watch_time", 60_000, whole=False),
    "VIDEO_AVG_WATCH_TIME": Metric("video_avg_watch_time", 1_000, whole=False),
}
UNUSED = frozenset(
    "ENGAGEMENT_RATE PIN_CLICK_RATE CLOSEUP_RATE OUTBOUND_CLICK_RATE SAVE_RATE PROFILE_VISIT USER_FOLLOW TOTAL_COMMENTS TOTAL_REACTIONS".split()
)
"""Known and left out: rates are computed from counts, and the others are no measure of Pincore."""
SUMMED = frozenset({"impressions", "pin_clicks", "outbound_clicks", "saves", "engagements"})


@dataclass(slots=True)
class Rows:
    """The rows of an answer as they are gathered: one a subject and day (or range), with what was odd about them."""

    subjects: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    numbers: list[dict[str, float]] = field(default_factory=list)
    estimated: list[bool] = field(default_factory=list)
    unmeasured: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    same_twice: int = 0
    conflicting: int = 0
    stateless: int = 0
    _places: dict[tuple[str, date], int] = field(default_factory=dict)

    def add(self, subject: str, day: date, numbers: dict[str, float], estimated: bool) -> None:
        """Adds a row; of two for one subject and day the later counts."""
        place = self._places.setdefault((subject, day), len(self.days))
        if place < len(self.days):
            same = self.numbers[place] == numbers and self.estimated[place] == estimated
            self.same_twice += same
            self.conflicting += not same
            self.numbers[place], self.estimated[place] = numbers, estimated
            return
        self.subjects.append(subject)
        self.days.append(day)
        self.numbers.append(numbers)
        self.estimated.append(estimated)

    def count_nulls(self, metrics: Mapping[str, Any] | None) -> None:
        """Counts the numbers of a measured day that are null, or the day when all its metrics are missing."""
        nulls = sum(value is None and name.upper() in METRICS for name, value in (metrics or {}).items())
        if nulls or not metrics:
            self.unmeasured["NULL"] += nulls or 1

    @property
    def keys(self) -> list[str]:
        """The columns that any row has, in the order of METRICS."""
        return list(dict.fromkeys(m.key for m in METRICS.values() if any(m.key in row for row in self.numbers)))

    def counts(self) -> dict[str, np.ndarray]:
        return {key: np.array([row.get(key, np.nan) for row in self.numbers], dtype=np.float64) for key in self.keys}

    def totals(self) -> dict[str, dict[str, float]]:
        """The sums of the additive columns, by subject."""
        found: dict[str, dict[str, float]] = {}
        for subject, row in zip(self.subjects, self.numbers, strict=True):
            sums = found.setdefault(subject, {})
            for key in row.keys() & SUMMED:
                sums[key] = sums.get(key, 0.0) + row[key]
        return found

    def require_sound(self) -> None:
        """Raises ReadingError when there is nothing, or more than a fifth of the rows are damaged."""
        damaged, entries = len(self.damaged), len(self.days) + len(self.damaged)
        if damaged > limits.MOST_DAMAGED * entries:
            raise ReadingError(
                "too_damaged",
                f"{damaged} of {entries} entries of the JSON are damaged, more than a fifth: {_named(self.damaged)}.",
                "Ask the API again and upload its answer as it came, or upload the CSV that Pinterest gives.",
            )
        if not self.days:
            states = ", ".join(sorted(self.unmeasured)) or "none"
            raise ReadingError("no_rows", f"The API's answer holds no measured number (states found: {states}).", "Ask it for days with data.")
        if not self.keys:
            raise ReadingError(
                "no_counts",
                "The API's answer holds rates but no counts (IMPRESSION, OUTBOUND_CLICK, SAVE ...).",
                "Ask it with metric_types that count.",
            )

    def notes(self) -> list[Note]:
        """What was left out and assumed."""
        found = []
        if self.damaged:
            says = "entry could not be read and was left out" if len(self.damaged) == 1 else "entries could not be read and were left out"
            found.append(Note("damaged_rows", "warning", f"{len(self.damaged)} {says}: {_named(self.damaged)}."))
        if self.unmeasured:
            states = ", ".join(f"{_state_word(state)}: {n:,}" for state, n in sorted(self.unmeasured.items()))
            found.append(
                Note("not_measured", "info", f"{self.unmeasured.total():,} numbers or days were not measured ({states}): unknown, not zero.")
            )
        if self.same_twice:
            found.append(Note("same_twice", "warning", f"{self.same_twice:,} entries stand in the JSON twice and count once."))
        if self.conflicting:
            found.append(
                Note(
                    "conflicting_rows",
                    "warning",
                    f"{self.conflicting:,} entries stand in the JSON twice with different numbers; the later one counts.",
                )
            )
        if self.stateless:
            found.append(
                Note("no_data_status", "info", f"{self.stateless:,} entries have numbers without a data_status; they were taken as measured.")
            )
        if self.unknown:
            names = ", ".join(sorted(_state_word(name) for name in self.unknown)[:8])
            found.append(Note("unknown_columns", "info", f"Metrics that Pincore does not use were left out: {names}."))
        missing = [BY_KEY[key].label for key in ("impressions", "pin_clicks", "outbound_clicks", "saves") if key not in self.keys]
        if missing:
            found.append(
                Note(
                    "missing_column",
                    "warning",
                    f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in this file: unknown, not zero.",
                )
            )
        return found


def _named(items: Sequence[str], most: int = 10) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more


def _state_word(state: str) -> str:
    """A state or metric as the API spells it; anything else is not shown."""
    return state[:60] if state.replace("_", "").isalnum() and state.isascii() and state == state.upper() else "(unknown)"


def read_numbers(metrics: Mapping[str, Any], unknown: set[str]) -> dict[str, float] | None:
    """The counts of one `metrics` object by column; None when one of them is no possible count."""
    found: dict[str, float] = {}
    for name, value in metrics.items():
        metric = METRICS.get(name.upper())
        if metric is None:
            if name.upper() not in UNUSED:
                unknown.add(name.upper())
            continue
        if value is None or (metric.key in found and name.upper() == "CLOSEUP"):
            continue
        number = _number(value, metric)
        if number is None:
            return None
        found[metric.key] = number
    return found


def _number(value: Any, metric: Metric) -> float | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or not 0 <= value <= MOST * metric.divisor or (metric.whole and value != int(value)):
        return None
    return float(value) / metric.divisor


def account_frame(rows: Rows) -> pd.DataFrame:
    days = np.array(rows.days, dtype="datetime64[D]").astype("datetime64[s]")
    frame = pd.DataFrame({"start": days, "end": days} | rows.counts() | {"estimated": np.array(rows.estimated, dtype=bool)})
    return frame.sort_values("start", kind="stable", ignore_index=True)


def pins_frame(rows: Rows, window: tuple[date, date] | None = None) -> pd.DataFrame:
    """The Pins' rows: a row a day, or each over the whole window."""
    days = np.array(rows.days, dtype="datetime64[D]").astype("datetime64[s]")
    start = days if window is None else np.full(len(days), np.datetime64(window[0]), dtype="datetime64[s]")
    end = days if window is None else np.full(len(days), np.datetime64(window[1]), dtype="datetime64[s]")
    return pd.DataFrame(
        {"pin": pd.Categorical(rows.subjects), "start": start, "end": end} | rows.counts() | {"estimated": np.array(rows.estimated, dtype=bool)}
    )
