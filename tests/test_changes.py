"""Ordinary weeks are called ordinary; a real drop is not."""

from datetime import timedelta

import numpy as np
import pytest

from pincore.changes import normal_range, whole_weeks
from pincore.history import stitch
from pincore.measures.daily import account_daily
from pincore.periods import Period
from tests.hand import daily, day, imported

DAYS = 7 * 16
NOW = Period(day(DAYS - 28), day(DAYS - 1))
BEFORE = Period(day(DAYS - 56), day(DAYS - 29))


def account(impressions, clicks):
    rows = daily(day(0), impressions=list(map(float, impressions)), outbound_clicks=list(map(float, clicks)))
    return account_daily(stitch([imported("a", rows)]))


def pinlike(chance, sd=0.25, likeness=0.7):
    """Reach and rate wander from day to day, with a weekly cycle; nothing changes for good."""
    x = y = 0.0
    shown, clicked = [], []
    for n in range(DAYS):
        x = likeness * x + chance.normal(0, sd * np.sqrt(1 - likeness**2))
        y = likeness * y + chance.normal(0, sd * np.sqrt(1 - likeness**2))
        shown.append(chance.poisson(1500 * (1 + 0.25 * np.sin(2 * np.pi * n / 7)) * np.exp(y)))
        clicked.append(chance.binomial(shown[-1], min(1.0, 0.004 * np.exp(x))))
    return np.array(shown), np.array(clicked)


def test_periods_without_a_change_are_seldom_called_changed():
    chance = np.random.default_rng(11)
    called = {"ocr": 0, "impressions": 0, "outbound_clicks": 0}
    runs = 150
    for _ in range(runs):
        made = account(*pinlike(chance))
        for key in called:
            called[key] += not normal_range(made, key, NOW, BEFORE).ordinary
    assert all(n / runs <= 0.06 for n in called.values()), called


def test_a_rate_cut_to_a_third_is_seen():
    chance = np.random.default_rng(12)
    seen = 0
    for _ in range(40):
        shown, clicked = pinlike(chance)
        clicked[-28:] = chance.binomial(clicked[-28:], 0.3)
        seen += not normal_range(account(shown, clicked), "ocr", NOW, BEFORE).ordinary
    assert seen >= 30


def test_four_whole_weeks_before_are_needed():
    shown, clicked = pinlike(np.random.default_rng(1))
    weeks = account(shown, clicked)
    early = Period(day(7 * 4), day(7 * 4 + 6))
    assert normal_range(weeks, "ocr", early, early.shifted(-7)) is not None
    assert normal_range(weeks, "ocr", early.shifted(-1), early.shifted(-8)) is None
    short = Period(NOW.end - timedelta(5), NOW.end)
    assert normal_range(weeks, "ocr", short, short.shifted(-6)) is None


def test_nothing_clicked_before_cannot_be_judged():
    made = account([100] * DAYS, [0] * DAYS)
    assert normal_range(made, "ocr", NOW, BEFORE) is None


def test_whole_weeks_agree_with_a_loop():
    shown, clicked = pinlike(np.random.default_rng(2))
    end = NOW.end - timedelta(3)
    found = whole_weeks(account(shown, clicked), "ocr", end, 5)
    last = DAYS - 3
    expected = [(clicked[last - 7 * k - 7 : last - 7 * k].sum(), shown[last - 7 * k - 7 : last - 7 * k].sum()) for k in reversed(range(5))]
    assert [(week.count, week.out_of) for week in found] == expected


def test_a_week_with_an_unknown_day_is_left_out():
    rows = daily(day(0), impressions=[None if n == 10 else 5.0 for n in range(28)])
    weeks = whole_weeks(account_daily(stitch([imported("a", rows)])), "impressions", day(27), 4)
    assert [week.count for week in weeks] == [35, 35, 35]
    assert [week.out_of for week in weeks] == [7, 7, 7]


def test_the_size_of_the_account_does_not_matter_to_the_rate():
    shown, clicked = pinlike(np.random.default_rng(3))
    small, large = (normal_range(account(shown * k, clicked * k), "ocr", NOW, BEFORE) for k in (1, 10))
    assert small.change == pytest.approx(large.change, abs=0.05)
    assert small.limit == pytest.approx(large.limit, rel=0.2)
    assert small.weeks == large.weeks == 12
