"""Half-lives by hand and on made Pins, and the account's median by Kaplan and Meier."""

import numpy as np
import pytest

from benchmarks.accounts import make
from benchmarks.concentration import half_lives as errors_of
from pincore.decay import decay, describe_half_life, half_life_rows
from pincore.decay.courses import courses
from pincore.decay.halflife import HORIZON, KINDS, kaplan_meier, of_table
from pincore.history import History, stitch
from tests.hand import day, imported

CLICKS = "outbound_clicks"


def history(counts: dict[str, list[float]], starts: dict[str, int] | None = None, created: dict[str, int] | None = None) -> History:
    rows = [
        {"pin": pin, "start": day(i + (starts or {}).get(pin, 0)), CLICKS: value} for pin, values in counts.items() for i, value in enumerate(values)
    ]
    known = [{"pin": pin, "title": pin, "created": day(born)} for pin, born in (created or {}).items()]
    return stitch([imported(pins=rows, known=known)])


def told(found: History) -> dict[str, tuple[float, str]]:
    rows = half_life_rows(found, decay(found, CLICKS))
    return {pin: (days, kind) for pin, days, kind in zip(rows["pin"], rows["days"], rows["kind"], strict=True)}


def table(*rows: list[float]) -> np.ndarray:
    return np.array([row + [0.0] * (HORIZON - len(row)) for row in rows])


def test_even_clicks_have_their_half_after_thirty_days() -> None:
    days, kinds = of_table(table([2.0] * 60), np.array([60]))
    assert days.tolist() == [30] and KINDS[kinds[0]] == "observed"


def test_all_on_one_day() -> None:
    days, _ = of_table(table([0.0] * 4 + [50.0]), np.array([60]))
    assert days.tolist() == [4.5], "half of the fifth day"


def test_only_sixty_days_count() -> None:
    found = history({"1": [2.0] * 60 + [500.0] * 10}, created={"1": 0})
    assert told(found) == {"1": (30, "observed")}


def test_a_falling_pin_is_completed_to_sixty_days() -> None:
    """An exact exponential with a half-life of 20 days: half of its 60 days' clicks come by 20 x log2(1 / (1 - 7/16)) days."""
    counts = 1000 * 2.0 ** (-np.arange(60) / 20)
    seen = np.where(np.arange(60) < 40, counts, 0)[None, :]
    days, kinds = of_table(seen, np.array([40]))
    assert KINDS[kinds[0]] == "estimate"
    assert days[0] == pytest.approx(20 * np.log2(16 / 9), rel=0.01)


@pytest.mark.parametrize(("age", "counts"), [(10, [9.0] * 10), (29, [100.0 / (i + 1) for i in range(29)]), (40, [float(i + 1) for i in range(40)])])
def test_young_or_not_falling_is_at_least_its_age(age: int, counts: list[float]) -> None:
    found = history({"1": counts}, created={"1": 0})
    assert told(found) == {"1": (age, "at_least")}


def test_under_twenty_clicks_nothing_is_said() -> None:
    assert told(history({"1": [0.3] * 60}, created={"1": 0})) == {}


def test_a_pin_whose_first_days_are_not_in_the_table_is_left_out() -> None:
    assert told(history({"1": [5.0] * 90}, created={"1": -10})) == {}


def test_a_blank_day_leaves_the_pin_out() -> None:
    found = history({"1": [5.0] * 30 + [None] + [5.0] * 40, "2": [5.0] * 71}, created={"1": 0, "2": 0})  # type: ignore[list-item]
    assert told(found) == {"2": (30, "observed")}


def test_the_first_day_seen_is_taken_and_said_when_publication_is_not_told() -> None:
    found = history({"1": [5.0] * 70, "2": [5.0] * 65}, starts={"2": 5})
    aged = decay(found, CLICKS)
    assert aged.courses is not None
    assert aged.courses.running.tolist() == [True, False]
    assert any("at least" in remark for remark in aged.remarks)


def test_kaplan_and_meier_by_hand() -> None:
    """5 Pins, half-lives 6, 10, 10+, 15, 20+: alive 4/5 after 6, 3/5 after 10, 3/10 after 15."""
    median, low, high = kaplan_meier(np.array([6.0, 10.0, 10.0, 15.0, 20.0]), np.array([True, True, False, True, False]))
    assert median == 15
    assert low == 6 and high is None


def test_the_median_waits_for_half_of_the_pins() -> None:
    assert kaplan_meier(np.array([6.0, 30.0, 30.0]), np.array([True, False, False]))[0] is None


def test_made_pins_keep_the_errors_that_are_claimed() -> None:
    chance = np.random.default_rng(3)
    median, naive, n = errors_of([make(chance) for _ in range(25)])
    assert n > 3000
    assert abs(median) < 0.04
    assert naive < -0.10


def test_without_pin_days_it_is_not_checked() -> None:
    found = stitch([imported(pins=[{"pin": "1", "start": day(0), "end": day(30), CLICKS: 100.0}])])
    aged = decay(found, CLICKS)
    assert courses(found, CLICKS) is None
    assert "one row a Pin and day" in aged.reason
    assert describe_half_life(aged) == aged.reason
    assert aged.outlook.points == ()


def test_three_pins_have_no_upper_limit() -> None:
    """One time in eight the median lies above the largest of three, so that one is no 95 % limit."""
    assert kaplan_meier(np.array([5.0, 10.0, 20.0]), np.array([True] * 3))[2] is None
