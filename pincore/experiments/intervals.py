"""Distributions for arrays: Student's t, the noncentral t's power, Holm's adjustment, textbook sizes.

Written on numpy, so that a plan needs no statistics library at start; the tests hold them against one.
"""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pincore.uncertainty import t_quantile

Floats = NDArray[np.float64]

_NODES = 96
_TINY = 1e-300
_erfc = np.frompyfunc(math.erfc, 1, 1)


def normal_above(z: ArrayLike) -> Floats:
    """The chance that a standard normal number lies above z."""
    return 0.5 * np.asarray(_erfc(np.asarray(z, dtype=float) / math.sqrt(2)), dtype=float)


def normal_quantile(probability: float) -> float:
    """The standard normal number below which lies this probability."""
    return NormalDist().inv_cdf(probability)


def two_sided_p(t: ArrayLike, df: ArrayLike) -> Floats:
    """The chance that Student's t with df degrees of freedom is at least as far from 0; NaN where t is NaN or df below 1.

    Source: the regularised incomplete beta function by Lentz's method (Press et al., Numerical Recipes, 6.4).

    >>> round(float(two_sided_p(-4.0621, 9)), 6)
    0.002833
    """
    t, df = np.broadcast_arrays(np.abs(np.asarray(t, dtype=float)), np.asarray(df, dtype=float))
    found = np.full(t.shape, np.nan)
    good = ~np.isnan(t) & (df >= 1)
    with np.errstate(over="ignore"):
        x = df[good] / (df[good] + t[good] ** 2)
    found[good] = _incomplete_beta(df[good] / 2, x)
    return found


def _incomplete_beta(a: Floats, x: Floats) -> Floats:
    """The regularised incomplete beta function I_x(a, 1/2)."""
    sizes, places = np.unique(a, return_inverse=True)
    scale = np.array([math.lgamma(s + 0.5) - math.lgamma(s) - math.lgamma(0.5) for s in sizes])[places]
    inside = np.clip(x, _TINY, 1 - 1e-16)
    front = np.exp(scale + a * np.log(inside) + 0.5 * np.log1p(-inside))
    left = inside < (a + 1) / (a + 2.5)
    p = np.where(left, a, 0.5)
    q = np.where(left, 0.5, a)
    value = front * _continued_fraction(p, q, np.where(left, inside, 1 - inside)) / p
    whole = np.where(left, value, 1 - value)
    return np.where(x <= 0, 0.0, np.where(x >= 1, 1.0, whole))


def _continued_fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    c = np.ones_like(x)
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    found = d.copy()
    for m in range(1, 500):
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / _away_from_zero(1 + step * d)
            c = _away_from_zero(1 + step / c)
            found *= d * c
        if np.all(np.abs(d * c - 1) < 1e-14):
            break
    return found


def _away_from_zero(x: Floats) -> Floats:
    return np.where(np.abs(x) < _TINY, _TINY, x)


def t_limits(alpha: ArrayLike, df: ArrayLike) -> Floats:
    """How far from 0 Student's t lies with probability alpha, both sides together; NaN for df below 1."""
    alpha, df = np.broadcast_arrays(np.asarray(alpha, dtype=float), np.asarray(df, dtype=float))
    known: dict[tuple[float, float], float] = {}
    found = np.full(df.shape, np.nan)
    flat = found.reshape(-1)
    for i, pair in enumerate(zip(alpha.ravel().tolist(), df.ravel().tolist(), strict=True)):
        if pair[1] >= 1:
            if pair not in known:
                known[pair] = t_quantile(1 - pair[0] / 2, pair[1])
            flat[i] = known[pair]
    return flat.reshape(df.shape)


def power_of_t(shift: ArrayLike, df: ArrayLike, alpha: float) -> Floats:
    """The chance that a two-sided t-test at alpha sees a shift of so many standard errors (the noncentral t).

    Integrated over the estimated spread: given it, the test is a normal one.

    >>> round(float(power_of_t(0.5 * (64 / 2) ** 0.5, 126, 0.05)), 4)  # Cohen (1988): d = 0.5, 64 each
    0.8015
    """
    shifts, dfs = np.broadcast_arrays(np.abs(np.asarray(shift, dtype=float)), np.asarray(df, dtype=float))
    shifts, dfs = shifts[..., None], np.maximum(dfs[..., None], 1)
    low = np.maximum(0.0, 1 - 8 / np.sqrt(2 * dfs))
    width = 1 + 8 / np.sqrt(2 * dfs) - low
    u = low + width * (np.arange(_NODES) + 0.5) / _NODES
    weight = (dfs - 1) * np.log(u) - dfs * u * u / 2
    weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
    weight /= weight.sum(axis=-1, keepdims=True)
    limit = t_limits(alpha, dfs[..., 0])[..., None] * u
    return np.asarray((weight * (normal_above(limit - shifts) + normal_above(limit + shifts))).sum(axis=-1))


def holm(p: ArrayLike) -> Floats:
    """The p-values of several comparisons (along the last axis), adjusted so that together they err as often as one.

    NaN is no comparison. Source: Holm (1979), Scand. J. Stat. 6:65-70.

    >>> [round(float(x), 2) for x in holm([0.01, 0.04, 0.03, 0.005])]
    [0.03, 0.06, 0.06, 0.02]
    """
    p = np.asarray(p, dtype=float)
    order = np.argsort(np.where(np.isnan(p), np.inf, p), axis=-1, kind="stable")
    ranked = np.take_along_axis(p, order, axis=-1)
    comparisons = np.sum(~np.isnan(p), axis=-1, keepdims=True)
    factors = np.maximum(1, comparisons - np.arange(p.shape[-1]))
    rising = np.minimum(1.0, np.maximum.accumulate(ranked * factors, axis=-1))
    found = np.empty_like(p)
    np.put_along_axis(found, order, rising, axis=-1)
    return found


def textbook_size(before: float, after: float, power: float = 0.8, alpha: float = 0.05, pooled: bool = True) -> float:
    """How many independent trials each of two groups needs to tell two shares apart: a floor, since impressions are not independent.

    `pooled` takes the pooled variance under "no difference" (R's power.prop.test), else each group's own.

    >>> round(textbook_size(0.75, 0.5, power=0.9), 3)
    76.707
    """
    z, w = normal_quantile(1 - alpha / 2), normal_quantile(power)
    own = before * (1 - before) + after * (1 - after)
    middle = (before + after) / 2
    null = 2 * middle * (1 - middle) if pooled else own
    return float((z * math.sqrt(null) + w * math.sqrt(own)) ** 2 / (after - before) ** 2)
