"""False alarms and detection of the normal range on simulated accounts: `python -m benchmarks.alarms [ACCOUNTS] [CLICKS PER 10,000]`.

Each account has Pins with log-normal rates, births, decay, bursts, weekly cycles and day noise with autocorrelation (0.7), at 10,000
impressions a week. Four weeks are compared with the four before; nothing changes, or every rate is halved.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pincore.changes import normal_range
from pincore.history import stitch
from pincore.measures.daily import account_daily, pins_daily
from pincore.periods import Period
from pincore.reading.imports import Import

LAST = 28
FIRST = date(2025, 12, 1)
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class World:
    """How the Pins of an account differ and how noisy its days are (standard deviations of logarithms)."""

    pins: int = 60
    spread: float = 0.6
    sizes: float = 1.0
    half_life: float = 30.0
    bursts: float = 0.3
    day_noise: float = 0.15
    pin_noise: float = 0.25
    old: float = 0.5


WORLDS: Mapping[str, World] = {
    "many Pins": World(pins=200),
    "few Pins": World(pins=12, spread=1.0, sizes=1.5, bursts=0.5, old=0.6),
    "five Pins": World(pins=5, sizes=1.5, bursts=1.0, day_noise=0.2, old=0.8),
    "dominated": World(pins=40, spread=1.0, sizes=2.2, bursts=0.5),
    "calm": World(day_noise=0.0, pin_noise=0.0, bursts=0.0),
    "noisy days": World(day_noise=0.3, pin_noise=0.3),
    "short-lived": World(pins=150, half_life=7.0, old=0.2),
    "one kind": World(pins=300, spread=0.3, sizes=0.5, half_life=200.0, bursts=0.0, day_noise=0.25, pin_noise=0.0),
}


def wander(chance: np.random.Generator, shape: tuple[int, ...], sd: float, likeness: float) -> NDArray[np.float64]:
    """Noise whose neighbours along the last axis are alike."""
    fresh = chance.standard_normal(shape)
    out = np.empty(shape)
    out[..., 0] = fresh[..., 0]
    for t in range(1, shape[-1]):
        out[..., t] = likeness * out[..., t - 1] + np.sqrt(1 - likeness**2) * fresh[..., t]
    return sd * out


def simulate(chance: np.random.Generator, world: World, days: int, rate: float, factor: float, a_week: float = 10_000) -> tuple[Counts, Counts]:
    """(impressions, clicks) by Pin and day; in the last four weeks every rate is multiplied by `factor`."""
    n, t = world.pins, np.arange(days)
    log_sd = np.sqrt(np.log(1 + world.spread**2))
    own = np.exp(chance.normal(0, log_sd, n) - log_sd**2 / 2)
    born = np.where(chance.random(n) < world.old, -chance.integers(0, 120, n), chance.integers(0, days, n))
    age = t[None, :] - born[:, None]
    life = world.half_life * np.exp(chance.normal(0, 0.7, n))
    size = np.exp(chance.normal(0, world.sizes, n))
    reach = np.where(age >= 0, size[:, None] * (0.15 + 0.5 ** (np.maximum(age, 0) / life[:, None])), 0.0)
    reach = reach * (1 + 0.25 * np.sin(2 * np.pi * t / 7 + chance.random() * 6))
    reach *= np.exp(wander(chance, (n, days), 0.4, 0.7)) * np.exp(wander(chance, (days,), 0.15, 0.8))
    for _ in range(chance.poisson(world.bursts * n)):
        pin, day = chance.integers(n), chance.integers(days)
        reach[pin, day:] *= 1 + chance.uniform(3, 12) * np.exp(-np.arange(days - day) / chance.uniform(2, 10))
    shown = chance.poisson(reach * a_week / 7 / max(float(reach[:, -2 * LAST :].sum(axis=0).mean()), 1e-9))
    noise = wander(chance, (days,), world.day_noise, 0.7)[None, :] + wander(chance, (n, days), world.pin_noise, 0.7)
    rates = rate * own[:, None] * np.exp(noise - (world.day_noise**2 + world.pin_noise**2) / 2)
    rates[:, -LAST:] *= factor
    return shown, chance.binomial(shown, np.minimum(rates, 1.0))


def changed(shown: Counts, clicks: Counts) -> tuple[bool, bool]:
    """Whether the change is called real, from Pin-days and from the account's days alone."""
    days = np.array([FIRST + timedelta(n) for n in range(shown.shape[1])], dtype="datetime64[s]")
    pin, day = np.nonzero(shown)
    pins = pd.DataFrame({"pin": pd.Categorical(pin.astype(str)), "start": days[day], "end": days[day], "estimated": False})
    pins = pins.assign(impressions=shown[pin, day].astype(float), outbound_clicks=clicks[pin, day].astype(float))
    account = pd.DataFrame({"start": days, "end": days, "estimated": False})
    account = account.assign(impressions=shown.sum(axis=0).astype(float), outbound_clicks=clicks.sum(axis=0).astype(float))
    last = FIRST + timedelta(shown.shape[1] - 1)
    now = Period(last - timedelta(LAST - 1), last)
    found = []
    for name, frame in (("pins", pins), ("account", account)):
        history = stitch([Import(name, name, "pin_days", {name: frame}, Period(FIRST, last), (), None, n_rows=len(frame))])
        daily = pins_daily(history) if name == "pins" else account_daily(history)
        limits = normal_range(daily, "ocr", now, now.shifted(-LAST)) if daily else None
        found.append(limits is not None and not limits.ordinary)
    return found[0], found[1]


def shares(world: World, weeks_before: int, rate: float, factor: float, accounts: int) -> NDArray[np.float64]:
    """How often a change is called, from Pin-days and from the account's days."""
    chance = np.random.default_rng(7)
    return np.mean([changed(*simulate(chance, world, 7 * weeks_before + LAST, rate, factor)) for _ in range(accounts)], axis=0)


def main(accounts: int, per_10_000: float) -> None:
    print(f"{accounts} accounts a cell; outbound click rate {per_10_000 / 100:.2f} %, 10,000 impressions a week; % called a change")
    print(f"{'':14}{'weeks before':>14}{'no change':>22}{'rate halved':>22}")
    print(f"{'':28}{'Pin-days':>11}{'account':>11}{'Pin-days':>11}{'account':>11}")
    for weeks in (26, 13, 4):
        for name, world in WORLDS.items():
            numbers = np.concatenate([shares(world, weeks, per_10_000 / 10_000, factor, accounts) for factor in (1.0, 0.5)])
            print(f"{name:14}{weeks:14}" + "".join(f"{100 * number:11.1f}" for number in numbers), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, float(sys.argv[2]) if len(sys.argv) > 2 else 40.0)
