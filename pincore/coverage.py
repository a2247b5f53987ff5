"""What is known, estimated and missing, and which export would help most next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from pincore.choosing import default_choice
from pincore.columns import BY_KEY, KPI_COUNTS
from pincore.facts import History
from pincore.measures.boards import board_windows, boards_agree, boards_of, sum_of_boards
from pincore.measures.cube import Bools, pin_facts, pin_rows, rows_of_window
from pincore.measures.daily import account_daily, levels, pins_daily
from pincore.measures.totals import count_of, pin_windows
from pincore.periods import Period, month_of
from pincore.wording import describe_days, describe_month, describe_period

MOST_MONTHS = 12
USEFUL_WEEKS = 8
WANTED = ("impressions", "outbound_clicks", "saves")


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """A grid of what is known, a sentence on the export that helps most next, and the clicks to make for it.

    `grid` has the columns level, metric, period, state ("known", "estimated", "partly", "missing"), known_days, days.
    `steps` is empty when no export is missing.
    """

    grid: pd.DataFrame
    says: str
    steps: tuple[str, ...] = ()


def coverage(history: History) -> Coverage:
    """The coverage of the last twelve months of the history."""
    says, steps = _next_export(history)
    return Coverage(_grid(history), says, steps)


def _grid(history: History) -> pd.DataFrame:
    columns = ["level", "metric", "period", "state", "known_days", "days"]
    if history.days is None:
        return pd.DataFrame({column: pd.Series(dtype="int64" if "days" in column else "str") for column in columns})
    months = list(_months(history.days))[-MOST_MONTHS:]
    span = Period(months[0].start, months[-1].end)
    estimated = _estimated(history, span)
    rows = []
    for level, known_days in (("Account", _account_days), ("Boards", _board_days), ("Pins", _pin_days)):
        for key in KPI_COUNTS:
            known = known_days(history, key, span)
            for month in months:
                cut = slice((month.start - span.start).days, (month.end - span.start).days + 1)
                n = int(known[cut].sum())
                state = _state(n, month.days, bool((known & estimated)[cut].any()))
                rows.append((level, BY_KEY[key].label, _label(month), state, n, month.days))
    return pd.DataFrame(rows, columns=columns)


def _label(month: Period) -> str:
    return describe_month(month.start) if month.whole_month else describe_period(month)


def _state(known: int, days: int, estimated: bool) -> str:
    if known == 0:
        return "missing"
    if known < days:
        return "partly"
    return "estimated" if estimated else "known"


def _months(days: Period) -> Iterator[Period]:
    """The calendar months of the days, the first and the last cut to what is spoken of."""
    month = month_of(days.start)
    while month.start <= days.end:
        yield Period(max(month.start, days.start), min(month.end, days.end))
        month = month_of(month.end + timedelta(1))


def _estimated(history: History, span: Period) -> Bools:
    days = np.zeros(span.days, dtype=bool)
    for daily in levels(history):
        days |= daily.estimated_in(span)
    return days


def _marked(days: Bools, span: Period, window: Period) -> None:
    days[max(0, (window.start - span.start).days) : max(0, (window.end - span.start).days + 1)] = True


def _within(windows: Iterable[Period], span: Period) -> list[Period]:
    return [window for window in windows if window.end >= span.start]


def _account_days(history: History, key: str, span: Period) -> Bools:
    days = np.zeros(span.days, dtype=bool)
    daily = account_daily(history)
    if daily is not None and key in daily.rows.counts:
        days |= ~np.isnan(daily.cut(daily.values(key), span))
    for window in _within(board_windows(history), span):
        if sum_of_boards(boards_of(history, window), key) is not None and boards_agree(history, window):
            _marked(days, span, window)
    return days


def _board_days(history: History, key: str, span: Period) -> Bools:
    days = np.zeros(span.days, dtype=bool)
    for window in _within(board_windows(history), span):
        frame = boards_of(history, window)
        if key in frame and bool(frame[key].notna().any()):
            _marked(days, span, window)
    if len(history.pins) and bool(pin_facts(history)["board"].notna().any()):
        days |= _daily_pins(history, key, span)
    return days


def _pin_days(history: History, key: str, span: Period) -> Bools:
    days = _daily_pins(history, key, span)
    for window in _within(pin_windows(history), span):
        counts = rows_of_window(pin_rows(history), window).counts
        if key in counts and not np.isnan(counts[key]).all():
            _marked(days, span, window)
    return days


def _daily_pins(history: History, key: str, span: Period) -> Bools:
    daily = pins_daily(history)
    if daily is None or key not in daily.rows.counts:
        return np.zeros(span.days, dtype=bool)
    return ~np.isnan(daily.cut(daily.values(key), span))


def _next_export(history: History) -> tuple[str, tuple[str, ...]]:
    """The export that would help most, as a sentence and as clicks."""
    choice = default_choice(history)
    if choice is None:
        return "An overview export of the last complete month would show how the account is doing.", _steps(None, "impressions")
    for period, why in ((choice.period, "this period's numbers are whole"), (choice.against, "it can be compared")):
        for key in WANTED:
            if period is not None and _lacks(history, period, key):
                label, dates = BY_KEY[key].label, describe_period(period)
                says = f"Most helpful next: the overview of {dates} with the chart and the Top Pins set to {label}; then {why}."
                return says, _steps(period, key)
    if not len(history.details) or not bool(history.details["title"].notna().any()):
        return (
            "Most helpful next: a table with Pin titles, links and boards (a pin-day table), so that Pins have names and formats and pages can be compared.",
            ("Ask your scheduler or connector for a table with one row a Pin and day, with titles and links.",),
        )
    before = Period(choice.period.start - timedelta(7 * USEFUL_WEEKS), choice.period.start - timedelta(1))
    if any(count_of(history, before, key).rate.count is None for key in WANTED):
        known = describe_days(before.days)
        says = f"Most helpful next: the overview of {describe_period(before)}, the {known} before; then it can be told which changes are ordinary."
        return says, _steps(before, "impressions")
    return "Nothing important is missing for the suggested period; export again when new days are verified.", ()


def _lacks(history: History, period: Period, key: str) -> bool:
    if count_of(history, period, key).rate.count is None:
        return True
    if _daily_pins(history, key, period).all():
        return False
    counts = rows_of_window(pin_rows(history), period).counts
    return key not in counts or bool(np.isnan(counts[key]).all())


def _steps(period: Period | None, key: str) -> tuple[str, ...]:
    label = BY_KEY[key].label
    dates = describe_period(period) if period else "the last complete month"
    return (
        "In Pinterest on a computer, open Analytics, then Overview.",
        f"Set the dates to {dates} and leave every filter as it is.",
        f"Set the chart to {label}, and sort the Top Pins by {label}.",
        "Press Export and bring the file here.",
    )
