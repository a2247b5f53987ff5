"""Sheets: rows of cells with their row numbers, from text or from a workbook, and their bodies by column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pincore.notes import Note
from pincore.reading.cells import Coded

Row = tuple[int, list[str]]
"""A row's physical number, the first line being 1, and its cells."""

HEAD_ROWS = 200


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row that has not as many cells as the header."""

    row: int
    cells: int
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A column kept as it is, of which only a few rows are wanted."""

    column: pa.ChunkedArray | Sequence[str]

    def take(self, rows: NDArray[np.intp]) -> list[str]:
        """The texts of these rows. (Arrow's own `take` would first join all chunks.)"""
        if not isinstance(self.column, pa.ChunkedArray):
            return [self.column[int(i)] for i in rows]
        ends = np.cumsum([len(chunk) for chunk in self.column.chunks])
        found: list[str] = [""] * len(rows)
        chunk_of = np.searchsorted(ends, rows, side="right")
        for i in np.unique(chunk_of):
            places = np.flatnonzero(chunk_of == i)
            chunk = self.column.chunk(int(i))
            texts = chunk.take(pa.array(rows[places] - (ends[i] - len(chunk)))).to_pylist()
            for place, text in zip(places, texts, strict=True):
                found[place] = text
        return found


@dataclass(frozen=True, slots=True)
class Body:
    """The rows below a header, by column index.

    `numbers` are the physical row numbers: an array, or the first of an unbroken run. `width` is the number of cells a row has.
    """

    n: int
    width: int
    coded: dict[int, Coded]
    texts: dict[int, Texts]
    numbers: NDArray[np.int64] | int
    ragged: tuple[Ragged, ...] = ()
    mended_quotes: tuple[int, ...] = ()
    last_row: int = 0
    ends_open: bool = False

    def row_numbers(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> list[int]:
        """The physical numbers of rows given as a mask or as positions."""
        positions = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        if isinstance(self.numbers, int):
            return [self.numbers + int(i) for i in positions]
        return [int(i) for i in self.numbers[positions]]


class Sheet(Protocol):
    """One table-like thing in a file."""

    name: str
    notes: list[Note]

    def head(self) -> list[Row]:
        """The first rows, blank ones left out."""

    def rows(self) -> list[Row]:
        """All rows, for small layouts with several blocks. Raises ReadingError when there are too many."""

    def body(self, header: Row, coded: Sequence[int], texts: Sequence[int]) -> Body:
        """The rows below the header by column: `coded` for columns that are parsed, `texts` for those that are only kept."""


@dataclass(slots=True)
class GridSheet:
    """A sheet whose rows are in memory (a workbook's)."""

    name: str
    grid: list[Row]
    notes: list[Note] = field(default_factory=list)

    def head(self) -> list[Row]:
        return self.grid[:HEAD_ROWS]

    def rows(self) -> list[Row]:
        return self.grid

    def body(self, header: Row, coded: Sequence[int], texts: Sequence[int]) -> Body:
        below = [row for row in self.grid if row[0] > header[0]]
        width = max([len(header[1]), *(len(cells) for _, cells in below)])
        columns = {i: [cells[i] if i < len(cells) else "" for _, cells in below] for i in (*coded, *texts)}
        return Body(
            n=len(below),
            width=width,
            coded={i: Coded.of(columns[i]) for i in coded},
            texts={i: Texts(columns[i]) for i in texts},
            numbers=np.array([number for number, _ in below], dtype=np.int64),
            last_row=below[-1][0] if below else header[0],
        )
