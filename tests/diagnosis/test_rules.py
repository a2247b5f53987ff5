"""Every rule: an account on which it alone fires, one just under its limit, and one where its facts are missing."""

import pytest

from pincore.diagnosis import RULE_BY_KEY, RULES
from tests.diagnosis.made_accounts import NOW, clear, diagnosed, keys, table, unchecked

BIG = {"impressions": 4_000_000, "pin_clicks": 60_000, "outbound_clicks": 20_000, "saves": 20_000}
# key: (the account on which it alone fires, one on or just under the limit, one that lacks a fact)
CASES = {
    "creative_friction": (
        {"now": BIG | {"outbound_clicks": 14_998}, "before": BIG},
        {"now": BIG | {"outbound_clicks": 15_000}, "before": BIG},
        {"leave": ("outbound_clicks",)},
    ),
    "value_mismatch": (
        {"now": BIG | {"saves": 14_998}, "before": BIG},
        {"now": BIG | {"saves": 15_000}, "before": BIG},
        {"leave": ("saves",)},
    ),
    "low_save_rate": (
        {"now": BIG | {"saves": 7_999}, "before": BIG | {"saves": 7_999}},
        {"now": BIG | {"saves": 8_000}, "before": BIG | {"saves": 8_000}},
        {"leave": ("saves",)},
    ),
    "low_close_up_rate": (
        {"now": BIG | {"pin_clicks": 19_999}, "before": BIG | {"pin_clicks": 19_999}},
        {"now": BIG | {"pin_clicks": 20_000}, "before": BIG | {"pin_clicks": 20_000}},
        {"leave": ("pin_clicks",)},
    ),
    "concentration_top3": (
        {"now": BIG, "before": BIG, "heads": {"outbound_clicks": (4_000, 4_000, 4_001)}},
        {"now": BIG, "before": BIG, "heads": {"outbound_clicks": (4_000, 4_000, 4_000)}},
        {"leave": ("outbound_clicks",)},
    ),
    "concentration_top10": (
        {"now": BIG, "before": BIG, "heads": {"outbound_clicks": (1_400,) * 9 + (1_401,)}},
        {"now": BIG, "before": BIG, "heads": {"outbound_clicks": (1_400,) * 10}},
        {"leave": ("outbound_clicks",)},
    ),
    "weak_call_to_action": (
        {"now": BIG | {"pin_clicks": 80_001, "outbound_clicks": 3_999}, "before": BIG | {"pin_clicks": 80_001, "outbound_clicks": 3_999}},
        {"now": BIG | {"pin_clicks": 80_000}, "before": BIG | {"pin_clicks": 80_000}},
        {"leave": ("pin_clicks",)},
    ),
    "low_ocr": (
        {"now": {"outbound_clicks": 99}, "before": {"outbound_clicks": 99}},
        {"now": {"outbound_clicks": 100}, "before": {"outbound_clicks": 100}},
        {"leave": ("outbound_clicks",)},
    ),
    "reach_without_clicks": (
        {"now": {"impressions": 100_001, "outbound_clicks": 99}, "before": {"impressions": 100_001, "outbound_clicks": 99}},
        {"now": {"impressions": 100_000, "outbound_clicks": 100}, "before": {"outbound_clicks": 100}},
        {"leave": ("impressions",)},
    ),
    "saves_without_visits": (
        {"now": {"saves": 801, "outbound_clicks": 99}, "before": {"saves": 801, "outbound_clicks": 99}},
        {"now": {"saves": 800}, "before": {"saves": 800}},
        {"leave": ("saves",)},
    ),
    "reach_without_growth": (
        {"now": BIG | {"impressions": 5_000_001}, "before": BIG},
        {"now": BIG | {"impressions": 5_000_000}, "before": BIG},
        {"leave": ("impressions",)},
    ),
}


@pytest.mark.parametrize("key", CASES)
def test_it_alone_fires(key):
    found = diagnosed(table(**CASES[key][0]))
    assert keys(found) == {key}, [finding.because for finding in found.found]
    (finding,) = found.found
    assert finding.do == RULE_BY_KEY[key].do
    assert all(part.value is not None for part in finding.evidence)
    assert found.recommendations[0].key == key
    assert found.recommendations[0].window.start > NOW.end


@pytest.mark.parametrize("key", CASES)
def test_just_under_its_limit_it_does_not_fire(key):
    found = diagnosed(table(**CASES[key][1]))
    assert keys(found) <= {"concentration_top10"}
    assert key in clear(found)


@pytest.mark.parametrize("key", CASES)
def test_without_its_facts_it_is_unchecked(key):
    found = diagnosed(table(**CASES[key][2]))
    assert key in unchecked(found)
    needs = next(row.needs for row in found.unchecked if row.key == key)
    assert "export" in needs or "table" in needs


def test_nothing_is_wrong_with_the_healthy_account():
    found = diagnosed(table())
    assert keys(found) == set()
    assert "no rule found anything wrong" in found.says
    assert clear(found) | unchecked(found) == {rule.key for rule in RULES}


def test_every_rule_has_one_outcome():
    found = diagnosed(table(now={"outbound_clicks": 90, "pin_clicks": 2_500, "saves": 900}))
    silenced = {row.key for row in found.silenced}
    parts = [keys(found), clear(found), unchecked(found), silenced]
    assert sorted(key for part in parts for key in part) == sorted(rule.key for rule in RULES)
