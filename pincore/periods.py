"""Periods: whole days, both ends included."""

from dataclasses import dataclass
from datetime import date, timedelta

from pincore.errors import InputError


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

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    def shifted(self, days: int) -> "Period":
        return Period(self.start + timedelta(days), self.end + timedelta(days))
