"""Numbers that should agree are compared."""

from pincore.history import stitch
from tests.hand import daily, day, imported

SPAN = {"start": day(0), "end": day(6)}


def checks(boards=(), pins=(), shown=10.0):
    rows = [{"board": str(i), **SPAN, "impressions": n} for i, n in enumerate(boards)]
    listed = [{"pin": str(i), **SPAN, "impressions": n} for i, n in enumerate(pins)]
    history = stitch([imported("a", daily(day(0), impressions=[shown] * 7), rows, listed)])
    return {check.key: check for check in history.checks}


def test_boards_that_sum_to_the_account():
    found = checks(boards=(30.0, 40.0))["boards_sum"]
    assert found.ok
    assert dict(found.numbers) == {"boards": 70, "account": 70}


def test_boards_that_hold_a_part_of_it():
    found = checks(boards=(30.0,))["boards_sum"]
    assert found.ok is False
    assert "42.9 %" in found.says


def test_top_pins_and_all_other_pins():
    found = checks(pins=(40.0, 20.0))
    assert "85.7 %" in found["top_pins_share"].says
    assert dict(found["all_other_pins"].numbers)["other"] == 10


def test_pins_that_sum_to_more_than_the_account():
    found = checks(pins=(40.0, 60.0))
    assert found["top_pins_share"].ok is False
    assert "all_other_pins" not in found


def test_an_account_of_zero():
    found = checks(boards=(0.0,), pins=(0.0,), shown=0.0)
    assert found["boards_sum"].ok
    assert found["zero_run"].ok is False
