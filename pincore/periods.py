"""Periods: whole days, both ends included, and which of them can be compared."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pincore.errors import InputError

Kind = Literal["before", "last_year"]

FIRST_YEAR, LAST_YEAR = 2009, 2099


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InputError(
                "period_reversed",
                f"The period ends ({self.end}) before it starts ({self.start}).",
                "Give the earlier day first.",
            )

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def whole_month(self) -> bool:
        """Whether it is a calendar month from its first to its last day."""
        return self.start.day == 1 and self == month_of(self.start)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    def shifted(self, days: int) -> "Period":
        return Period(self.start + timedelta(days), self.end + timedelta(days))


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period to choose, with its comparison. `says` is a sentence about the dates."""

    key: str
    label: str
    period: Period
    against: Period | None
    says: str


def month_of(day: date) -> Period:
    """The calendar month of a day.

    >>> str(month_of(date(2024, 2, 10)))
    '2024-02-01..2024-02-29'
    """
    first = day.replace(day=1)
    return Period(first, (first + timedelta(32)).replace(day=1) - timedelta(1))


def month_before(day: date) -> Period:
    """The calendar month before the month of a day."""
    return month_of(day.replace(day=1) - timedelta(1))


def parse_period(text: str) -> Period:
    """The period that "2026-08-01..2026-08-31" names; one day alone is a period of one day.

    Raises: InputError when the text is no such period.
    """
    match = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})(?:\s*\.\.\s*(\d{4}-\d{2}-\d{2}))?\s*", text)
    if match:
        try:
            start = date.fromisoformat(match[1])
            end = date.fromisoformat(match[2] or match[1])
        except ValueError:
            match = None
    if not match:
        raise InputError("period_unreadable", f"“{text}” is not a period.", "Write it as 2026-08-01..2026-08-31.")
    if start.year < FIRST_YEAR or end.year > LAST_YEAR:
        raise InputError(
            "period_unreadable", f"“{text}” reaches beyond the years {FIRST_YEAR} to {LAST_YEAR}.", "Pinterest has no numbers from then."
        )
    return Period(start, end)


def comparison(period: Period, history: object = None, kind: Kind = "before") -> Period:  # noqa: ARG001
    """What a period is compared with: the month before a whole month, else equally many days before; or the same dates a year earlier.

    `history` is not needed for it; whether the comparison is known is said by the measures.
    """
    if kind == "last_year":
        return Period(_year_earlier(period.start), _year_earlier(period.end))
    return month_before(period.start) if period.whole_month else period.shifted(-period.days)


def _year_earlier(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
