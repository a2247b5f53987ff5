"""Rising, steady, fading, spent, seasonal; fresh against old."""

from datetime import date

import numpy as np
import pytest

from pincore.decay import decay, pin_lives
from pincore.decay.freshness import by_freshness, share_of_fresh, since_publication
from pincore.history import stitch
from tests.decay.test_halflife import CLICKS, history
from tests.hand import day, imported

FADING = [40.0] * 28 + [40.0] * 28 + [15.0] * 28


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ([20.0] * 84, "steady"),
        (FADING, "fading"),
        ([15.0] * 56 + [40.0] * 28, "rising"),
        ([60.0] * 28 + [10.0] * 28 + [2.0] * 28, "spent"),
        ([0.0] * 84, "unknown"),
        ([20.0] * 30, "unknown"),
    ],
)
def test_the_last_four_weeks_against_the_four_before(counts: list[float], state: str) -> None:
    found = history({"1": counts}, created={"1": 0})
    (life,) = pin_lives(found, CLICKS, [0], decay(found, CLICKS).halves)
    assert life.state == state
    assert life.age == len(counts) and not life.age_at_least


def seasonal(strong: int) -> list[float]:
    """Two years with four strong weeks around a day of each year, and four weeks after the second."""
    days = np.full(364 + strong + 56, 3.0)
    for year in (0, 364):
        days[strong + year : strong + year + 28] = 30.0
    return days.tolist()


def test_a_pin_that_was_strong_in_the_same_weeks_a_year_ago_is_not_called_fading() -> None:
    found = history({"1": seasonal(200)}, created={"1": 0})
    assert pin_lives(found, CLICKS, [0], None)[0].state == "seasonal"
    once = [3.0] * 564 + [30.0] * 28 + [3.0] * 28
    assert pin_lives(history({"1": once}, created={"1": 0}), CLICKS, [0], None)[0].state == "fading"


def test_a_spike_is_told() -> None:
    found = history({"1": [1.0] * 30 + [50.0] * 5 + [1.0] * 30, "2": [9.0] * 65}, created={"1": 0, "2": 0})
    assert [life.spike for life in pin_lives(found, CLICKS, [0, 1], None)] == [True, False]


def test_two_exports_tell_a_state_too() -> None:
    rows = [{"pin": pin, "start": start, "end": end, CLICKS: count} for start, end, counts in (
        (date(2026, 7, 1), date(2026, 7, 31), {"1": 310.0, "2": 310.0}), (date(2026, 8, 1), date(2026, 8, 31), {"1": 100.0, "2": 320.0, "3": 50.0}),
    ) for pin, count in counts.items()]  # fmt: skip
    found = stitch([imported(pins=rows)])
    lives = pin_lives(found, CLICKS, [0, 1, 2], None)
    assert [life.state for life in lives] == ["fading", "steady", "unknown"]
    assert lives[0].says == "Fading: brought clearly less a day in 1–31 Aug 2026 than in 1–31 Jul 2026."


def test_fresh_and_old_by_week() -> None:
    found = history({"1": [2.0] * 140, "2": [1.0] * 42}, starts={"2": 98}, created={"1": 0, "2": 98})
    aged = decay(found, CLICKS)
    rows = aged.fresh
    assert len(rows) == 20
    assert rows["fresh"].iloc[0] == 14 and rows["old"].iloc[0] == 0
    assert (rows["fresh"].iloc[-1], rows["old"].iloc[-1]) == (7, 14)
    assert aged.fresh_share == pytest.approx(1 / 3)
    assert aged.courses is not None
    assert share_of_fresh(by_freshness(aged.courses, 30)) == pytest.approx(fresh_by_hand(30))


def fresh_by_hand(fresh_days: int) -> float:
    """By a plain loop: the last 28 days, Pin 1 is old, Pin 2 is fresh on the days 1 to `fresh_days` of its life."""
    ages = range(42 - 28 + 1, 43)
    fresh = sum(1 for age in ages if age <= fresh_days)
    return fresh / (28 * 3)


def test_courses_are_aligned_on_publication() -> None:
    found = history({"1": [2.0] * 20, "2": [4.0] * 10}, starts={"2": 10}, created={"1": 0, "2": 10})
    aged = decay(found, CLICKS)
    assert aged.courses is not None
    rows = since_publication(aged.courses, [0, 1], ["a", "b"])
    assert rows.groupby("label")["age"].agg(["min", "max"]).to_numpy().tolist() == [[7, 20], [7, 10]]
    assert set(rows.loc[rows["label"] == "b", "value"]) == {4.0}


def test_a_pin_that_ran_before_has_at_least_its_age() -> None:
    rows = [{"pin": "1", "start": day(i), CLICKS: 5.0} for i in range(60)]
    found = stitch([imported(pins=rows)])
    (life,) = pin_lives(found, CLICKS, [0], None)
    assert life.age == 60 and life.age_at_least and "At least 60 days" in life.says
