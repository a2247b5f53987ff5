"""Workbooks: first days, formulas without results, sheets beside each other."""

import csv
import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pincore.history import stitch
from pincore.measures import totals
from pincore.periods import Period
from pincore.reading import Asked, Declined, Import, Outcome, read_files
from tests.reading.test_overview_damage import TOTAL as OVERVIEW_TOTAL
from tests.reading.test_overview_damage import lines as overview_lines

HEADER = ["Date", "Pin ID", "Pin title", "Impressions", "Pin clicks", "Outbound clicks", "Saves"]
TEXTS = [[f"2026-08-{day:02d}", f"81000000000000{pin}123", f"Title {pin}", 1000 + day, 30, 5, 8] for day in range(3, 13) for pin in (1, 2, 3)]
IMPRESSIONS = sum(row[3] for row in TEXTS)
Sheets = dict[str, list[list[Any]]]


def saved(sheets: Sheets, mac: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def outcomes(sheets: Sheets, mac: bool = False) -> tuple[Outcome, ...]:
    return read_files([("pins.xlsx", saved(sheets, mac))])


def read(rows: list[list[Any]], mac: bool = False) -> Import:
    (found,) = outcomes({"Pins": rows}, mac)
    assert isinstance(found, Import), found
    return found


def said(outcome: Outcome, code: str) -> str:
    return " ".join(note.says for note in outcome.notes if note.code == code)


def dated(first: date) -> list[list[Any]]:
    return [HEADER, *([(date.fromisoformat(str(row[0])) - first).days, *row[1:]] for row in TEXTS)]


@pytest.mark.parametrize(("first", "mac"), [(date(1904, 1, 1), True), (date(1899, 12, 30), False)])
def test_bare_numbers_are_days_counted_from_where_the_workbook_counts(first: date, mac: bool) -> None:
    item = read(dated(first), mac)
    assert str(item.window) == "2026-08-03..2026-08-12"
    assert item.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert ("1904" in said(item, "days_from_1904")) is mac


def test_days_with_a_format_are_the_same_in_both_workbooks() -> None:
    rows = [HEADER, *([datetime.fromisoformat(str(row[0])), *row[1:]] for row in TEXTS)]
    assert str(read(rows, mac=True).window) == str(read(rows).window) == "2026-08-03..2026-08-12"


def test_formulas_without_a_result_are_named() -> None:
    rows = [HEADER, *([*row[:3], f"={row[3]}+0", *row[4:]] if row[0] == "2026-08-04" else row for row in TEXTS)]
    item = read(rows)
    assert item.frames["pins"]["impressions"].sum() == IMPRESSIONS - 3 * 1004
    assert "3 cells" in said(item, "formulas_unsaved")
    assert "D (Impressions)" in said(item, "formulas_unsaved")
    assert "rows 5, 6, 7" in said(item, "formulas_unsaved")
    assert "save" in next(note.remedy for note in item.notes if note.code == "formulas_unsaved")


def test_a_workbook_of_formulas_alone_is_declined() -> None:
    (found,) = outcomes({"Pins": [HEADER, *([*row[:3], "=1+1", "=1+1", "=1+1", "=1+1"] for row in TEXTS)]})
    assert isinstance(found, Declined)
    assert "save" in found.remedy
    assert "120 cells" in said(found, "formulas_unsaved")


def parts(outcomes: tuple[Outcome, ...]) -> list[Import]:
    return [outcome for outcome in outcomes if isinstance(outcome, Import)]


def test_two_sheets_of_the_same_numbers_count_once() -> None:
    found = parts(outcomes({"Pins": [HEADER, *TEXTS], "Copy": [HEADER, *TEXTS]}))
    assert len(found) == 2
    history = stitch(found)
    assert (len(history.pins), history.pins["impressions"].sum()) == (len(TEXTS), IMPRESSIONS)


def test_two_sheets_of_different_days_are_one_history() -> None:
    history = stitch(parts(outcomes({"Early": [HEADER, *TEXTS[:15]], "Late": [HEADER, *TEXTS[15:]]})))
    assert (len(history.pins), history.pins["impressions"].sum()) == (len(TEXTS), IMPRESSIONS)


@pytest.mark.parametrize("by_pin", [True, False])
def test_a_summary_beside_the_data_is_no_second_count(by_pin: bool) -> None:
    names = HEADER[1:] if by_pin else [HEADER[0], *HEADER[3:]]
    keys = [[f"81000000000000{pin}123", f"Title {pin}"] for pin in (1, 2, 3)] if by_pin else [[f"2026-08-{day:02d}"] for day in range(3, 13)]
    whose = [[row for row in TEXTS if key[0] in (row[0], row[1])] for key in keys]
    summary = [[*key, *(sum(row[i] for row in rows) for i in range(3, 7))] for key, rows in zip(keys, whose, strict=True)]
    heading = [["2026-08-03 - 2026-08-12"]] if by_pin else []
    history = stitch(parts(outcomes({"Summary": [*heading, names, *summary], "Pins": [HEADER, *TEXTS]})))
    sums = totals(history, Period(date(2026, 8, 3), date(2026, 8, 12)))
    assert sums.counts["impressions"] == IMPRESSIONS
    assert sums.counts["saves"] == 8 * len(TEXTS)


def test_sheets_that_are_no_table_are_passed_over_with_a_word() -> None:
    (found,) = outcomes({"Read me": [["Made by hand"], ["for nobody"]], "Pins": [HEADER, *TEXTS]})
    assert isinstance(found, Import)
    assert "Read me" in said(found, "sheets_passed_over")


def test_a_sheet_that_must_be_asked_about_is_not_passed_over() -> None:
    open_dates = [[f"0{1 + i % 9}/0{2 + i % 7}/2026", *row[1:]] for i, row in enumerate(TEXTS)]
    found = outcomes({"Pins": [HEADER, *TEXTS], "Open": [HEADER, *open_dates]})
    assert [type(outcome) for outcome in found] == [Import, Asked]


def test_lines_of_a_csv_in_one_column_are_parted_again() -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([HEADER, *([*row[:2], 'Say "soup", twice', *row[3:]] for row in TEXTS)])
    item = read([[line] for line in stream.getvalue().splitlines()])
    assert item.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert set(item.frames["details"]["title"]) == {'Say "soup", twice'}
    assert said(item, "lines_parted")


def test_an_overview_in_one_column_is_parted_again() -> None:
    item = read([[line] for line in overview_lines()])
    assert item.kind == "overview"
    assert item.frames["account"]["impressions"].sum() == OVERVIEW_TOTAL
    assert item.frames["boards"]["impressions"].sum() == 1200


@pytest.mark.parametrize("mark", [",", ";"])
def test_an_overview_whose_rows_are_quoted_whole_is_unwrapped(mark: str) -> None:
    text = "\r\n".join('"' + line.replace('"', '""').replace(",", mark) + '"' if line else "" for line in overview_lines())
    (item,) = read_files([("overview.csv", text.encode())])
    assert isinstance(item, Import), item
    assert item.frames["account"]["impressions"].sum() == OVERVIEW_TOTAL


def test_totals_above_the_header_are_named() -> None:
    item = read([["Total", None, None, IMPRESSIONS, 900, 150, 240], HEADER, *TEXTS])
    assert item.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert "row 1" in said(item, "totals_row")


@pytest.mark.parametrize("place", [0, 10])
@pytest.mark.parametrize("label", [None, "Total"])
def test_totals_below_the_header_are_left_out(place: int, label: str | None) -> None:
    rows: list[list[Any]] = list(TEXTS)
    rows.insert(place, [label, None, None, IMPRESSIONS, 900, 150, 240])
    item = read([HEADER, *rows])
    assert item.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert f"row {place + 2}" in said(item, "totals_row")


def test_a_total_among_boards_is_no_board() -> None:
    boards = [[f"Board {n}", 100 * n, n, n, n] for n in range(1, 6)]
    item = read([["2026-08-01 - 2026-08-31"], ["Board", *HEADER[3:]], *boards, ["All of them", 1500, 15, 15, 15]])
    assert item.frames["boards"]["impressions"].sum() == 1500
    assert "row 8" in said(item, "totals_row")
