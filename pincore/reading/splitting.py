"""Rows below a header to columns: a clean text all at once, an odd row on its own."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from pincore.errors import ReadingError
from pincore.reading import limits
from pincore.reading.cells import Coded
from pincore.reading.lines import Lines, find_lines
from pincore.reading.sheets import Body, GridTexts, Ragged, Texts
from pincore.reading.threads import side_by_side

csv.field_size_limit(limits.MAX_BYTES)
LONGEST_RECORD = 50
_BLOCK = 1 << 22
_SMALLEST_PART, _MOST_PARTS = 1 << 22, 8
_MOST_UNEVEN = 100_000
_MOST_DIGITS = 9
"""So many fit 32 bits; a column with a longer number is read cell by cell."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The marks of a delimited text: what parts its cells and what wraps them."""

    delimiter: str
    quote: str


def split_record(record: str, delimiter: str, quote: str) -> list[str]:
    """The cells of one record, which may span lines."""
    try:
        return next(csv.reader([line + "\n" for line in record.split("\n")], delimiter=delimiter, quotechar=quote), [])
    except csv.Error:  # a bare return outside quotes, under a dialect that is not the file's
        return record.split(delimiter)


def whole_numbers(column: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """A column of texts that are all plain digits as numbers, or None where any is not."""
    for chunk in column.chunks:
        if not len(chunk):
            continue
        ends = np.frombuffer(chunk.buffers()[1], dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        digits = np.frombuffer(chunk.buffers()[2] or b"", dtype=np.uint8)[ends[0] : ends[-1]]
        lengths = np.diff(ends)
        if lengths.min() < 1 or lengths.max() > _MOST_DIGITS or digits.min() < ord("0") or digits.max() > ord("9"):
            return None
    return pc.cast(column, pa.uint32()).to_numpy().astype(np.float64) if len(column) else None


def _coded(column: pa.ChunkedArray) -> Coded:
    keyed = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole = keyed.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    return Coded(whole.indices.to_numpy(), whole.dictionary.to_pylist())


def _positions(data: memoryview, byte: int) -> NDArray[np.int64]:
    raw = np.frombuffer(data, dtype=np.uint8)
    step = 1 << 20
    return np.concatenate([np.flatnonzero(raw[i : i + step] == byte) + i for i in range(0, len(raw), step)] or [np.empty(0, np.int64)])


@dataclass(slots=True)
class Splitter:
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
    counts: Sequence[int]
    texts: Sequence[int]
    lines: Lines | None = None

    def body(self) -> Body:
        end = len(self.data)
        while end > self.start and self.data[end - 1] in b"\r\n":
            end -= 1
        view = memoryview(self.data)[self.start : end]
        if not len(view):
            return self._nothing([], 0)
        found = self.lines or find_lines(self.data)
        lines = found.count - self.data.count(b"\n", 0, self.start) - self.data.count(b"\n", end)
        ends_open = end == len(self.data)
        edges = self._edges(end)
        parts = [memoryview(self.data)[a:b] for a, b in pairwise(edges)]
        try:
            tables = side_by_side(lambda part: self._parse(part, (*self.coded, *self.counts)), parts)
            sound = sum(table.num_rows for table in tables) == lines and all(map(self._ends_row, edges[1:]))
        except pa.ArrowInvalid:
            sound = False
        if not sound:
            return self._careful(view, lines, ends_open)
        texts = _LineTexts(self, found, end)
        return self._as_body(pa.concat_tables(tables), texts, self.first, (), (), lines, ends_open)

    def _nothing(self, ragged: Sequence[Ragged], lines: int) -> Body:
        coded = {i: Coded.of([]) for i in (*self.coded, *self.counts)}
        texts = GridTexts({i: [] for i in self.texts})
        return Body(0, self.width, coded, {}, texts, self.first, tuple(ragged), (), self.first + max(0, lines - 1))

    def _edges(self, end: int) -> list[int]:
        """Where the parts that are parsed side by side begin and end. Arrow's own threads would first part the whole text and hold it twice."""
        parts = max(1, min((end - self.start) // _SMALLEST_PART, _MOST_PARTS))
        breaks = {self.data.find(b"\n", self.start + (end - self.start) * i // parts, end) + 1 for i in range(1, parts)}
        return [self.start, *sorted(breaks - {0}), end]

    def _ends_row(self, end: int) -> bool:
        """Whether the line that ends there closes every quote that it opens: Arrow closes it in silence where a text ends."""
        line = self.data[max(self.start, self.data.rfind(b"\n", self.start, end - 1) + 1) : end]
        return self.dialect.quote.encode() not in line or self._parse(line + b"\n" + line, self.counts or self.coded).num_rows == 2

    def _parse(self, view: memoryview | bytes, columns: Sequence[int], skip: Callable[[Any], str] | None = None, spans: bool = False) -> pa.Table:
        """The columns of the text; a row with other cells than the header raises ArrowInvalid, unless `skip` says what to do with it."""
        names = [f"c{i}" for i in range(self.width)]
        keyed = pa.dictionary(pa.int32(), pa.string())
        return arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(view)),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.dialect.delimiter, quote_char=self.dialect.quote, newlines_in_values=spans, invalid_row_handler=skip
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={f"c{i}": keyed if i in self.coded else pa.string() for i in columns},
                include_columns=[f"c{i}" for i in columns],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )

    def _as_body(
        self, table: pa.Table, texts: Texts, numbers: NDArray[np.int64] | int,
        ragged: Sequence[Ragged], mended: Sequence[int], lines: int, ends_open: bool,
    ) -> Body:  # fmt: skip
        columns = (*self.counts, *self.coded)
        found = dict(zip(columns, side_by_side(lambda i: self._column(i, table.column(f"c{i}")), columns), strict=True))
        counts = {i: numbers for i, numbers in found.items() if not isinstance(numbers, Coded)}
        coded = {i: column for i, column in found.items() if isinstance(column, Coded)}
        return Body(table.num_rows, self.width, coded, counts, texts, numbers, tuple(ragged), tuple(mended), self.first + lines - 1, ends_open)

    def _column(self, index: int, column: pa.ChunkedArray) -> Coded | NDArray[np.float64]:
        """Numbers where it is a count of plain digits, else codes and texts."""
        whole = whole_numbers(column) if index in self.counts else None
        return _coded(column) if whole is None else whole

    def _careful(self, view: memoryview, lines: int, ends_open: bool) -> Body:
        if lines > _MOST_UNEVEN and lines * max(4, self.width) > len(view):
            raise ReadingError("unreadable_rows", f"Most of the {lines:,} lines below the header are too short to be rows of {self.width} cells.",
                               "Download the export again and upload it without opening it in a spreadsheet.")  # fmt: skip
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
        if int(long.max()) > limits.MAX_LINE:
            raise ReadingError("line_too_long", f"A line goes on for more than {limits.MAX_LINE // 2**20} MB: that is no row of a table.",
                               "Upload the file as Pinterest gave it.")  # fmt: skip
        blank = (long == 0) | ((long == 1) & (raw[np.minimum(starts, len(raw) - 1)] == 13))
        mended, aside, gone = self._mend(view, starts, ends, np.flatnonzero(uneven))
        keep = ~blank
        keep[list(gone)] = False
        ragged = [Ragged(self.first + i, n, t) for i, n, t in aside]
        text, numbers = self._joined(view, starts, ends, keep, mended)
        if not text:
            return self._nothing(ragged, lines)
        skipped: list[tuple[int, str]] = []

        def skip(row: Any) -> str:
            skipped.append((row.number, row.text))
            return "skip" if len(skipped) <= _MOST_UNEVEN else "error"

        try:
            table = self._parse(text, (*self.coded, *self.counts, *self.texts), skip, spans=any(joined for _, _, joined in mended))
        except pa.ArrowInvalid as error:
            raise ReadingError("unreadable_rows", "The rows below the header could not be parted into cells: quotes or line ends in them are damaged.",
                               "Download the export again and upload it without opening it in a spreadsheet.") from error  # fmt: skip
        if skipped:
            positions = np.array([number - 1 for number, _ in skipped])
            ragged += self._ragged(numbers[positions], [t for _, t in skipped])
            numbers = np.delete(numbers, positions)
        order = sorted(ragged, key=lambda r: r.row)
        rows = [self.first + i for i, cells, joined in mended if not joined]
        return self._as_body(table, _ColumnTexts(table), numbers, order, rows, lines, ends_open)

    def _ragged(self, rows: NDArray[np.int64], texts: Sequence[str]) -> list[Ragged]:
        return [
            Ragged(int(row), len(split_record(t, self.dialect.delimiter, self.dialect.quote)), t[:200]) for row, t in zip(rows, texts, strict=True)
        ]

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
            if 0 < j - i < LONGEST_RECORD and not any(len(split_record(line(k), mark, quote)) == self.width for k in range(i + 1, j)):
                block = "\n".join(line(k) for k in range(i, j + 1))
                cells = split_record(block, mark, quote)
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


@dataclass(frozen=True, slots=True)
class _ColumnTexts:
    """Texts of a table whose rows are no longer the lines of the file."""

    table: pa.Table

    def take(self, rows: NDArray[np.intp], columns: Sequence[int]) -> list[list[str]]:
        return [self._taken(self.table.column(f"c{i}"), rows) for i in columns]

    @staticmethod
    def _taken(column: pa.ChunkedArray, rows: NDArray[np.intp]) -> list[str]:
        """Chunk by chunk: Arrow's own `take` would first join all chunks."""
        ends = np.cumsum([len(chunk) for chunk in column.chunks])
        found: list[str] = [""] * len(rows)
        chunk_of = np.searchsorted(ends, rows, side="right")
        for i in np.unique(chunk_of):
            places = np.flatnonzero(chunk_of == i)
            chunk = column.chunk(int(i))
            texts = chunk.take(pa.array(rows[places] - (ends[i] - len(chunk)))).to_pylist()
            for place, text in zip(places, texts, strict=True):
                found[place] = text
        return found


@dataclass(frozen=True, slots=True)
class _LineTexts:
    """Texts of a file whose rows are its lines: only the lines that are wanted are parted into cells."""

    splitter: Splitter
    lines: Lines
    end: int

    def take(self, rows: NDArray[np.intp], columns: Sequence[int]) -> list[list[str]]:
        if not len(rows) or not columns:
            return [[] for _ in columns]
        lines = b"\n".join(self.lines.texts(rows, self.splitter.start, self.end))
        table = self.splitter._parse(lines, columns)
        return [table.column(f"c{i}").to_pylist() for i in columns]
