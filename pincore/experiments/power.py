"""What a test could show: power, the Pins needed, and the change that can be seen with the Pins there are."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, log, log1p, sqrt

import numpy as np

from pincore.experiments.fitting import LEAST_EXPECTED, LEAST_PINS, log_rates
from pincore.experiments.intervals import Floats, normal_quantile, power_of_t
from pincore.experiments.looks import ALPHA

SIMULATED = 40_000
MOST_PINS = 20_000
ASSUMED_CV = 0.6
ASSUMED_SPREAD_OF_IMPRESSIONS = 1.0
DAY_NOISE = 0.039
"""Variance of a Pin's log rate over a few weeks that comes from its days (bursts, weekly cycles, days that resemble their neighbours)."""
_SEED = 40
_STEPS = 5
_HERMITE = ((-sqrt(3), 1 / 6), (0.0, 2 / 3), (sqrt(3), 1 / 6))
"""Gauss and Hermite's three points for a normal number."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What Pins of one design are like. `cv` is how far their rates differ (standard deviation / mean).

    `impressions` is the mean of what a Pin gets during the test, None for ample; `impressions_spread` the standard deviation of its logarithm.
    `noise` is the variance of a Pin's log rate that comes from its days. `known_from` is the number of own Pins it comes from, 0 when assumed.
    """

    baseline: float
    cv: float = ASSUMED_CV
    impressions: float | None = None
    impressions_spread: float = ASSUMED_SPREAD_OF_IMPRESSIONS
    noise: float = DAY_NOISE
    known_from: int = 0

    @property
    def tau2(self) -> float:
        """The variance between Pins on the log scale."""
        return log1p(self.cv**2)


@dataclass(frozen=True, slots=True)
class Spread:
    """What a readout of these Pins sees at a lift: the mean difference of log rates, their variances, and the shares of usable Pins.

    `uneven` is how much the chance in the counts differs from Pin to Pin (variance of its variance), `covariance` that of the two Pins of a pair.
    """

    difference: float
    control: float
    treatment: float
    usable_control: float
    usable_treatment: float
    uneven: float = 0.0
    covariance: float = 0.0


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked of a test: the change to see, the power wanted, how many variants, the share of the variance that pairs explain."""

    lift: float
    power: float = 0.8
    variants: int = 2
    paired_share: float | None = None

    @property
    def alpha(self) -> float:
        """The level of the smallest of Holm's p-values."""
        return ALPHA / (self.variants - 1)


def spread_of(pins: Pins, aim: Aim) -> Spread:
    """The spread of log rates, from 40,000 Pins drawn once (the same seed always); exact where impressions are ample."""
    shared = aim.paired_share or 0.0
    if pins.impressions is None:
        variance = pins.tau2 + pins.noise
        return Spread(log1p(aim.lift), variance, variance, 1.0, 1.0, covariance=shared * pins.tau2)
    chance = np.random.default_rng(_SEED)
    share, own, days = _standard(chance.standard_normal((3, SIMULATED // 2)))
    shown = _shown(pins, share)
    expected = _expected(pins, own, days, shown, np.array([[1.0], [1 + aim.lift]]))
    counts = chance.poisson(expected)
    pooled = counts.sum(axis=1) @ [aim.variants - 1, 1] / (aim.variants * shown.sum())
    used = shown * pooled >= LEAST_EXPECTED
    usable = float(used.mean())
    if used.sum() < 2:
        return Spread(log1p(aim.lift), pins.tau2 + pins.noise, pins.tau2 + pins.noise, usable, usable)
    control, treatment = log_rates(counts, shown)[:, used]
    uneven = float((1 / (expected[:, used] + 0.5)).var())
    found = Spread(float((treatment - control).mean()), float(control.var()), float(treatment.var()), usable, usable, uneven)
    if not shared:
        return found
    share, own_too, days = _standard(chance.standard_normal((3, SIMULATED // 2)))
    shown_too = _shown(pins, share)
    partner = chance.poisson(_expected(pins, shared * own + sqrt(1 - shared**2) * own_too, days, shown_too, np.array([1 + aim.lift])))
    both = used & (shown_too * pooled >= LEAST_EXPECTED)
    together = np.cov(log_rates(counts[0], shown)[both], log_rates(partner, shown_too)[both])[0, 1] if both.sum() > 2 else 0.0
    return replace(found, covariance=float(together))


def _shown(pins: Pins, share: Floats) -> Floats:
    s = pins.impressions_spread
    return np.asarray(np.round(np.exp(log(pins.impressions or 1) + s * share - s * s / 2)))


def _expected(pins: Pins, own: Floats, days: Floats, shown: Floats, factor: Floats) -> Floats:
    """The events to expect of each Pin, never more than its impressions."""
    logs = sqrt(pins.tau2) * own + sqrt(pins.noise) * days - (pins.tau2 + pins.noise) / 2
    return np.asarray(np.minimum(pins.baseline * np.exp(logs) * factor, 1.0) * shown)


def _standard(draws: Floats) -> Floats:
    """The draws with mean 0 and standard deviation 1 exactly, which halves the error of what follows."""
    centred = draws - draws.mean(axis=-1, keepdims=True)
    return np.asarray(centred / centred.std(axis=-1, keepdims=True))


def power(pins: Pins, aim: Aim, number: int) -> float:
    """The chance that so many Pins a variant show the change: a noncentral t, averaged over how many of them will be usable.

    >>> round(power(Pins(0.004, cv=0.6), Aim(lift=1.0), 13), 2)
    0.82
    """
    return power_with(spread_of(pins, aim), aim, number)


def pins_needed(pins: Pins, aim: Aim) -> int | None:
    """How many Pins a variant show the change with the power wanted; None when 20,000 do not.

    >>> pins_needed(Pins(0.004, cv=0.6), Aim(lift=1.0))
    13
    """
    spread = spread_of(pins, aim)
    return search_pins(lambda number: power_with(spread, aim, number) >= aim.power, guess_pins(spread, aim))


def guess_pins(spread: Spread, aim: Aim) -> int:
    """About how many Pins a variant are needed, by the normal approximation."""
    z = normal_quantile(1 - aim.alpha / 2) + normal_quantile(aim.power)
    needed = (spread.control + spread.treatment) * z * z / max(spread.difference**2, 1e-12)
    return int(min(MOST_PINS, max(LEAST_PINS, needed + 1)))


def search_pins(enough: Callable[[int], bool], start: int) -> int | None:
    """The smallest number that is enough, sought outwards from `start`; None when MOST_PINS are not."""
    low, high, step = start, start, 1
    while not enough(high):
        low, high, step = high, high + step, step * 2
        if low > MOST_PINS:
            return None
    while low == high and low > LEAST_PINS:
        low = max(LEAST_PINS - 1, high - step)
        if enough(low):
            high, step = low, step * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def detectable_lift(pins: Pins, aim: Aim, number: int, largest: float = 50.0) -> float | None:
    """The smallest rise that so many Pins a variant show with the power wanted; None when not even a fifty-fold one.

    >>> round(detectable_lift(Pins(0.004, cv=0.6), Aim(lift=1.0), 5), 1)
    2.3
    """
    low, high = 0.0, log1p(largest)
    if number < LEAST_PINS or power(pins, _at(aim, largest), number) < aim.power:
        return None
    while high - low > 0.004:
        middle = (low + high) / 2
        low, high = (middle, high) if power(pins, _at(aim, exp(middle) - 1), number) < aim.power else (low, middle)
    return exp(high) - 1


def _at(aim: Aim, lift: float) -> Aim:
    return Aim(lift, aim.power, aim.variants, aim.paired_share)


def power_with(spread: Spread, aim: Aim, number: int, paired: bool = False) -> float:
    """The power when the spread is known."""
    if number < LEAST_PINS:
        return 0.0
    if paired or aim.paired_share is not None:
        return _power_of_pairs(spread, aim, number)
    m0, w0 = _usable(number, spread.usable_control)
    m1, w1 = _usable(number, spread.usable_treatment)
    m0, m1 = m0[:, None], m1[None, :]
    weights = w0[:, None] * w1[None, :]
    others = (aim.variants - 2) * number * spread.usable_control
    df = m0 + m1 + others - aim.variants
    pooled = ((np.maximum(m0 - 1, 1) + others) * spread.control + np.maximum(m1 - 1, 1) * spread.treatment) / np.maximum(1, m0 + m1 - 2 + others)
    se = np.sqrt(pooled * (1 / np.maximum(m0, 1) + 1 / np.maximum(m1, 1)))
    enough = (m0 >= LEAST_PINS) & (m1 >= LEAST_PINS)
    found = _averaged(spread.difference / se, np.floor(df), aim.alpha, spread.uneven / pooled**2 / np.maximum(m0 + m1 + others, 1))
    m, w = _usable(number, spread.usable_control)
    told = float(w[m >= LEAST_PINS].sum()) ** (aim.variants - 2)
    return told * float((weights * np.where(enough, found, 0.0)).sum())


def _power_of_pairs(spread: Spread, aim: Aim, number: int) -> float:
    variance = spread.control + spread.treatment - 2 * spread.covariance
    m, weights = _usable(number, min(spread.usable_control, spread.usable_treatment) ** 2)
    variance = max(variance, 1e-12)
    found = _averaged(spread.difference * np.sqrt(np.maximum(m, 1) / variance), m - 1, aim.alpha, 2 * spread.uneven / variance**2 / np.maximum(m, 1))
    return float((weights * np.where(m >= LEAST_PINS, found, 0.0)).sum())


def _averaged(shift: Floats, df: Floats, alpha: float, uneven: Floats) -> Floats:
    """The power averaged over the variance that the drawn Pins will have: log-normal around its mean, relative variance `uneven`."""
    df = np.maximum(1, df)
    if not uneven.any():
        return power_of_t(shift, df, alpha)
    s = np.sqrt(np.log1p(uneven))
    return np.asarray(sum(weight * power_of_t(shift / np.exp((s * x - s * s / 2) / 2), df, alpha) for x, weight in _HERMITE))


def _usable(number: int, share: float) -> tuple[Floats, Floats]:
    """How many of so many Pins will be usable, with the weights: the binomial distribution, thinned where it is wide."""
    if share >= 1 or number == 0:
        return np.array([float(number)]), np.ones(1)
    mean, sd = number * share, sqrt(number * share * (1 - share))
    if 2 * 4 * sd <= 2 * _STEPS:
        every = np.arange(number + 1)
        logs = (
            np.cumsum(np.log(np.r_[1.0, (number - every[:-1]) / (every[:-1] + 1) * (share / (1 - share))]))
            if share > 0
            else np.where(every, -np.inf, 0.0)
        )
        weights = np.exp(logs - logs.max())
        kept = weights > 1e-4 * weights.max()
        return every[kept].astype(float), weights[kept] / weights[kept].sum()
    points = np.linspace(-3, 3, 2 * _STEPS + 1)
    weights = np.exp(-points * points / 2)
    return np.clip(np.round(mean + points * sd), 0, number), weights / weights.sum()
