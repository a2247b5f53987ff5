"""The layout of an overview export: its filters, the range of its dates, and its blocks with their rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from pincore.columns import find_column, normalise
from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.periods import Period
from pincore.reading.cells import Coded
from pincore.reading.days import parse_days
from pincore.reading.overview_filters import FilterLines, narrowing
from pincore.reading.sheets import Row

FIRST_LINE = "analyticsoverview"
LABELS = {"daily": "daily block", "boards": "Top Boards block", "pins": "Top Pins block"}
RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*[-–—]\s*(\d{4}-\d{2}-\d{2})")
_LOCAL_RANGE = re.compile(r"(\d{1,4}[./-]\d{1,2}[./-]\d{2,4})\s*[-–—]\s*(\d{1,4}[./-]\d{1,2}[./-]\d{2,4})")
_TITLE = re.compile(r"top (boards|pins)(?!\w)(?!\s+table)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"top \w+ table\b", re.IGNORECASE)
_ESTIMATE = re.compile(r"(?:data starting from|estimated data from)\s+(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)*pinterest\.[\w.]+/", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,\s%/-]+")
_NO_DATA = "not enough data"


@dataclass(slots=True)
class Block:
    """One of the stacked tables: its header row, its rows, and the range that its title names."""

    name: str
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)
    window: Period | None = None
    estimated_from: date | None = None
    too_little: bool = False
    closed: bool = False
    titled: bool = False

    @property
    def label(self) -> str:
        return LABELS[self.name]


def several_exports(row: int) -> ReadingError:
    return ReadingError("several_exports", f"The file holds two overview exports, one below the other: the second begins in row {row}.",
                        "Upload them as separate files, as Pinterest gave them.")  # fmt: skip


def is_title(text: str) -> bool:
    return _TITLE.match(text) is not None


def _is_day(text: str) -> bool:
    days = parse_days(Coded.of([text]))
    return bool(text) and (days.ambiguous or not bool(days.unreadable[0] | days.blank[0]))


@dataclass(slots=True)
class Layout:
    """An overview export, split line by line."""

    notes: list[Note]
    filters: FilterLines = field(default_factory=FilterLines)
    window: Period | None = None
    blocks: dict[str, Block] = field(default_factory=dict)
    block: Block | None = None
    pending: Period | None = None
    begun: bool = False
    ends_closed: bool = False
    last_row: int = 0
    strays: list[int] = field(default_factory=list)
    half_title: bool = False

    def narrowing(self) -> tuple[tuple[str, str], ...]:
        """The filters that narrow the file, by name."""
        return narrowing(self.filters.settled()[0])

    def range_of(self, text: str, row: int) -> Period | None:
        """The range in a text; one that does not exist is named and ignored."""
        match = RANGE.search(text)
        local = None if match else _LOCAL_RANGE.search(text)
        if local:
            days = parse_days(Coded.of([local[1], local[2]]))
            first, last = (None, None) if np.isnat(days.values).any() else (d.astype(object) for d in days.values)
        elif match:
            first, last = _date(match[1]), _date(match[2])
        else:
            return None
        if first is None or last is None or first > last:
            found = match or local
            self.notes.append(Note("date_impossible", "warning", f"Row {row} names the range {found[0] if found else ''}, which does not exist or cannot "
                                   "be told; it is ignored.", row))  # fmt: skip
            return None
        return Period(first, last)

    def read(self, rows: Sequence[Row]) -> "Layout":
        for number, cells in rows:
            filled = [cell for cell in cells if cell]
            if filled:
                self.last_row, self.ends_closed = number, False
                self._take(number, cells, filled)
        self._finish(rows)
        return self

    def _take(self, number: int, cells: list[str], filled: list[str]) -> None:
        first = cells[0]
        if len(filled) == 1 and len(first) < 60 and normalise(first) == FIRST_LINE:
            if self.begun or self.blocks:
                raise several_exports(number)
            self.begun = True
        elif title := _TITLE.match(first):
            self._open(title[1].lower(), number, first)
        elif self._footnote(number, first, " ".join(filled)):
            return
        elif self.block is not None and first.casefold().startswith(_NO_DATA):
            self.block.too_little = True
        elif len(filled) == 1 and first and (RANGE.search(first) or _LOCAL_RANGE.search(first)):
            self._range_line(number, first)
        elif kind := _header_kind(cells, filled):
            self._header(kind, number, cells)
        else:
            self._row(number, cells, filled)

    def _open(self, name: str, number: int, text: str) -> None:
        if name in self.blocks:
            raise several_exports(number)
        self.block = self.blocks[name] = Block(name, window=self.range_of(text, number), titled=True)

    def _footnote(self, number: int, first: str, text: str) -> bool:
        """Whether the line is a footnote below a block, which may name the first estimated day."""
        estimate, closing = _ESTIMATE.search(text), _FOOTNOTE.match(first)
        if not estimate and not closing:
            return False
        self.ends_closed = closing is not None
        if self.block is not None:
            self.block.closed = True
        if estimate and self.block is not None:
            self.block.estimated_from = _date(estimate[1])
            if self.block.estimated_from is None:
                self.notes.append(Note("date_impossible", "warning", f"Row {number} names the day {estimate[1]} as the first estimate; there is no such "
                                       "day, so it is ignored.", number))  # fmt: skip
        return True

    def _range_line(self, number: int, text: str) -> None:
        """The range of the file, or a title in a language that Pincore does not know, which gives the next block its range."""
        bare = RANGE.fullmatch(text) or _LOCAL_RANGE.fullmatch(text)
        found = self.range_of(text, number)
        if bare and (self.blocks or (self.window and found and found != self.window)):
            raise several_exports(number)
        if bare or not self.blocks:
            self.window = self.window or found
        else:
            self.block, self.pending = None, found

    def _header(self, kind: str, number: int, cells: list[str]) -> None:
        titled = self.block is not None and self.block.name != "daily" and self.block.header is None
        if kind != "daily" and titled and self.block is not None:
            kind = self.block.name
        block = self.blocks.setdefault(kind, Block(kind))
        if block.header is None:
            block.header = (number, cells)
            block.window, self.pending = block.window or self.pending, None
        elif [normalise(cell) for cell in block.header[1] if cell] != [normalise(cell) for cell in cells if cell] or block is not self.block:
            raise several_exports(number)
        else:
            self.notes.append(Note("repeated_header", "info", f"Row {number} repeats the header of the {block.label} and was skipped.", number))
        self.block = block

    def _row(self, number: int, cells: list[str], filled: list[str]) -> None:
        """A row of the open block, or one where a block begins without title and header, or a line that is no row at all."""
        linked = LINK.match(cells[0]) is not None
        if self.block is None or self.block.closed or (self.block.name == "daily" and linked):
            kind = ("pins" if "/pin/" in cells[0] else "boards") if linked else "daily" if len(filled) > 1 and _is_day(cells[0]) else ""
            if not kind:
                self._line(number, cells, filled)
                return
            self.block = self.blocks.setdefault(kind, Block(kind))
        if _is_half_title(filled):
            self._line(number, cells, filled)
        else:
            self.block.rows.append((number, cells))

    def _line(self, number: int, cells: list[str], filled: list[str]) -> None:
        if self.blocks:
            self.strays.append(number)
            self.half_title = _is_half_title(filled)
        else:
            self.filters.take(number, cells)

    def _finish(self, rows: Sequence[Row]) -> None:
        if self.half_title and self.strays and self.strays[-1] == self.last_row:
            self.strays.pop()
        for numbers, says in (
            (self.filters.settled()[1], "above the first block is no filter that Pincore knows"),
            (self.strays, "between or below the blocks is no data"),
        ):
            if numbers:
                count = "1 line" if len(numbers) == 1 else f"{len(numbers)} lines"
                says = says if len(numbers) == 1 else says.replace("is no filter", "are no filters").replace("is no data", "are no data")
                self.notes.append(Note("lines_skipped", "warning", f"{count} {says}; ignored: {name_rows(numbers)}.", numbers[0]))
        self._cut_off(dict(rows))

    def _cut_off(self, rows: dict[int, list[str]]) -> None:
        """Warns when the end of the file is not where Pinterest ends it; a last row with cells missing is taken out."""
        listed = [block for name, block in self.blocks.items() if name != "daily"]
        whole = self.ends_closed or (bool(listed) and all(block.closed for block in listed) and not self.half_title)
        missing = (
            "" if "pins" in self.blocks else "the Top Pins block is absent" if "boards" in self.blocks else "the blocks below the days are absent"
        )
        if not self.blocks or (whole and not missing):
            return
        why = missing or "its last line is not the closing footnote of a table"
        half = self._take_half_row(rows)
        tail = (
            f" Row {self.last_row}, the last, is incomplete and was left out."
            if half
            else f" The number in row {self.last_row}, the last, may be incomplete."
        )
        self.notes.append(Note("cut_off", "warning", f"The file may be cut off (truncated): {why}.{'' if whole else tail}", self.last_row,
                               "Download the export again, unless you shortened the file yourself."))  # fmt: skip

    def _take_half_row(self, rows: dict[int, list[str]]) -> bool:
        if self.block is None or not self.block.rows or self.block.rows[-1][0] != self.last_row or self.block.header is None:
            return self.half_title
        cells, width = rows[self.last_row], len([cell for cell in self.block.header[1] if cell])
        half = len([cell for cell in cells if cell]) < 2 or len(cells) < width
        if half:
            self.block.rows.pop()
        return half


def _header_kind(cells: Sequence[str], filled: Sequence[str]) -> str:
    """The block whose header the row is, or "": a daily header has no number or day in it."""
    column = find_column(cells[0])
    if column is None or column.key not in ("day", "pin") or any(LINK.match(cell) or _NUMBER.fullmatch(cell) for cell in filled):
        return ""
    if column.key == "day":
        return "daily" if len(filled) > 1 else ""
    known = [found.key for cell in filled[1:] if (found := find_column(cell))]
    return "pins" if "content_type" in known or "canonical" in map(normalise, filled) else "boards"


def _is_half_title(filled: Sequence[str]) -> bool:
    """Whether the line is the beginning of a title, where a file was cut off."""
    return len(filled) == 1 and any(title.startswith(filled[0].casefold()) for title in ("top boards", "top pins"))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
