"""Checks of numbers that should agree: boards and Pins against the account, runs of zeros."""

import numpy as np

from pincore.columns import BY_KEY, KPI_COUNTS
from pincore.facts import Check, History
from pincore.measures.boards import account_sum, agreements, board_windows
from pincore.measures.cube import pin_rows, reduced, rows_of_window
from pincore.measures.daily import day_of, levels
from pincore.measures.totals import pin_windows
from pincore.periods import Period
from pincore.remarks import BREAKS
from pincore.wording import describe_days, describe_number, describe_period, describe_share

LATEST_WINDOWS = 6
LONG_RUN = 7


def reconcile(history: History) -> tuple[Check, ...]:
    """Every check that the numbers at hand allow."""
    if history.days is None:
        return ()
    return (*_boards(history), *_top_pins(history), *_zeros(history), *_breaks(history))


def _boards(history: History) -> list[Check]:
    found = []
    for window in board_windows(history)[-LATEST_WINDOWS:]:
        for item in agreements(history, window):
            label, numbers = BY_KEY[item.key].label, (("boards", item.boards), ("account", item.account))
            head = f"{label}, {describe_period(window)}: the boards sum to {describe_number(item.boards)}"
            if item.exact:
                says = f"{head}, exactly the account's total."
            else:
                part = f", {describe_share(item.boards / item.account)} of it" if item.account else ""
                says = f"{head}, the account has {describe_number(item.account)}{part}: not every Pin counts on a board, or some on two."
            found.append(Check("boards_sum", says, item.exact, numbers))
    return found


def _top_pins(history: History) -> list[Check]:
    found = []
    for window in pin_windows(history)[-LATEST_WINDOWS:]:
        rows = rows_of_window(pin_rows(history), window)
        for key in KPI_COUNTS:
            sums = reduced(rows.pin, rows.counts.get(key), np.bincount(rows.pin, minlength=len(rows.pins))).values
            listed = sums[~np.isnan(sums)]
            account = account_sum(history, window, key)
            if len(listed) and account is not None:
                found += _share_of_account(key, window, float(listed.sum()), len(listed), account)
    return found


def _share_of_account(key: str, window: Period, listed: float, n: int, account: float) -> list[Check]:
    label, dates = BY_KEY[key].label, describe_period(window)
    numbers = (("listed", listed), ("account", account), ("pins", float(n)))
    if listed > account:
        says = f"{label}, {dates}: the {n} Pins listed sum to {describe_number(listed)}, more than the account's {describe_number(account)}."
        return [Check("top_pins_share", says, False, numbers)]
    share = f"{describe_share(listed / account)} of the account's {describe_number(account)}" if account else "of an account total of 0"
    rest = f"{label}, {dates}: all other Pins have exactly {describe_number(account - listed)}."
    return [
        Check("top_pins_share", f"{label}, {dates}: the {n} Pins listed hold {describe_number(listed)}, {share}.", True, numbers),
        Check("all_other_pins", rest, True, (("other", account - listed), ("account", account))),
    ]


def _zeros(history: History) -> list[Check]:
    for daily in levels(history)[:1]:
        if "impressions" not in daily.rows.counts:
            return []
        start, length = _longest_run(daily.values("impressions") == 0)
        if length >= LONG_RUN:
            first, last = day_of(daily, start), day_of(daily, start + length - 1)
            says = f"Impressions are exactly 0 on {describe_days(length)} in a row, {describe_period(Period(first, last))}: look whether the export is whole."
            return [Check("zero_run", says, False, (("days", float(length)),))]
    return []


def _longest_run(zero: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.r_[False, zero, False].astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return 0, 0
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest] - starts[longest])


def _breaks(history: History) -> list[Check]:
    days = history.days
    return [
        Check("definition_break", f"{says} Numbers before and after it are not comparable.", False)
        for day, says in BREAKS
        if days is not None and days.start < day <= days.end
    ]
