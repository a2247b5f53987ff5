"""Delimited text: which mark parts the cells, and the rows by column; a clean file fast, an odd row by row."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from pincore.columns import find_column
from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.reading import limits
from pincore.reading.cells import Coded
from pincore.reading.sheets import HEAD_ROWS, Body, Ragged, Row, Texts

csv.field_size_limit(limits.MAX_BYTES)
_HEAD_BYTES = 1 << 18
_LONGEST_RECORD = 50
_DIALECT_LINES = 60
_BLOCK = 1 << 22
_MOST_UNEVEN = 100_000


def _split(record: str, delimiter: str, quote: str) -> list[str]:
    """The cells of one record, which may span lines."""
    try:
        return next(csv.reader([line + "\n" for line in record.split("\n")], delimiter=delimiter, quotechar=quote), [])
    except csv.Error:  # a bare return outside quotes, under a dialect that is not the file's
        return record.split(delimiter)


def _known(cells: Sequence[str]) -> int:
    return len({column.key for cell in cells if len(cell) < 60 and (column := find_column(cell.strip(" '\"")))})


@dataclass(frozen=True, slots=True)
class Dialect:
    delimiter: str
    quote: str


def find_dialect(lines: Sequence[str]) -> Dialect:
    """The delimiter and quote under which the most column names appear, else under which the rows are most alike."""
    best, best_score = Dialect(",", '"'), (0, 0)
    for delimiter in ",;\t|":
        rows = [_split(line, delimiter, '"') for line in lines[:_DIALECT_LINES] if len(line) < 20_000]
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        score = (max(map(_known, rows), default=0), max((n * (w > 1) for w, n in widths.items()), default=0))
        if score > best_score:
            best, best_score = Dialect(delimiter, '"'), score
    quoted = re.compile(rf"\s*'[^']*'(?:{re.escape(best.delimiter)}'[^']*')+\s*")
    if any(quoted.fullmatch(line) and _known(_split(line, best.delimiter, "'")) > 1 for line in lines[:20]):
        return Dialect(best.delimiter, "'")
    return best


def _records(lines: Sequence[str], dialect: Dialect, first: int = 1) -> list[Row]:
    """The rows of the lines; a quoted cell may span lines, unless that would swallow whole rows."""
    found: list[Row] = []
    at = 0
    while at < len(lines):
        line, taken = lines[at], 1
        if line.count(dialect.quote) % 2 and dialect.quote == '"':
            until = next((j for j in range(at + 1, min(at + _LONGEST_RECORD, len(lines))) if lines[j].count('"') % 2), None)
            if until is not None and _known(_split("\n".join(lines[at : until + 1]), dialect.delimiter, '"')) >= _known(
                line.split(dialect.delimiter)
            ):
                line, taken = "\n".join(lines[at : until + 1]), until + 1 - at
        cells = _split(line, dialect.delimiter, dialect.quote)
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
    breaks: int | None = None
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

    def body(self, header: Row, coded: Sequence[int], texts: Sequence[int]) -> Body:
        start = _offset_of_line(self.data, header[0] - self.first + 1)
        below = [cells for number, cells in self.head() if number > header[0]]
        width = _width(header[1], below)
        return _Splitter(self.data, start, header[0] + 1, width, self.dialect, coded, texts, self.breaks).body()


def open_text(data: bytes, breaks: int | None = None) -> TextSheet:
    """The sheet in a text file, of which the line ends may have been counted. Raises ReadingError when it can be no table."""
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
    return TextSheet(data, find_dialect(lines), first, breaks=breaks)


def _prose(lines: Sequence[str], widest: int) -> bool:
    """Whether the many marks stand inside one long quoted cell rather than between cells."""
    return all(len(_split(line, mark, '"')) < limits.MAX_COLUMNS for line in lines for mark in ",;\t|" if line.count(mark) >= widest)


def _first_lines(data: bytes) -> list[str]:
    """The first lines, of which one may be very long."""
    end = len(data) if len(data) <= _HEAD_BYTES else data.rfind(b"\n", 0, _HEAD_BYTES)
    if end < 0:
        end = data.find(b"\n", _HEAD_BYTES)
    head = data[: end if end >= 0 else len(data)]
    return [line.removesuffix("\r") for line in head.decode().split("\n")[:HEAD_ROWS]]


def _unwrap_rows(data: bytes, lines: Sequence[str]) -> bytes | None:
    """The text without the quotes that a spreadsheet put around each whole row, or None where there are none."""
    filled = [line for line in lines if line.strip()]
    if not filled or not all(
        line.startswith('"') and line.rstrip(",;").endswith('"') and _split(line, ",", '"')[0].count(",") > 1 for line in filled[:50]
    ):
        return None
    if max((_known(_split(_split(line, ",", '"')[0], ",", '"')) for line in filled), default=0) < 2:
        return None
    whole = data.decode().replace("\r\n", "\n").split("\n")
    return "\n".join(_split(line, ",", '"')[0] if line else "" for line in whole).encode()


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
        return len(header) if surplus else width
    return width if width >= named else len(header)


def _positions(data: memoryview, byte: int) -> NDArray[np.int64]:
    raw = np.frombuffer(data, dtype=np.uint8)
    step = 1 << 20
    return np.concatenate([np.flatnonzero(raw[i : i + step] == byte) + i for i in range(0, len(raw), step)] or [np.empty(0, np.int64)])


def _count(data: memoryview, byte: int) -> int:
    raw = np.frombuffer(data, dtype=np.uint8)
    step = 1 << 17  # stays in the processor's cache: four times as fast as in one go
    return sum(int(np.count_nonzero(raw[i : i + step] == byte)) for i in range(0, len(raw), step))


@dataclass(slots=True)
class _Splitter:
    """Splits the bytes behind a header into columns.

    First all at once. When rows are missing afterwards (a quote that swallowed lines, a row with other cells), the
    lines with an uneven number of quotes are taken out, mended on their own and put at the end.
    """

    data: bytes
    start: int
    first: int
    width: int
    dialect: Dialect
    coded: Sequence[int]
    texts: Sequence[int]
    breaks: int | None = None

    def body(self) -> Body:
        end = len(self.data)
        while end > self.start and self.data[end - 1] in b"\r\n":
            end -= 1
        view = memoryview(self.data)[self.start : end]
        if not len(view):
            return self._nothing([], 0)
        if self.breaks is None:
            lines = _count(view, 10) + 1
        else:
            lines = self.breaks - self.data.count(b"\n", 0, self.start) - self.data.count(b"\n", end) + 1
        ends_open = end == len(self.data)
        try:
            table, ragged = self._parse(view, threads=True)
        except pa.ArrowInvalid:
            return self._careful(view, lines, ends_open)
        if ragged or table.num_rows != lines:
            return self._careful(view, lines, ends_open)
        return self._as_body(table, self.first, (), (), lines, ends_open)

    def _nothing(self, ragged: Sequence[Ragged], lines: int) -> Body:
        empty: dict[int, Texts] = {i: Texts([]) for i in self.texts}
        return Body(0, self.width, {i: Coded.of([]) for i in self.coded}, empty, self.first, tuple(ragged), (), self.first + max(0, lines - 1))

    def _parse(self, view: memoryview | bytes, threads: bool, spans: bool = False) -> tuple[pa.Table, list[tuple[int, str]]]:
        ragged: list[tuple[int, str]] = []

        def skip(row: Any) -> str:
            ragged.append((-1 if row.number is None else row.number, row.text))
            return "skip" if len(ragged) <= _MOST_UNEVEN else "error"

        names = [f"c{i}" for i in range(self.width)]
        keyed = pa.dictionary(pa.int32(), pa.string())
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(view)),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=threads),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.dialect.delimiter, quote_char=self.dialect.quote, newlines_in_values=spans, invalid_row_handler=skip
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={f"c{i}": keyed for i in self.coded} | {f"c{i}": pa.string() for i in self.texts},
                include_columns=[f"c{i}" for i in (*self.coded, *self.texts)],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
        return table, ragged

    def _as_body(
        self, table: pa.Table, numbers: NDArray[np.int64] | int, ragged: Sequence[Ragged], mended: Sequence[int], lines: int, ends_open: bool
    ) -> Body:
        coded = {}
        for i in self.coded:
            column = table.column(f"c{i}").unify_dictionaries().combine_chunks()
            whole = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
            coded[i] = Coded(whole.indices.to_numpy(), whole.dictionary.to_pylist())
        texts = {i: Texts(table.column(f"c{i}")) for i in self.texts}
        return Body(table.num_rows, self.width, coded, texts, numbers, tuple(ragged), tuple(mended), self.first + lines - 1, ends_open)

    def _careful(self, view: memoryview, lines: int, ends_open: bool) -> Body:
        breaks = _positions(view, 10)
        starts = np.concatenate([[0], breaks + 1])
        ends = np.concatenate([breaks, [len(view)]])
        quotes = _positions(view, ord(self.dialect.quote))
        uneven = (np.searchsorted(quotes, ends) - np.searchsorted(quotes, starts)) % 2 == 1
        if int(uneven.sum()) > _MOST_UNEVEN:
            raise ReadingError("unreadable_rows", f"{int(uneven.sum()):,} lines hold a quote mark that is never closed, so the rows cannot be parted into cells.",
                               "Download the export again and upload it without opening it in a spreadsheet.")  # fmt: skip
        raw = np.frombuffer(view, dtype=np.uint8)
        long = ends - starts
        blank = (long == 0) | ((long == 1) & (raw[np.minimum(starts, len(raw) - 1)] == 13))
        mended, aside, gone = self._mend(view, starts, ends, np.flatnonzero(uneven))
        keep = ~blank
        keep[list(gone)] = False
        ragged = [Ragged(self.first + i, n, t) for i, n, t in aside]
        text, numbers = self._joined(view, starts, ends, keep, mended)
        if not text:
            return self._nothing(ragged, lines)
        try:
            table, skipped = self._parse(text, threads=False, spans=any(joined for _, _, joined in mended))
        except pa.ArrowInvalid as error:
            raise ReadingError("unreadable_rows", "The rows below the header could not be parted into cells: quotes or line ends in them are damaged.",
                               "Download the export again and upload it without opening it in a spreadsheet.") from error  # fmt: skip
        if skipped:
            positions = np.array([number - 1 for number, _ in skipped])
            ragged += self._ragged(numbers[positions], [t for _, t in skipped])
            numbers = np.delete(numbers, positions)
        order = sorted(ragged, key=lambda r: r.row)
        rows = [self.first + i for i, cells, joined in mended if not joined]
        return self._as_body(table, numbers, order, rows, lines, ends_open)

    def _ragged(self, rows: NDArray[np.int64], texts: Sequence[str]) -> list[Ragged]:
        return [Ragged(int(row), len(_split(t, self.dialect.delimiter, self.dialect.quote)), t[:200]) for row, t in zip(rows, texts, strict=True)]

    def _joined(
        self,
        view: memoryview,
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        keep: NDArray[np.bool_],
        mended: Sequence[tuple[int, list[str], bool]],
    ) -> tuple[bytes, NDArray[np.int64]]:
        """The kept lines and the mended rows behind them as one text, with their row numbers."""
        edges = np.flatnonzero(np.diff(np.concatenate([[False], keep, [False]]).astype(np.int8)))
        runs = [bytes(view[starts[a] : ends[b - 1]]) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        quote, mark = self.dialect.quote, self.dialect.delimiter
        extra = [mark.join(quote + c.replace(quote, quote * 2) + quote for c in cells).encode() for _, cells, _ in mended]
        numbers = np.concatenate([np.flatnonzero(keep), np.array([i for i, _, _ in mended], dtype=np.int64)]) + self.first
        return b"\n".join([*runs, *extra]), numbers

    def _mend(
        self, view: memoryview, starts: NDArray[np.int64], ends: NDArray[np.int64], uneven: NDArray[np.intp]
    ) -> tuple[list[tuple[int, list[str], bool]], list[tuple[int, int, str]], set[int]]:
        """Rows made of lines with an uneven number of quotes: (line, cells, spans lines), those set aside, and all lines used."""
        mark, quote = self.dialect.delimiter, self.dialect.quote

        def line(i: int) -> str:
            return bytes(view[starts[i] : ends[i]]).decode().removesuffix("\r")

        mended: list[tuple[int, list[str], bool]] = []
        aside: list[tuple[int, int, str]] = []
        gone: set[int] = set()
        at = 0
        while at < len(uneven):
            i = int(uneven[at])
            j = int(uneven[at + 1]) if at + 1 < len(uneven) else -1
            if 0 < j - i < _LONGEST_RECORD and not any(len(_split(line(k), mark, quote)) == self.width for k in range(i + 1, j)):
                block = "\n".join(line(k) for k in range(i, j + 1))
                cells = _split(block, mark, quote)
                if len(cells) == self.width and not (len(line(i).split(mark)) == self.width == len(line(j).split(mark))):
                    mended.append((i, cells, True))
                    gone.update(range(i, j + 1))
                    at += 2
                    continue
            cells = [c.strip(quote) for c in line(i).split(mark)]
            if len(cells) == self.width:
                mended.append((i, cells, False))
            else:
                aside.append((i, len(cells), line(i)[:200]))
            gone.add(i)
            at += 1
        return mended, aside, gone
