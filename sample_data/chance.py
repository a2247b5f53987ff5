"""Chance, drawn from `random.Random.random()` alone, whose numbers the standard library promises to keep."""

import math
from random import Random


def draw_count(rng: Random, expected: float) -> int:
    """A Poisson count: how many steps of exponential length fit (Knuth), in pieces so that `exp` stays large."""
    total = 0
    while expected > 0:
        piece = min(expected, 30.0)
        expected -= piece
        left, product = math.exp(-piece), rng.random()
        while product > left:
            total += 1
            product *= rng.random()
    return total


def wobble(rng: Random, width: float) -> float:
    """A factor around 1, about log-normal: the sum of twelve uniform draws stands for the normal one."""
    return math.exp(width * (math.fsum(rng.random() for _ in range(12)) - 6.0))


def thin(rng: Random, count: int, share: float) -> int:
    """How many of `count` remain when each stays with probability `share`."""
    return sum(rng.random() < share for _ in range(count))
