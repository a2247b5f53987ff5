"""The projection: nothing of the future is looked at, the band holds the truth, and new Pins make up for what fades."""

import numpy as np
import pytest

from benchmarks.accounts import as_courses, make
from benchmarks.concentration import projections
from pincore.decay import Outlook, decay
from pincore.decay.courses import courses
from pincore.decay.projection import DAYS, outlook, per_new_pin, project
from pincore.history import History
from tests.decay.test_halflife import CLICKS, history


def test_steady_pins_go_on() -> None:
    found = history({str(i): [4.0] * 300 for i in range(20)}, created={str(i): -400 for i in range(20)})
    aged = outlook_of(found)
    assert [point.day for point in aged.points] == [30, 60, 90]
    for point in aged.points:
        assert point.low is not None and point.mid is not None and point.high is not None
        assert point.low < point.mid < point.high
        assert point.mid == pytest.approx(80 * point.day, rel=0.01)
    assert aged.level == pytest.approx(2400)
    assert aged.new_pins_a_month is None, "no Pin was published to learn from"


def outlook_of(found: History) -> Outlook:
    return decay(found, CLICKS).outlook


def test_a_short_past_has_no_projection() -> None:
    aged = outlook_of(history({"1": [5.0] * 40}))
    assert aged.new_pins_a_month is None and aged.reason
    assert all(point.mid is None for point in aged.points)


def test_nothing_after_today_is_looked_at() -> None:
    account = make(np.random.default_rng(7))
    whole, cut = as_courses(account, 400), as_courses(account, 250)
    for day in DAYS:
        one, other = project(whole, 250, day), project(cut, 250, day)
        assert (one.low, one.mid, one.high) == pytest.approx((other.low, other.mid, other.high))


def test_the_truth_lies_in_the_band_as_often_as_claimed() -> None:
    chance = np.random.default_rng(2)
    found = projections([make(chance) for _ in range(40)], (200, 300))
    inside = np.mean([share for share, _ in found.values()])
    assert 0.7 <= inside <= 0.9


def test_what_a_new_pin_brings() -> None:
    """Ten Pins, one every six days, 2 a day for ever: within 30 days, published evenly, the mean over days 1 to 30 of 2 x days."""
    counts = {str(i): [2.0] * (120 - 6 * i) for i in range(10)}
    starts = {str(i): 6 * i for i in range(10)}
    found = courses(history(counts, starts, starts), CLICKS)
    assert found is not None
    assert per_new_pin(found, 30) == pytest.approx(31)


def test_new_pins_hold_the_level() -> None:
    account = make(np.random.default_rng(9))
    found = outlook(as_courses(account, 400))
    assert found.new_pins_a_month is not None and found.new_pins_a_month >= 0
    assert found.level is not None and str(found.points[-1].day) in found.says
