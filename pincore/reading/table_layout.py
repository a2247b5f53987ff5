"""What a plain table is: its header, the level of its rows, the range it names, and what its columns leave unknown."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pincore.columns import BY_KEY, KPI_COUNTS, find_column, normalise
from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.reading.cells import Coded, is_blank
from pincore.reading.context import Ask, Context, shape_of
from pincore.reading.header import Header, apply_answer, ask_columns, find_header, guess_header, show_sample
from pincore.reading.imports import Answer
from pincore.reading.numbers import parse_count, parse_counts
from pincore.reading.sheets import Row

_PIN_ADDRESS = re.compile(r"pinterest\.[\w.]+/pin/", re.IGNORECASE)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:-|–|to|\.\.)\s*(\d{4}-\d{2}-\d{2})")


def require_header(head: Sequence[Row], context: Context) -> tuple[Header, Answer, str]:
    """The table's header with the creator's answers laid over it, those answers, and the shape they are kept by.

    Raises ReadingError when no row can be a header.
    """
    header = find_header(head) or guess_header(head)
    if header is None:
        raise ReadingError("no_header", f"No header row with column names that Pincore knows was found. {_found_words(head)}",
                           "Upload the CSV as Pinterest gives it; a table of your own needs a first row with names such as Date, Pin ID, Impressions.")  # fmt: skip
    shape = shape_of(header.cells)
    answer = context.answer(shape)
    if answer.columns:
        header = apply_answer(header, answer)
    return _with_pin_link(header, head), answer, shape


def _with_pin_link(header: Header, head: Sequence[Row]) -> Header:
    """The header with a second Pin column read as the link, where it leads away from Pinterest ("Pin ID" beside "Pin Link")."""
    for index in header.twice if "link" not in header.columns else ():
        if find_column(header.cells[index]) is not BY_KEY["pin"]:
            continue
        cells = [cells[index].strip() for number, cells in head if number > header.row[0] and index < len(cells) and cells[index].strip()]
        if cells and all(re.match(r"https?://", cell) and not _PIN_ADDRESS.search(cell) for cell in cells):
            twice = tuple(i for i in header.twice if i != index)
            return replace(header, columns={**header.columns, "link": index}, twice=twice)
    return header


def _found_words(head: Sequence[Row]) -> str:
    if not head:
        return "The file has no rows."
    number, cells = head[0]
    if len(cells) > 1 and not any(find_column(cell) for cell in cells):
        return f"Row {number} has {len(cells):,} cells, none of them a name that Pincore knows."
    return f"Row {number} has {len(cells):,} {'cell' if len(cells) == 1 else 'cells'}: {', '.join(show_sample(cell) for cell in cells[:6])}."


def named_range(head: Sequence[Row], header: Header) -> tuple[date, date] | None:
    """The range of days that the lines above the header name."""
    for number, cells in head:
        if number < header.row[0] and (match := _RANGE.search(" ".join(cells))):
            try:
                first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
            except ValueError:
                continue
            if first <= last:
                return first, last
    return None


def require_level(header: Header, head: Sequence[Row], window: tuple[date, date] | None, shape: str, answer: Answer) -> str:
    """What a row is about ("pins", "boards" or "account"). Raises Ask or ReadingError when a needed column is missing."""
    below = [row for row in head if row[0] > header.row[0]]
    known = header.columns
    counts = [key for key in known if BY_KEY[key].role in ("count", "rate", "audience", "time")]
    missing = [BY_KEY[key].label for key in KPI_COUNTS if key not in known]
    _require_single_days(header, below)
    names = ", ".join(f"'{header.cells[i].strip()[:40]}'" for i in header.unknown[:8])
    has_days = "day" in known or (window is not None and ("pin" in known or "board" in known))
    numeric = [i for i in header.unknown if looks_numeric(below, i)]
    if (not counts or not has_days) and header.unknown and not answer.columns:
        raise Ask(
            "table", ask_columns(header, below, shape, f"Pincore does not know these columns: {names}. Say once what they are; it is remembered.")
        )
    if not counts:
        raise ReadingError("no_counts", f"No column of counts (Impressions, Outbound clicks, Saves ...) was found among: {listed(header)}.",
                           "Upload an export that holds at least one of them.")  # fmt: skip
    if not has_days:
        raise ReadingError("no_date", f"There is no date column and no range of dates in the file, so its numbers belong to no time. Columns found: {listed(header)}.",
                           "Export it with a Date column.")  # fmt: skip
    level = "pins" if "pin" in known else "boards" if "board" in known and "day" not in known else "account"
    if level == "account" and header.unknown and not answer.columns and _repeats_days(below, known["day"]):
        raise Ask("table", ask_columns(header, below, shape, f"The same day stands in several rows, so a column must tell them apart; Pincore does not know {names}. "
                                       "Which one is the Pin's id?"))  # fmt: skip
    if missing and numeric and not answer.columns:
        unknown = ", ".join(f"'{header.cells[i].strip()[:40]}'" for i in numeric[:8])
        raise Ask("table", ask_columns(header, below, shape, f"{' and '.join(missing)} {'was' if len(missing) == 1 else 'were'} not found, and Pincore does not know the "
                                       f"columns {unknown}. Is one of them meant?"))  # fmt: skip
    return "boards" if level == "account" and "board" in known and _repeats_days(below, known["day"]) else level


def listed(header: Header) -> str:
    return ", ".join(cell.strip()[:40] for cell in header.cells[:12] if cell.strip())


def looks_numeric(below: Sequence[Row], index: int) -> bool:
    texts = [cells[index] for _, cells in below if index < len(cells) and not is_blank(cells[index])]
    values = parse_counts(Coded.of(texts)).values
    return bool(texts) and float(np.isfinite(values).mean()) > 0.8


def require_one_header(key: str, column: Coded) -> None:
    """Raises ReadingError when a column of counts holds the name of another column: a second table with another order of columns stands below."""
    for text in column.values:
        other = find_column(text) if text and len(text) < 60 and text[0].isalpha() else None
        if other is not None and other.key != key and other.role in ("count", "rate"):
            raise ReadingError("several_exports", f"The file holds two tables, one below the other, whose columns stand in another order: “{text.strip()[:40]}” is the "
                               f"name of a column and stands among the {BY_KEY[key].label}.", "Upload them as separate files.")  # fmt: skip


_ENDS = frozenset("enddate end dateend dateto to until weekend weekending periodend todate enddatum bis fin fechafin datefin".split())


def _require_single_days(header: Header, below: Sequence[Row]) -> None:
    """Raises ReadingError when a second column of dates says that rows are sums over several days."""
    for index in header.unknown if "day" in header.columns else ():
        first = header.columns["day"]
        if normalise(header.cells[index]) in _ENDS and any(
            max(index, first) < len(cells) and cells[index].strip() not in ("", cells[first].strip()) for _, cells in below
        ):
            raise ReadingError("rows_split", f"Each row speaks of a range of days ({header.cells[first].strip()[:40]} to {header.cells[index].strip()[:40]}), and Pincore "
                               "reads rows of one day.", "Export it by day; or upload Pinterest's overview export, which names its range.")  # fmt: skip


def _holds_counts(cells: Sequence[str], header: Header) -> bool:
    """Whether a row has numbers in at least half of the header's columns of counts."""
    places = [index for key, index in header.columns.items() if BY_KEY[key].role == "count"]
    found = [index for index in places if index < len(cells) and parse_count(cells[index]).value is not None]
    return bool(found) and 2 * len(found) >= len(places)


def _repeats_days(below: Sequence[Row], index: int) -> bool:
    texts = [cells[index].strip() for _, cells in below if index < len(cells) and cells[index].strip()]
    return len(set(texts)) < len(texts)


def _shown(name: str) -> str:
    """A column's name as it may be repeated: an e-mail address in it may not."""
    return "(an address)" if "@" in name else name.strip()[:40]


def header_notes(header: Header, level: str, values: dict[str, NDArray[np.float64]], head: Sequence[Row]) -> list[Note]:
    """Notes on columns that are missing, unknown or named twice, and on counts that are all zero."""
    notes = []
    missing = [BY_KEY[key].label for key in KPI_COUNTS if key not in values or np.isnan(values[key]).all()]
    if missing:
        notes.append(Note("missing_column", "warning", f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not in this file: unknown, not zero.", None,
                          "Export the table with that column, or upload another export that has it."))  # fmt: skip
    texts = [BY_KEY[key].label for key in ("title", "board", "format", "link") if key not in header.columns]
    if level == "pins" and texts:
        notes.append(Note("missing_details", "info", f"The file has no column for {', '.join(texts)}, so tables by these stay empty."))
    if header.unknown:
        names = ", ".join(f"'{_shown(header.cells[i])}'" for i in header.unknown[:5])
        more = f" and {len(header.unknown) - 5:,} more" if len(header.unknown) > 5 else ""
        below = [row for row in head if row[0] > header.row[0]][:50]
        level_of = "warning" if any(looks_numeric(below, i) for i in header.unknown[:50]) else "info"
        notes.append(Note("unknown_columns", "warning" if level_of == "warning" else "info",
                          f"{len(header.unknown):,} {'column is' if len(header.unknown) == 1 else 'columns are'} not recognised and ignored: {names}{more}.",
                          header.row[0] or None))  # fmt: skip
    above = [number for number, cells in head if number < header.row[0] and _holds_counts(cells, header)]
    if above:
        one = len(above) == 1
        notes.append(Note("totals_row", "warning", f"{len(above)} {'row' if one else 'rows'} above the header {'holds' if one else 'hold'} numbers (totals?) and "
                          f"{'was' if one else 'were'} left out, so that nothing counts twice: {name_rows(above)}.", above[0]))  # fmt: skip
    if header.twice:
        names = ", ".join(f"'{header.cells[i].strip()[:40]}'" for i in header.twice[:5])
        notes.append(Note("column_twice", "warning", f"{names} {'names' if len(header.twice) == 1 else 'name'} a column that is there already; it was ignored.",
                          header.row[0] or None))  # fmt: skip
    if values and all(not (v > 0).any() and not (v < 0).any() and not np.isnan(v).all() for v in values.values()):
        notes.append(Note("all_zero", "warning", "Every count in this file is 0.", None, "If that is not so, download the export again."))
    return notes
