"""Made accounts of Pins that spike and fade, build up slowly or have seasons, for what is claimed about decay and concentration."""

from dataclasses import dataclass

import numpy as np

from pincore.decay.courses import Courses
from pincore.measures.cube import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """Counts by Pin (rows) and day (columns), and the day on which each Pin was published."""

    counts: Floats
    published: Ints


def make(chance: np.random.Generator, days: int = 460) -> Account:
    """An account: Pins of very unequal size, feed-like and search-like, weekly cycles, seasons, days that resemble their neighbours."""
    n = int(chance.integers(40, 160))
    published = np.sort(chance.integers(0, days, n))
    size = np.exp(chance.normal(np.log(chance.uniform(60, 400)), chance.uniform(0.7, 1.4), n))
    age = np.arange(days)[None, :] - published[:, None] + 0.5
    half = np.exp(chance.normal(np.log(np.where(chance.random(n) < chance.uniform(0.3, 0.9), 10, 70)), 0.5))[:, None]
    build = chance.choice([0.5, 3.0, 15.0], (n, 1))
    old = np.maximum(age, 0.0)
    shape = np.where(age > 0, (1 - np.exp(-old / build)) * np.exp2(-old / half) + 0.05 * np.exp(-old / 150), 0.0)
    topic = chance.integers(0, 3, n)
    season = 1 + chance.uniform(0, 0.4) * np.sin(2 * np.pi * (np.arange(days)[None, :] / 365 + chance.random(3)[:, None]))
    week = 1 + 0.2 * np.sin(2 * np.pi * (np.arange(days) + chance.integers(7)) / 7)
    noise = alike(chance, (1, days), 0.1, 0.9) + alike(chance, (n, days), 0.35, 0.8)
    mean = shape * season[topic] * week * np.exp(noise)
    mean *= size[:, None] / half.clip(20)
    return Account(chance.poisson(mean).astype(float), published)


def alike(chance: np.random.Generator, shape: tuple[int, int], spread: float, likeness: float) -> Floats:
    """Noise by day that resembles the day before."""
    steps = chance.normal(0, spread * np.sqrt(1 - likeness**2), shape)
    for day in range(1, shape[1]):
        steps[:, day] += likeness * steps[:, day - 1]
    return steps


def as_courses(account: Account, last: int) -> Courses:
    """What a table of Pin-days up to a day tells of the account, with the days of publication."""
    there = np.flatnonzero(account.published <= last)
    counts, published = account.counts[there, : last + 1], account.published[there]
    day, pin = np.nonzero(np.arange(last + 1)[:, None] >= published[None, :])
    n = len(there)
    no = np.zeros(n, dtype=bool)
    return Courses(pin, day, counts[pin, day], 0, last, published, published, no, no, no, np.ones(last + 1, dtype=bool))
