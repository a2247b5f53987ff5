"""The one arithmetic of a readout: against a plain loop, against a statistics library, and where algebra holds."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from pincore.experiments.fitting import fit, fit_pairs, log_rates, usable
from pincore.experiments.intervals import holm, power_of_t, t_limits, two_sided_p
from pincore.experiments.readout import SMALLEST_EFFECT, read_out, read_out_all
from tests.experiments.made import sample_of

PINS = st.lists(st.tuples(st.integers(500, 50_000), st.floats(0.001, 0.05)), min_size=3, max_size=8)


def drawn(rows):
    impressions = np.array([n for n, _ in rows], dtype=float)
    return np.floor(impressions * np.array([p for _, p in rows])), impressions


def plain_t(control, treatment):
    """Student's t by hand, for a child to check."""
    n, m = len(control), len(treatment)
    a, b = sum(control) / n, sum(treatment) / m
    squares = sum((x - a) ** 2 for x in control) + sum((x - b) ** 2 for x in treatment)
    return (b - a) / math.sqrt(squares / (n + m - 2) * (1 / n + 1 / m)), n + m - 2


@pytest.mark.parametrize("seed", range(5))
def test_two_variants_are_students_t_by_hand(seed):
    chance = np.random.default_rng(seed)
    counts, impressions = chance.poisson(40, 9), np.full(9, 8_000)
    found = fit(counts, impressions, [0, 0, 0, 0, 1, 1, 1, 1, 1], 2)
    y = [math.log((c + 0.5) / (n + 1)) for c, n in zip(counts, impressions, strict=True)]
    t, df = plain_t(y[:4], y[4:])
    assert found.difference[0, 0] / found.se[0, 0] == pytest.approx(t)
    assert found.df[0] == df
    assert found.p[0, 0] == pytest.approx(stats.ttest_ind(y[:4], y[4:]).pvalue, rel=1e-9)


def test_several_variants_share_one_variance():
    chance = np.random.default_rng(3)
    variant = np.repeat([0, 1, 2], [4, 3, 6])
    counts, impressions = chance.poisson(50, 13), chance.integers(5_000, 20_000, 13)
    found = fit(counts, impressions, variant, 3)
    y = log_rates(counts, impressions)
    groups = [y[variant == k] for k in range(3)]
    pooled = sum(((g - g.mean()) ** 2).sum() for g in groups) / 10
    assert found.df[0] == 10
    assert found.variance[0] == pytest.approx(pooled)
    for k in (1, 2):
        t = (groups[k].mean() - groups[0].mean()) / math.sqrt(pooled * (1 / len(groups[k]) + 1 / 4))
        assert found.p[0, k - 1] == pytest.approx(2 * stats.t.sf(abs(t), 10), rel=1e-9)


def test_many_experiments_at_once_are_each_alone():
    chance = np.random.default_rng(5)
    counts, impressions = chance.poisson(20, (50, 8)), chance.integers(1_000, 9_000, (50, 8))
    variant = np.where(np.arange(8) < 4, 0, 1)
    together = fit(counts, impressions, variant, 2)
    for i in range(50):
        alone = fit(counts[i], impressions[i], variant, 2)
        assert together.p[i] == pytest.approx(alone.p[0], nan_ok=True)


def test_padding_changes_nothing():
    counts, impressions, variant = [30, 40, 20, 60, 50, 55], [5_000] * 6, [0, 0, 0, 1, 1, 1]
    padded = fit([*counts, 999], [*impressions, 10], [*variant, -1], 2)
    assert padded.p == pytest.approx(fit(counts, impressions, variant, 2).p)


def test_the_rule_of_3_looks_at_impressions_only():
    counts = np.array([0, 30, 30, 0])
    impressions = np.array([10_000, 10_000, 10_000, 400])
    assert usable(counts, impressions, [True] * 4).tolist() == [True, True, True, False]
    assert usable([0, 0], [5_000, 5_000], [True, True]).tolist() == [False, False]


def test_the_rule_of_3_is_exact_at_its_edge():
    """Ten clicks in a thousand impressions: three are expected from exactly 300."""
    assert usable([3, 7], [300, 700], [True, True]).tolist() == [True, True]
    assert usable([3, 7], [299, 701], [True, True]).tolist() == [False, True]


def test_pairs_are_a_paired_t():
    chance = np.random.default_rng(8)
    counts, impressions = chance.poisson(60, (1, 6, 2)), np.full((1, 6, 2), 9_000)
    found = fit_pairs(counts, impressions, np.ones((1, 6, 2), dtype=bool))
    y = log_rates(counts, impressions)[0]
    assert found.p[0, 0] == pytest.approx(stats.ttest_rel(y[:, 1], y[:, 0]).pvalue, rel=1e-9)
    assert found.df[0, 0] == 5


def test_a_pair_counts_only_whole():
    counts, impressions = np.full((1, 5, 2), 40.0), np.full((1, 5, 2), 9_000.0)
    counts += np.arange(10).reshape(1, 5, 2)
    impressions[0, 0, 1] = 50
    found = fit_pairs(counts, impressions, np.ones((1, 5, 2), dtype=bool))
    assert found.pins.tolist() == [[4, 4]]
    assert not found.used[0, :2].any()


@given(PINS, PINS)
@settings(max_examples=60, deadline=None)
def test_swapping_control_and_treatment_mirrors_the_lift(a, b):
    (c0, n0), (c1, n1) = drawn(a), drawn(b)
    one = fit(np.r_[c0, c1], np.r_[n0, n1], np.repeat([0, 1], [len(c0), len(c1)]), 2)
    other = fit(np.r_[c1, c0], np.r_[n1, n0], np.repeat([0, 1], [len(c1), len(c0)]), 2)
    assert one.p == pytest.approx(other.p, nan_ok=True)
    lift, low, high = (x[0, 0] for x in one.lifts())
    mirrored, other_low, other_high = (x[0, 0] for x in other.lifts())
    assert 1 + lift == pytest.approx(1 / (1 + mirrored), nan_ok=True)
    assert 1 + low == pytest.approx(1 / (1 + other_high), nan_ok=True, rel=1e-6)
    assert 1 + high == pytest.approx(1 / (1 + other_low), nan_ok=True, rel=1e-6)


@given(PINS, PINS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_means_nothing(a, b, chance):
    rows = [("A", *row) for row in a] + [("B", *row) for row in b]
    rows = [(variant, f"{i}", n, int(n * p)) for i, (variant, n, p) in enumerate(rows)]
    mixed = rows[:]
    chance.shuffle(mixed)
    first, second = (read_out(sample_of(r)) for r in (rows, mixed))
    told = {row.variant: row for row in second.variants}
    if first.control == second.control:
        for row in first.treatments:
            assert row.lift == pytest.approx(told[row.variant].lift, nan_ok=True)
            assert row.p_value == pytest.approx(told[row.variant].p_value, nan_ok=True)


@given(st.lists(st.integers(200, 900), min_size=6, max_size=12), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_more_impressions_at_the_same_rates_hardly_move_the_lift(clicks, times):
    """With counts this large, scaling both halves leaves every rate, and so lift and p, where they were."""
    counts, variant = np.array(clicks, dtype=float), np.arange(len(clicks)) % 2
    impressions = np.full(len(clicks), 100_000.0)
    one, scaled = fit(counts, impressions, variant, 2), fit(counts * times, impressions * times, variant, 2)
    assert one.difference == pytest.approx(scaled.difference, abs=0.005)


@given(PINS, PINS, st.sampled_from([0.05, 0.012, 0.0002]))
@settings(max_examples=60, deadline=None)
def test_p_and_interval_agree(a, b, alpha):
    (c0, n0), (c1, n1) = drawn(a), drawn(b)
    found = fit(np.r_[c0, c1], np.r_[n0, n1], np.repeat([0, 1], [len(c0), len(c1)]), 2)
    _, low, high = (x[0, 0] for x in found.lifts(alpha))
    if np.isfinite(found.p[0, 0]) and abs(found.p[0, 0] - alpha) > 1e-9:
        assert (found.p[0, 0] < alpha) == (low > 0 or high < 0)


@given(hnp.arrays(float, st.integers(1, 8), elements=st.floats(0, 1)))
def test_holm_is_monotone_and_never_smaller(p):
    adjusted = holm(p)
    assert (adjusted >= p - 1e-15).all()
    assert (adjusted <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()
    assert adjusted.min() == pytest.approx(min(1.0, p.min() * len(p)))


@given(st.floats(-40, 40), st.integers(1, 400))
def test_students_t_is_the_librarys(t, df):
    assert float(two_sided_p(t, df)) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-8, abs=1e-300)


@given(st.floats(0.0002, 0.5), st.integers(1, 400))
def test_limits_are_the_librarys(alpha, df):
    assert float(t_limits(alpha, df)) == pytest.approx(stats.t.isf(alpha / 2, df), rel=1e-7)


@given(st.floats(0, 6), st.integers(4, 300))
@settings(max_examples=60, deadline=None)
def test_power_is_the_librarys_noncentral_t(shift, df):
    limit = stats.t.isf(0.025, df)
    assert float(power_of_t(shift, df, 0.05)) == pytest.approx(stats.nct.sf(limit, df, shift) + stats.nct.cdf(-limit, df, shift), abs=2e-4)


def test_pins_that_are_too_alike_have_the_chance_in_their_counts():
    rows = [("A", f"a{i}", 1_000, 10) for i in range(3)] + [("B", f"b{i}", 1_000, 11) for i in range(3)]
    found = read_out(sample_of(rows))
    assert found.even
    assert found.verdict == "cannot_tell"
    assert found.variance == pytest.approx((1 / 10.5 + 1 / 11.5) / 2)


def test_experiments_of_several_shapes_keep_their_order():
    two = [("A", f"a{i}", 5_000, 20 + i) for i in range(4)] + [("B", f"b{i}", 5_000, 22 + 2 * i) for i in range(4)]
    three = [*two, *(("C", f"c{i}", 5_000, 60 + i) for i in range(4))]
    samples = [sample_of(rows, name) for name, rows in (("x", two), ("y", three), ("z", two))]
    assert [readout.experiment for readout in read_out_all(samples)] == ["x", "y", "z"]
    assert [len(readout.variants) for readout in read_out_all(samples)] == [2, 3, 2]
    assert read_out(samples[0]).smallest_effect == SMALLEST_EFFECT


def uneven(experiments, sizes=(10, 10), traffic=(0.1, 2.0), impressions=8_000, seed=1):
    """Experiments without a difference: log-normal rates and impressions, one variant shown much less."""
    chance = np.random.default_rng(seed)
    variant = np.repeat([0, 1], sizes)
    shape = (experiments, len(variant))
    shown = np.round(impressions * np.array(traffic)[variant] * np.exp(chance.standard_normal(shape) - 0.5))
    return chance.poisson(0.004 * np.exp(0.35 * chance.standard_normal(shape)) * shown), shown, variant


@pytest.mark.parametrize("case", [{}, {"sizes": (3, 9), "traffic": (1, 10)}, {"sizes": (9, 3), "traffic": (10, 1), "impressions": 4_000}])
def test_where_exposure_is_uneven_the_cautious_p_errs_no_more_than_it_says(case):
    counts, impressions, variant = uneven(8_000, **case)
    found = fit(counts, impressions, variant, 2)
    told = (found.pins >= 3).all(axis=1)
    assert told.sum() > 1_500
    assert (found.adjusted[told, 0] <= 0.05).mean() > 0.06
    assert (found.cautious[told, 0] <= 0.05).mean() < 0.055


@pytest.mark.parametrize("traffic", [(1.0, 1.0), (1.0, 10.0)])
def test_where_all_pins_count_equally_many_a_variant_nothing_is_asked_beyond_the_p(traffic):
    counts, impressions, variant = uneven(500, (5, 5), traffic, 200_000)
    found = fit(counts, impressions, variant, 2)
    assert (found.pins == 5).all()
    assert (found.cautious == found.adjusted).all()


def test_the_cautious_p_by_hand():
    """Three Pins with 4 expected events each against six with 400; the pooled rate is exactly 1 in 100."""
    counts = np.array([2, 4, 6, 300, 350, 380, 400, 450, 520], dtype=float)
    impressions = np.array([400.0] * 3 + [40_000.0] * 6)
    variant = np.array([0] * 3 + [1] * 6)
    found = fit(counts, impressions, variant, 2)
    expected = impressions * counts.sum() / impressions.sum()
    noise = [float((1 / expected[variant == k]).mean()) for k in (0, 1)]
    spread = max(0.0, float(found.variance[0]) - (2 * noise[0] + 5 * noise[1]) / 7)
    own = [spread + n for n in noise]
    inflation = (own[0] / 3 + own[1] / 6) / ((2 * own[0] + 5 * own[1]) / 7 * (1 / 3 + 1 / 6))
    assert inflation > 1.15
    t = found.difference[0, 0] / found.se[0, 0] / math.sqrt(inflation)
    assert found.cautious[0, 0] == pytest.approx(2 * stats.t.sf(abs(t), 7), rel=1e-9)
    assert found.p[0, 0] == pytest.approx(stats.ttest_ind(*(log_rates(counts, impressions)[variant == k] for k in (0, 1))).pvalue, rel=1e-9)


@given(PINS, PINS)
@settings(max_examples=60, deadline=None)
def test_the_cautious_p_is_never_smaller(a, b):
    (c0, n0), (c1, n1) = drawn(a), drawn(b)
    found = fit(np.r_[c0, c1], np.r_[n0, n1], np.repeat([0, 1], [len(c0), len(c1)]), 2)
    p, cautious = np.nan_to_num(found.adjusted, nan=1.0), np.nan_to_num(found.cautious, nan=1.0)
    assert (cautious >= p - 1e-12).all()
