"""Which periods are offered, and which first."""

from datetime import date

import pytest

from pincore.choosing import choices, default_period, require_period
from pincore.errors import InputError
from pincore.history import EMPTY, stitch
from pincore.periods import Period, comparison, month_before, parse_period
from tests.hand import daily, day, imported


def history(first, days, estimated=0):
    rows = daily(first, saves=[1.0] * days)
    return stitch([imported("a", [{**row, "estimated": i >= days - estimated} for i, row in enumerate(rows)])])


def test_the_last_complete_month_against_the_month_before():
    first, *_ = choices(history(date(2026, 6, 20), 85))
    assert (first.key, str(first.period), str(first.against)) == ("last_month", "2026-08-01..2026-08-31", "2026-07-01..2026-07-31")


def test_else_the_last_28_days_against_28_before():
    first, *_ = choices(history(date(2026, 7, 10), 60))
    assert (first.key, str(first.period), str(first.against)) == ("last_28_days", "2026-08-11..2026-09-07", "2026-07-14..2026-08-10")


def test_else_all_that_is_known_against_equally_many_days():
    first, *_ = choices(history(date(2026, 8, 5), 14))
    assert (first.key, str(first.period), str(first.against)) == ("all", "2026-08-05..2026-08-18", "2026-07-22..2026-08-04")


def test_estimated_days_are_left_out():
    assert str(default_period(history(date(2026, 8, 5), 14, estimated=2))) == "2026-08-05..2026-08-16"
    assert default_period(history(date(2026, 6, 20), 73, estimated=2)) != parse_period("2026-08-01..2026-08-31")


def test_a_gap_ends_what_is_known():
    both = stitch([imported("a", daily(date(2026, 1, 1), saves=[1.0] * 10)), imported("b", daily(date(2026, 2, 1), saves=[1.0] * 5))])
    assert str(default_period(both)) == "2026-02-01..2026-02-05"


def test_the_dates_of_an_export_can_be_chosen():
    only = stitch([imported("a", pins=[{"pin": "1", "start": day(0), "end": day(13), "saves": 1.0}])])
    assert default_period(only) == Period(day(0), day(13))
    assert [choice.key for choice in choices(only)] == [str(Period(day(0), day(13))), "custom"]


def test_last_year_is_offered_when_it_is_known():
    keys = [choice.key for choice in choices(history(date(2025, 7, 1), 427))]
    assert "last_year" in keys
    assert "last_year" not in [choice.key for choice in choices(history(date(2026, 6, 20), 85))]


def test_nothing_is_offered_of_nothing():
    assert choices(EMPTY) == ()
    assert default_period(EMPTY) is None


def test_days_after_today_do_not_count():
    assert str(default_period(history(date(2026, 8, 5), 14), today=date(2026, 8, 10))) == "2026-08-05..2026-08-10"


@pytest.mark.parametrize(
    ("period", "before", "last_year"),
    [
        ("2026-03-01..2026-03-31", "2026-02-01..2026-02-28", "2025-03-01..2025-03-31"),
        ("2026-08-01..2026-08-18", "2026-07-14..2026-07-31", "2025-08-01..2025-08-18"),
        ("2024-02-29..2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
    ],
)
def test_what_a_period_is_compared_with(period, before, last_year):
    assert str(comparison(parse_period(period))) == before
    assert str(comparison(parse_period(period), kind="last_year")) == last_year
    assert month_before(date(2026, 1, 31)) == parse_period("2025-12-01..2025-12-31")


@pytest.mark.parametrize("text", ["", "August", "2026-08-32..2026-09-01", "2026-08-01..", "2026-08-09..2026-08-01"])
def test_what_is_no_period_is_said(text):
    with pytest.raises(InputError) as error:
        parse_period(text)
    assert error.value.remedy


def test_a_period_outside_is_said():
    known = history(date(2026, 8, 5), 14)
    assert require_period(known, parse_period("2026-08-01..2026-08-06"))
    with pytest.raises(InputError, match="Nothing is known"):
        require_period(known, parse_period("2025-08-01..2025-08-06"))
    with pytest.raises(InputError):
        require_period(EMPTY, parse_period("2025-08-01..2025-08-06"))


def exports(*months, estimated=2):
    """An export of saves for each month, made right at its end, so that its last days are estimates."""
    made = []
    for name, (first, days) in enumerate(months):
        rows = daily(first, saves=[1.0] * days)
        made.append(imported(str(name), [{**row, "estimated": i >= days - estimated} for i, row in enumerate(rows)]))
    return stitch(made)


def test_a_month_whose_end_is_an_estimate_is_compared_with_as_many_days_of_the_month_before():
    first, *_ = choices(exports((date(2026, 1, 1), 31), (date(2026, 2, 1), 28)))
    assert (first.key, str(first.period), str(first.against)) == ("month_so_far", "2026-02-01..2026-02-26", "2026-01-01..2026-01-26")
    first, *_ = choices(history(date(2026, 8, 1), 46))
    assert (str(first.period), str(first.against)) == ("2026-09-01..2026-09-15", "2026-08-01..2026-08-15")


def test_a_month_longer_than_the_one_before_is_compared_with_equally_many_days():
    keys = {choice.key: choice for choice in choices(exports((date(2026, 2, 1), 28), (date(2026, 3, 1), 31)))}
    found = keys["month_so_far"]
    assert (str(found.period), str(found.against)) == ("2026-03-01..2026-03-29", "2026-01-31..2026-02-28")


def test_a_month_that_has_just_begun_is_not_offered():
    offered = choices(history(date(2026, 8, 1), 36))
    assert "month_so_far" not in [choice.key for choice in offered]
    assert str(offered[0].period) == "2026-08-01..2026-08-31", "the last month, though nothing is known of the one before"


def test_the_dates_of_a_single_export_go_before_a_part_of_a_month():
    first = date(2026, 8, 1)
    boards = [{"board": "a", "start": first, "end": date(2026, 9, 15), "saves": 46.0, "impressions": 500.0}]
    only = stitch([imported("a", daily(first, saves=[1.0] * 46), boards=boards)])
    assert str(default_period(only)) == "2026-08-01..2026-09-15"
