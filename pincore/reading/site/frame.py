"""The `site` frame: what the files of a site or shop give, in columns of our own."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.periods import Period
from pincore.reading import limits
from pincore.reading.cells import Mask
from pincore.reading.context import Context
from pincore.reading.days import Days
from pincore.reading.fields import Cells, leave_out, read_days
from pincore.reading.imports import Import
from pincore.reading.numbers import parse_counts
from pincore.reading.sheets import Sheet
from pincore.reading.site.cells import UTM, clean_page, clean_text, parse_money

TEXTS = (*UTM, "channel", "page", "label", "segment", "currency", "status", "order")
Dates = NDArray[np.datetime64]


def no_days(rows: int) -> Dates:
    return np.full(rows, np.datetime64("NaT"), dtype="datetime64[s]")


def site_frame(
    origin: str, day: Dates, start: Dates, end: Dates, texts: Mapping[str, Sequence[str | None]], numbers: Mapping[str, object]
) -> pd.DataFrame:
    """The frame in the order of docs/data-model.md; a text column without any text is left out."""
    n = len(day)
    columns: dict[str, object] = {"origin": pd.Series([origin] * n, dtype="str"), "day": day, "start": start, "end": end}
    columns |= {key: pd.Series(list(texts[key]), dtype="str") for key in TEXTS if key in texts and any(text is not None for text in texts[key])}
    columns |= {key: pd.Series(values, dtype="float64") for key, values in numbers.items()}
    return pd.DataFrame(columns)


def site_import(kind: str, frame: pd.DataFrame, rows: int, context: Context, notes: Sequence[Note]) -> Import:
    """The import around a site frame. Raises ReadingError when no row is left."""
    if not len(frame):
        raise ReadingError(
            "no_rows", "There are no rows with data below the header.", "Export a range that has data, and upload the file as it was downloaded."
        )
    first, last = frame["start"].min(), frame["end"].max()
    window = None if pd.isna(first) or pd.isna(last) else Period(first.date(), last.date())
    if window is None:
        says = "The file does not say which days its numbers belong to, so they cannot be compared with a period."
        notes = [*notes, Note("site_no_dates", "warning", says, None, "Export it with dates where the program offers that.")]
    return Import("", context.name, kind, {"site": frame}, window, (), None, tuple(notes), rows)


def start_notes(sheet: Sheet, kept: str) -> list[Note]:
    """The notes that every file of a site or shop gets: what is kept, and that nothing about persons is."""
    says = f"Only {kept} were read. Names, e-mails, addresses and other columns were dropped while reading."
    return [*sheet.notes, Note("personal_data_dropped", "info", says)]


def dated_rows(cells: Cells, key: str, kind: str, context: Context, notes: list[Note], usual: str | None = None) -> tuple[Cells, Days]:
    """The rows whose day can be read, and their days. Rows without any day (totals) are counted, too."""
    days = read_days(cells, key, kind, context, usual, notes)
    if days.blank.any():
        says = ("row has no date (a totals row) and was left out", "rows have no date (totals rows) and were left out")
        kept = leave_out(cells, days.blank, says, "totals_row", notes)
        days, cells = _taken(days, ~days.blank), kept
    if days.unreadable.any():
        says = ("row was left out because its date cannot be read", "rows were left out because their date cannot be read")
        kept = leave_out(cells, days.unreadable, says, "bad_dates", notes, limits.MOST_DAMAGED)
        days, cells = _taken(days, ~days.unreadable), kept
    return cells, days


def _taken(days: Days, keep: Mask) -> Days:
    return Days(days.values[keep], days.unreadable[keep], days.blank[keep], order=days.order)


def read_counts(cells: Cells, keys: Sequence[str], notes: list[Note]) -> dict[str, NDArray[np.float64]]:
    """The columns as counts; a cell that is none is unknown, and its row is named."""
    found, bad = {}, np.zeros(len(cells), dtype=bool)
    for key in keys:
        if cells.has(key):
            counts = parse_counts(cells.columns[key])
            found[key] = counts.values
            for rows in counts.odd.values():
                bad |= rows & np.isnan(counts.values)
    _note_bad(cells, bad, "a count in", "not_a_number", notes)
    return found


def read_money(cells: Cells, keys: Sequence[str], notes: list[Note], decimal: str = "") -> dict[str, NDArray[np.float64]]:
    """The columns as amounts; a cell that is none, or could be read two ways, is unknown, and its row is named."""
    found = {}
    bad, unclear = np.zeros(len(cells), dtype=bool), np.zeros(len(cells), dtype=bool)
    for key in keys:
        if cells.has(key):
            money = parse_money(cells.columns[key], decimal)
            found[key] = money.values
            bad |= money.unreadable
            unclear |= money.unclear
    _note_bad(cells, bad, "an amount in", "not_a_number", notes)
    if unclear.any():
        numbers = [int(n) for n in cells.numbers[unclear]]
        says = f"{len(numbers)} amounts such as 1.234 could be one thousand or one and a bit; they count as unknown: {name_rows(numbers)}."
        notes.append(Note("amount_unclear", "warning", says, numbers[0], "Export the file again without opening it in a spreadsheet."))
    return found


def _note_bad(cells: Cells, bad: Mask, what: str, code: str, notes: list[Note]) -> None:
    count = int(bad.sum())
    if not count:
        return
    numbers = [int(n) for n in cells.numbers[bad]]
    if count > limits.MOST_DAMAGED * len(cells):
        raise ReadingError("too_damaged", f"{count} of {len(cells)} rows hold numbers that cannot be read, more than a fifth: {name_rows(numbers)}.",
                           "Download the export again and upload it without opening it in a spreadsheet.")  # fmt: skip
    says = f"In {count} {'row' if count == 1 else 'rows'} {what} it is no number and counts as unknown: {name_rows(numbers)}."
    notes.append(Note(code, "warning", says, numbers[0]))


def read_texts(cells: Cells, keys: Sequence[str]) -> dict[str, list[str | None]]:
    """The columns as texts without personal data."""
    return {key: _parsed(cells, key) for key in keys if cells.has(key)}


def _parsed(cells: Cells, key: str) -> list[str | None]:
    column = cells.columns[key]
    values = [clean_text(value) for value in column.values]
    return [values[code] for code in column.codes]


def read_pages(cells: Cells, key: str) -> dict[str, list[str | None]]:
    """The column as page addresses, and the campaign tags in their queries."""
    column = cells.columns[key]
    parsed = [clean_page(value) for value in column.values]
    found: dict[str, list[str | None]] = {"page": [parsed[code][0] for code in column.codes]}
    for tag in UTM:
        if any(tag in tags for _, tags in parsed):
            found[tag] = [parsed[code][1].get(tag) for code in column.codes]
    return found
