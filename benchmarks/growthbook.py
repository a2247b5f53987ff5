"""GrowthBook's statistics on the same made Pins, for comparison.

Its package needs older libraries than Pincore, so it runs in an environment of its own:

    python -m venv growthbook && growthbook/bin/pip install gbstats==0.8.0
    growthbook/bin/python -m benchmarks.growthbook > benchmarks/growthbook.json
"""

import importlib.metadata
import json
import warnings
from itertools import product

import numpy as np
from gbstats.bayesian.tests import EffectBayesianABTest
from gbstats.frequentist.tests import SequentialTwoSidedTTest, TwoSidedTTest
from gbstats.models.statistics import ProportionStatistic, RatioStatistic, SampleMeanStatistic

from benchmarks.pinlike import Setting, draw

EXPERIMENTS = 1_000
WAYS = (
    "frequentist, impressions as units",
    "sequential, impressions as units",
    "Bayesian 95 %, impressions as units",
    "frequentist ratio, Pins as units",
)


def as_impressions(counts: np.ndarray, shown: np.ndarray) -> ProportionStatistic:
    """A variant as so many independent impressions."""
    return ProportionStatistic(n=int(shown.sum()), sum=int(counts.sum()))


def as_pins(counts: np.ndarray, shown: np.ndarray) -> RatioStatistic:
    """A variant as a ratio over its Pins (the delta method)."""
    top = SampleMeanStatistic(n=len(counts), sum=counts.sum(), sum_squares=(counts**2).sum())
    bottom = SampleMeanStatistic(n=len(counts), sum=shown.sum(), sum_squares=(shown**2).sum())
    return RatioStatistic(n=len(counts), m_statistic=top, d_statistic=bottom, m_d_sum_of_products=(counts * shown).sum())


def calls(counts: np.ndarray, shown: np.ndarray, variant: np.ndarray) -> list[bool]:
    """Which of the ways call a difference."""
    a, b = ((counts[variant == k], shown[variant == k]) for k in (0, 1))
    whole = as_impressions(*a), as_impressions(*b)
    chance = EffectBayesianABTest(*whole).compute_result().chance_to_win
    p = [test.compute_result().p_value for test in (TwoSidedTTest(*whole), SequentialTwoSidedTTest(*whole), TwoSidedTTest(as_pins(*a), as_pins(*b)))]
    called = [value is not None and value <= 0.05 for value in p]
    return [called[0], called[1], chance is not None and not 0.05 < chance < 0.95, called[2]]


def main() -> None:
    warnings.simplefilter("ignore")
    rows = []
    for pins, cv in product((3, 5, 10), (0.3, 0.6, 1.0)):
        setting = Setting("even", (pins, pins), cv)
        counts, shown = (days.sum(axis=2) for days in draw(setting, EXPERIMENTS, 1))
        called = np.array([calls(c, n, setting.variant) for c, n in zip(counts, shown, strict=True)])
        rows.append({"pins": pins, "cv": cv, **{way: round(float(rate), 4) for way, rate in zip(WAYS, called.mean(axis=0), strict=True)}})
    told = {
        "says": "share of experiments without a difference in which a difference is called",
        "package": f"gbstats {importlib.metadata.version('gbstats')}",
        "experiments": EXPERIMENTS,
        "mean": {way: round(float(np.mean([row[way] for row in rows])), 4) for way in WAYS},
        "worst": {way: max(row[way] for row in rows) for way in WAYS},
        "cells": rows,
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
