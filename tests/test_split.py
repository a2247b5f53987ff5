"""The parts of a change add up, whatever the order, and turn around with the periods."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincore.split import effects, split
from tests.diagnosis.made_accounts import AGAINST, FIRST, NOW, history, table

COUNTS = st.lists(st.tuples(*[st.integers(0, 500)] * 2, *[st.integers(0, 100_000)] * 2), min_size=1, max_size=30)


def arrays(rows):
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


@given(COUNTS)
def test_the_parts_add_up_item_by_item(rows):
    c0, c1, n0, n1 = arrays(rows)
    parts = effects(c0, c1, n0, n1)
    assert sum(parts) == pytest.approx(c1 - c0, abs=1e-9)
    assert sum(part.sum() for part in parts) == pytest.approx(float((c1 - c0).sum()), abs=1e-9)


@given(COUNTS)
def test_swapping_before_and_after_flips_every_sign(rows):
    c0, c1, n0, n1 = arrays(rows)
    for there, back in zip(effects(c0, c1, n0, n1), effects(c1, c0, n1, n0), strict=True):
        assert there == pytest.approx(-back, abs=1e-9)


@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(rows, chance):
    turned = list(rows)
    chance.shuffle(turned)
    for one, other in zip(effects(*arrays(rows)), effects(*arrays(turned)), strict=True):
        assert float(one.sum()) == pytest.approx(float(other.sum()), abs=1e-9)


def test_rates_that_hold_give_no_rate_effect():
    _, rate, _ = effects(*arrays([(10, 30, 1_000, 3_000), (80, 8, 2_000, 200)]))
    assert rate.sum() == pytest.approx(0)


def test_periods_swapped_flip_the_whole_split():
    made = history(table(now={"impressions": 130_000, "outbound_clicks": 300}))
    there, back = split(made, NOW, AGAINST), split(made, AGAINST, NOW)
    for part in ("total", "reach", "rate", "mix", "season"):
        assert getattr(there, part) == pytest.approx(-getattr(back, part), abs=1e-9)


def test_new_and_vanished_pins_are_named():
    lines = table().decode().splitlines()
    kept = [lines[0]]
    for line in lines[1:]:
        day, pin = line.split(",")[:2]
        late = day >= NOW.start.isoformat()
        if not (pin.endswith("01") and late) and not (pin.endswith("02") and not late):
            kept.append(line)
    found = split(history("\n".join(kept).encode()), NOW, AGAINST)
    assert {item.key[-2:]: item.state for item in found.items if item.state != "both"} == {"01": "vanished", "02": "new"}


def test_the_season_is_taken_off_first():
    """A year ago the same weeks doubled; now they double again: all of it is season."""
    lines = ["Date,Impressions,Outbound clicks"]
    for n in range(364 + 112):
        high = n % 364 >= 84 and n % 364 < 112
        lines.append(f"{FIRST + timedelta(n - 364)},{2_000 if high else 1_000},{8 if high else 4}")
    found = split(history("\n".join(lines).encode()), NOW, AGAINST)
    assert found.season_known
    assert found.season == pytest.approx(found.total) == 112
    assert found.reach == pytest.approx(0, abs=1e-9)
    assert found.rate == pytest.approx(0, abs=1e-9)


def test_without_items_the_account_is_split_into_reach_and_rate():
    rows = [f"{FIRST + timedelta(n)},1000,{4 if n < 84 else 2}" for n in range(112)]
    found = split(history("\n".join(["Date,Impressions,Outbound clicks", *rows]).encode()), NOW, AGAINST)
    assert (found.over, found.total, found.rate, found.mix) == ("account", -56, -56, 0)
    assert not found.season_known
