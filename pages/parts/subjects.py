"""What one can speak about: Pins, findings and experiments by their names, and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pandas as pd

from pincore.periods import Period
from pincore.wording import describe_day

if TYPE_CHECKING:
    from pincore.report.types import Subject

MOST_PINS = 500
Named = TypeVar("Named", bound="About | Subject")


class About(NamedTuple):
    """Something that one can speak about, as a report's Subject; the rooms of the report are not needed for it."""

    kind: str
    key: str
    label: str


class Days(NamedTuple):
    """The days of a period and of what it is compared with."""

    period: Period
    against: Period | None

    @property
    def spans(self) -> tuple[Period, ...]:
        return (self.period, self.against) if self.against else (self.period,)

    @property
    def first(self) -> date:
        """The first day on which a note can be written: that of the comparison, where no other days lie between the two."""
        joined = self.against is not None and self.against.end + timedelta(1) == self.period.start
        return self.against.start if self.against and joined else self.period.start


def pins(rows: pd.DataFrame) -> list[About]:
    """The Pins of a table."""
    return [About("pin", str(key), str(label)) for key, label in zip(rows["key"][:MOST_PINS], rows["label"][:MOST_PINS], strict=True)]


def told_apart(about: Sequence[Named]) -> dict[str, Named]:
    """The subjects by their labels; of several with one label each with its key besides, since a box of choices would confuse them."""
    labels = Counter(one.label for one in about)
    return {one.label if labels[one.label] == 1 else f"{one.label} ({one.key})": one for one in about}


def describe_subject(subject: Subject) -> str:
    """What a thread is about."""
    if subject.kind == "day":
        return f"On {describe_day(date.fromisoformat(subject.key))}"
    return f"On “{subject.label}”"
