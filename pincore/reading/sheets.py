"""Sheets: rows of cells with their row numbers, from text or from a workbook, and their bodies by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
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


class Texts(Protocol):
    """Columns kept as they are, of which only a few rows are wanted."""

    def take(self, rows: NDArray[np.intp], columns: Sequence[int]) -> list[list[str]]:
        """The texts of these rows, a list for each of the columns."""


@dataclass(frozen=True, slots=True)
class GridTexts:
    """Texts that are in memory."""

    columns: Mapping[int, Sequence[str]]

    def take(self, rows: NDArray[np.intp], columns: Sequence[int]) -> list[list[str]]:
        wanted = rows.tolist()
        return [[self.columns[i][row] for row in wanted] for i in columns]


@dataclass(frozen=True, slots=True)
class Body:
    """The rows below a header, by column index.

    `counts` are columns of nothing but plain whole numbers. `numbers` are the physical row numbers: an array, or the
    first of an unbroken run. `width` is the number of cells a row has.
    """

    n: int
    width: int
    coded: dict[int, Coded]
    counts: dict[int, NDArray[np.float64]]
    texts: Texts
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

    def body(self, header: Row, coded: Sequence[int], counts: Sequence[int] = (), texts: Sequence[int] = ()) -> Body:
        """The rows below the header by column: `coded` and `counts` for columns that are parsed, `texts` for those that are only kept.

        A column of `counts` that holds anything but digits comes back coded.
        """


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

    def body(self, header: Row, coded: Sequence[int], counts: Sequence[int] = (), texts: Sequence[int] = ()) -> Body:
        below = [row for row in self.grid if row[0] > header[0]]
        width = max([len(header[1]), *(len(cells) for _, cells in below)])
        columns = {i: [cells[i] if i < len(cells) else "" for _, cells in below] for i in (*coded, *counts, *texts)}
        return Body(
            n=len(below),
            width=width,
            coded={i: Coded.of(columns[i]) for i in (*coded, *counts)},
            counts={},
            texts=GridTexts(columns),
            numbers=np.array([number for number, _ in below], dtype=np.int64),
            last_row=below[-1][0] if below else header[0],
        )
