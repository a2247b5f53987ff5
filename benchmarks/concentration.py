"""What is claimed about concentration and decay, shown on made accounts: `python -m benchmarks.concentration`."""

import time
from datetime import date

import numpy as np
import pandas as pd

from benchmarks.accounts import Account, as_courses, make
from pincore.concentration import shares
from pincore.concentration.telling import tell
from pincore.decay.halflife import HORIZON, KINDS, LEAST_COUNT, YOUNGEST, crossing, of_table
from pincore.decay.projection import DAYS, project
from pincore.history import stitch
from pincore.periods import Period
from pincore.reading.imports import Import

ACCOUNTS = 200
SEED = 5
DAY = date(2026, 8, 1)


def projections(accounts: list[Account], cuts: tuple[int, ...] = (150, 240, 330)) -> dict[tuple[int, int], tuple[float, float]]:
    """By cut and days ahead: how often the truth lies in the band, and the median of width (high / low)."""
    found: dict[tuple[int, int], list[tuple[bool, float]]] = {}
    for account in accounts:
        for cut in cuts:
            table = as_courses(account, cut)
            for day in DAYS:
                point = project(table, cut, day)
                if point.low is None or point.high is None:
                    continue
                truth = account.counts[account.published <= cut, cut + 1 : cut + 1 + day].sum()
                found.setdefault((cut, day), []).append((bool(point.low <= truth <= point.high), point.high / point.low))
    return {key: (float(np.mean([i for i, _ in rows])), float(np.median([w for _, w in rows]))) for key, rows in found.items()}


def bounds(accounts: list[Account]) -> float:
    """How often the bounds from the top 50 and the total hold the true sum of squared shares."""
    held = []
    for account in accounts:
        counts = account.counts[:, -90:].sum(axis=1)
        if counts.sum() == 0:
            continue
        cut = shares.spread(np.sort(counts)[::-1][:50], float(counts.sum()))
        low, high = shares.hhi(cut)
        truth = float((counts**2).sum() / counts.sum() ** 2)
        held.append(low is not None and high is not None and low - 1e-12 <= truth <= high + 1e-12)
    return float(np.mean(held))


def half_lives(accounts: list[Account]) -> tuple[float, float, int]:
    """The median error of completed half-lives, that of the naive ones, and how many Pins they are of."""
    errors, naive = [], []
    for account in accounts:
        born = np.flatnonzero(account.published <= account.counts.shape[1] - HORIZON)
        table = np.stack([account.counts[pin, account.published[pin] : account.published[pin] + HORIZON] for pin in born])
        truth = crossing(table, table.sum(axis=1) / 2)
        for age in (YOUNGEST, 37, 45, 52):
            seen = np.where(np.arange(HORIZON) < age, table, 0.0)
            enough = (seen.sum(axis=1) >= LEAST_COUNT) & (truth > 0)
            days, kinds = of_table(seen[enough], np.full(int(enough.sum()), age))
            done = kinds == KINDS.index("estimate")
            errors.append((days / truth[enough] - 1)[done])
            naive.append((crossing(seen[enough], seen[enough].sum(axis=1) / 2) / truth[enough] - 1)[done])
    every = np.concatenate(errors)
    return float(np.median(every)), float(np.median(np.concatenate(naive))), len(every)


def seconds(pins: int) -> float:
    """How long the command's numbers of so many Pins take, once the files are read."""
    chance = np.random.default_rng(SEED)
    ids = np.char.add("9007199254", np.char.zfill(np.arange(pins).astype(str), 8))
    days = pd.DataFrame({
        "pin": pd.Categorical(ids), "start": np.datetime64(DAY, "s"), "end": np.datetime64(DAY, "s"), "estimated": False,
        "outbound_clicks": chance.poisson(np.exp(chance.normal(0, 1.5, pins))).astype(float),
    })  # fmt: skip
    period = Period(DAY, DAY)
    history = stitch([Import("a", "a", "pin_days", {"pins": days}, period, n_rows=pins)])
    start = time.perf_counter()
    tell(history, period, "outbound_clicks")
    return time.perf_counter() - start


def main() -> None:
    chance = np.random.default_rng(SEED)
    accounts = [make(chance) for _ in range(ACCOUNTS)]
    print("| known days | days ahead | truth in the 80 % band | high / low |\n|---|---|---|---|")
    for (cut, day), (inside, width) in projections(accounts).items():
        print(f"| {cut + 1} | {day} | {100 * inside:.1f} % | {width:.2f} |")
    print(f"\nBounds from the top 50 hold the truth: {100 * bounds(accounts):.1f} % of accounts")
    median, naive, n = half_lives(accounts)
    print(f"100,000 Pins: {min(seconds(100_000) for _ in range(3)):.2f} s beyond reading")
    print(f"Half-life at 30 to 52 days: median error {100 * median:+.1f} % over {n:,} Pins; naive {100 * naive:+.1f} %")


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    print(f"{time.perf_counter() - start:.0f} s")
