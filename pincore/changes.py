"""Is a change more than ordinary weeks do? Limits from the weeks before, after Laney (2002, Quality Engineering 14:531-537).

Chance alone (binomial for rates, Poisson for counts) is inflated by how much the weeks before differ. Weeks resemble the weeks
next to them, so the likeness of neighbours is estimated too, pulled towards 0.5 because few weeks tell little about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np

from pincore.measures.cube import Floats
from pincore.measures.daily import Daily
from pincore.measures.series import parts_of
from pincore.measures.totals import SaveRateOver
from pincore.periods import Period
from pincore.uncertainty import t_quantile

LEAST_WEEKS = 8
MOST_WEEKS = 26
USUAL_LIKENESS = 0.5
USUAL_WEIGHT = 16.0
MOST_LIKENESS = 0.9
CONFIDENCE = 0.985


@dataclass(frozen=True, slots=True)
class Week:
    """A whole week: its count, and what the count is out of (days, for a count that is no rate)."""

    day: int
    count: float
    out_of: float


@dataclass(frozen=True, slots=True)
class NormalRange:
    """How far a measure may change between two periods when nothing but ordinary weeks is at work.

    `change` is between the periods' whole weeks, as a rate (a daily mean for counts); `limit` is how far from zero it may lie.
    """

    change: float
    limit: float
    weeks: int

    @property
    def ordinary(self) -> bool:
        return abs(self.change) <= self.limit


def normal_range(daily: Daily, key: str, period: Period, against: Period, save_rate_over: SaveRateOver = "impressions") -> NormalRange | None:
    """The normal range of the change, or None when it cannot be told.

    It needs a whole week in each period and 8 whole weeks before the period.
    """
    after = whole_weeks(daily, key, period.end, period.days // 7, save_rate_over)
    before = whole_weeks(daily, key, against.end, against.days // 7, save_rate_over)
    base = whole_weeks(daily, key, period.start - timedelta(1), MOST_WEEKS, save_rate_over)
    rate = parts_of(daily, period, key, save_rate_over)[1] is not None
    if not after or not before or len(base) < LEAST_WEEKS:
        return None
    return range_of(base, before, after, rate)


def range_of(base: Sequence[Week], before: Sequence[Week], after: Sequence[Week], rate: bool) -> NormalRange | None:
    """The normal range from the weeks themselves; None when the weeks before hold nothing to measure chance with."""
    counts, out_ofs = np.array([w.count for w in base]), np.array([w.out_of for w in base])
    a, b = _summed(before), _summed(after)
    pooled = (a.count + b.count) / (a.out_of + b.out_of)
    share = counts.sum() / out_ofs.sum()
    noise = pooled * (1 - pooled) if rate else pooled
    if noise <= 0 or not (0 < share < 1 or (share > 0 and not rate)):
        return None
    z = (counts - out_ofs * share) / np.sqrt(out_ofs * share * ((1 - share) if rate else 1.0))
    likeness, n = _likeness(z), len(z)
    phi = max(1.0, float((z * z).mean()) / (1 - _alike(_days(base), _days(base), likeness)))
    variance = noise * phi * (
        _alike(_days(before), _days(before), likeness) * len(before) / a.out_of
        + _alike(_days(after), _days(after), likeness) * len(after) / b.out_of
        - 2 * _alike(_days(before), _days(after), likeness) * sqrt(len(before) / a.out_of * len(after) / b.out_of)
    )  # fmt: skip
    freedom = max(2.0, n * (1 - likeness**2) / (1 + likeness**2) - 1)
    limit = t_quantile(CONFIDENCE, round(freedom, 1)) * sqrt(max(0.0, variance))
    return NormalRange(b.count / b.out_of - a.count / a.out_of, limit, n)


def whole_weeks(daily: Daily, key: str, end: date, most: int, save_rate_over: SaveRateOver = "impressions") -> tuple[Week, ...]:
    """The weeks (7 days each, counted back from `end`) of which every day is known, the earliest first."""
    if most <= 0:
        return ()
    span = Period(end - timedelta(7 * most - 1), end)
    top, bottom = parts_of(daily, span, key, save_rate_over)
    days = np.ones(span.days) if bottom is None else bottom
    counts, out_ofs = _weekly(top), _weekly(days)
    known = ~np.isnan(counts) & (out_ofs > 0)
    first = span.start.toordinal()
    return tuple(Week(first + 7 * int(i), float(counts[i]), float(out_ofs[i])) for i in np.flatnonzero(known))


def _weekly(values: Floats) -> Floats:
    return np.asarray(values.reshape(-1, 7).sum(axis=1))


def _summed(weeks: Sequence[Week]) -> Week:
    return Week(weeks[0].day, sum(w.count for w in weeks), sum(w.out_of for w in weeks))


def _days(weeks: Sequence[Week]) -> Floats:
    return np.array([w.day / 7 for w in weeks])


def _alike(first: Floats, second: Floats, likeness: float) -> float:
    """The mean likeness of two sets of weeks, which fades with their distance."""
    return float((likeness ** np.abs(first[:, None] - second[None, :])).mean())


def _likeness(z: Floats) -> float:
    """How alike neighbouring weeks are (lag-1 autocorrelation, corrected for few weeks, pulled towards the usual)."""
    spread = z - z.mean()
    own = float((spread[1:] * spread[:-1]).sum() / max(float((spread * spread).sum()), 1e-300))
    corrected = own + (1 + 3 * own) / len(z)
    pulled = (len(z) * corrected + USUAL_WEIGHT * USUAL_LIKENESS) / (len(z) + USUAL_WEIGHT)
    return min(max(pulled, 0.0), MOST_LIKENESS)
