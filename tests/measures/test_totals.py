"""Totals against a plain loop, and the rule of where a number comes from."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincore.history import stitch
from pincore.measures import Choice, by, series, totals
from pincore.periods import Period
from tests.hand import COUNTS, daily, day, imported

WEEK = Period(day(0), day(6))
numbers = st.integers(0, 1000).map(float) | st.none()
table = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.integers(0, 6)), st.tuples(numbers, numbers), min_size=1, max_size=25)


def pin_days(made):
    return [{"pin": pin, "start": day(n), "impressions": shown, "saves": saves} for (pin, n), (shown, saves) in made.items()]


def known_sum(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


@settings(max_examples=60)
@given(table, st.integers(0, 6), st.integers(0, 6))
def test_sums_of_pins_agree_with_a_loop(made, first, last):
    period = Period(day(min(first, last)), day(max(first, last)))
    found = totals(stitch([imported(pins=pin_days(made))]), period)
    inside = {key: cells for key, cells in made.items() if day(key[1]) in period}
    for place, key in enumerate(("impressions", "saves")):
        by_day = [known_sum([cells[place] for (_, n), cells in inside.items() if day(n) == when]) for when in days_of(period)]
        assert found.counts[key] == (None if None in by_day else sum(by_day))
        if found.counts[key] is not None:
            assert found.basis[key] == "pins"
            assert found.blanks[key] == sum(1 for cells in inside.values() if cells[place] is None)
        else:
            assert f"only {sum(value is not None for value in by_day)} of" in found.reasons[key] or "not in the files" in found.reasons[key]
    pairs = [[cells for (_, n), cells in inside.items() if day(n) == when and None not in cells] for when in days_of(period)]
    rate = found.rates["save_rate"]
    if all(pairs):
        assert (rate.out_of, rate.count) == tuple(sum(cells[place] for day_pairs in pairs for cells in day_pairs) for place in (0, 1))
    else:
        assert rate.count is None


def days_of(period):
    return [date.fromordinal(n) for n in range(period.start.toordinal(), period.end.toordinal() + 1)]


@settings(max_examples=50)
@given(table)
def test_tables_and_series_agree_with_a_loop(made):
    boards = {"a": "One", "b": "One", "c": "Two", "d": None}
    known = [{"pin": pin, "board": board} for pin, board in boards.items()]
    history = stitch([imported(pins=pin_days(made), known=known)])
    rows = by(history, "board", WEEK)
    for row in rows.to_dict("records"):
        own = [cells for (pin, _), cells in made.items() if (boards[pin] or "").lower() == row["key"]]
        for place, key in enumerate(("impressions", "saves")):
            expected = known_sum([cells[place] for cells in own])
            assert row[key] == expected or (expected is None and row[key] != row[key])
        both = [cells for cells in own if None not in cells]
        shown = sum(cells[0] for cells in both)
        assert row["save_rate"] == pytest.approx(sum(cells[1] for cells in both) / shown) if shown else row["save_rate"] != row["save_rate"]
    line = series(history, WEEK, "saves")
    for n, value in enumerate(line["value"]):
        expected = known_sum([cells[1] for (_, when), cells in made.items() if when == n])
        assert value == expected or (expected is None and value != value)


def test_the_account_comes_before_the_pins():
    history = stitch([imported("a", daily(day(0), saves=[2.0] * 7)), imported("b", pins=pin_days({("a", n): (10.0, 1.0) for n in range(7)}))])
    found = totals(history, WEEK)
    assert (found.counts["saves"], found.basis["saves"]) == (14, "account")
    assert (found.counts["impressions"], found.basis["impressions"]) == (70, "pins")
    assert found.rates["save_rate"].value == 0.1


def test_a_missing_day_makes_the_total_unknown_and_is_counted():
    found = totals(stitch([imported("a", daily(day(0), saves=[1.0, None, *[1.0] * 5]))]), WEEK)
    assert found.counts["saves"] is None
    assert "only 6 of 7 days" in found.reasons["saves"]
    assert found.known_days["saves"] == 6


BOARDS = [{"board": board, "start": day(0), "end": day(6), "impressions": n, "saves": n / 10} for board, n in (("x", 40.0), ("y", 30.0))]


def test_boards_that_agree_with_the_account_tell_what_it_lacks():
    found = totals(stitch([imported("a", daily(day(0), impressions=[10.0] * 7), BOARDS)]), WEEK)
    assert (found.counts["saves"], found.basis["saves"]) == (7, "boards")
    assert found.rates["save_rate"].value == 0.1
    assert totals(stitch([imported("a", daily(day(0), impressions=[10.0] * 7), BOARDS)]), Period(day(0), day(5))).counts["saves"] is None


def test_boards_that_do_not_agree_tell_nothing_about_the_account():
    assert totals(stitch([imported("a", daily(day(0), impressions=[10.0] * 6 + [11.0]), BOARDS)]), WEEK).counts["saves"] is None
    assert totals(stitch([imported("a", boards=BOARDS)]), WEEK).counts["saves"] is None
    lacking = [*BOARDS[:1], {**BOARDS[1], "saves": None}]
    assert totals(stitch([imported("a", daily(day(0), impressions=[10.0] * 7), lacking)]), WEEK).counts["saves"] is None


def test_one_board_is_known_from_its_own_row():
    history = stitch([imported("a", boards=BOARDS)])
    assert totals(history, WEEK, Choice(board="X")).counts["saves"] == 4
    assert totals(history, Period(day(0), day(5)), Choice(board="x")).counts["saves"] is None


def test_a_choice_narrows_the_pins():
    rows = [
        {"pin": pin, "start": day(n), "impressions": 1.0, "content_type": kind} for pin, kind in (("a", "organic"), ("b", "paid")) for n in range(7)
    ]
    known = [{"pin": "a", "board": "Tiny Garden", "format": "Image"}, {"pin": "b", "board": None, "format": "Video"}]
    history = stitch([imported(pins=rows, known=known)])
    for choice in (
        Choice(board="tiny-garden"),
        Choice(format="Image"),
        Choice(content_type="organic"),
        Choice(format="Image", content_type="organic"),
    ):
        assert totals(history, WEEK, choice).counts["impressions"] == 7
    assert totals(history, WEEK, Choice(format="Image", content_type="paid")).counts["impressions"] is None
    assert totals(history, WEEK, Choice(source="yours")).counts["impressions"] is None


def test_audiences_and_reported_rates_are_never_summed():
    history = stitch([imported("a", daily(day(0), total_audience=[5.0] * 7, ocr=[0.1] * 7))])
    found = totals(history, WEEK)
    assert "total_audience" not in found.counts
    assert found.rates["ocr"].value is None
    assert all(found.counts[key] is None for key in COUNTS)


def test_the_save_rate_may_be_out_of_pin_clicks():
    history = stitch([imported("a", daily(day(0), saves=[1.0] * 7, pin_clicks=[4.0] * 7, impressions=[100.0] * 7))])
    assert totals(history, WEEK, save_rate_over="pin_clicks").rates["save_rate"].value == 0.25
    assert totals(history, WEEK).rates["save_rate"].value == 0.01


def test_estimated_days_are_told():
    rows = [{"start": day(n), "saves": 1.0, "estimated": n > 4} for n in range(7)]
    history = stitch([imported("a", rows)])
    assert totals(history, WEEK).estimated
    assert not totals(history, Period(day(0), day(4))).estimated
    assert series(history, WEEK, "saves")["estimated"].tolist() == [False] * 5 + [True] * 2


def test_weeks_are_whole_and_begin_on_monday():
    history = stitch([imported("a", daily(day(2), saves=[1.0] * 5 + [2.0] * 7 + [None] + [3.0] * 6))])
    weeks = series(history, Period(day(2), day(20)), "saves", "week")
    assert weeks["day"].dt.day_of_week.unique().tolist() == [0]
    assert weeks["value"].tolist()[0] == 14
    assert weeks["value"].isna().tolist() == [False, True]


def test_boards_of_the_very_dates_that_cannot_stand_for_the_account_are_no_contradiction():
    row = {"board": "soups", "start": day(0), "end": day(6), "impressions": 70.0, "saves": 7.0}
    alone = totals(stitch([imported(boards=[row])]), WEEK)
    assert alone.counts["saves"] is None
    assert "whether they add up to the account cannot be checked" in alone.reasons["saves"]
    assert "as a whole" not in alone.reasons["saves"]
    less = totals(stitch([imported(account=daily(day(0), impressions=[11.0] * 7), boards=[row])]), WEEK)
    assert "they do not add up to the account" in less.reasons["saves"]


def test_other_dates_are_advised_only_when_they_would_tell():
    wide = Period(day(0), day(8))
    row = {"board": "soups", "start": wide.start, "end": wide.end, "impressions": 90.0, "saves": 7.0}
    for shown, advised in ((10.0, True), (11.0, False)):
        found = stitch([imported(account=daily(day(0), impressions=[shown] * 9), boards=[row])])
        assert ("Choose those dates" in totals(found, WEEK).reasons["saves"]) == advised
        assert (totals(found, wide).counts["saves"] is not None) == advised
