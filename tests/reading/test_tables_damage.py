"""Plain tables that would read well and wrong: tables below each other, ranges of days, merged cells, totals."""

import pytest

from pincore.reading import Declined, Import
from tests.reading.test_odd_files import HEADER, IMPRESSIONS, joined, read, rows
from tests.reading.test_overview_damage import BOARDS, DAYS, lines
from tests.reading.test_overview_damage import read as read_overview

ROWS = rows()[1:]
TOTALS = f"{IMPRESSIONS},900,150,240"


def swapped(line: str) -> str:
    cells = line.split(",")
    return ",".join([*cells[:6], *cells[6:][::-1]])


@pytest.mark.parametrize("second", [swapped(HEADER), swapped(HEADER).replace("Date,", "Datum,").replace("Pin ID", "Pin")])
def test_a_second_table_of_another_order_is_never_read_under_the_first_header(second: str) -> None:
    outcome = read(joined([HEADER, *ROWS[:15], second, *map(swapped, ROWS[15:])]))
    assert isinstance(outcome, Declined)
    assert outcome.code in ("several_exports", "too_damaged")


def test_a_second_table_of_the_same_order_goes_on() -> None:
    outcome = read(joined([HEADER, *ROWS[:15], HEADER, *ROWS[15:]]))
    assert isinstance(outcome, Import)
    assert outcome.frames["pins"]["impressions"].sum() == IMPRESSIONS


@pytest.mark.parametrize("form", ['"Aug {d}-{to}, 2026"', "{d}-{to} Aug 2026", "Aug {d}-{to} 26", "26/08/{d:02d}", "26.08.{d:02d}"])
def test_what_is_no_single_day_is_no_day(form: str) -> None:
    outcome = read(joined([HEADER, *(line.replace(line.split(",")[0], form.format(d=9 + n // 3, to=15 + n // 3), 1) for n, line in enumerate(ROWS))]))
    assert isinstance(outcome, Declined), outcome


@pytest.mark.parametrize("form", ['"Mon, Aug {d}, 2026 10:30"', "{d} August 2026", "2026 Aug {d}", "{d}. Aug 26", "{d:02d}/08/26"])
def test_single_days_stay_days(form: str) -> None:
    outcome = read(joined([HEADER, *(line.replace(line.split(",")[0], form.format(d=10 + n // 3), 1) for n, line in enumerate(ROWS))]))
    assert isinstance(outcome, Import), outcome
    assert str(outcome.window) == "2026-08-10..2026-08-19"


@pytest.mark.parametrize("days", [0, 6])
def test_rows_of_several_days_are_declined(days: int) -> None:
    ending = [line.replace(",", f",2026-08-{int(line[8:10]) + days:02d},", 1) for line in ROWS]
    outcome = read(joined([HEADER.replace("Date,", "Date,End date,"), *ending]))
    assert isinstance(outcome, Declined if days else Import)


@pytest.mark.parametrize("column", [0, 1])
def test_merged_cells_are_damage_and_no_totals(column: int) -> None:
    found, last = [], ""
    for line in sorted(ROWS, key=lambda line: line.split(",")[column]):
        cells = line.split(",")
        found.append(",".join([*cells[:column], "" if cells[column] == last else cells[column], *cells[column + 1 :]]))
        last = cells[column]
    outcome = read(joined([HEADER, *found]))
    assert isinstance(outcome, Declined)
    assert outcome.code == "too_damaged"


def test_totals_of_each_day_are_left_out() -> None:
    found = [
        line for n, row in enumerate(ROWS) for line in ([row] + ([f"{row[:10]},,,,,,{3 * (1000 + int(row[8:10]))},90,15,24"] if n % 3 == 2 else []))
    ]
    outcome = read(joined([HEADER, *found]))
    assert isinstance(outcome, Import)
    assert outcome.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert "10 totals rows" in next(note.says for note in outcome.notes if note.code == "totals_row")


def test_a_dated_total_among_ids_that_are_words_is_no_pin() -> None:
    words = [line.replace("81000000000000", "pin_") for line in ROWS]
    outcome = read(joined([HEADER, *words, f"2026-08-10,Total,,,,,{TOTALS}"]))
    assert isinstance(outcome, Import)
    assert outcome.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert "row 32" in next(note.says for note in outcome.notes if note.code == "totals_row")


def test_totals_inside_an_overview_are_no_board_and_no_day() -> None:
    boards = [*BOARDS, "https://www.pinterest.com/atelier/soups/,200,1,1,1,1"]
    item = read_overview(lines(days=[*DAYS, f"Total,{sum(int(line.split(',')[1]) for line in DAYS)}"], boards=[*boards, "Total,1400,28,25,22,19"]))
    assert item.frames["boards"]["impressions"].sum() == 1400
    assert len(item.frames["account"]) == len(DAYS)
    assert [note.code for note in item.notes if note.level == "warning"] == ["totals_row", "totals_row"]
