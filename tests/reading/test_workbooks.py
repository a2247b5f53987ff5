"""Workbooks: first days, formulas without results, sheets beside each other."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pincore.reading import Declined, Import, Outcome, read_files

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
