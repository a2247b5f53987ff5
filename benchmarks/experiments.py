"""What the experiments promise, measured on made Pins: `python -m benchmarks.experiments [errors|uneven|coverage|power]`.

errors: how often the readout calls a difference where there is none, at one look and over three; beside it the usual pooled z-test.
uneven: the same where exposure is most uneven. coverage: how often the interval holds the true lift. power: predicted against simulated.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from benchmarks.pinlike import DAYS, Floats, Setting, draw
from pincore.experiments.fitting import LEAST_PINS, Fit, fit, fit_pairs
from pincore.experiments.intervals import holm, normal_above
from pincore.experiments.looks import ALPHA, planned_looks
from pincore.experiments.power import Aim, Pins, power

EXPERIMENTS = 10_000
CHUNK = 2_500
CVS = (0.3, 0.6, 1.0)
UNEQUAL = 10.0


def sizes_of(variants: int, pins: int, kind: str) -> tuple[int, ...]:
    """Pins a variant; unbalanced experiments have twice as many in the last."""
    return (*[pins] * (variants - 1), 2 * pins if kind == "unbalanced" else pins)


def cells() -> Iterator[Setting]:
    """The null settings: 2, 3 and 5 variants, 3, 5 and 10 Pins, three spreads; even, unbalanced, and 10-times unequal traffic."""
    for variants, pins, cv, kind in product((2, 3, 5), (3, 5, 10), CVS, ("even", "unbalanced", "10 x traffic")):
        traffic = (*[1.0] * (variants - 1), UNEQUAL) if kind == "10 x traffic" else None
        yield Setting(kind, sizes_of(variants, pins, kind), cv, traffic)


def drawn(setting: Setting, experiments: int = EXPERIMENTS) -> Iterator[tuple[Floats, Floats]]:
    """The experiments of a setting in parts that fit into memory."""
    for seed in range(0, experiments, CHUNK):
        yield draw(setting, CHUNK, seed + 1)


def fitted(setting: Setting, counts: Floats, impressions: Floats, day: int = DAYS) -> tuple[Fit, np.ndarray]:
    """The fit after a day by the readout's own arithmetic, and which experiments may have a verdict."""
    c, n = counts[:, :, :day].sum(axis=2), impressions[:, :, :day].sum(axis=2)
    if setting.paired:
        shape = (len(c), len(setting.sizes), setting.sizes[0])
        found = fit_pairs(c.reshape(shape).swapaxes(1, 2), n.reshape(shape).swapaxes(1, 2), np.ones((shape[0], shape[2], shape[1]), dtype=bool))
    else:
        found = fit(c, n, setting.variant, len(setting.sizes))
    return found, (found.pins >= LEAST_PINS).all(axis=1)


def smallest_p(found: Fit, told: np.ndarray) -> Floats:
    """The smallest adjusted p of each experiment, 1 where there is no verdict."""
    return np.where(told, np.nan_to_num(found.cautious, nan=1.0).min(axis=1), 1.0)


def pooled_p(setting: Setting, counts: Floats, impressions: Floats) -> Floats:
    """The smallest adjusted p of the pooled two-proportion z-test."""
    c = np.stack([counts[:, setting.variant == k].sum(axis=(1, 2)) for k in range(len(setting.sizes))], axis=1)
    n = np.stack([impressions[:, setting.variant == k].sum(axis=(1, 2)) for k in range(len(setting.sizes))], axis=1)
    p = (c[:, 1:] + c[:, :1]) / (n[:, 1:] + n[:, :1])
    z = (c[:, 1:] / n[:, 1:] - c[:, :1] / n[:, :1]) / np.sqrt(p * (1 - p) * (1 / n[:, 1:] + 1 / n[:, :1]))
    return holm(2 * normal_above(np.abs(z))).min(axis=1)


def error_rates(setting: Setting) -> tuple[float, float, float]:
    """How often a difference is called where there is none, of the experiments that get a verdict: at one look, over three looks, by the pooled z."""
    single, looks, naive, single_of, looks_of, naive_of = 0, 0, 0, 0, 0, 0
    for counts, impressions in drawn(setting):
        called, ever = np.zeros(CHUNK, dtype=bool), np.zeros(CHUNK, dtype=bool)
        for look in planned_looks(DAYS):
            found, told = fitted(setting, counts, impressions, look.day)
            p = smallest_p(found, told)
            called, ever = called | (p <= look.p_limit), ever | told
        single, single_of = single + int((p <= ALPHA).sum()), single_of + int(told.sum())
        looks, looks_of = looks + int(called.sum()), looks_of + int(ever.sum())
        naive, naive_of = naive + int((pooled_p(setting, counts, impressions) <= ALPHA).sum()), naive_of + CHUNK
    return single / single_of, looks / looks_of, naive / naive_of


def show_errors() -> None:
    found = {setting: error_rates(setting) for setting in cells()}
    print("| variants | Pins | CV | kind | one look % | three looks % | pooled z % |\n|---|---|---|---|---|---|---|")
    for setting, rates in found.items():
        told = " | ".join(f"{100 * rate:.1f}" for rate in rates)
        print(f"| {len(setting.sizes)} | {setting.sizes[0]} | {setting.cv} | {setting.name} | {told} |")
    for name, values in zip(("one look", "three looks", "pooled z"), zip(*found.values(), strict=True), strict=True):
        print(f"{name}: mean {100 * np.mean(values):.2f} %, worst cell {100 * max(values):.2f} % of {len(found)} cells")


def uneven_cells() -> Iterator[Setting]:
    """The null settings that are hardest: a variant with few Pins, or few that are usable, which is shown much less than the other."""
    hard = (
        ((10, 10), (0.1, 2.0), 8_000.0), ((10, 10), (1.0, 10.0), 2_000.0), ((3, 9), (1.0, 10.0), 8_000.0), ((9, 3), (10.0, 1.0), 2_000.0),
        ((5, 10), (1.0, 10.0), 8_000.0), ((10, 20), (1.0, 10.0), 8_000.0), ((10, 10, 10), (0.1, 1.0, 1.0), 8_000.0),
    )  # fmt: skip
    for (sizes, traffic, impressions), cv in product(hard, CVS):
        yield Setting("uneven", sizes, cv, traffic, impressions=impressions)


def show_uneven() -> None:
    """How often a verdict errs in the hardest cells, and how often the p-value alone would."""
    verdicts, alone = [], []
    for setting in uneven_cells():
        told_of, called, p_alone = 0, 0, 0
        for counts, impressions in drawn(setting):
            found, told = fitted(setting, counts, impressions)
            told_of, called = told_of + int(told.sum()), called + int((smallest_p(found, told) <= ALPHA).sum())
            p_alone += int((told & (np.nan_to_num(found.adjusted, nan=1.0).min(axis=1) <= ALPHA)).sum())
        verdicts.append(called / told_of)
        alone.append(p_alone / told_of)
        print(
            f"| {setting.sizes} | {setting.traffic} | {setting.impressions:.0f} | {setting.cv} | {100 * verdicts[-1]:.1f} | {100 * alone[-1]:.1f} |"
        )
    print(f"uneven exposure: verdicts worst {100 * max(verdicts):.2f} %, the p-value alone {100 * max(alone):.2f} %, over {len(verdicts)} cells")


def coverage(setting: Setting) -> float:
    """How often the interval of the last variant's lift holds the true one."""
    held, of = 0, 0
    for counts, impressions in drawn(setting):
        found, told = fitted(setting, counts, impressions)
        _, low, high = found.lifts()
        held += int(((low[:, -1] <= setting.lift) & (setting.lift <= high[:, -1]) & told).sum())
        of += int(told.sum())
    return held / of


def show_coverage() -> None:
    settings = [
        Setting("", (pins,) * variants, cv, lift=lift) for variants, pins, cv, lift in product((2, 3), (3, 5, 10), CVS, (0.0, 0.5))
    ]  # fmt: skip
    values = [coverage(setting) for setting in settings]
    print(f"coverage: {100 * min(values):.1f} to {100 * max(values):.1f} % over {len(values)} cells, mean {100 * np.mean(values):.1f} %")


def power_settings() -> list[Setting]:
    """Settings with a rise: Pins, spreads, rises, impressions, three variants and pairs."""
    plain = product((5, 10, 20), CVS, (0.5, 1.0, 2.0), (3_000.0, 20_000.0))
    found = [Setting("", (m, m), cv, lift=lift, impressions=shown) for m, cv, lift, shown in plain]
    found += [Setting("", (m, m, m), cv, lift=1.0) for m, cv in product((5, 10), CVS)]
    return found + [Setting("", (m, m), cv, lift=lift, paired=0.8) for m, cv, lift in product((5, 8), CVS, (0.5, 1.0))]


def predicted_and_simulated(setting: Setting) -> tuple[float, float]:
    """The planner's power, and how often the readout saw the rise."""
    pins = Pins(setting.baseline, setting.cv, setting.impressions, setting.spread)
    aim = Aim(setting.lift, variants=len(setting.sizes), paired_share=setting.paired or None)
    seen, of = 0, 0
    for counts, impressions in drawn(setting, 5_000):
        found, told = fitted(setting, counts, impressions)
        seen += int((told & (np.nan_to_num(found.cautious[:, -1], nan=1.0) <= ALPHA)).sum())
        of += CHUNK
    return power(pins, aim, setting.sizes[0]), seen / of


def show_power() -> None:
    pairs = [(setting, *predicted_and_simulated(setting)) for setting in power_settings()]
    print("| Pins | variants | CV | lift | impressions | paired | predicted % | simulated % |\n|---|---|---|---|---|---|---|---|")
    for s, predicted, simulated in pairs:
        print(
            f"| {s.sizes[0]} | {len(s.sizes)} | {s.cv} | {s.lift} | {s.impressions:.0f} | {s.paired} | {100 * predicted:.1f} | {100 * simulated:.1f} |"
        )
    gaps = [abs(predicted - simulated) for _, predicted, simulated in pairs]
    print(f"predicted against simulated power: mean gap {100 * np.mean(gaps):.2f}, largest {100 * max(gaps):.2f} points over {len(gaps)} settings")


SHOWN = {"errors": show_errors, "uneven": show_uneven, "coverage": show_coverage, "power": show_power}


def main(asked: Sequence[str]) -> None:
    for name in asked or SHOWN:
        SHOWN[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
