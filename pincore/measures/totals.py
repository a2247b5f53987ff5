"""Totals of a period: counts and pairs for rates, each with its basis, or the reason why it is not known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pincore.columns import BY_KEY
from pincore.facts import History
from pincore.layouts import day_numbers
from pincore.measures.boards import agreements, boards_agree, boards_of, rate_of_boards, sum_of_boards
from pincore.measures.cube import Floats, day_number, nearest_window, pin_rows, windows_of
from pincore.measures.daily import Daily, levels
from pincore.measures.table import MEASURES, Choice, Rate
from pincore.periods import Period
from pincore.wording import describe_days, describe_period

Basis = Literal["account", "boards", "pins", "board_days"]
SaveRateOver = Literal["impressions", "pin_clicks"]
TOTAL_COUNTS: tuple[str, ...] = tuple(dict.fromkeys(m.count for m in MEASURES))
BASIS_SAYS: Mapping[str, str] = {
    "account": "the account's own numbers by day",
    "boards": "the sum of the boards table, which agrees exactly with the account for these dates",
    "pins": "the sum of the Pins in the files",
    "board_days": "the sum of the boards in the files, day by day",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A number (or two, for a rate) with where it comes from; `rate.count` is None with a reason."""

    rate: Rate
    basis: Basis | None = None
    known_days: int = 0
    blanks: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts by column key and rates by measure key.

    A count that is not known for every day is None, with the reason. `basis` is where each comes from: "account",
    "boards" or "pins" (the sum of the Pins in the files). `blanks` counts rows of Pins without the number, which are
    not in the sum. `estimated` is whether a day of the period is an estimate.
    """

    period: Period
    choice: Choice
    counts: Mapping[str, float | None]
    rates: Mapping[str, Rate]
    basis: Mapping[str, Basis | None]
    reasons: Mapping[str, str]
    known_days: Mapping[str, int]
    blanks: Mapping[str, int]
    days: int
    estimated: bool


def totals(history: History, period: Period, choice: Choice = Choice(), save_rate_over: SaveRateOver = "impressions") -> Totals:
    """The totals of the period for what is chosen."""
    counts = {key: count_of(history, period, key, choice) for key in TOTAL_COUNTS}
    rates = {
        measure.key: rate_of(history, period, measure.count, save_rate_over if measure.key == "save_rate" else measure.out_of, choice)
        for measure in MEASURES
        if measure.out_of is not None
    }
    every = counts | rates
    return Totals(
        period, choice,
        {key: known.rate.count for key, known in counts.items()},
        {key: known.rate for key, known in rates.items()},
        {key: known.basis for key, known in every.items()},
        {key: known.reason for key, known in every.items() if known.reason},
        {key: known.known_days for key, known in every.items()},
        {key: known.blanks for key, known in every.items()},
        period.days, estimated_within(history, period, choice),
    )  # fmt: skip


def estimated_within(history: History, period: Period, choice: Choice = Choice()) -> bool:
    """Whether any day of the period is an estimate."""
    days = levels(history, choice)
    if days:
        return any(bool(daily.estimated_in(period).any()) for daily in days)
    return history.estimated_from is not None and history.estimated_from <= period.end


def count_of(history: History, period: Period, key: str, choice: Choice = Choice()) -> Known:
    """One count of the period."""
    best = 0
    for daily in levels(history, choice):
        values = daily.cut(daily.values(key), period) if key in daily.rows.counts else np.full(period.days, np.nan)
        days = int(np.count_nonzero(~np.isnan(values)))
        if days == period.days:
            return Known(Rate(float(values.sum()), None), _level(daily), days, _blanks(daily, key, period))
        best = max(best, days)
    window = _account_window(history, period, (key,), choice)
    if window is not None:
        return Known(Rate(window[0], None), "account", period.days)
    total = _from_boards(history, period, choice, lambda frame: Rate(sum_of_boards(frame, key), 1.0))
    if total is not None:
        return Known(Rate(total.count, None), "boards", period.days)
    return Known(Rate(None, None), None, best, reason=why_unknown(history, period, key, best, choice))


def rate_of(history: History, period: Period, count: str, out_of: str | None, choice: Choice = Choice()) -> Known:
    """Both halves of a rate of the period, over rows that know both."""
    assert out_of is not None
    best = 0
    for daily in levels(history, choice):
        top, bottom = (daily.cut(values, period) for values in daily.pair(count, out_of))
        days = int(np.count_nonzero(~np.isnan(top)))
        if days == period.days:
            return Known(Rate(float(top.sum()), float(bottom.sum())), _level(daily), days, _blanks(daily, count, period))
        best = max(best, days)
    window = _account_window(history, period, (count, out_of), choice)
    if window is not None:
        return Known(Rate(*window), "account", period.days)
    rate = _from_boards(history, period, choice, lambda frame: rate_of_boards(frame, count, out_of))
    if rate is not None:
        return Known(rate, "boards", period.days)
    lacking = next((key for key in (count, out_of) if count_of(history, period, key, choice).rate.count is None), None)
    reason = why_unknown(history, period, lacking or count, best, choice)
    if lacking is None:
        reason = f"{BY_KEY[count].label} and {BY_KEY[out_of].label.lower()} are not known for the same days and Pins."
    return Known(Rate(None, None), None, best, reason=reason)


def _level(daily: Daily) -> Basis:
    return daily.level  # type: ignore[return-value]


def _blanks(daily: Daily, key: str, period: Period) -> int:
    if daily.level == "account":
        return 0
    return int(np.nansum(daily.cut(daily.blanks(key).astype(float), period)))


def _account_window(history: History, period: Period, keys: tuple[str, ...], choice: Choice) -> tuple[float, float | None] | None:
    """The numbers of an account row that spans exactly the period."""
    frame = history.account
    if not choice.everything or not len(frame) or any(key not in frame for key in keys):
        return None
    fits = (day_numbers(frame["start"]) == day_number(period.start)) & (day_numbers(frame["end"]) == day_number(period.end))
    row = frame.loc[fits, list(keys)].dropna()
    if not len(row):
        return None
    values = [float(value) for value in row.iloc[-1]]
    return values[0], values[1] if len(values) > 1 else None


def _from_boards(history: History, period: Period, choice: Choice, reduce: Callable[..., Rate]) -> Rate | None:
    if choice != Choice(board=choice.board):
        return None
    if choice.board is None and not boards_agree(history, period):
        return None
    rate = reduce(boards_of(history, period, choice.board))
    return None if rate.count is None or rate.out_of is None else rate


def why_unknown(history: History, period: Period, key: str, days: int, choice: Choice = Choice()) -> str:
    """Why a count of the period is not known, and what would help."""
    label = BY_KEY[key].label
    dates = describe_period(period)
    remedy = f"Export the overview for these dates with the chart set to {label}."
    if not choice.everything:
        remedy = "A table with a row for each Pin and day would tell."
    if days:
        return f"{label}: only {days} of {describe_days(period.days)} of {dates} are known, so there is no total. {remedy}"
    other = nearest_window(_board_windows(history, key), period) if choice.everything else None
    if other == period:
        found = agreements(history, period)
        why = "they do not add up to the account" if found else "whether they add up to the account cannot be checked"
        return f"{label}: the boards of {dates} have numbers, but {why}. {remedy}"
    if other is not None and boards_agree(history, other):
        return f"{label}: known for {describe_period(other)} as a whole, but not for {dates}. Choose those dates, or: {remedy}"
    return f"{label}: not in the files for {dates}. {remedy}"


def _board_windows(history: History, key: str) -> tuple[Period, ...]:
    """The windows of the boards tables that tell the count."""
    frame = history.boards
    if key not in frame or not len(frame):
        return ()
    rows = frame[frame[key].notna()]
    return windows_of(day_numbers(rows["start"]), day_numbers(rows["end"]))


def pin_windows(history: History, choice: Choice = Choice()) -> tuple[Period, ...]:
    """The windows of the Pin tables, in order."""
    rows = pin_rows(history, choice)
    return () if rows.one_day else windows_of(rows.longer.start, rows.longer.end)


def sum_known(values: Floats) -> float | None:
    """The sum of what is known; None when nothing is."""
    known = values[~np.isnan(values)]
    return float(known.sum()) if len(known) else None
