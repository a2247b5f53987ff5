"""Shares, bounds and curves of a list of numbers: pure arithmetic."""

from dataclasses import dataclass
from math import floor

import numpy as np

from pincore.measures.cube import Floats

Bounds = tuple[float | None, float | None]
UNBOUNDED: Bounds = (None, None)
LEAST_MEAN = 5.0
"""Under so many clicks a Pin chance alone spreads the counts, and Gini says little."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Counts, the largest first, and the total that they are part of.

    `ranked` is whether nothing outside the list is larger than its last count; `everything` whether the list may be taken for whole
    when it adds up to the total; `size` is how many there are in all, when that is known.
    """

    values: Floats
    total: float
    ranked: bool = True
    everything: bool = True
    size: int | None = None

    @property
    def rest(self) -> float:
        """What lies outside the list."""
        rest = self.total - float(self.values.sum())
        return 0.0 if abs(rest) <= 1e-9 * max(1.0, abs(self.total)) else rest

    @property
    def whole(self) -> bool:
        return self.everything and self.rest == 0

    @property
    def largest_outside(self) -> float:
        """What one outside the list can have at most."""
        if self.rest <= 0:
            return 0.0
        last = float(self.values[-1]) if len(self.values) else 0.0
        return min(last, self.rest) if self.ranked and last > 0 else self.rest


def spread(values: Floats, total: float | None = None, ranked: bool = True, size: int | None = None) -> Spread:
    """The counts in order, as parts of the total (their own sum unless it is given)."""
    ordered = np.sort(np.asarray(values, dtype=float))[::-1]
    return Spread(ordered, float(ordered.sum()) if total is None else total, ranked, size=size)


def top_share(found: Spread, k: int) -> float | None:
    """The share of the k largest; None when it cannot be known exactly (nothing to share, or one outside may be among them).

    >>> top_share(spread([40.0, 30.0, 20.0, 10.0]), 3)
    0.9
    """
    if found.total <= 0:
        return None
    if found.rest > 0 and (k > len(found.values) or float(found.values[k - 1]) < found.largest_outside):
        return None
    return min(1.0, float(found.values[:k].sum()) / found.total)


def hhi(found: Spread) -> Bounds:
    """The least and the most that the sum of squared shares can be; both are equal when the list is whole.

    Least: what lies outside is spread thin (evenly, when it is known over how many). Most: it is in as few as the last of the list allows.

    >>> hhi(spread([50.0, 30.0], 100.0))
    (0.34, 0.38)
    """
    if found.total <= 0:
        return UNBOUNDED
    square = found.total**2
    listed = float((found.values**2).sum())
    rest, cap = found.rest, found.largest_outside
    if rest <= 0:
        return listed / square, listed / square
    others = 0 if found.size is None else found.size - len(found.values)
    thin = rest**2 / others if others > 0 else 0.0
    full = floor(rest / cap + 1e-12)
    left = max(0.0, rest - full * cap)
    high = (listed + full * cap**2 + left**2) / square
    return min((listed + thin) / square, high), high


def effective(bounds: Bounds) -> Bounds:
    """The effective number: how many equal ones would be as concentrated, 1 / HHI.

    >>> effective((0.25, 0.5))
    (2.0, 4.0)
    """
    low, high = bounds
    return (None, None) if not low or not high else (1 / high, 1 / low)


def gini(found: Spread) -> float | None:
    """Gini's coefficient; None unless every count is known and there are at least 5 on average.

    >>> gini(spread([10.0, 10.0])), gini(spread([20.0, 0.0])), gini(spread([2.0, 1.0]))
    (0.0, 0.5, None)
    """
    n = len(found.values)
    if not found.whole or not n or found.total / n < LEAST_MEAN:
        return None
    rising = found.values[::-1]
    return max(0.0, float(2 * (np.arange(1, n + 1) * rising).sum() / (n * found.total) - (n + 1) / n))


def effective_by_chance(found: Spread) -> float | None:
    """The effective number that equally good ones would show, since few counts fall unevenly by chance; None when it is not known how many there are.

    >>> round(effective_by_chance(spread([1.0] * 100)), 1)
    50.3
    """
    n = len(found.values) if found.whole else found.size
    if not n or found.total <= 0:
        return None
    return n / (1 + (n - 1) / found.total)


def lorenz(found: Spread) -> tuple[Floats, Floats]:
    """The Lorenz curve: shares of the Pins, the weakest first, and the shares of the total that they hold; empty unless the list is whole."""
    n = len(found.values)
    if not found.whole or not n or found.total <= 0:
        return np.zeros(0), np.zeros(0)
    held = np.concatenate([[0.0], np.cumsum(found.values[::-1]) / found.total])
    held[-1] = 1.0
    return np.arange(n + 1) / n, held


def share_of_best(found: Spread, part: float) -> float | None:
    """What the best `part` of all Pins hold together, read off the Lorenz curve; None when that is not a whole Pin or the curve is not known."""
    pins, held = lorenz(found)
    if len(pins) < 2 or part * (len(pins) - 1) < 1:
        return None
    return 1 - float(np.interp(1 - part, pins, held))


def of_groups(values: Floats, total: float) -> tuple[Bounds, Bounds]:
    """Bounds of the largest group's share and of HHI, when what is not in any group may belong to any."""
    found = spread(values, total)
    if total <= 0 or not len(found.values):
        return UNBOUNDED, UNBOUNDED
    largest, rest = float(found.values[0]), max(0.0, found.rest)
    squares, square = float((found.values**2).sum()), total**2
    high = (squares - largest**2 + (largest + rest) ** 2) / square
    return (largest / total, max(largest + rest, largest) / total), (squares / square, high)
