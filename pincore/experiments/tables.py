"""Tables of an experiment: a file's bytes, or rows that were typed, to checked samples; a bad cell is named by row and column."""

from collections.abc import Mapping, Sequence

import numpy as np

from pincore.columns import BY_KEY, normalise
from pincore.errors import InputError, ReadingError
from pincore.experiments.counts import COUNTS, PinCounts, Sample, require_sample
from pincore.notes import Note
from pincore.reading.cells import Coded
from pincore.reading.containers import find_form
from pincore.reading.delimited import open_text
from pincore.reading.fields import Cells, Fields, find_header, read_cells
from pincore.reading.numbers import Counts, find_decimal_mark, parse_counts
from pincore.reading.pin_ids import parse_pin_id
from pincore.reading.sheets import Sheet
from pincore.reading.text import decode
from pincore.reading.workbooks import read_workbook

_OWN = {
    "experiment": ("experiment", "experiment id", "experiment name", "test", "test name", "experimento", "expérience"),
    "variant": ("variant", "variants", "variante", "variation", "group", "arm", "test group", "gruppe", "design", "version"),
    "pair": ("pair_id", "pair", "pairs", "paar", "paire", "par"),
}
FIELDS: Fields = {
    **{key: tuple(normalise(name) for name in names) for key, names in _OWN.items()},
    **{key: tuple(dict.fromkeys(normalise(name) for name in (key, *BY_KEY[key].aliases))) for key in ("pin", *COUNTS)},
}
LABELS = {"experiment": "Experiment", "variant": "Variant", "pin": "Pin id", "pair": "Pair", **{key: BY_KEY[key].label for key in COUNTS}}
_HEADER = (FIELDS["variant"], FIELDS["impressions"])
_NEEDED = ("variant", "pin", "impressions")
_ODD = {
    "not_a_number": ("cell_unreadable", "is no number"),
    "not_whole": ("cell_unreadable", "is no whole number"),
    "too_large": ("cell_unreadable", "is impossibly large"),
    "spreadsheet_errors": ("cell_unreadable", "is an error of a spreadsheet"),
    "abbreviated": ("cell_unreadable", "is rounded"),
    "scientific": ("cell_unreadable", "is rounded"),
    "negative": ("cell_negative", "is below zero"),
}


def read_experiments(data: bytes) -> dict[str, list[PinCounts]]:
    """Experiment -> its Pins, from a CSV, TSV or workbook with the columns variant, pin, impressions and counts.

    Counts may be written in any of the house's ways. Raises ReadingError when the file is no table, InputError that names a bad cell.
    """
    sheet = _open(data)
    header = find_header(sheet, _HEADER)
    if header is None:
        first = next(iter(sheet.head()), (1, []))
        found = ", ".join(f"“{cell.strip()[:30]}”" for cell in first[1][:10] if cell.strip()) or "nothing"
        raise InputError("columns_missing", f"No row names the columns Variant and Impressions; the first row has {found}.",
                         "Give a table with the columns variant, pin, impressions, and outbound_clicks, saves or pin_clicks.")  # fmt: skip
    notes: list[Note] = []
    cells = read_cells(sheet, header, FIELDS, notes)
    ragged = next((note for note in notes if note.code == "ragged_rows"), None)
    if ragged:
        raise InputError(
            "row_unreadable",
            f"Row {ragged.row} has another number of cells than the header.",
            "Correct the row: a readout leaves none out in silence.",
        )
    missing = [LABELS[key] for key in _NEEDED if not cells.has(key)]
    if missing:
        raise InputError("columns_missing", f"The table has no column {' or '.join(missing)}.", "Add the column; one row is one Pin with its totals.")
    _require_one_column_each(header[1])
    if not len(cells):
        raise InputError("no_pins", "The table has no rows below its header.", "Give one row a Pin.")
    return _pins(cells)


def typed_experiment(rows: Sequence[Mapping[str, object]], metric: str | None = None, experiment: str = "") -> Sample:
    """The sample in rows that were typed or pasted: mappings with variant, pin, impressions, counts and perhaps pair, numbers or texts.

    Rows in which everything is empty are passed over. Raises InputError that names a bad cell by the number of its row, from 1.
    """
    kept = [(number, row) for number, row in enumerate(rows, 1) if any(_text(value) for value in row.values())]
    names = [normalise(str(key)) for key in dict.fromkeys(key for _, row in kept for key in row)]
    places = {key: next((name for name in FIELDS[key] if name in names), None) for key in FIELDS}
    told = [{normalise(str(key)): _text(value) for key, value in row.items()} for _, row in kept]
    columns = {key: Coded.of([row.get(name, "") for row in told]) for key, name in places.items() if name is not None}
    missing = [LABELS[key] for key in _NEEDED if key not in columns]
    if missing:
        raise InputError("columns_missing", f"The table has no column {' or '.join(missing)}.", "Add the column; one row is one Pin with its totals.")
    numbers = np.array([number for number, _ in kept], dtype=np.int64)
    cells = Cells((0, list(columns)), {key: place for place, key in enumerate(columns)}, columns, numbers)
    pins = [pin for group in _pins(cells).values() for pin in group]
    return require_sample(experiment, pins, metric)


def _require_one_column_each(header: Sequence[str]) -> None:
    """Raises InputError when two columns give the same count: which of them is meant?"""
    words = [normalise(cell) for cell in header]
    for key in COUNTS:
        places = [place for place, word in enumerate(words) if word in FIELDS[key]]
        if len(places) > 1:
            names = " and ".join(f"“{header[place].strip()[:30]}” (column {place + 1})" for place in places)
            raise InputError("columns_twice", f"Several columns hold the {LABELS[key].lower()}: {names}.", "Keep the one that is meant.")


def _open(data: bytes) -> Sheet:
    if not data.strip():
        raise ReadingError("empty", "The file is empty: there is no data in it.", "Give a table with one row a Pin.")
    if find_form(data) == "workbook":
        sheets = read_workbook(data)
        named = [sheet for sheet in sheets if find_header(sheet, _HEADER)]
        if len(named) > 1:
            names = ", ".join(f"“{sheet.name}”" for sheet in named[:5])
            raise InputError("several_sheets", f"Several sheets of the workbook hold such a table: {names}.", "Give a workbook with one of them.")
        if sheets:
            return (named or sheets)[0]
    return open_text(decode(data).data)


def _pins(cells: Cells) -> dict[str, list[PinCounts]]:
    marks = find_decimal_mark([cells.columns[key] for key in COUNTS if cells.has(key)])
    bad: dict[int, tuple[str, str]] = {}
    counts = {key: _counts(cells, key, marks, bad) for key in COUNTS if cells.has(key)}
    texts = {key: cells.texts(key) for key in ("experiment", "variant", "pin", "pair")}
    ids = {text: parse_pin_id(text) for text in set(texts["pin"])}
    found: dict[str, list[PinCounts]] = {}
    for i, number in enumerate(cells.numbers.tolist()):
        known = {key: None if np.isnan(values[i]) else float(values[i]) for key, values in counts.items()}
        pin = PinCounts(texts["variant"][i], ids[texts["pin"][i]], known, texts["pair"][i], f"Row {number}", bad=bad.get(i))
        found.setdefault(texts["experiment"][i], []).append(pin)
    return found


def _counts(cells: Cells, key: str, mark: str, bad: dict[int, tuple[str, str]]) -> np.ndarray:
    """The column's counts; what is wrong with a cell is added to `bad`, by the place of its row."""
    column = cells.columns[key]
    read: Counts = parse_counts(column, mark)
    for odd, rows in read.odd.items():
        code, says = _ODD[odd]
        for place in np.flatnonzero(rows).tolist():
            text = column.values[column.codes[place]].strip()[:40]
            bad.setdefault(place, (code, f"Row {int(cells.numbers[place])}, column “{LABELS[key]}”: “{text}” {says}."))
    return read.values


def _text(value: object) -> str:
    """A typed cell as text; a number that is whole without its point."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
