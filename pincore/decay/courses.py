"""The course of every Pin since its publication, from Pin-days."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from pincore.facts import History
from pincore.layouts import DAY, EPOCH
from pincore.measures.cube import Bools, Floats, Ints, keep, pin_facts, pin_rows, remembered
from pincore.measures.table import Choice

NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """Pin-days of one count as arrays, one entry a row that knows the count, by day: the Pin's place, the day, the count.

    `first` and `last` are the days that the Pin-days reach over. `published` is the day a Pin was published, by Pin: as told, else the first day
    it was seen, which is an `assumed` one. `running` are Pins that may have run before: assumed, and seen on the very first day. `blank` are
    Pins of which a row lacks the count. A Pin without a row on a day of the table had nothing counted on it.
    """

    pin: Ints
    day: Ints
    count: Floats
    first: int
    last: int
    seen: Ints
    published: Ints
    assumed: Bools
    running: Bools
    blank: Bools
    known: Bools

    @property
    def n_pins(self) -> int:
        return len(self.published)

    @property
    def ages(self) -> Ints:
        """Days since publication, the first and the last day included; 0 for Pins without rows."""
        return np.where(self.seen > NEVER, self.last - self.published + 1, 0)

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.last + EPOCH)

    @property
    def n_days(self) -> int:
        return self.last - self.first + 1

    def daily(self, place: int) -> Floats:
        """The counts of one Pin by day of the table; NaN on days of which the table says nothing."""
        own = self.pin == place
        values = np.bincount(self.day[own] - self.first, weights=self.count[own], minlength=self.n_days)
        return np.where(self.known, values, np.nan)


def courses(history: History, key: str, choice: Choice = Choice()) -> Courses | None:
    """The courses of the Pins in one count; None without Pin-days that tell it."""
    name = ("courses", key, choice)
    if name not in history.memo:
        keep(history, name, _find(history, key, choice))
    found = remembered(history, name)
    assert found is None or isinstance(found, Courses)
    return found


def _find(history: History, key: str, choice: Choice) -> Courses | None:
    rows = pin_rows(history, choice)
    if key not in rows.counts or not len(rows):
        return None
    daily = np.flatnonzero(rows.start == rows.end)
    values = rows.counts[key][daily]
    pin, day = np.asarray(rows.pin[daily], dtype=np.int64), rows.start[daily]
    if bool((np.diff(day) < 0).any()):
        order = np.argsort(day, kind="stable")
        pin, day, values = pin[order], day[order], values[order]
    told = ~np.isnan(values)
    if not told.any():
        return None
    size = len(rows.pins)
    blank = np.bincount(pin[~told], minlength=size) > 0
    first, last = int(day.min()), int(day[told].max())
    seen = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(seen, pin, day)
    seen = np.where(seen == np.iinfo(np.int64).max, NEVER, seen)
    created = _created(history, size)
    lacking = (created == NEVER) | (created > seen)
    published = np.where(lacking, seen, created)
    known = np.zeros(last - first + 1, dtype=bool)
    known[day[told] - first] = True
    return Courses(pin[told], day[told], values[told], first, last, seen, published, lacking, lacking & (seen == first), blank, known)


def _created(history: History, size: int) -> Ints:
    facts = pin_facts(history)
    if "created" not in facts or len(facts) != size:
        return np.full(size, NEVER)
    stamps = facts["created"].to_numpy().astype(DAY)
    days = stamps.view(np.int64) // 86400
    return np.where(np.isnat(stamps), NEVER, days)
