"""Workbooks (.xlsx, .xls) to sheets."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO

from pincore.columns import find_column, normalise
from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.reading import limits
from pincore.reading.delimited import part_lines
from pincore.reading.sheets import GridSheet, Row
from pincore.reading.workbook_marks import BookMarks, SheetMarks, column_index, column_letters, read_marks

_REMEDY = "Open it in your spreadsheet program and save the sheet as CSV (UTF-8), or download the export again."


def read_workbook(data: bytes) -> list[GridSheet]:
    """The visible sheets of a workbook, empty ones left out. Raises ReadingError for damaged and oversized ones."""
    import python_calamine as calamine

    if data.startswith(b"PK"):
        _require_small(data)
    elif "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked()
    try:
        if data.startswith(b"PK"):
            _require_near(data)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
        shown = [s.name for s in sheets if s.visible == calamine.SheetVisibleEnum.Visible] or [s.name for s in sheets]
        grids = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in shown}
        marks = read_marks(data, [s.name for s in sheets]) if data.startswith(b"PK") else BookMarks()
    except calamine.PasswordError as error:
        raise _locked() from error
    except (
        calamine.CalamineError,
        calamine.WorksheetNotFound,
        calamine.XmlError,
        calamine.ZipError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise ReadingError("workbook_damaged", "The workbook could not be opened: it is damaged or incomplete.", _REMEDY) from error
    found = [sheet for name, grid in grids.items() if (sheet := _sheet(name, grid, marks.of(name), marks.from_1904)) is not None]
    if found and len(shown) < len(sheets):
        count = len(sheets) - len(shown)
        says = f"{count} hidden {'sheet' if count == 1 else 'sheets'} of the workbook {'was' if count == 1 else 'were'} left out."
        found[0].notes.append(Note("hidden_sheets", "info", says, None, "Show a sheet in the spreadsheet program if it should count."))
    return found


def _locked() -> ReadingError:
    return ReadingError("workbook_locked", "The workbook is protected by a password.", "Remove the password, or save the sheet as CSV (UTF-8).")


def _sheet(name: str, grid: Sequence[Sequence[object]], marks: SheetMarks, from_1904: bool) -> GridSheet | None:
    notes: list[Note] = []
    if from_1904:
        grid = _with_days(grid, notes)
    rows = [(number, [_text(cell) for cell in cells]) for number, cells in enumerate(grid, 1)]
    rows = [row for row in rows if any(cell.strip() for cell in row[1])]
    if not rows:
        return None
    _put_errors(rows, marks.errors)
    _name_formulas(rows, marks.formulas, notes)
    if marks.hidden:
        says = f"{marks.hidden} hidden rows of the sheet were read as well."
        notes.append(Note("hidden_rows", "info", says, None, "Delete rows that should not count."))
    parted = part_lines(rows)
    if parted is not None:
        says = "The workbook holds a whole line of a CSV in each cell of its first column; the lines were parted into cells again."
        notes.append(Note("lines_parted", "info", says, rows[0][0], "Upload the CSV as Pinterest gave it, without opening it in a spreadsheet."))
    return GridSheet(name, parted or rows, notes)


def _with_days(grid: Sequence[Sequence[object]], notes: list[Note]) -> list[list[object]]:
    """The grid of a workbook that counts its days from 1904, with the bare numbers below the name of a date column as days."""
    dated: dict[int, bool] = {}
    found, rows = [], []
    for number, cells in enumerate(grid, 1):
        row = list(cells)
        for index, cell in enumerate(cells):
            if isinstance(cell, str):
                dated[index] = _names_days(cell) if 0 < len(cell) < 60 else dated.get(index, False)
            elif dated.get(index) and isinstance(cell, float | int) and _FIRST_1904 <= cell < _LAST_1904:
                row[index] = date(1904, 1, 1) + timedelta(int(cell))
                rows.append(number)
        found.append(row)
    if rows:
        says = f"The workbook counts its days from 1904 (Excel on a Mac); {len(rows):,} dates that stand there as bare numbers were read that way: {name_rows(rows)}."
        notes.append(Note("days_from_1904", "info", says, rows[0], "Check a date against the export."))
    return found


_FIRST_1904, _LAST_1904 = 38_351, 71_588
"""The days from 2009 to 2099, counted from 1904."""


def _names_days(cell: str) -> bool:
    column = find_column(cell)
    return column.role == "day" if column else "date" in normalise(cell)


def _name_formulas(rows: Sequence[Row], formulas: set[tuple[int, int]], notes: list[Note]) -> None:
    """Names the cells whose formula has no saved result, which read as blank."""
    blank = (
        [(number, index) for number, cells in rows for index, cell in enumerate(cells) if not cell and (number, index) in formulas]
        if formulas
        else []
    )
    if not blank:
        return
    names = []
    for index in sorted({index for _, index in blank})[:5]:
        first = min(number for number, i in blank if i == index)
        header = next((cells[index] for number, cells in rows if number < first and index < len(cells) and find_column(cells[index])), "")
        names.append(f"{column_letters(index)} ({header.strip()[:40]})" if header else column_letters(index))
    where = f"column {names[0]}" if len(names) == 1 else f"columns {', '.join(names)}"
    count = "1 cell holds a formula" if len(blank) == 1 else f"{len(blank):,} cells hold formulas"
    says = f"{count} without a saved result, which read as blank: {where}, {name_rows({number for number, _ in blank})}."
    notes.append(
        Note("formulas_unsaved", "warning", says, min(blank)[0], "Open the workbook once in a spreadsheet program, save it, and upload it again.")
    )


_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def _require_near(data: bytes) -> None:
    """Raises ReadingError when a sheet's filled cells lie so far out that the range up to them would not fit into memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "content.xml" in archive.namelist():
            raise ReadingError(
                "not_a_table",
                "This is an OpenDocument workbook (.ods), a format that is not supported.",
                "Save it as .xlsx or as CSV (UTF-8) and upload that.",
            )
        for member in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
                continue
            with archive.open(member) as stream:
                columns, rows = _extent(stream)
            if columns * rows > limits.MAX_CELLS:
                raise ReadingError(
                    "too_large",
                    f"A sheet of the workbook is too large: it reaches to row {rows:,} and column {columns:,}.",
                    "Delete stray cells far from the table, or save the sheet as CSV (UTF-8).",
                )


def _extent(stream: IO[bytes]) -> tuple[int, int]:
    """The last column and row of a sheet that hold a cell."""
    columns = rows = 0
    rest = b""
    while block := stream.read(1 << 20):
        found = _CELL.findall(rest + block)
        columns = max([columns, *{column_index(letters.decode()) + 1 for letters in {letters for letters, _ in found}}])
        rows = max([rows, *(int(row) for _, row in found[-1:]), *(int(row) for _, row in found[:1])])
        rest = block[-64:]
    return columns, rows


def _require_small(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked <= limits.MAX_WORKBOOK:
                unpacked = sum(_unpacked_size(archive, member) for member in archive.infolist() if member.compress_size * 50 < member.file_size)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ReadingError("workbook_damaged", "The workbook could not be opened: it is damaged or incomplete.", _REMEDY) from error
    if unpacked > limits.MAX_WORKBOOK:
        raise ReadingError(
            "too_large",
            f"The workbook is too large: it unpacks to more than {limits.MAX_WORKBOOK // 2**20} MB.",
            "Save the sheet as CSV (UTF-8), which may be larger, or export a shorter range.",
        )


def _unpacked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """What a member really unpacks to, whatever it declares, counted up to the limit."""
    size = 0
    with archive.open(member) as stream:
        while size <= limits.MAX_WORKBOOK and (block := stream.read(1 << 20)):
            size += len(block)
    return size


def _text(cell: object) -> str:
    """A cell as the text that a CSV would hold."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        if abs(cell) >= 1e15:  # a number keeps 15 digits, so a longer id is damaged already: left in the form that says so
            return f"{cell:.14E}"
        if abs(cell - round(cell)) < 1e-6:  # 977.0000000001 is what arithmetic leaves of 977
            return str(round(cell))
        return f"{Decimal(repr(cell)):f}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return "" if cell is None else str(cell)


def _put_errors(rows: list[Row], errors: dict[tuple[int, int], str]) -> None:
    for number, cells in rows:
        for column in range(len(cells)) if errors else ():
            if not cells[column] and (number, column) in errors:
                cells[column] = errors[number, column]
