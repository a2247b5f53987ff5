"""How far a rate may lie from what was counted: Wilson's interval, widened by how much weeks differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, pi, sqrt
from statistics import NormalDist

Z95 = 1.959963984540054
LEAST_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval of a share. `effective` is out_of / dispersion, the trials that really count."""

    count: float
    out_of: float
    low: float
    high: float
    effective: float
    weeks: int = 0


def wilson(count: float, out_of: float, z: float = Z95) -> tuple[float, float]:
    """The Wilson score interval of count / out_of (Wilson 1927, JASA 22:209-212).

    >>> [round(x, 4) for x in wilson(0, 20)]
    [0.0, 0.1611]
    >>> [round(x, 4) for x in wilson(4, 1000)]
    [0.0016, 0.0102]
    """
    p = count / out_of
    square = z * z
    middle = (p + square / (2 * out_of)) / (1 + square / out_of)
    half = z / (1 + square / out_of) * sqrt(max(0.0, p * (1 - p) / out_of + square / (4 * out_of * out_of)))
    low = 0.0 if count <= 0 else max(0.0, middle - half)
    high = 1.0 if count >= out_of else min(1.0, middle + half)
    return low, high


def dispersion(counts: Sequence[float], out_ofs: Sequence[float]) -> float | None:
    """How many times more the weeks' rates vary than chance alone allows: chi-square / (weeks - 1).

    At least 1. None with fewer than 4 weeks that have anything to count from.
    """
    weeks = [(c, n) for c, n in zip(counts, out_ofs, strict=True) if n > 0]
    if len(weeks) < LEAST_WEEKS:
        return None
    total, trials = sum(c for c, _ in weeks), sum(n for _, n in weeks)
    p = total / trials
    if not 0 < p < 1:
        return 1.0
    chi2 = sum((c - n * p) ** 2 / (n * p * (1 - p)) for c, n in weeks)
    return max(1.0, chi2 / (len(weeks) - 1))


def interval(count: float, out_of: float, weeks: Sequence[tuple[float, float]] = ()) -> Interval | None:
    """The interval of a rate; None when it cannot be (nothing to count from, or counts above it).

    `weeks` are the (count, out_of) of whole weeks; from 4 on their dispersion widens the interval, with
    Student's t in place of the normal quantile.
    """
    if out_of <= 0 or count < 0 or count > out_of:
        return None
    phi = dispersion([c for c, _ in weeks], [n for _, n in weeks])
    if phi is None:
        low, high = wilson(count, out_of)
        return Interval(count, out_of, low, high, out_of)
    used = sum(1 for _, n in weeks if n > 0)
    effective = out_of / phi
    low, high = wilson(count / phi, effective, t_quantile(0.975, used - 1))
    return Interval(count, out_of, low, high, effective, used)


@lru_cache(maxsize=512)
def t_quantile(probability: float, df: float) -> float:
    """The quantile of Student's t (Newton's method on its distribution function, from the left, where it is concave).

    >>> round(t_quantile(0.975, 3), 4), round(t_quantile(0.975, 30), 4)
    (3.1824, 2.0423)
    """
    if probability < 0.5:
        return -t_quantile(1 - probability, df)
    t = NormalDist().inv_cdf(probability)
    scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    for _ in range(100):
        step = (probability - _t_cdf(t, df)) / (scale * (1 + t * t / df) ** (-(df + 1) / 2))
        t += step
        if abs(step) < 1e-12 * max(1.0, t):
            break
    return t


def _t_cdf(t: float, df: float) -> float:
    return 1 - 0.5 * _incomplete_beta(df / 2, 0.5, df / (df + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(a, b, x) / a
    return 1 - front * _continued_fraction(b, a, 1 - x) / b


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Lentz's method for the incomplete beta function (Press et al., Numerical Recipes, 6.4)."""
    tiny = 1e-300
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1), tiny)
    result = d
    for m in range(1, 300):
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / _away_from_zero(1 + step * d, tiny)
            c = _away_from_zero(1 + step / c, tiny)
            result *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return result


def _away_from_zero(x: float, tiny: float) -> float:
    return tiny if abs(x) < tiny else x
