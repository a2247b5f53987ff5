"""Which row is the header, and which of its cells is which column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pincore.columns import BY_KEY, COLUMNS, Column, find_column, normalise
from pincore.reading.cells import is_blank
from pincore.reading.imports import Answer, Question
from pincore.reading.numbers import parse_count
from pincore.reading.sheets import Row

_HEADER_ROWS = 60
"""How far down a header may stand."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header row and what its cells mean: `columns` by key, `unknown` indices, `twice` = cells that name a column again.

    `row` is 0 (and the cells "Column 1", ...) when the table has no header row.
    """

    row: Row
    columns: dict[str, int]
    unknown: tuple[int, ...]
    twice: tuple[int, ...] = ()

    @property
    def cells(self) -> list[str]:
        return self.row[1]


def _match(cells: Sequence[str], answer: Answer) -> tuple[dict[str, int], list[int], list[int]]:
    told = {normalise(header): key for header, key in answer.columns}
    found: dict[str, tuple[int, int]] = {}
    unknown, twice = [], []
    for index, cell in enumerate(cells):
        name = normalise(cell)
        column = BY_KEY.get(told[name] or "") if name in told else find_column(cell)
        if column is None:
            if cell.strip() and name not in told:
                unknown.append(index)
            continue
        rank = -1 if name in told else _rank(column, name)
        if column.key in found and found[column.key][0] <= rank:
            twice.append(index)
        else:
            if column.key in found:
                twice.append(found[column.key][1])
            found[column.key] = (rank, index)
    return {key: index for key, (_, index) in found.items()}, unknown, sorted(twice)


def _rank(column: Column, name: str) -> int:
    names = [normalise(column.label), *(normalise(alias) for alias in column.aliases)]
    return names.index(name) if name in names else len(names)


def find_header(head: Sequence[Row]) -> Header | None:
    """The row of the head that names most columns, at least one of them numbers, or None."""
    best: Header | None = None
    for row in head[:_HEADER_ROWS]:
        if len(row[1]) < 2:
            continue
        columns, unknown, twice = _match(row[1], Answer())
        roles = {BY_KEY[key].role for key in columns}
        if not roles & {"count", "rate", "audience", "time"} or (len(columns) < 2):
            continue
        if best is None or len(columns) > len(best.columns):
            best = Header(row, columns, tuple(unknown), tuple(twice))
    return best


def apply_answer(header: Header, answer: Answer) -> Header:
    """The header with the creator's mapping laid over it."""
    columns, unknown, twice = _match(header.cells, answer)
    return Header(header.row, columns, tuple(unknown), tuple(twice))


def guess_header(head: Sequence[Row]) -> Header | None:
    """A header for a table whose header row is missing or says nothing that is known, or None for what is no table."""
    widths = [len(cells) for _, cells in head]
    if len(head) < 2 or max(widths) < 2:
        return None
    width = max(set(widths), key=widths.count)
    if width < 2 or widths.count(width) < 0.6 * len(widths):
        return None
    alike = [cells for _, cells in head if len(cells) == width]
    if not any(_is_value(cells[i]) for cells in alike[1:6] for i in range(width)):
        return None
    number, cells = next(row for row in head if len(row[1]) == width)
    if any(_is_value(cell) for cell in cells):
        return Header((number - 1, [f"Column {i + 1}" for i in range(width)]), {}, tuple(range(width)))
    columns, unknown, twice = _match(cells, Answer())
    return Header((number, list(cells)), columns, tuple(unknown), tuple(twice))


def _is_value(cell: str) -> bool:
    """Whether a cell holds a number, a day or an e-mail address rather than a name of a column."""
    if is_blank(cell):
        return False
    return parse_count(cell).value is not None or bool(re.match(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\s*[^\s@]+@[^\s@]+\.\w+\s*$", cell))


_DAY_LIKE = re.compile(r"\s*(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?=$|[T ,])")
_LINK = re.compile(r"\s*((?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/[^\s?#@=]*)(?:[?#].*)?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d[\d.,\u00a0\u202f]*%?")


def show_sample(text: str) -> str:
    """What of a cell may be shown to somebody who is asked what its column is: numbers, days and links without their queries.

    Words stay hidden (they may be names), and so do long numbers (they may be telephone numbers).

    >>> show_sample("Jane Doe"), show_sample("2026-08-05 10:00"), show_sample("900719925475433012"), show_sample("https://example.com/a?email=x")
    ('(text)', '2026-08-05', '(18 digits)', 'https://example.com/a')
    """
    text = text.strip()
    if is_blank(text):
        return ""
    if match := _DAY_LIKE.match(text) or _LINK.fullmatch(text):
        return match[1][:40]
    digits = sum(c.isdigit() for c in text)
    if _NUMBER.fullmatch(text):
        return text if digits <= 7 else f"({digits} digits)"
    return "(text)"


def ask_columns(header: Header, below: Sequence[Row], shape: str, says: str) -> Question:
    """The question which column is which, with the first values as a help."""
    samples = []
    for index, cell in enumerate(header.cells):
        values = [show_sample(cells[index]) for _, cells in below[:3] if index < len(cells)]
        samples.append((cell or f"Column {index + 1}", " · ".join(values)))
    by_index = {index: key for key, index in header.columns.items()}
    return Question(
        topic="columns",
        shape=shape,
        says=says,
        options=tuple((c.key, c.label) for c in COLUMNS if c.role not in ("rate", "audience")),
        headers=tuple(samples),
        guesses=tuple((name, by_index.get(i)) for i, (name, _) in enumerate(samples)),
    )
