"""What is there, estimated, missing, and which export would help most."""

from datetime import date

from pincore.coverage import coverage
from pincore.history import EMPTY, stitch
from tests.hand import daily, day, imported

MARCH = date(2026, 3, 1)


def states(history):
    return {(row["level"], row["metric"], row["period"]): row["state"] for row in coverage(history).grid.to_dict("records")}


def test_nothing_asks_for_an_overview():
    found = coverage(EMPTY)
    assert found.grid.empty
    assert "overview" in found.says
    assert len(found.steps) == 4


def test_the_states():
    rows = daily(MARCH, impressions=[1.0] * 61, saves=[None] * 5 + [1.0] * 56)
    history = stitch([imported("a", [{**row, "estimated": i > 58} for i, row in enumerate(rows)])])
    found = states(history)
    assert found["Account", "Impressions", "Mar 2026"] == "known"
    assert found["Account", "Impressions", "Apr 2026"] == "estimated"
    assert found["Account", "Saves", "Mar 2026"] == "partly"
    assert found["Account", "Pin clicks", "Mar 2026"] == "missing"
    assert found["Pins", "Impressions", "Mar 2026"] == "missing"


def test_a_month_is_cut_to_the_days_of_the_files():
    history = stitch([imported("a", boards=[{"board": "x", "start": day(3), "end": day(16), "saves": 1.0}])])
    assert states(history)["Boards", "Saves", "5–18 Mar 2026"] == "known"


def test_boards_that_agree_tell_the_account():
    boards = [{"board": "x", "start": MARCH, "end": date(2026, 3, 31), "impressions": 31.0, "saves": 2.0}]
    history = stitch([imported("a", daily(MARCH, impressions=[1.0] * 31), boards)])
    assert states(history)["Account", "Saves", "Mar 2026"] == "known"


def test_the_next_export_is_the_one_that_is_missing():
    window = {"start": MARCH, "end": date(2026, 3, 31)}
    files = [
        imported(key, daily(MARCH, **{key: [1.0] * 31}), pins=[{"pin": "1", **window, key: 1.0}])
        for key in ("impressions", "outbound_clicks", "saves")
    ]
    assert "Saves" in coverage(stitch(files[:2])).says
    whole = coverage(stitch(files))
    assert "1–28 Feb 2026" in whole.says
    assert any("1–28 Feb 2026" in step for step in whole.steps)


def test_a_long_pin_day_table_lacks_nothing():
    pins = [
        {"pin": "1", "start": date.fromordinal(MARCH.toordinal() + n), "impressions": 9.0, "outbound_clicks": 1.0, "saves": 1.0} for n in range(200)
    ]
    found = coverage(stitch([imported("a", pins=pins, known=[{"pin": "1", "title": "Soup"}])]))
    assert found.steps == ()
    nameless = coverage(stitch([imported("a", pins=pins)]))
    assert "titles" in nameless.says
