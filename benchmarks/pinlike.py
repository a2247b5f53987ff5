"""Made experiments that look like Pins: rates that differ from Pin to Pin, log-normal impressions with decay, bursts and weeks, days that resemble
their neighbours. Arrays are (experiments, Pins, days)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DAYS = 21
DAY_NOISE = 0.376
"""Standard deviation of a day's log rate around the Pin's own."""
RESEMBLANCE = 0.7
BURST = 0.05


@dataclass(frozen=True, slots=True)
class Setting:
    """One kind of experiment. `sizes` are Pins a variant, `traffic` the impressions a variant gets relative to the others (geometric mean 1).

    `lift` is that of the last variant. `impressions` is the mean a Pin over all days.
    """

    name: str
    sizes: tuple[int, ...]
    cv: float
    traffic: tuple[float, ...] | None = None
    lift: float = 0.0
    baseline: float = 0.004
    impressions: float = 8_000.0
    spread: float = 1.0
    paired: float = 0.0

    @property
    def variant(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def draw(setting: Setting, experiments: int, seed: int, days: int = DAYS) -> tuple[Floats, Floats]:
    """Counts and impressions by day of so many experiments.

    In a paired setting the Pins of a pair (same place in each variant) share `paired` of the variance of their log rates.
    """
    chance = np.random.default_rng(seed)
    variant = setting.variant
    n = len(variant)
    shape = (experiments, n)
    tau2 = np.log1p(setting.cv**2)
    own = chance.standard_normal(shape)
    if setting.paired:
        pairs = np.tile(chance.standard_normal((experiments, setting.sizes[0])), len(setting.sizes))
        own = np.sqrt(setting.paired) * pairs + np.sqrt(1 - setting.paired) * own
    factor = np.where(variant == len(setting.sizes) - 1, 1 + setting.lift, 1.0)
    rates = setting.baseline * factor * np.exp(np.sqrt(tau2) * own - tau2 / 2)
    total = np.exp(np.log(setting.impressions) + setting.spread * chance.standard_normal(shape) - setting.spread**2 / 2)
    if setting.traffic is not None:
        total *= np.array(setting.traffic)[variant]
    shown = np.round(total[:, :, None] * _shape_of_days(chance, shape, days))
    noise = _day_noise(chance, (*shape, days))
    return chance.poisson(np.minimum(rates[:, :, None] * noise, 0.9) * shown).astype(float), shown


def _shape_of_days(chance: np.random.Generator, shape: tuple[int, int], days: int) -> Floats:
    """How a Pin's impressions fall on its days: decay, a weekly cycle, bursts and a jitter; they sum to 1."""
    day = np.arange(days)
    half_life = np.exp(np.log(12) + 0.6 * chance.standard_normal(shape))
    decay = np.exp2(-day / half_life[:, :, None])
    week = 1 + 0.25 * np.sin(2 * np.pi * (day + chance.integers(0, 7, (shape[0], 1, 1))) / 7)
    bursts = np.where(chance.random((*shape, days)) < BURST, 4.0, 1.0)
    weights = decay * week * bursts * np.exp(0.3 * chance.standard_normal((*shape, days)))
    return np.asarray(weights / weights.sum(axis=2, keepdims=True))


def _day_noise(chance: np.random.Generator, shape: tuple[int, int, int]) -> Floats:
    """A factor of mean 1 on the rate of each day, like that of the day before."""
    steps = chance.standard_normal(shape)
    noise = np.empty(shape)
    noise[:, :, 0] = steps[:, :, 0]
    for day in range(1, shape[2]):
        noise[:, :, day] = RESEMBLANCE * noise[:, :, day - 1] + np.sqrt(1 - RESEMBLANCE**2) * steps[:, :, day]
    return np.asarray(np.exp(DAY_NOISE * noise - DAY_NOISE**2 / 2))
