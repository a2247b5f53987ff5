"""One table as different programs save it: the same content in other bytes."""

import csv
import io
from collections.abc import Callable

import openpyxl

Rows = list[list[str]]


def rows_of(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text)))


def as_csv(rows: Rows) -> bytes:
    return _joined(rows, ",").encode()


def as_semicolons(rows: Rows) -> bytes:
    """With a byte order mark and cells padded to the widest row, as spreadsheets do."""
    width = max(map(len, rows))
    return _joined([[*row, *[""] * (width - len(row))] for row in rows], ";").encode("utf-8-sig")


def as_tabs_utf16(rows: Rows) -> bytes:
    return _joined(rows, "\t").encode("utf-16")


def as_workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_blanks(rows: Rows) -> bytes:
    """With spaces around every cell."""
    return as_csv([[f" {cell} " for cell in row] for row in rows])


def _joined(rows: Rows, mark: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def reordered(rows: Rows) -> Rows:
    """With the columns the other way round."""
    return [row[::-1] for row in rows]


WAYS: tuple[Callable[[Rows], bytes], ...] = (as_csv, as_semicolons, as_tabs_utf16, as_workbook, with_blanks)
