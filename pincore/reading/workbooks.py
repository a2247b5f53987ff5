"""Workbooks (.xlsx, .xls) to sheets."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO

from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.reading import limits
from pincore.reading.sheets import GridSheet, Row

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
        marks = _marks(data, [s.name for s in sheets]) if data.startswith(b"PK") else {}
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
    found = [sheet for name, grid in grids.items() if (sheet := _sheet(name, grid, *marks.get(name, ({}, 0)))) is not None]
    if found and len(shown) < len(sheets):
        count = len(sheets) - len(shown)
        says = f"{count} hidden {'sheet' if count == 1 else 'sheets'} of the workbook {'was' if count == 1 else 'were'} left out."
        found[0].notes.append(Note("hidden_sheets", "info", says, None, "Show a sheet in the spreadsheet program if it should count."))
    return found


def _locked() -> ReadingError:
    return ReadingError("workbook_locked", "The workbook is protected by a password.", "Remove the password, or save the sheet as CSV (UTF-8).")


def _sheet(name: str, grid: Sequence[Sequence[object]], errors: dict[tuple[int, int], str], hidden: int) -> GridSheet | None:
    rows = [(number, [_text(cell) for cell in cells]) for number, cells in enumerate(grid, 1)]
    rows = [row for row in rows if any(cell.strip() for cell in row[1])]
    if not rows:
        return None
    _put_errors(rows, errors)
    notes = []
    if hidden:
        says = f"{hidden} hidden rows of the sheet were read as well."
        notes.append(Note("hidden_rows", "info", says, None, "Delete rows that should not count."))
    return GridSheet(name, rows, notes)


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
        columns = max([columns, *{_column_index(letters.decode()) + 1 for letters in {letters for letters, _ in found}}])
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


_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).){0,400}?<(?:\w+:)?v>([^<]{1,12})<', re.DOTALL
)


def _marks(data: bytes, names: list[str]) -> dict[str, tuple[dict[tuple[int, int], str], int]]:
    """A sheet's cells that hold errors, which the reader gives as empty, and the number of its hidden rows."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, path in _sheet_paths(archive, names).items():
            with archive.open(path) as stream:
                found[name] = _scan(stream)
    return found


def _sheet_paths(archive: zipfile.ZipFile, names: list[str]) -> dict[str, str]:
    members = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= members:
        return {}
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in re.findall(r"<Relationship\b[^>]*>", links)}
    sheets = [_attribute(tag, "(?:r|rel):id") for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)]
    paths = ["xl/" + targets.get(link, "").removeprefix("/xl/") for link in sheets]
    return {name: path for name, path in zip(names, paths, strict=False) if path in members and len(names) == len(paths)}


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else ""


def _scan(stream: IO[bytes]) -> tuple[dict[tuple[int, int], str], int]:
    errors: dict[tuple[int, int], str] = {}
    hidden, rest = 0, b""
    while block := stream.read(1 << 20):
        text = rest + block
        cut = text.rfind(b"</row>")
        text, rest = (text[:cut], text[cut:]) if cut >= 0 else (b"", text[-(1 << 22) :])
        hidden += sum(b'hidden="1"' in attributes or b'hidden="true"' in attributes for attributes in _ROW.findall(text))
        if b't="e"' in text:
            for letters, row, value in _ERROR.findall(text):
                errors[int(row), _column_index(letters.decode())] = value.decode()
    return errors, hidden


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _put_errors(rows: list[Row], errors: dict[tuple[int, int], str]) -> None:
    for number, cells in rows:
        for column in range(len(cells)) if errors else ():
            if not cells[column] and (number, column) in errors:
                cells[column] = errors[number, column]
