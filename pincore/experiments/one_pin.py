"""One Pin a variant: the two honest answers, and no verdict on the design."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from pincore.experiments.fitting import LEAST_EXPECTED
from pincore.experiments.intervals import Floats, t_limits, two_sided_p
from pincore.experiments.own_pins import FEWEST_PINS, OwnPins
from pincore.experiments.words import METRIC_BY_KEY
from pincore.facts import History
from pincore.measures.cube import day_number, pin_rows, rows_in_days
from pincore.periods import Period
from pincore.wording import describe_p, describe_relative, describe_share

RESEMBLANCE = 0.7
"""How much a day's noise resembles the day before."""
MOST_DF = 10.0


@dataclass(frozen=True, slots=True)
class ThesePins:
    """(a) Did these two Pins differ in this period? `ratio` is treatment / control; None of the numbers when there is nothing to count."""

    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    days: int
    says: str


@dataclass(frozen=True, slots=True)
class UsualGap:
    """(b) Do they differ by more than two of the account's Pins usually do? `share` of all pairs of own Pins differ at least as much."""

    ratio: float | None
    p_value: float | None
    share: float | None
    own: int
    says: str


def day_variance(counts: ArrayLike, impressions: ArrayLike) -> float:
    """The variance of a Pin's log rate from day to day beyond the chance in its counts, by moments; rows are Pins, columns days.

    Missing days are NaN.
    """
    c, n = np.atleast_2d(np.asarray(counts, dtype=float)), np.atleast_2d(np.asarray(impressions, dtype=float))
    known = ~np.isnan(c) & ~np.isnan(n)
    c, n = np.where(known, c, 0.0), np.where(known, n, 0.0)
    shown = n.sum(axis=1, keepdims=True)
    expected = n * np.divide(c.sum(axis=1, keepdims=True), shown, out=np.zeros_like(shown), where=shown > 0)
    weight = float((expected**2).sum())
    return max(0.0, float(((c - expected) ** 2 - expected).sum()) / weight) if weight else 0.0


def daily_counts(history: History, pin: str, window: Period, metric: str) -> tuple[Floats, Floats] | None:
    """A Pin's counts and impressions by day; None when the files do not know every day of the window."""
    found = _by_day(history, window, metric)
    if pin not in found or np.isnan(found[pin]).any():
        return None
    return found[pin][0], found[pin][1]


def account_day_variance(history: History, window: Period, metric: str) -> float:
    """`day_variance` over all of the account's Pins that are known by day."""
    found = _by_day(history, window, metric)
    return day_variance(np.stack([days[0] for days in found.values()]), np.stack([days[1] for days in found.values()])) if found else 0.0


def _by_day(history: History, window: Period, metric: str) -> dict[str, Floats]:
    """Pin -> (counts, impressions) by day of the window, NaN where a day has no row."""
    rows = rows_in_days(pin_rows(history), window)
    count = rows.counts.get(METRIC_BY_KEY[metric].count)
    shown = rows.counts.get("impressions")
    if count is None or shown is None or not len(rows):
        return {}
    pins, places = np.unique(rows.pin, return_inverse=True)
    cube = np.full((len(pins), 2, window.days), np.nan)
    days = rows.start - day_number(window.start)
    cube[places, 0, days], cube[places, 1, days] = count, shown
    return {str(rows.pins[int(pin)]): cube[i] for i, pin in enumerate(pins)}


def these_pins(control: tuple[ArrayLike, ArrayLike], treatment: tuple[ArrayLike, ArrayLike], account_days: float = 0.0) -> ThesePins:
    """Answer (a), from (counts, impressions) by day of both Pins over the same days.

    `account_days` is `day_variance` of the account's Pins; the larger of it and the Pin's own counts.
    """
    halves = [_daily(*pin, account_days) for pin in (control, treatment)]
    days = len(np.asarray(control[0]))
    (c0, n0, v0), (c1, n1, v1) = halves
    if not c0 or not c1 or not n0 or not n1 or days < 2:
        return ThesePins(
            None, None, None, None, days, "These two Pins cannot be compared: one of them has nothing to count, or there are no numbers by day."
        )
    difference = log(c1 / n1) - log(c0 / n0)
    se = sqrt(v0 + v1)
    half = float(t_limits(0.05, days - 1)) * se
    low, high = exp(difference - half), exp(difference + half)
    p = float(two_sided_p(difference / se, days - 1))
    ratio = exp(difference)
    known = "did differ" if p <= 0.05 else "are not known to differ"
    says = (f"These two Pins {known} in these days: {describe_relative(ratio - 1)} (could be {describe_relative(low - 1)} to {describe_relative(high - 1)}). "
            "That speaks of the two Pins, not of their designs.")  # fmt: skip
    return ThesePins(ratio, low, high, p, days, says)


def _daily(counts: ArrayLike, impressions: ArrayLike, account_days: float) -> tuple[float, float, float]:
    """A Pin's count, impressions, and the variance of its log rate."""
    c, n = np.asarray(counts, dtype=float), np.asarray(impressions, dtype=float)
    events, shown = float(c.sum()), float(n.sum())
    if not events or not shown:
        return events, shown, 0.0
    own = max(day_variance(c, n), account_days)
    shares = n / shown
    apart = np.abs(np.subtract.outer(np.arange(len(n)), np.arange(len(n))))
    return events, shown, 1 / events + own * float(shares @ (RESEMBLANCE**apart) @ shares)


def usual_gap(control: tuple[float, float], treatment: tuple[float, float], own: OwnPins) -> UsualGap:
    """Answer (b), from (count, impressions) of both Pins and the account's comparable Pins; without an answer under 10 of them."""
    h = len(own.pins)
    if own.tau2 is None or own.rate is None or h < FEWEST_PINS:
        return UsualGap(
            None, None, None, h, f"How much two of your Pins usually differ is not known: {h} comparable Pins are too few (10 are needed)."
        )
    (c0, n0), (c1, n1) = control, treatment
    if min(n0, n1) * own.rate < LEAST_EXPECTED:
        return UsualGap(None, None, None, h, "One of the Pins has too few impressions to be compared.")
    difference = log((c1 + 0.5) / (n1 + 1)) - log((c0 + 0.5) / (n0 + 1))
    size = abs(difference) / sqrt(2 * own.tau2 + 1 / (n0 * own.rate) + 1 / (n1 * own.rate))
    p = float(two_sided_p(size, max(1.0, min(h / 2, MOST_DF))))
    share = _share_of_pairs(own, size)
    usual = "more than two of your Pins usually differ" if p <= 0.05 else "no more than two of your Pins usually differ"
    says = f"They differ {usual}: two random Pins of yours differ at least this much in {describe_share(share)} of cases (p {describe_p(p)})."
    return UsualGap(exp(difference), p, share, h, says)


def _share_of_pairs(own: OwnPins, size: float) -> float:
    y: Floats = np.log((own.counts + 0.5) / (own.impressions + 1))
    v = 1 / (own.impressions * (own.rate or 1.0))
    i, j = np.triu_indices(len(y), 1)
    gaps = np.abs(y[i] - y[j]) / np.sqrt(2 * (own.tau2 or 0.0) + v[i] + v[j])
    return float((gaps >= size).mean())
