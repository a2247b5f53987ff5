"""Delimited text: which mark parts the cells, and its rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pincore.columns import find_column
from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.reading import limits
from pincore.reading.lines import Lines
from pincore.reading.sheets import HEAD_ROWS, Body, Row
from pincore.reading.shifted import are_shifted
from pincore.reading.splitting import LONGEST_RECORD, Dialect, Splitter, split_record

_HEAD_BYTES = 1 << 18
_DIALECT_LINES = 60


def _known(cells: Sequence[str]) -> int:
    return len({column.key for cell in cells if len(cell) < 60 and (column := find_column(cell.strip(" '\"")))})


def find_dialect(lines: Sequence[str]) -> Dialect:
    """The delimiter and quote under which the most column names appear, else under which the rows are most alike."""
    best, best_score = Dialect(",", '"'), (0, 0)
    for delimiter in ",;\t|":
        rows = [split_record(line, delimiter, '"') for line in lines[:_DIALECT_LINES] if len(line) < 20_000]
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        score = (max(map(_known, rows), default=0), max((n * (w > 1) for w, n in widths.items()), default=0))
        if score > best_score:
            best, best_score = Dialect(delimiter, '"'), score
    quoted = re.compile(rf"\s*'[^']*'(?:{re.escape(best.delimiter)}'[^']*')+\s*")
    if any(quoted.fullmatch(line) and _known(split_record(line, best.delimiter, "'")) > 1 for line in lines[:20]):
        return Dialect(best.delimiter, "'")
    return best


def _records(lines: Sequence[str], dialect: Dialect, first: int = 1) -> list[Row]:
    """The rows of the lines; a quoted cell may span lines, unless that would swallow whole rows."""
    found: list[Row] = []
    at = 0
    while at < len(lines):
        line, taken = lines[at], 1
        if line.count(dialect.quote) % 2 and dialect.quote == '"':
            until = next((j for j in range(at + 1, min(at + LONGEST_RECORD, len(lines))) if lines[j].count('"') % 2), None)
            if until is not None and _known(split_record("\n".join(lines[at : until + 1]), dialect.delimiter, '"')) >= _known(
                line.split(dialect.delimiter)
            ):
                line, taken = "\n".join(lines[at : until + 1]), until + 1 - at
        cells = split_record(line, dialect.delimiter, dialect.quote)
        if any(cell.strip() for cell in cells):
            found.append((first + at + taken - 1, cells))
        at += taken
    return found


@dataclass(slots=True)
class TextSheet:
    """A sheet of delimited text (valid UTF-8)."""

    data: bytes
    dialect: Dialect
    first: int = 1
    name: str = ""
    notes: list[Note] = field(default_factory=list)
    lines: Lines | None = None
    _head: list[Row] | None = None

    def head(self) -> list[Row]:
        if self._head is None:
            self._head = _records(_first_lines(self.data), self.dialect, self.first)
        return self._head

    def rows(self) -> list[Row]:
        lines = self.data.decode().replace("\r\n", "\n").split("\n")
        if len(lines) > limits.MAX_GRID_ROWS:
            raise ReadingError("too_many_rows", f"This layout has {len(lines):,} rows; Pincore reads {limits.MAX_GRID_ROWS:,} of it.",
                               "Export a shorter range.")  # fmt: skip
        return _records(lines, self.dialect, self.first)

    def body(self, header: Row, coded: Sequence[int], counts: Sequence[int] = (), texts: Sequence[int] = ()) -> Body:
        start = _offset_of_line(self.data, header[0] - self.first + 1)
        below = [cells for number, cells in self.head() if number > header[0]]
        width = _width(header[1], below)
        return Splitter(self.data, start, header[0] + 1, width, self.dialect, coded, counts, texts, self.lines).body()


def open_text(data: bytes, counted: Lines | None = None) -> TextSheet:
    """The sheet in a text file, whose line ends may have been counted. Raises ReadingError when it can be no table."""
    first = 1
    hint = re.match(rb'"?sep=(.)"?[;,\t]*\r?\n', data[:20], re.IGNORECASE)
    if hint:
        data, first = data[hint.end() :], 2
    lines = _first_lines(data)
    widest = max((max(line.count(mark) for mark in ",;\t|") for line in lines), default=0)
    if widest >= limits.MAX_COLUMNS and not _prose(lines, widest):
        raise ReadingError("too_many_columns", f"The first rows have up to {widest + 1:,} columns; that is no export that Pincore knows.",
                           f"Upload a table with at most {limits.MAX_COLUMNS:,} columns and a header row.")  # fmt: skip
    if hint:
        mark = hint[1].decode("ascii", "replace")
        return TextSheet(data, Dialect(mark, '"'), first)
    unwrapped = _unwrap_rows(data, lines)
    if unwrapped is not None:
        return TextSheet(unwrapped, find_dialect(_first_lines(unwrapped)), first)
    return TextSheet(data, find_dialect(lines), first, lines=counted)


def _prose(lines: Sequence[str], widest: int) -> bool:
    """Whether the many marks stand inside one long quoted cell rather than between cells."""
    return all(len(split_record(line, mark, '"')) < limits.MAX_COLUMNS for line in lines for mark in ",;\t|" if line.count(mark) >= widest)


def _first_lines(data: bytes) -> list[str]:
    """The first lines, of which one may be very long."""
    end = len(data) if len(data) <= _HEAD_BYTES else data.rfind(b"\n", 0, _HEAD_BYTES)
    if end < 0:
        end = data.find(b"\n", _HEAD_BYTES)
        if (len(data) if end < 0 else end) > limits.MAX_LINE:
            raise ReadingError(
                "line_too_long",
                f"The first line goes on for more than {limits.MAX_LINE // 2**20} MB: no table has a row or column header like that.",
                "Upload the file as Pinterest gave it.",
            )
    head = data[: end if end >= 0 else len(data)]
    return [line.removesuffix("\r") for line in head.decode().split("\n")[:HEAD_ROWS]]


def _unwrap_rows(data: bytes, lines: Sequence[str]) -> bytes | None:
    """The text without the quotes that a spreadsheet put around each whole row, or None where there are none."""
    filled = [line for line in lines if line.strip(" ,;\t")][:60]
    inner = [split_record(line, ",", '"')[0] for line in filled]
    if not all(line.startswith('"') and line.rstrip(",;").endswith('"') and not any(split_record(line, ",", '"')[1:]) for line in filled):
        return None
    mark = find_dialect(inner).delimiter
    if sum(mark in text for text in inner) < 0.4 * len(inner) or max((_known(split_record(text, mark, '"')) for text in inner), default=0) < 2:
        return None
    whole = data.decode().replace("\r\n", "\n").split("\n")
    return "\n".join(split_record(line, ",", '"')[0] if line else "" for line in whole).encode()


def part_lines(rows: Sequence[Row]) -> list[Row] | None:
    """The rows of a sheet that holds a whole line of a delimited text in each cell of its first column, parted into cells; None for other sheets.

    A spreadsheet makes them when it opens a CSV whose delimiter it does not expect; what it parted by its own mark (;) is put together again.
    """
    alone = sum(not any(cells[1:]) for _, cells in rows)
    if alone < 0.8 * len(rows):
        return None
    lines = [";".join(cells).rstrip(";") for _, cells in rows]
    dialect = find_dialect(lines[:HEAD_ROWS])
    parted = [(number, split_record(line, dialect.delimiter, dialect.quote)) for (number, _), line in zip(rows, lines, strict=True)]
    if max((_known(cells) for _, cells in parted[:HEAD_ROWS]), default=0) < 2 or sum(len(cells) > 1 for _, cells in parted) < 0.4 * len(parted):
        return None
    return parted


def _offset_of_line(data: bytes, lines: int) -> int:
    """The offset behind so many lines."""
    at = 0
    for _ in range(lines):
        found = data.find(b"\n", at)
        if found < 0:
            return len(data)
        at = found + 1
    return at


def _width(header: Sequence[str], below: Sequence[Sequence[str]]) -> int:
    """How many cells a row has: the header's, unless rows only add or lack empty cells at the end."""
    named = max((i + 1 for i, cell in enumerate(header) if cell.strip()), default=0)
    usual = Counter(len(cells) for cells in below).most_common(1)
    if not usual:
        return len(header)
    width = usual[0][0]
    if width > len(header):
        surplus = any(cell.strip() for cells in below if len(cells) == width for cell in cells[len(header) :])
        return len(header) if surplus or are_shifted(len(header), below) else width
    return width if width >= named else len(header)
