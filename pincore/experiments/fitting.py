"""The one arithmetic of a readout: Student's t on log Pin rates, for one experiment or for thousands at once.

Every array has one row an experiment. Pins are columns; a Pin of no variant (-1) is padding. Variant 0 is the control.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pincore.experiments.intervals import Floats, holm, t_limits, two_sided_p

Bools = NDArray[np.bool_]

LEAST_EXPECTED = 3
"""The rule of 3: a Pin with fewer expected events says nothing about its rate."""
LEAST_PINS = 3
UNEVEN = 1.15
"""How many times its pooled estimate the variance of a difference may be, before a verdict asks for more."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What the Pins of each experiment say.

    `used` (experiments, Pins); `pins` and `mean` of log rates (experiments, variants); `variance` between Pins of one
    variant and `df` (experiments); for each treatment `difference` of mean log rates, its standard error `se`, `p` and
    Holm's `adjusted` p. NaN is what cannot be known. `even`: Pins so alike that counting noise stands for their spread.
    `cautious` is what decides: the adjusted p, larger where a variant has both fewer Pins and noisier counts than the other.
    """

    used: Bools
    pins: Floats
    mean: Floats
    variance: Floats
    df: Floats
    difference: Floats
    se: Floats
    p: Floats
    adjusted: Floats
    even: Bools
    cautious: Floats

    def lifts(self, alpha: ArrayLike = 0.05) -> tuple[Floats, Floats, Floats]:
        """Lift, low and high of each treatment against the control; alpha (one an experiment) is the chance to lie outside."""
        half = t_limits(np.broadcast_to(np.asarray(alpha, dtype=float), self.df.shape[:1])[:, None], _as_columns(self.df)) * self.se
        with np.errstate(over="ignore"):
            return np.expm1(self.difference), np.expm1(self.difference - half), np.expm1(self.difference + half)


def log_rates(counts: ArrayLike, impressions: ArrayLike) -> Floats:
    """log((count + 0.5) / (impressions + 1)) of each Pin."""
    return np.asarray(np.log((np.asarray(counts, dtype=float) + 0.5) / (np.asarray(impressions, dtype=float) + 1)))


def usable(counts: ArrayLike, impressions: ArrayLike, present: ArrayLike) -> Bools:
    """The Pins whose impressions times the pooled rate of all the experiment's Pins are at least 3.

    The rule looks at impressions only, so that it does not select on the outcome.
    """
    counts, impressions = np.asarray(counts, dtype=float), np.asarray(impressions, dtype=float)
    present = np.asarray(present, dtype=bool)
    events = np.where(present, counts, 0).sum(axis=-1, keepdims=True)
    trials = np.where(present, impressions, 0).sum(axis=-1, keepdims=True)
    return np.asarray(present & (impressions * events >= LEAST_EXPECTED * trials) & (events > 0))


def fit(counts: ArrayLike, impressions: ArrayLike, variant: ArrayLike, variants: int) -> Fit:
    """The one-way fit of log Pin rates, one variance over all variants, every treatment against the control.

    `counts` and `impressions` are (experiments, Pins), `variant` too or one for all experiments.
    """
    counts, impressions = np.atleast_2d(np.asarray(counts, dtype=float)), np.atleast_2d(np.asarray(impressions, dtype=float))
    variant = np.broadcast_to(np.asarray(variant), counts.shape)
    used = usable(counts, impressions, variant >= 0)
    member = used[:, :, None] & (variant[:, :, None] == np.arange(variants))
    rates = log_rates(counts, impressions)
    pins = member.sum(axis=1).astype(float)
    mean = _divided(np.where(member, rates[:, :, None], 0).sum(axis=1), pins)
    own = np.where(member, mean[:, None, :], 0).sum(axis=2)
    squares = (np.where(used, rates - own, 0) ** 2).sum(axis=1)
    df = np.maximum(0, pins.sum(axis=1) - (pins > 0).sum(axis=1))
    variance = _divided(squares, df)
    noise = _divided(np.where(used, 1 / (np.where(used, counts, 1) + 0.5), 0).sum(axis=1), pins.sum(axis=1))
    even = _is_even(variance, mean)
    variance = np.where(even, noise, variance)
    with np.errstate(divide="ignore"):
        se = np.sqrt(variance[:, None] * (1 / pins[:, 1:] + 1 / pins[:, :1]))
    inflation = _inflation(_noise_of_variants(counts, impressions, variant, member), pins, variance, df)
    return _told(used, pins, mean, variance, df, mean[:, 1:] - mean[:, :1], se, even, inflation)


def _noise_of_variants(counts: Floats, impressions: Floats, variant: NDArray[np.int64], member: Bools) -> Floats:
    """The variance that chance in the counts gives a usable Pin's log rate, the mean of each variant: 1 / expected events, from impressions only."""
    present = variant >= 0
    pooled = _divided(np.where(present, counts, 0).sum(axis=1), np.where(present, impressions, 0).sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        own = 1 / (impressions * pooled[:, None])
    return _divided(np.where(member, own[:, :, None], 0).sum(axis=1), member.sum(axis=1).astype(float))


def _inflation(noise: Floats, pins: Floats, variance: Floats, df: Floats) -> Floats:
    """How many times the pooled estimate the variance of each difference is; 1 unless the two variants alone make it more than UNEVEN.

    Student's t takes all variants to spread alike. Where traffic is unequal, the one shown less has noisier counts, and the rule of 3
    leaves it fewer Pins: then the pooled variance is too small for its mean.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = np.maximum(pins - 1, 0)
        chance = np.where(pins > 0, freedom * noise, 0).sum(axis=1) / df
        own = np.maximum(0, variance - chance)[:, None] + noise
        pooled = np.where(pins > 0, freedom * own, 0).sum(axis=1, keepdims=True) / df[:, None]
        true = own[:, 1:] / pins[:, 1:] + own[:, :1] / pins[:, :1]
        taken = 1 / pins[:, 1:] + 1 / pins[:, :1]
        alone = (freedom[:, 1:] * own[:, 1:] + freedom[:, :1] * own[:, :1]) / (freedom[:, 1:] + freedom[:, :1])
        uneven = (true > UNEVEN * alone * taken) & (pins[:, 1:] >= LEAST_PINS) & (pins[:, :1] >= LEAST_PINS)
        return np.where(uneven, np.maximum(1, true / (pooled * taken)), 1.0)


def fit_pairs(counts: ArrayLike, impressions: ArrayLike, present: ArrayLike) -> Fit:
    """The fit of paired Pins: arrays are (experiments, pairs, variants), the control first; a pair counts where both of its Pins are usable.

    Each treatment has its own differences: `variance` is that of a difference, and it, `df` and `even` have one column a treatment.
    """
    counts, impressions = np.asarray(counts, dtype=float), np.asarray(impressions, dtype=float)
    shape = counts.shape
    used = usable(counts.reshape(shape[0], -1), impressions.reshape(shape[0], -1), np.asarray(present).reshape(shape[0], -1)).reshape(shape)
    rates = log_rates(counts, impressions)
    both = used[:, :, 1:] & used[:, :, :1]
    used = used & np.concatenate([both.any(axis=2, keepdims=True), both], axis=2)
    pairs = both.sum(axis=1).astype(float)
    differences = np.where(both, rates[:, :, 1:] - rates[:, :, :1], 0)
    difference = _divided(differences.sum(axis=1), pairs)
    df = np.maximum(0, pairs - 1)
    variance = _divided((np.where(both, differences - difference[:, None, :], 0) ** 2).sum(axis=1), df)
    noise = 1 / (np.where(used, counts, 1) + 0.5)
    noise = _divided(np.where(both, noise[:, :, 1:] + noise[:, :, :1], 0).sum(axis=1), pairs)
    even = _is_even(variance, difference)
    variance = np.where(even, noise, variance)
    pins = used.sum(axis=1).astype(float)
    mean = _divided(np.where(used, rates, 0).sum(axis=1), pins)
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.sqrt(variance / pairs)
    return _told(used.reshape(shape[0], -1), pins, mean, variance, df, difference, se, even)


def _told(
    used: Bools, pins: Floats, mean: Floats, variance: Floats, df: Floats, difference: Floats, se: Floats, even: Bools, inflation: ArrayLike = 1.0
) -> Fit:
    with np.errstate(divide="ignore", invalid="ignore"):
        t = difference / se
    p = two_sided_p(t, _as_columns(df))
    adjusted = holm(p)
    plain = bool(np.all(np.asarray(inflation) == 1))
    cautious = adjusted if plain else holm(two_sided_p(t / np.sqrt(inflation), _as_columns(df)))
    return Fit(used, pins, mean, variance, df, difference, np.where(np.isnan(t), np.nan, se), p, adjusted, even, cautious)


def _as_columns(df: Floats) -> Floats:
    return df[:, None] if df.ndim == 1 else df


def _divided(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0))


def _is_even(variance: Floats, mean: Floats) -> Bools:
    """Whether the spread is no more than the dust of arithmetic."""
    size = np.nanmax(np.abs(np.where(np.isnan(mean), 0, mean)), axis=-1) if variance.ndim < mean.ndim else np.abs(np.nan_to_num(mean))
    return np.asarray(variance <= (1e-12 * (1 + size)) ** 2)
