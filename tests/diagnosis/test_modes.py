"""Formats, boards, mix and failure modes: found, clear just under the limit, unchecked without their facts."""

from datetime import timedelta

import pytest

from pincore.diagnosis import diagnose
from pincore.periods import Period
from tests.diagnosis.made_accounts import AGAINST, DAYS, FIRST, NOW, clear, diagnosed, history, keys, table, unchecked
from tests.reading.site_files import GUMROAD

BIG = {"impressions": 400_000, "pin_clicks": 6_000, "outbound_clicks": 1_600, "saves": 2_000}
TWO = ("Image", "Video")


def board_days(now, before):
    """A table with a row a board and day from (impressions, clicks) a day of each board, three months before and one now."""
    lines = ["Date,Board,Impressions,Outbound clicks,Saves"]
    for n in range(4 * DAYS):
        for board, (shown, clicks) in (now if n >= 3 * DAYS else before).items():
            lines.append(f"{FIRST + timedelta(n)},{board},{shown},{clicks},{shown // 200}")
    return "\n".join(lines).encode()


def formats(video_clicks):
    """Twelve Pins of each format; the videos have 60 % of the impressions."""
    given = {
        "impressions": tuple(12_000 if i % 2 else 8_000 for i in range(24)),
        "outbound_clicks": tuple(video_clicks if i % 2 else 48 for i in range(24)),
    }
    totals = {key: sum(values) for key, values in given.items()}
    return table(now={**BIG, **totals}, before={**BIG, **totals}, heads=given, formats=TWO)


def test_a_format_with_reach_and_little_intent():
    assert keys(diagnosed(formats(35))) == {"format_mix"}
    assert "format_mix" in clear(diagnosed(formats(36)))
    assert "format_mix" in unchecked(diagnosed(table()))


def test_top_pins_on_one_board():
    found = diagnosed(table(now=BIG, before=BIG, boards=("Soups",)))
    assert keys(found) == {"board_spread"}
    assert "board_spread" in clear(diagnosed(table(now=BIG, before=BIG, boards=("Soups", "Knitting"))))
    assert "board_spread" in unchecked(diagnosed(table(now=BIG, before=BIG, boards=None)))


def test_a_shift_of_the_mix_is_no_creative_friction():
    """Simpson's paradox: both boards keep their rates, the account's falls by 30 %."""
    found = diagnosed(board_days({"High": (2_500, 20), "Low": (7_500, 15)}, {"High": (5_000, 40), "Low": (5_000, 10)}))
    assert keys(found) == {"mix_shift"}
    assert "creative_friction" in clear(found)
    split = found.changes["outbound_clicks"]
    assert split.over == "board"
    assert split.rate == pytest.approx(0, abs=1e-9)
    assert split.mix == pytest.approx(-15 * DAYS)


def test_rates_that_fall_on_every_board_are_no_shift():
    found = diagnosed(board_days({"High": (5_000, 28), "Low": (5_000, 7)}, {"High": (5_000, 40), "Low": (5_000, 10)}))
    assert keys(found) == {"creative_friction"}
    assert "mix_shift" in clear(found)


def fading(last):
    """One Pin brings 40 % of the clicks of a week; in the last week it brings `last`."""
    lines = ["Date,Pin ID,Impressions,Outbound clicks"]
    for n in range(4 * DAYS):
        week = n // 7
        star = {13: 40, 15: last}.get(week, 12)
        lines.append(f"{FIRST + timedelta(n)},{10**17},1000,{star if n % 7 == 0 else 0}")
        lines += [f"{FIRST + timedelta(n)},{10**17 + i},1000,{1 if (n + i) % 7 < 2 else 0}" for i in range(1, 31)]
    return "\n".join(lines).encode()


def test_a_top_pin_that_faded():
    found = diagnosed(fading(9))
    assert "fast_decay" in keys(found)
    assert next(finding for finding in found.found if finding.key == "fast_decay").pins == (str(10**17),)
    assert "fast_decay" in clear(diagnosed(fading(10)))
    assert "fast_decay" in unchecked(diagnosed(board_days({"A": (100, 1)}, {"A": (100, 1)})))


def visits(a_day):
    lines = ["# ----------------------------------------", "# Traffic acquisition", "# ----------------------------------------"]
    rows = [f"{NOW.start + timedelta(n):%Y%m%d},pinterest.com / referral,{a_day}" for n in range(DAYS)]
    return "\n".join([*lines, "Date,Session source / medium,Sessions", *rows]).encode()


def test_clicks_that_do_not_arrive():
    account = table(now=BIG | {"outbound_clicks": 2_800}, before=BIG | {"outbound_clicks": 2_800})
    assert keys(diagnosed(account, visits(79))) == {"clicks_missing_on_site"}
    assert "clicks_missing_on_site" in clear(diagnosed(account, visits(80)))
    assert "clicks_missing_on_site" in unchecked(diagnosed(account))
    assert "Google Analytics" in next(row.needs for row in diagnosed(account).unchecked if row.key == "clicks_missing_on_site")


def orders(n):
    lines = [
        f"p{i}==,Planner,,b{i}@example.com,{NOW.start + timedelta(i % DAYS)},12.0,12.0,,US,,0,0.0,0,0,0,1,pinterest,social,,,a" for i in range(n)
    ]
    return "\n".join([GUMROAD.splitlines()[0], *lines]).encode()


def attributed(events):
    rows = [f"{NOW.start + timedelta(n):%Y%m%d},pinterest.com / referral,100,{events // DAYS + (n < events % DAYS)}" for n in range(DAYS)]
    return "\n".join(["Date,Session source / medium,Sessions,Key events", *rows]).encode()


def test_conversions_that_analytics_does_not_see():
    account = table(now=BIG | {"outbound_clicks": 2_800}, before=BIG | {"outbound_clicks": 2_800})
    assert keys(diagnosed(account, attributed(79), orders(100))) == {"conversions_under_attributed"}
    assert "conversions_under_attributed" in clear(diagnosed(account, attributed(80), orders(100)))
    for lacking in ((), (attributed(79),), (orders(100),)):
        assert "conversions_under_attributed" in unchecked(diagnosed(account, *lacking))


def test_a_change_within_ordinary_weeks_is_clear():
    """Few clicks: a fall of a third that chance brings is said to be ordinary, not found."""
    found = diagnosed(table(now={"outbound_clicks": 20}, before={"impressions": 100_000, "outbound_clicks": 30}))
    assert "creative_friction" not in keys(found)
    assert "ordinary weeks" in next(row.says for row in found.clear if row.key == "creative_friction")


def test_too_short_a_history_is_unchecked():
    made = history(table(now=BIG | {"outbound_clicks": 800}, before=BIG))
    early = Period(FIRST + timedelta(DAYS // 2), FIRST + timedelta(DAYS - 1))
    found = diagnose(made, early, Period(FIRST, FIRST + timedelta(DAYS // 2 - 1)))
    assert "creative_friction" in clear(found)
    assert diagnose(made, NOW, AGAINST).found[0].key == "creative_friction"


def test_the_order_of_rows_changes_nothing():
    lines = table(now=BIG | {"outbound_clicks": 1_000}, before=BIG).decode().splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])]).encode()
    assert diagnosed("\n".join(lines).encode()) == diagnosed(turned)
