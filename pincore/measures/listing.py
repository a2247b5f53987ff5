"""The Pins of a period with one count each, beside the account's total of the same days."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from pincore.columns import BY_KEY
from pincore.facts import History
from pincore.layouts import EPOCH
from pincore.measures.cube import Bools, Floats, Ints, PinRows, has_gaps, nearest_window, pin_rows, reduced, rows_in_days, rows_of_window
from pincore.measures.daily import account_daily
from pincore.measures.table import ADDITIVE, Choice
from pincore.measures.totals import count_of, pin_windows
from pincore.periods import Period
from pincore.wording import describe_days, describe_period


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Pins with their count, the most first; equal counts in the order of their ids.

    `places` are the Pins' places in the order of `pin_facts`. `total` is the account's count over the same days, None when it
    is not known. `ranked` is whether no Pin outside the list has more than the last one in it. `known_days` is how many days of
    the period the rows speak of, `blanks` how many rows lack the count. `reason` says why there are no Pins, or no total. `stated` is a total
    of the account that the Pins do not fit.
    """

    period: Period
    key: str
    places: Ints
    values: Floats
    total: float | None
    ranked: bool
    basis: str = ""
    known_days: int = 0
    blanks: int = 0
    reason: str = ""
    remark: str = ""
    stated: float | None = None

    @property
    def rest(self) -> float | None:
        """What all other Pins have together; None when the total is not known."""
        if self.total is None:
            return None
        rest = self.total - float(self.values.sum())
        return 0.0 if abs(rest) <= 1e-9 * max(1.0, abs(self.total)) else rest


def pin_listing(history: History, period: Period, key: str, choice: Choice = Choice()) -> Listing:
    """The Pins of exactly this period: from its Pin-days, else from a table of exactly these dates."""
    rows = pin_rows(history, choice)
    if key not in rows.counts:
        return _unknown(period, key, f"{BY_KEY[key].label}: no file tells the number for single Pins. {_remedy(period, key)}")
    chosen = rows_in_days(rows, period)
    if len(chosen) and not bool(np.isnan(chosen.counts[key]).all()):
        days = np.unique(chosen.start)
        window = _window_rows(rows, period, key) if len(days) < period.days else None
        if window is None:
            return _of_days(history, period, key, choice, chosen, days)
    window = _window_rows(rows, period, key)
    if window is not None:
        return _of_window(history, period, key, choice, window)
    return _unknown(period, key, _why(history, period, key, choice))


def listed_period(history: History, period: Period | None, key: str, choice: Choice = Choice()) -> Period | None:
    """The period itself when Pins are known for it; else the known dates that share most days with it, or the latest; None when there are none."""
    if period is not None and len(pin_listing(history, period, key, choice).values):
        return period
    rows = pin_rows(history, choice)
    if key not in rows.counts:
        return None
    known = [window for window in pin_windows(history, choice) if _window_rows(rows, window, key) is not None]
    days = _known_days(rows, key)
    if len(days):
        known.append(Period(_date(int(days.min())), _date(int(days.max()))))
    near = nearest_window(known, period) if period else None
    return near or max(known, key=lambda item: (item.end, -item.days), default=None)


def _known_days(rows: PinRows, key: str) -> Ints:
    return np.asarray(rows.start[(rows.start == rows.end) & ~np.isnan(rows.counts[key])])


def _date(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def _window_rows(rows: PinRows, period: Period, key: str) -> PinRows | None:
    if rows.one_day or period.days == 1:
        return None
    found = rows_of_window(rows, period)
    return found if len(found) and not bool(np.isnan(found.counts[key]).all()) else None


def _ordered(rows: PinRows, key: str) -> tuple[Ints, Floats, int]:
    n_rows = np.bincount(rows.pin, minlength=len(rows.pins))
    sums = reduced(rows.pin, rows.counts[key], n_rows, has_gaps(rows.counts[key]))
    known = np.flatnonzero(~np.isnan(sums.values))
    order = known[np.argsort(-sums.values[known], kind="stable")]
    return order, sums.values[order], int(sums.blanks.sum())


def _of_days(history: History, period: Period, key: str, choice: Choice, rows: PinRows, days: Ints) -> Listing:
    places, values, blanks = _ordered(rows, key)
    own = float(values.sum())
    total, remark = own, ""
    account = _account_on(history, days, key) if choice.everything else None
    if account is not None and account >= own * (1 - 1e-9):
        total = max(account, own)
    elif account is not None:
        remark = "The Pins add up to more than the account's own numbers, so shares are of the sum of the Pins."
    reach = _known_days(pin_rows(history, choice), key)
    first, last = _date(int(reach.min())), _date(int(reach.max()))
    if period.start < first or period.end > last:
        known = describe_period(Period(max(first, period.start), min(last, period.end)))
        reason = f"{BY_KEY[key].label}: of {describe_period(period)} only {known} is known of Pins. Choose those dates, or: {_remedy(period, key)}"
        return Listing(period, key, places, values, None, False, "days", len(days), blanks, reason)
    if len(days) < period.days:
        remark = f"Only {len(days)} of {describe_days(period.days)} have rows of Pins; the shares speak of those days. {remark}".strip()
    return Listing(period, key, places, values, total, False, "days", len(days), blanks, remark=remark)


def _account_on(history: History, days: Ints, key: str) -> float | None:
    daily = account_daily(history)
    if daily is None or key not in daily.rows.counts:
        return None
    places = days - daily.first
    if int(places.min()) < 0 or int(places.max()) >= daily.n:
        return None
    values = daily.values(key)[places]
    return None if bool(np.isnan(values).any()) else float(values.sum())


def _of_window(history: History, period: Period, key: str, choice: Choice, rows: PinRows) -> Listing:
    places, values, blanks = _ordered(rows, key)
    missing = blanks - _elsewhere(rows, key)
    ranked = not missing and ((key, period) in history.rankings or _only_count(rows, key))
    if not choice.everything:
        reason = "A list of top Pins cannot be narrowed to a part of the account: which other Pins belong to the part is not in it."
        return Listing(period, key, places, values, None, ranked, "window", period.days, 0, reason)
    known = count_of(history, period, key)
    total, reason, own, stated = known.rate.count, known.reason, float(values.sum()), None
    if known.basis == "pins":
        total, reason = None, f"The account's total is not known for these dates. {_remedy(period, key)}"
    if total is not None and own > total * (1 + 1e-9):
        stated, total, reason = (
            total,
            None,
            "The Pins listed add up to more than the account's total of the same dates, so their shares of it are not known.",
        )
    return Listing(period, key, places, values, total, ranked, "window", period.days, missing, reason, stated=stated)


def _elsewhere(rows: PinRows, key: str) -> int:
    """The rows that another list brought: a Pin that is not in the list of this count is unknown, which is no blank."""
    others = np.zeros(len(rows), dtype=bool)
    for other, values in rows.counts.items():
        if other != key:
            others |= ~np.isnan(values)
    return int((np.isnan(rows.counts[key]) & others).sum())


def _only_count(rows: PinRows, key: str) -> bool:
    """Whether no other count speaks of the same rows: a list of one count is a list of the top Pins by it."""
    return not any(_same_rows(rows.counts[key], rows.counts[other]) for other in ADDITIVE if other != key and other in rows.counts)


def _same_rows(one: Floats, other: Floats) -> bool:
    known: Bools = ~np.isnan(one)
    return bool((known == ~np.isnan(other)).all())


def _unknown(period: Period, key: str, reason: str) -> Listing:
    return Listing(period, key, np.zeros(0, dtype=np.int64), np.zeros(0), None, False, reason=reason)


def _why(history: History, period: Period, key: str, choice: Choice) -> str:
    near = listed_dates(history, key, choice)
    known = f" Known: {near}." if near else ""
    return f"{BY_KEY[key].label}: no Pins are known for {describe_period(period)}.{known} {_remedy(period, key)}"


def listed_dates(history: History, key: str, choice: Choice = Choice()) -> str:
    """The latest dates for which the count is known of Pins, in words; empty when there are none."""
    rows = pin_rows(history, choice)
    if key not in rows.counts:
        return ""
    windows = [describe_period(w) for w in pin_windows(history, choice)[-3:] if _window_rows(rows, w, key) is not None]
    days = _known_days(rows, key)
    if len(days):
        windows.append(describe_period(Period(_date(int(days.min())), _date(int(days.max())))))
    return ", ".join(windows)


def _remedy(period: Period, key: str) -> str:
    dates = describe_period(period)
    return f"Export the overview of {dates} with the chart and the Top Pins set to {BY_KEY[key].label}, or bring a table of Pin-days."
