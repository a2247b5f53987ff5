"""Intervals against published values and against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pincore.uncertainty import dispersion, interval, t_quantile, wilson


@pytest.mark.parametrize(
    ("count", "out_of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(count, out_of, low, high):
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I."""
    assert wilson(count, out_of) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_the_rate_and_mirrors(count, out_of):
    count = min(count, out_of)
    low, high = wilson(count, out_of)
    assert 0 <= low <= count / out_of <= high <= 1
    mirrored = wilson(out_of - count, out_of)
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-12)


@pytest.mark.parametrize("df", [1, 2, 3, 4.5, 7, 11, 25, 100])
@pytest.mark.parametrize("probability", [0.9, 0.975, 0.985])
def test_student(df, probability):
    assert t_quantile(probability, df) == pytest.approx(stats.t.ppf(probability, df), rel=1e-9)
    assert t_quantile(1 - probability, df) == pytest.approx(-t_quantile(probability, df))


def test_dispersion_needs_four_weeks_and_is_at_least_one():
    assert dispersion([1, 2, 3], [100, 100, 100]) is None
    assert dispersion([5, 5, 5, 5], [1000] * 4) == 1
    assert dispersion([0, 0, 0, 0], [1000] * 4) == 1
    counts, out_ofs = [2, 10, 30, 1], [1000, 1100, 900, 1000]
    p = sum(counts) / sum(out_ofs)
    chi2 = sum((c - n * p) ** 2 / (n * p * (1 - p)) for c, n in zip(counts, out_ofs, strict=True))
    assert dispersion(counts, out_ofs) == pytest.approx(chi2 / 3)


def test_weeks_that_differ_widen_the_interval():
    plain = interval(40, 10000)
    calm = interval(40, 10000, [(10, 2500)] * 4)
    wild = interval(40, 10000, [(1, 2500), (30, 2500), (2, 2500), (7, 2500)])
    assert plain.high - plain.low < calm.high - calm.low < wild.high - wild.low
    assert plain.effective == 10000 > wild.effective


def test_counts_above_what_they_are_out_of_have_no_interval():
    assert interval(5, 4) is None
    assert interval(0, 0) is None


def test_the_interval_covers_when_weeks_are_overdispersed():
    chance = np.random.default_rng(5)
    hits = runs = 0
    for _ in range(600):
        rates = 0.004 * chance.gamma(20, 1 / 20, 12)
        counts = chance.binomial(4000, rates)
        found = interval(float(counts[-4:].sum()), 16000.0, [(float(c), 4000.0) for c in counts])
        hits += found.low <= 0.004 <= found.high
        runs += 1
    assert hits / runs > 0.93
