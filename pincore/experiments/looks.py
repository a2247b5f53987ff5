"""Looks: the days at which a verdict may be given, and how small the p-value must then be."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np

from pincore.experiments.intervals import Floats, normal_above, normal_quantile

ALPHA = 0.05
WEEK = 7
_POINTS = 96


@dataclass(frozen=True, slots=True)
class Look:
    """A day of the experiment (the first day is day 1) after which a verdict may be given when p <= `p_limit`; z says the same."""

    day: int
    p_limit: float
    z: float


@lru_cache(maxsize=32)
def planned_looks(days: int = 21) -> tuple[Look, ...]:
    """A look at the end of each whole week, with O'Brien-Fleming limits that spend 5 % in all.

    Source: Lan and DeMets (1983), Biometrika 70:659-663; two-sided alpha is spent as twice the one-sided alpha / 2.

    >>> [(look.day, round(look.z, 2)) for look in planned_looks(21)]
    [(7, 3.71), (14, 2.51), (21, 1.99)]
    """
    weeks = max(1, days // WEEK)
    limits = spending_limits([(week + 1) / weeks for week in range(weeks)])
    return tuple(Look((week + 1) * WEEK, float(2 * normal_above(z)), z) for week, z in enumerate(limits))


def spending_limits(shares: Sequence[float], alpha: float = ALPHA) -> list[float]:
    """The z to reach at each look, when `shares` of all the information are there.

    >>> [round(z, 3) for z in spending_limits([0.2, 0.4, 0.6, 0.8, 1.0])]
    [4.877, 3.357, 2.68, 2.29, 2.031]
    """
    spent = [float(4 * normal_above(normal_quantile(1 - alpha / 4) / sqrt(share))) for share in shares]
    limits: list[float] = []
    walk = _Walk()
    before = 0.0
    for share, total in zip(shares, spent, strict=True):
        low, high = 0.0, 12.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if walk.crossing(share, middle) > total - before else (low, middle)
        limits.append((low + high) / 2)
        walk.go_on(share, limits[-1])
        before = total
    return limits


def chance_to_cross(limits: Sequence[float]) -> float:
    """How often equally spaced looks with these limits on |z| call a difference where there is none.

    >>> round(chance_to_cross([1.959964] * 5), 3)  # Armitage, McPherson and Rowe (1969)
    0.142
    """
    walk, crossed = _Walk(), 0.0
    for look, z in enumerate(limits, 1):
        share = look / len(limits)
        crossed += walk.crossing(share, z)
        walk.go_on(share, z)
    return crossed


class _Walk:
    """The sum so far of an experiment that no look has ended: its density at the points of a quadrature."""

    def __init__(self) -> None:
        self.points: Floats = np.zeros(1)
        self.mass: Floats = np.ones(1)
        self.share = 0.0

    def crossing(self, share: float, z: float) -> float:
        """The chance that the look at this share is the first to cross z."""
        edge, step = z * sqrt(share), sqrt(share - self.share)
        return float(self.mass @ (normal_above((edge - self.points) / step) + normal_above((edge + self.points) / step)))

    def go_on(self, share: float, z: float) -> None:
        """Moves on to the look, leaving out what crossed."""
        nodes, weights = np.polynomial.legendre.leggauss(_POINTS)
        edge, step = z * sqrt(share), sqrt(share - self.share)
        points = nodes * edge
        density = np.exp(-0.5 * ((points[:, None] - self.points) / step) ** 2) / (step * sqrt(2 * np.pi))
        self.points, self.mass, self.share = points, (density @ self.mass) * weights * edge, share
