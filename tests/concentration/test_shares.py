"""Shares, bounds and curves, worked by hand and by plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincore.concentration import shares
from pincore.concentration.shares import spread

COUNTS = st.lists(st.integers(0, 1000), min_size=1, max_size=80).filter(lambda counts: sum(counts) > 0)


@pytest.mark.parametrize("n", [1, 2, 10, 100])
def test_equal_pins(n: int) -> None:
    found = spread(np.full(n, 7.0))
    assert shares.top_share(found, 1) == pytest.approx(1 / n)
    assert shares.top_share(found, 3) == pytest.approx(min(1, 3 / n))
    assert shares.top_share(found, 10) == pytest.approx(min(1, 10 / n))
    assert shares.hhi(found) == pytest.approx((1 / n, 1 / n))
    assert shares.effective(shares.hhi(found)) == pytest.approx((n, n))
    assert shares.gini(found) == pytest.approx(0, abs=1e-12)
    assert shares.effective_by_chance(found) == pytest.approx(n / (1 + (n - 1) / (7 * n)))


def test_nothing_to_share_is_unknown() -> None:
    for counts in ([], [0.0, 0.0, 0.0]):
        found = spread(np.array(counts))
        assert shares.top_share(found, 3) is None
        assert shares.hhi(found) == (None, None)
        assert shares.effective(shares.hhi(found)) == (None, None)
        assert shares.gini(found) is None
        assert shares.effective_by_chance(found) is None
        assert len(shares.lorenz(found)[0]) == 0


def test_ties_at_rank_three_do_not_matter() -> None:
    assert shares.top_share(spread(np.array([5.0, 4.0, 3.0, 3.0, 3.0])), 3) == pytest.approx(12 / 18)


def test_a_list_of_fifty_and_the_total_by_hand() -> None:
    """50 Pins of 10 and a total of 725: the other 225 are in at most 22 Pins of 10 and one of 5, at least in dust."""
    found = spread(np.full(50, 10.0), 725.0)
    low, high = shares.hhi(found)
    assert low == pytest.approx(5000 / 725**2)
    assert high == pytest.approx((5000 + 22 * 100 + 25) / 725**2)
    assert shares.top_share(found, 10) == pytest.approx(100 / 725)
    assert shares.gini(found) is None
    assert shares.effective_by_chance(found) is None
    known = spread(np.full(50, 10.0), 725.0, size=100)
    assert shares.hhi(known)[0] == pytest.approx((5000 + 225**2 / 50) / 725**2)


def test_a_list_that_is_not_the_top_can_be_beaten_from_outside() -> None:
    found = spread(np.array([50.0, 30.0, 5.0]), 100.0, ranked=False)
    assert shares.top_share(found, 1) == 0.5
    assert shares.top_share(found, 2) == 0.8
    assert shares.top_share(found, 3) is None, "one outside may have 15"
    assert shares.hhi(found) == pytest.approx(((2500 + 900 + 25) / 1e4, (2500 + 900 + 25 + 225) / 1e4))


def test_fewer_pins_than_asked_for_with_something_outside() -> None:
    assert shares.top_share(spread(np.array([50.0, 30.0]), 100.0), 3) is None


def test_gini_is_hidden_where_counts_are_few() -> None:
    assert shares.gini(spread(np.array([9.0, 0.0]))) is None
    assert shares.gini(spread(np.array([10.0, 0.0]))) == pytest.approx(0.5)


def test_what_the_best_tenth_holds() -> None:
    assert shares.share_of_best(spread(np.array([91.0] + [1.0] * 9)), 0.1) == pytest.approx(0.91)
    assert shares.share_of_best(spread(np.array([91.0] + [1.0] * 9)), 0.01) is None, "a tenth of a Pin"


def test_groups_may_hold_more_than_is_seen() -> None:
    largest, hhi = shares.of_groups(np.array([60.0, 20.0]), 100.0)
    assert largest == pytest.approx((0.6, 0.8))
    assert hhi == pytest.approx((0.4, 0.68))


@given(COUNTS, st.integers(1, 12))
def test_against_plain_loops(counts: list[int], k: int) -> None:
    found, total = spread(np.array(counts, float)), sum(counts)
    assert shares.top_share(found, k) == pytest.approx(sum(sorted(counts)[::-1][:k]) / total)
    assert shares.hhi(found)[0] == pytest.approx(sum((x / total) ** 2 for x in counts))
    apart = sum(abs(a - b) for a in counts for b in counts) / (2 * len(counts) * total)
    if (gini := shares.gini(found)) is not None:
        assert gini == pytest.approx(apart, abs=1e-9)


@given(COUNTS, st.integers(2, 50))
def test_scale_does_not_matter(counts: list[int], times: int) -> None:
    one, many = spread(np.array(counts, float)), spread(np.array(counts, float) * times)
    assert shares.hhi(many) == pytest.approx(shares.hhi(one))
    assert shares.top_share(many, 3) == pytest.approx(shares.top_share(one, 3))
    assert shares.lorenz(many)[1].tolist() == pytest.approx(shares.lorenz(one)[1].tolist())


@given(COUNTS)
def test_lorenz_is_convex_and_below_the_diagonal(counts: list[int]) -> None:
    pins, held = shares.lorenz(spread(np.array(counts, float)))
    assert (np.diff(np.diff(held)) >= -1e-9).all()
    assert (held <= pins + 1e-9).all()
    assert held[0] == 0 and held[-1] == 1


@given(COUNTS, st.integers(2, 5))
def test_equal_accounts_merged(counts: list[int], times: int) -> None:
    """So many copies of an account have as many times the effective Pins, and the same curve."""
    one, many = spread(np.array(counts, float)), spread(np.tile(np.array(counts, float), times))
    assert shares.effective(shares.hhi(many))[0] == pytest.approx(times * shares.effective(shares.hhi(one))[0])  # type: ignore[operator]
    if shares.gini(one) is not None:
        assert shares.gini(many) == pytest.approx(shares.gini(one))


@given(COUNTS, st.integers(1, 60))
def test_bounds_of_a_cut_list_hold_the_truth(counts: list[int], n: int) -> None:
    every = np.sort(np.array(counts, float))[::-1]
    cut = spread(every[:n], float(every.sum()))
    low, high = shares.hhi(cut)
    truth = float((every**2).sum() / every.sum() ** 2)
    assert low is not None and high is not None
    assert low <= truth * (1 + 1e-12) and truth <= high * (1 + 1e-12)
    for k in (1, 3, 10):
        share = shares.top_share(cut, k)
        assert share is None or share == pytest.approx(every[:k].sum() / every.sum())


def test_bounds_hold_the_truth_on_a_thousand_accounts_cut_to_their_top_fifty() -> None:
    chance = np.random.default_rng(11)
    for _ in range(1000):
        n = int(chance.integers(20, 600))
        counts = np.sort(chance.poisson(np.exp(chance.normal(chance.uniform(0, 5), chance.uniform(0.3, 2.2), n))).astype(float))[::-1]
        counts[0] += 1
        for size in (None, n):
            low, high = shares.hhi(spread(counts[:50], float(counts.sum()), size=size))
            truth = float((counts**2).sum() / counts.sum() ** 2)
            assert low is not None and high is not None
            assert low <= truth * (1 + 1e-12) and truth <= high * (1 + 1e-12)
