"""Half-lives: days until half of the clicks of a Pin's first 60 days had come, and the account's median by Kaplan and Meier."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pincore.decay.courses import Courses
from pincore.measures.cube import Bools, Floats, Ints
from pincore.uncertainty import Z95

HORIZON = 60
TOO_YOUNG = (
    "How fast Pins fade cannot be told yet: most of them are too young. "
    "Bring the table of Pin-days again in a few weeks, or one that reaches further back."
)
YOUNGEST = 30
LEAST_COUNT = 20.0
LEAST_PINS = 3
LEAST_TOLD = 5
LEAST_TAIL = 14
TAIL_FROM = (0.25, 0.0)
"""The tail is fitted from this share of the age on, the second when the first does not fall: rates slow down with age."""
MOST_UNKNOWN = 0.1
Kind = Literal["observed", "estimate", "at_least"]
KINDS: tuple[Kind, ...] = ("observed", "estimate", "at_least")


@dataclass(frozen=True, slots=True, eq=False)
class HalfLives:
    """Half-lives of Pins by their place: days, and which of KINDS each is (as a number).

    `assumed` marks those that rest on the first day seen because nothing tells when the Pin was published.
    """

    places: Ints
    days: Floats
    kinds: Ints
    assumed: Bools


@dataclass(frozen=True, slots=True)
class AccountHalfLife:
    """The median half-life of the account's Pins with its 95 % limits; None where it cannot be told, with the reason."""

    days: float | None = None
    low: float | None = None
    high: float | None = None
    n_pins: int = 0
    assumed: bool = False
    reason: str = ""


def half_lives(found: Courses) -> HalfLives:
    """The half-life of every Pin that can be told: at least 20 counts in its first 60 days, none of them unknown.

    At 60 days it is observed; from 30 days on the rest is completed by an exponential tail, when the counts fall; else it is "at least" its age.
    """
    ages = found.ages
    whole = (ages > 0) & (found.published >= found.first) & ~found.blank
    age = found.day - found.published[found.pin]
    inside = whole[found.pin] & (age >= 0) & (age < HORIZON)
    pin, age, count = found.pin[inside], age[inside], found.count[inside]
    sums = np.bincount(pin, weights=count, minlength=found.n_pins)
    places = np.flatnonzero((sums >= LEAST_COUNT) & _mostly_known(found, ages))
    slot = np.full(found.n_pins, -1)
    slot[places] = np.arange(len(places))
    kept = slot[pin] >= 0
    flat = slot[pin[kept]] * HORIZON + age[kept]
    table = np.bincount(flat, weights=count[kept], minlength=len(places) * HORIZON).astype(float).reshape(len(places), HORIZON)
    days, kinds = of_table(table, np.minimum(ages[places], HORIZON))
    return HalfLives(places, days, kinds, found.running[places])


def _mostly_known(found: Courses, ages: Ints) -> Bools:
    """Whether the table speaks of nearly all of a Pin's first days."""
    unknown = np.concatenate([[0], np.cumsum(~found.known)])
    start = np.clip(found.published - found.first, 0, found.n_days)
    end = np.clip(start + np.minimum(ages, HORIZON), 0, found.n_days)
    return np.asarray(unknown[end] - unknown[start] <= MOST_UNKNOWN * HORIZON)


def of_table(table: Floats, ages: Ints) -> tuple[Floats, Ints]:
    """Half-lives and kinds of Pins whose counts by day since publication are the rows; `ages` is how many days are known, at most 60."""
    days = np.minimum(ages, HORIZON).astype(float)
    kinds = np.full(len(days), KINDS.index("at_least"))
    observed = np.flatnonzero(ages >= HORIZON)
    days[observed] = crossing(table[observed], table[observed].sum(axis=1) / 2)
    kinds[observed] = KINDS.index("observed")
    young = np.flatnonzero((ages >= YOUNGEST) & (ages < HORIZON))
    for earliest in TAIL_FROM:
        full, falls = completed(table[young], ages[young], earliest)
        days[young[falls]] = crossing(full[falls], full[falls].sum(axis=1) / 2)
        kinds[young[falls]] = KINDS.index("estimate")
        young = young[~falls]
    return days, kinds


def crossing(table: Floats, wanted: Floats) -> Floats:
    """The day on which each row's running sum reaches what is wanted, within the day in proportion.

    >>> crossing(np.ones((1, 60)), np.array([30.0])).tolist()
    [30.0]
    """
    sums = np.cumsum(table, axis=1)
    place = np.minimum((sums < wanted[:, None] - 1e-9).sum(axis=1), table.shape[1] - 1)
    rows = np.arange(len(table))
    before, on_day = sums[rows, place] - table[rows, place], table[rows, place]
    return np.asarray(place + np.clip(np.divide(wanted - before, on_day, out=np.ones(len(rows)), where=on_day > 0), 0.0, 1.0))


def completed(table: Floats, ages: Ints, earliest: float = 0.0) -> tuple[Floats, Bools]:
    """The rows with the days after `ages` filled by an exponential tail, and whether each row falls, which that needs.

    The tail begins at the strongest week, or at the share `earliest` of the age when that is later. Its rate is the maximum-likelihood one
    of an exponential that is cut off on the right: the mean day of the counts decides.
    """
    days = np.arange(HORIZON)
    start = np.maximum(_peaks(table, ages), (ages * earliest).astype(np.int64))
    n = ages - start
    tail = np.where((days >= start[:, None]) & (days < ages[:, None]), table, 0.0)
    total = tail.sum(axis=1)
    mean = np.divide((tail * (days - start[:, None])).sum(axis=1), total, out=np.full(len(table), np.inf), where=total > 0)
    falls = mean < (n - 1) / 2 - 1e-9
    rate = _rates(np.where(falls, mean, 0.0), n)
    kept = np.exp(-rate)
    level = total * (1 - kept) / (1 - kept**n)
    ahead = np.maximum(days - start[:, None], 0)
    return np.where(days < ages[:, None], table, level[:, None] * np.exp(-rate[:, None] * ahead)), falls


def _peaks(table: Floats, ages: Ints) -> Ints:
    """Where each row's strongest week begins, early enough to leave a tail."""
    sums = np.cumsum(np.pad(table, ((0, 0), (1, 0))), axis=1)
    weeks = sums[:, 7:] - sums[:, :-7]
    allowed = np.arange(weeks.shape[1]) <= (ages - LEAST_TAIL)[:, None]
    return np.asarray(np.argmax(np.where(allowed, weeks, -1.0), axis=1))


def _rates(means: Floats, n: Ints) -> Floats:
    """The daily rate at which the mean day of n days is as given."""
    low, high = np.full(len(means), 1e-9), np.full(len(means), 20.0)
    for _ in range(60):
        middle = (low + high) / 2
        kept = np.exp(-middle)
        mean = kept / (1 - kept) - n * kept**n / (1 - kept**n)
        low, high = np.where(mean > means, middle, low), np.where(mean > means, high, middle)
    return np.asarray((low + high) / 2)


def account_half_life(found: HalfLives) -> AccountHalfLife:
    """The median over the Pins (Kaplan and Meier, 1958, JASA 53:457-481); those that still run count as "at least".

    Pins whose publication is told count alone when there are enough of them.
    """
    told = ~found.assumed
    used = told if int(told.sum()) >= LEAST_TOLD else np.ones(len(told), dtype=bool)
    n, assumed = int(used.sum()), bool(found.assumed[used].any())
    if n < LEAST_PINS:
        reason = "The half-life needs at least 3 Pins whose first days are in the table of Pin-days, with 20 counts or more each."
        return AccountHalfLife(n_pins=n, reason=reason)
    events = found.kinds[used] != KINDS.index("at_least")
    days, low, high = kaplan_meier(found.days[used], events)
    reason = "" if days is not None else TOO_YOUNG
    return AccountHalfLife(days, low, high, n, assumed, reason)


def kaplan_meier(days: Floats, events: Bools) -> tuple[float | None, float | None, float | None]:
    """The median survival time with its 95 % limits (log-log transformed, Brookmeyer and Crowley); None where the curve does not get that far.

    >>> kaplan_meier(np.array([5.0, 10.0, 20.0]), np.array([True, True, False]))[0]
    10.0
    """
    times = np.unique(days[events])
    at_risk = (days[None, :] >= times[:, None]).sum(axis=1)
    died = ((days[None, :] == times[:, None]) & events[None, :]).sum(axis=1)
    alive = np.cumprod(1 - died / np.maximum(at_risk, 1))
    lived = np.where(at_risk > died, died / (at_risk * np.maximum(at_risk - died, 1)), 0.0)
    inner = np.clip(alive, 1e-12, 1 - 1e-12)
    width = Z95 * np.sqrt(np.cumsum(lived)) / np.abs(np.log(inner))
    lower = np.where(alive <= 0, 0.0, inner ** np.exp(width))
    upper = np.where(alive <= 0, 1.0, inner ** np.exp(-width))
    return _first(times, alive), _first(times, lower), _first(times, upper)


def _first(times: Floats, curve: Floats) -> float | None:
    passed = np.flatnonzero(curve <= 0.5 + 1e-12)
    return float(times[passed[0]]) if len(passed) else None
