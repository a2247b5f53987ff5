"""Is a change more than ordinary weeks do?

Weekly counts are held against what the parts of the account (Pins, or boards) would have brought at their own rates, so that a
shift of impressions between them is no change of rates: O ~ Poisson(X r theta), r gamma-distributed over the parts. Weeks differ
by more than chance; how much (variance) and how long (likeness of neighbours) is estimated from the weeks before, after the idea
of Laney's limits (2002, Quality Engineering 14:531-537).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt

import numpy as np

from pincore.layouts import EPOCH
from pincore.measures.cube import Floats, Ints
from pincore.measures.daily import Daily
from pincore.measures.series import parts_of
from pincore.measures.table import MEASURE_BY_KEY
from pincore.measures.totals import SaveRateOver
from pincore.periods import Period
from pincore.uncertainty import t_quantile

LEAST_WEEKS = 4
MOST_WEEKS = 26
USUAL_LIKENESS = (0.7, 0.5)
"""Of the account alone, whose mix of Pins shifts slowly, and at the same mix of parts."""
USUAL_WEIGHT = 16.0
USUAL_VARIANCE, USUAL_SPREAD = (0.04, 0.015), 0.4
"""The variance of weeks beyond chance (account alone, same mix of parts), and how much the logarithm of it varies between accounts.

Chosen by simulation (benchmarks/alarms.py): with a month of history the weeks alone know their noise too badly to see a halved rate.
"""
LEAST_OF_CHANCE = 0.05
MOST_LIKENESS = 0.95
CONFIDENCE = 0.975
SPREADS = (0.05, 4.0)
BASE, BEFORE, AFTER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Week:
    """A whole week: its count, and what the count is out of (days, for a count that is no rate)."""

    day: int
    count: float
    out_of: float


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """Whole weeks of the parts of an account: one row a part, one column a week.

    `at` is when each week begins, in weeks; `role` is BASE, BEFORE (the comparison) or AFTER (the period).
    """

    counts: Floats
    out_ofs: Floats
    at: Floats
    role: Ints


@dataclass(frozen=True, slots=True)
class NormalRange:
    """How far a measure may change between two periods when nothing but ordinary weeks is at work.

    `change` is the logarithm of after / before over the periods' whole weeks, at the same mix of parts; `limit` is how far from
    zero it may lie; `parts` is how many Pins or boards it rests on (1 where only the account is known).
    """

    change: float
    limit: float
    weeks: int
    parts: int = 1

    @property
    def ordinary(self) -> bool:
        return abs(self.change) <= self.limit

    @property
    def relative(self) -> float:
        """The change of the weeks as a share."""
        return exp(self.change) - 1

    @property
    def bounds(self) -> tuple[float, float]:
        """The relative changes that ordinary weeks bring."""
        return exp(-self.limit) - 1, exp(self.limit) - 1


@dataclass(frozen=True, slots=True)
class _Noise:
    """How much weeks vary beyond chance, how alike neighbours are, and the degrees of freedom left to know it."""

    variance: float
    likeness: float
    freedom: float


def normal_range(
    daily: Daily, key: str, period: Period, against: Period, save_rate_over: SaveRateOver = "impressions", apart: bool = True
) -> NormalRange | None:
    """The normal range of the change, or None when it cannot be told.

    It needs a whole week in each period and 4 whole weeks before the period. `apart` holds the parts apart, so that a shift of impressions
    between them is no change of a rate; without it the account's own rate is judged.
    """
    after = whole_weeks(daily, key, period.end, period.days // 7, save_rate_over)
    before = whole_weeks(daily, key, against.end, against.days // 7, save_rate_over)
    base = whole_weeks(daily, key, period.start - timedelta(1), MOST_WEEKS, save_rate_over)
    if not after or not before or len(base) < LEAST_WEEKS:
        return None
    taken = {week.day for week in before}
    others = [week for week in base if all(abs(week.day - day) >= 7 for day in taken)]
    days = np.array([week.day for week in (*others, *before, *after)])
    role = np.repeat([BASE, BEFORE, AFTER], [len(others), len(before), len(after)])
    rate = parts_of(daily, period, key, save_rate_over)[1] is not None
    if rate and apart:
        counts, out_ofs = _by_part(daily, key, days, save_rate_over)
    else:
        weeks = (*others, *before, *after)
        counts, out_ofs = np.array([[week.count for week in weeks]]), np.array([[week.out_of for week in weeks]])
    order = np.argsort(days, kind="stable")
    return range_of(Weeks(counts[:, order], out_ofs[:, order], days[order] / 7, role[order]))


def range_of(weeks: Weeks) -> NormalRange | None:
    """The normal range from the weeks themselves; None when the weeks before hold nothing to measure chance with."""
    totals = weeks.counts.sum(axis=0)
    if totals[weeks.role != AFTER].sum() <= 0 or totals[weeks.role == BEFORE].sum() + totals[weeks.role == AFTER].sum() <= 0:
        return None
    own, spread = _own_rates(weeks)
    expected = own @ weeks.out_ofs
    if not (expected > 0).all():
        return None
    level = _levels(weeks)
    fitted = expected * _fitted(totals, expected, level)
    chance = _chance(weeks, own, spread, fitted / expected)
    noise = _week_noise(totals / fitted - 1, fitted, chance, weeks.at, level, len(own) > 1)
    total = chance + noise.variance * noise.likeness ** np.abs(weeks.at[:, None] - weeks.at[None, :])
    before, after = (_weights(total, weeks.role == role) for role in (BEFORE, AFTER))
    contrast = after - before
    limit = t_quantile(CONFIDENCE, round(noise.freedom, 1)) * sqrt(max(0.0, float(contrast @ total @ contrast)))
    least = 0.5 / float(expected.sum())
    change = log(max(float(after @ (totals / expected)), least) / max(float(before @ (totals / expected)), least))
    return NormalRange(change, limit, int((weeks.role != AFTER).sum()), len(own))


def _levels(weeks: Weeks) -> Ints:
    """Which weeks share a level: the period has its own, and so has a comparison that lies apart from the weeks before."""
    before = weeks.at[weeks.role == BEFORE]
    apart = bool((weeks.role == BASE).any()) and float(before.max()) < float(weeks.at[weeks.role == BASE].min())
    return np.where(weeks.role == AFTER, 1, np.where((weeks.role == BEFORE) & apart, 2, 0))


def _fitted(totals: Floats, expected: Floats, level: Ints) -> Floats:
    """The level of each week: counted / expected over the weeks that share it, never quite zero."""
    size = int(level.max()) + 1
    top, bottom = np.bincount(level, totals, size), np.bincount(level, expected, size)
    return np.asarray((np.maximum(top, 0.5) / np.where(bottom > 0, bottom, 1.0))[level])


def _own_rates(weeks: Weeks) -> tuple[Floats, float]:
    """Each part's rate, pulled towards the common one as far as it has few counts, and how much parts differ (CV squared)."""
    counted, totals = weeks.counts.sum(axis=1), np.maximum(weeks.counts.sum(axis=0), 0.5)
    own, spread = np.ones(len(counted)), 0.36
    if len(own) == 1:
        return own, 0.0
    for turn in range(24):
        usual = weeks.out_ofs @ (totals / (own @ weeks.out_ofs))
        if turn % 3 == 0:
            over = float(((counted - usual) ** 2 - usual).sum() / max(float((usual * usual).sum()), 1e-300))
            spread = min(max(over, SPREADS[0]), SPREADS[1])
        own = (1 / spread + counted) / (1 / spread + usual)
    return np.asarray(own), spread


def _chance(weeks: Weeks, own: Floats, spread: float, level: Floats) -> Floats:
    """The covariance of the weeks' log rates that chance alone gives, the parts' unknown rates included."""
    usual = weeks.out_ofs * level
    fitted = own @ usual
    if len(own) == 1:
        return np.diag(1 / fitted)
    shared = (usual * (own / (1 / spread + usual.sum(axis=1)))[:, None]).T @ usual
    information = np.diag(fitted * (1 + 1e-6)) - (shared + shared.T) / 2
    return np.asarray(np.linalg.inv(information))


def _week_noise(residual: Floats, fitted: Floats, chance: Floats, at: Floats, level: Ints, by_part: bool) -> _Noise:
    """The noise of weeks by moments, each group of weeks about its own level, pulled towards what is usual."""
    n, distance = len(residual), np.abs(at[:, None] - at[None, :])
    design = (level[:, None] == np.unique(level)[None, :]).astype(float)
    variance, likeness = 0.0, USUAL_LIKENESS[by_part]
    for _ in range(4):
        weight = 1 / (1 / fitted + variance)
        left = np.eye(n) - design @ np.linalg.solve(design.T @ (design * weight[:, None]), (design * weight[:, None]).T)
        rest = left @ residual
        spread = (left.T * weight) @ left
        over = float((weight * rest * rest).sum()) - float((spread * chance).sum())
        variance = max(0.0, over / max(float((spread * likeness**distance).sum()), 1e-300))
        part = variance / (variance + float((1 / fitted).mean()))
        likeness = _likeness(rest * np.sqrt(weight), part, USUAL_LIKENESS[by_part])
    return _pulled(variance, likeness, float((1 / fitted).mean()), spread @ likeness**distance, USUAL_VARIANCE[by_part])


def _pulled(variance: float, likeness: float, chance: float, shape: Floats, usual: float) -> _Noise:
    """The noise between what the weeks say and what is usual, on the logarithm; each counts as far as it is informed."""
    freedom = float(np.trace(shape)) ** 2 / max(float(np.trace(shape @ shape)), 1e-300)  # Satterthwaite (1946)
    own = freedom / 2 * (usual / (usual + chance)) ** 2
    prior = 1 / USUAL_SPREAD
    pulled = exp((own * log(max(variance, LEAST_OF_CHANCE * chance)) + prior * log(usual)) / (own + prior))
    return _Noise(pulled, likeness, 2 * (own + prior))


def _likeness(z: Floats, part: float, usual: float) -> float:
    """How alike neighbouring weeks are (lag-1 autocorrelation, corrected for few weeks and for chance, pulled towards the usual)."""
    n = len(z)
    own = float((z[1:] * z[:-1]).sum() / max(float((z * z).sum()), 1e-300))
    corrected = min((own + (1 + 3 * own) / n) / max(part, 0.25), 1.0)
    pulled = (n * part * corrected + USUAL_WEIGHT * usual) / (n * part + USUAL_WEIGHT)
    return min(max(pulled, 0.0), MOST_LIKENESS)


def _weights(covariance: Floats, inside: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Floats:
    """How much each week counts towards its period's level: less the noisier it is; they add up to one."""
    places = np.flatnonzero(inside)
    found = np.maximum(np.linalg.solve(covariance[np.ix_(places, places)], np.ones(len(places))), 0.0)
    weights = np.zeros(len(covariance))
    weights[places] = found / found.sum()
    return weights


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


def _by_part(daily: Daily, key: str, days: Ints, save_rate_over: SaveRateOver) -> tuple[Floats, Floats]:
    """Counts and what they are out of, by part (those with anything in these weeks) and week."""
    measure = MEASURE_BY_KEY[key]
    pair = measure.count, str(save_rate_over if key == "save_rate" else measure.out_of)
    unknown = tuple(column for column in pair if daily.rows.has_gaps(column))
    counts, out_ofs = (_week_sums(daily, column, days, unknown) for column in pair)
    seen = out_ofs.sum(axis=1) > 0
    return counts[seen], out_ofs[seen]


def _week_sums(daily: Daily, column: str, days: Ints, unknown: tuple[str, ...]) -> Floats:
    """A count by part and week, over the rows that know all of the `unknown` columns too."""

    def summed() -> Floats:
        size = int(daily.rows.pin.max()) + 1
        return np.stack([_part_sums(daily, column, int(start), unknown, size) for start in days - daily.first - EPOCH], axis=1)

    return daily.latest(("week sums", column), (tuple(days.tolist()), unknown), summed)


def _part_sums(daily: Daily, column: str, start: int, unknown: tuple[str, ...], size: int) -> Floats:
    """A count by part in the 7 days from a place on."""
    rows = daily.rows_between(start, start + 7)
    part, values = daily.rows.pin[rows], daily.rows.counts[column][rows]
    if unknown:
        known = ~np.logical_or.reduce([np.isnan(daily.rows.counts[key][rows]) for key in unknown])
        part, values = part[known], values[known]
    return np.asarray(np.bincount(part, values, size), dtype=np.float64)


def _weekly(values: Floats) -> Floats:
    return np.asarray(values.reshape(-1, 7).sum(axis=1))
