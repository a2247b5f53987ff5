"""Layouts with named columns: where the header is, which cell is which field, and the cells below it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincore.columns import normalise
from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.reading.cells import Coded, Mask, is_blank
from pincore.reading.context import Ask, Context, shape_of
from pincore.reading.days import Days, parse_days
from pincore.reading.imports import Question
from pincore.reading.sheets import Body, Row, Sheet

_FIRST_ROWS = 15
_WIDEST = 400

Fields = Mapping[str, Sequence[str]]
"""Field -> the names that its column may have."""


def find_header(sheet: Sheet, needs: Sequence[Iterable[str]]) -> Row | None:
    """The first row (of the first few) that has one of the names of each need, or None. Names are given normalised."""
    for number, cells in sheet.head()[:_FIRST_ROWS]:
        if len(cells) <= _WIDEST:
            words = {normalise(cell) for cell in cells if len(cell) < 80}
            if all(not words.isdisjoint(need) for need in needs):
                return number, cells
    return None


def place_fields(header: Sequence[str], fields: Fields) -> dict[str, int]:
    """Field -> the index of its column; the earlier of a field's names wins, then the earlier column."""
    words = [normalise(cell) for cell in header]
    found = {}
    for key, names in fields.items():
        index = next((words.index(name) for name in names if name in words), None)
        if index is not None:
            found[key] = index
    return found


@dataclass(frozen=True, slots=True)
class Cells:
    """The wanted columns below a header; nothing else of the rows is kept."""

    header: Row
    places: Mapping[str, int]
    columns: Mapping[str, Coded]
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    def has(self, key: str) -> bool:
        return key in self.columns

    def texts(self, key: str) -> list[str]:
        """The column's texts, stripped; "" where the file has no such column."""
        if key not in self.columns:
            return [""] * len(self)
        column = self.columns[key]
        stripped = [value.strip() for value in column.values]
        return [stripped[code] for code in column.codes]

    def where(self, keep: Mask | NDArray[np.intp]) -> "Cells":
        """The cells of these rows, given as a mask or as positions."""
        columns = {key: Coded(column.codes[keep], column.values) for key, column in self.columns.items()}
        return Cells(self.header, self.places, columns, self.numbers[keep])

    def name_of(self, key: str) -> str:
        return self.header[1][self.places[key]].strip()[:40]


def read_cells(sheet: Sheet, header: Row, fields: Fields, notes: list[Note]) -> Cells:
    """The wanted columns below the header. Rows with too many or too few cells are left out and named."""
    places = place_fields(header[1], fields)
    body = sheet.body(header, list(dict.fromkeys(places.values())))
    _note_ragged(body, notes)
    numbers = np.array(body.row_numbers(np.arange(body.n)), dtype=np.int64)
    cells = Cells(header, places, {key: body.coded[index] for key, index in places.items()}, numbers)
    if (numbers[1:] < numbers[:-1]).any():  # mended rows stand at the end of a body
        cells = cells.where(np.argsort(numbers, kind="stable"))
    blank = np.ones(body.n, dtype=bool)
    for column in cells.columns.values():
        blank &= column.rows_of(lambda text: not text.strip())
    return cells.where(~blank) if blank.any() else cells


def cells_of(header: Row, rows: Sequence[Row], fields: Fields) -> Cells:
    """The wanted columns of rows that are in memory already."""
    places = place_fields(header[1], fields)
    columns = {key: Coded.of([cells[index] if index < len(cells) else "" for _, cells in rows]) for key, index in places.items()}
    return Cells(header, places, columns, np.array([number for number, _ in rows], dtype=np.int64))


def _note_ragged(body: Body, notes: list[Note]) -> None:
    rows = [ragged.row for ragged in body.ragged]
    if len(rows) > 0.2 * (body.n + len(rows)):
        raise ReadingError("too_damaged", f"{len(rows)} of {body.n + len(rows)} rows have another number of cells than the header: {name_rows(rows)}.",
                           "Download the export again and upload it without opening it in a spreadsheet.")  # fmt: skip
    if rows:
        says = "row was left out because it has" if len(rows) == 1 else "rows were left out because they have"
        notes.append(Note("ragged_rows", "warning", f"{len(rows)} {says} another number of cells than the header: {name_rows(rows)}.", rows[0]))


def read_days(cells: Cells, key: str, kind: str, context: Context, usual: str | None = None, notes: list[Note] | None = None) -> Days:
    """The days of a column. `usual` is the order of day and month that the program behind the layout writes.

    Raises Ask when only the creator can tell the order, ReadingError when the dates mix two.
    """
    column = cells.columns[key]
    shape = shape_of(cells.header[1])
    days = parse_days(column, context.answer(shape).date_order)
    if days.conflict:
        raise ReadingError("date_order_conflict", "The dates mix two orders: some can only be day/month, others only month/day.",
                           "Download the file again and upload it without opening it in a spreadsheet.")  # fmt: skip
    if days.ambiguous and usual is None:
        sample = next((m[0] for value in column.values if (m := re.match(r"\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", value))), "").strip()
        says = f"Every date in this file can be read two ways. Is {sample} written day first or month first?"
        options = (("day_first", "Day first (DD/MM/YYYY)"), ("month_first", "Month first (MM/DD/YYYY)"))
        raise Ask(kind, Question("date_order", shape, says, options, cells.name_of(key)))
    if days.ambiguous:
        days = parse_days(column, "month_first")
        if notes is not None:
            says = f"The dates in '{cells.name_of(key)}' were read as month/day, the way this program writes them."
            notes.append(Note("date_order_assumed", "info", says))
    return days


def leave_out(cells: Cells, rows: Mask, says: tuple[str, str], code: str, notes: list[Note], most: float = 1.0) -> Cells:
    """The cells without these rows, which are counted and named; `says` are the words for one and for many."""
    count = int(rows.sum())
    if not count:
        return cells
    numbers = [int(n) for n in cells.numbers[rows]]
    sentence = f"{count:,} {says[0] if count == 1 else says[1]}: {name_rows(numbers)}."
    if count > most * len(cells):
        raise ReadingError(
            "too_damaged", f"More than a fifth of the rows are damaged. {sentence}", "Download the export again and upload it as it is."
        )
    notes.append(Note(code, "warning" if most < 1 else "info", sentence, numbers[0]))
    return cells.where(~rows)


def blank_rows(cells: Cells, keys: Iterable[str]) -> Mask:
    """The rows in which all of these columns are blank."""
    blank = np.ones(len(cells), dtype=bool)
    for key in keys:
        if cells.has(key):
            blank &= cells.columns[key].rows_of(is_blank)
    return blank
