"""Which periods are known well enough to be offered."""

from datetime import date, timedelta

import numpy as np

from pincore.columns import KPI_COUNTS
from pincore.errors import InputError
from pincore.facts import History
from pincore.layouts import EPOCH
from pincore.measures.boards import board_windows
from pincore.measures.cube import keep, remembered
from pincore.measures.daily import Daily, levels
from pincore.measures.totals import pin_windows
from pincore.periods import Period, PeriodChoice, comparison, month_before, month_of
from pincore.wording import describe_days, describe_period

FOUR_WEEKS = 28
FEWEST_DAYS = 7
"""A month that has just begun is not offered as a period."""


def default_period(history: History, today: date | None = None) -> Period | None:
    """The period to show first, or None when nothing is known."""
    choice = default_choice(history, today)
    return choice.period if choice else None


def require_period(history: History, period: Period) -> Period:
    """The period itself, when the files say anything about it.

    Raises: InputError otherwise, naming the dates that are known.
    """
    if history.days is None:
        raise InputError("nothing_known", "The files hold no Pinterest numbers.", "Give an overview export or a pin-day table.")
    if period.end < history.days.start or period.start > history.days.end:
        raise InputError(
            "period_outside",
            f"Nothing is known of {describe_period(period)}.",
            f"The files reach over {describe_period(history.days)}; choose a period within.",
        )
    return period


def default_choice(history: History, today: date | None = None) -> PeriodChoice | None:
    """The first of the choices."""
    offered = choices(history, today)
    return offered[0] if offered else None


def choices(history: History, today: date | None = None) -> tuple[PeriodChoice, ...]:
    """The periods to choose from, the default first.

    The last complete month, the last 28 days and the latest month so far are offered when every day of them is known and verified, the
    default being the first whose comparison is known too. Estimated days are left out of all but the dates of an export and a custom range.
    """
    key = ("choices", today)
    found = remembered(history, key)
    if found is None:
        found = _find_choices(history, today)
        keep(history, key, found)
    assert isinstance(found, tuple)
    return found


def _find_choices(history: History, today: date | None) -> tuple[PeriodChoice, ...]:
    if history.days is None:
        return ()
    verified = _verified_days(history, today)
    windows = tuple(sorted({*board_windows(history), *pin_windows(history)}, key=lambda w: (w.end, w.days), reverse=True))
    offered = _offered(history, verified)
    first = _first(history, offered, windows)
    exports = [_of_window(window) for window in windows[:6] if window not in {choice.period for choice in offered}]
    ordered = [*first, *(choice for choice in offered if choice not in first), *exports]
    if not ordered:
        ordered = [_of_window(history.days)]
    ordered += _last_year(history, ordered[0])
    custom = ordered[0]
    return (
        *ordered,
        PeriodChoice("custom", "Custom range", custom.period, custom.against, "Any days; estimated days count when they lie in the range."),
    )


def _first(history: History, offered: list[PeriodChoice], windows: tuple[Period, ...]) -> list[PeriodChoice]:
    """The choice to show first: one whose comparison is known, else the last month. A part of a month gives way to the dates of one export,
    for which its boards tell every measure."""
    one_export = any(choice.key == "all" and choice.period in windows for choice in offered)
    compared = [choice for choice in offered if choice.key != "all" and _all_known(history, choice.against)]
    first = [choice for choice in compared if not one_export or choice.key != "month_so_far"]
    alone = [choice for choice in offered if choice.key in (("all",) if one_export else ("last_month", "all"))]
    return [*first, *alone][:1]


def _offered(history: History, verified: tuple[date, date] | None) -> list[PeriodChoice]:
    if verified is None:
        return []
    first, last = verified
    month = month_of(last) if month_of(last).end == last else month_before(last)
    recent = Period(last - timedelta(FOUR_WEEKS - 1), last)
    whole = Period(first, last)
    offered = [("last_month", "Last complete month", month), ("last_28_days", "Last 28 days", recent)]
    found = [_choice(key, label, period) for key, label, period in offered if _verified(history, period)]
    return [*found, *_month_so_far(history, last), _choice("all", "Everything known", whole)]


def _month_so_far(history: History, last: date) -> list[PeriodChoice]:
    """The month that is not whole yet, against as many days of the month before; nothing in its first days."""
    period, before = Period(last.replace(day=1), last), month_before(last)
    if period.whole_month or period.days < FEWEST_DAYS or not _verified(history, period):
        return []
    same = Period(before.start, before.start + timedelta(period.days - 1))
    return [_choice("month_so_far", "Latest month so far", period, same if same.end <= before.end else None)]


def _choice(key: str, label: str, period: Period, against: Period | None = None) -> PeriodChoice:
    against = against or comparison(period)
    days = f" ({describe_days(period.days)} against {describe_days(against.days)})" if period.days != against.days else ""
    return PeriodChoice(key, label, period, against, f"{describe_period(period)} against {describe_period(against)}{days}.")


def _of_window(window: Period) -> PeriodChoice:
    against = comparison(window)
    says = f"The dates of an export, {describe_period(window)}; they may include estimated days."
    return PeriodChoice(str(window), f"Export of {describe_period(window)}", window, against, says)


def _last_year(history: History, default: PeriodChoice) -> list[PeriodChoice]:
    against = comparison(default.period, history, "last_year")
    if not _all_known(history, against):
        return []
    says = f"{describe_period(default.period)} against the same dates a year earlier, {describe_period(against)}."
    return [PeriodChoice("last_year", "Against a year ago", default.period, against, says)]


def _verified_days(history: History, today: date | None) -> tuple[date, date] | None:
    """The latest run of known days that ends in a verified one; of two that end together the longer."""
    runs = [run for daily in levels(history) if (run := _last_run(daily, today)) is not None]
    if not runs:
        return None
    last = max(end for _, end in runs)
    return min(start for start, end in runs if end == last), last


def _last_run(daily: Daily, today: date | None) -> tuple[date, date] | None:
    known = _known(daily)
    verified = known & ~daily.estimated
    if today is not None:
        verified[max(0, today.toordinal() - EPOCH - daily.first + 1) :] = False
    if not verified.any():
        return None
    last = int(np.flatnonzero(verified)[-1])
    gaps = np.flatnonzero(~known[:last])
    first = int(gaps[-1]) + 1 if len(gaps) else 0
    return date.fromordinal(first + daily.first + EPOCH), date.fromordinal(last + daily.first + EPOCH)


def _known(daily: Daily) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    known = np.zeros(daily.n, dtype=bool)
    for key in KPI_COUNTS:
        if key in daily.rows.counts:
            known |= ~np.isnan(daily.values(key))
    return known


def _verified(history: History, period: Period) -> bool:
    """Whether a count is known for every day and no day of it is an estimate."""
    return any(_whole(daily, period) and not daily.estimated_in(period).any() for daily in levels(history))


def _all_known(history: History, period: Period | None) -> bool:
    return period is not None and any(_whole(daily, period) for daily in levels(history))


def _whole(daily: Daily, period: Period) -> bool:
    return any(not np.isnan(daily.cut(daily.values(key), period)).any() for key in KPI_COUNTS if key in daily.rows.counts)
