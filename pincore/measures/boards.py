"""Sums over the boards of one window, and whether they agree with the account."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pincore.facts import History
from pincore.layouts import day_numbers
from pincore.links import board_key
from pincore.measures.cube import day_number, windows_of
from pincore.measures.daily import account_daily
from pincore.measures.table import ADDITIVE, Rate
from pincore.periods import Period


@dataclass(frozen=True, slots=True)
class Agreement:
    """One count of the boards of a window beside the account's for the same days."""

    window: Period
    key: str
    boards: float
    account: float

    @property
    def exact(self) -> bool:
        return self.boards == self.account


def board_windows(history: History) -> tuple[Period, ...]:
    """The windows of the boards tables, in order."""
    frame = history.boards
    return windows_of(day_numbers(frame["start"]), day_numbers(frame["end"])) if len(frame) else ()


def boards_of(history: History, window: Period, board: str | None = None) -> pd.DataFrame:
    """The boards' rows of exactly this window, of one board when one is named."""
    key = ("boards_of", window)
    if board is None and key in history.memo:
        return history.memo[key]  # type: ignore[no-any-return]
    frame = history.boards
    if not len(frame):
        return frame
    fits = (day_numbers(frame["start"]) == day_number(window.start)) & (day_numbers(frame["end"]) == day_number(window.end))
    if board is not None:
        fits &= np.array([board_key(str(name)) == board_key(board) for name in frame["board"].tolist()])
    found = frame.take(np.flatnonzero(fits))
    if board is None:
        history.memo[key] = found
    return found


def sum_of_boards(frame: pd.DataFrame, key: str) -> float | None:
    """The sum over boards; None when it lacks a board's number."""
    if key not in frame or not len(frame) or bool(frame[key].isna().any()):
        return None
    return float(frame[key].sum())


def rate_of_boards(frame: pd.DataFrame, count: str, out_of: str) -> Rate:
    """Both halves summed over boards; unknown when a board lacks either."""
    return Rate(sum_of_boards(frame, count), sum_of_boards(frame, out_of))


def account_sum(history: History, period: Period, key: str) -> float | None:
    """The account's sum over a period of which every day is known, else None."""
    daily = account_daily(history)
    if daily is None or key not in daily.rows.counts:
        return None
    values = daily.cut(daily.values(key), period)
    return None if bool(np.isnan(values).any()) else float(values.sum())


def agreements(history: History, window: Period) -> tuple[Agreement, ...]:
    """Every additive count that is known of both the boards and the account for the window."""
    kept = history.memo.get(("agreements", window))
    if isinstance(kept, tuple):
        return kept
    frame = boards_of(history, window)
    found = []
    for key in ADDITIVE:
        boards, account = sum_of_boards(frame, key), account_sum(history, window, key)
        if boards is not None and account is not None:
            found.append(Agreement(window, key, boards, account))
    history.memo["agreements", window] = tuple(found)
    return tuple(found)


def boards_agree(history: History, window: Period) -> bool:
    """Whether the boards add up to the account exactly, in at least one count and in every count known to both."""
    found = agreements(history, window)
    return bool(found) and all(item.exact for item in found)
