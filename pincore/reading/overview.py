"""Pinterest's "Analytics overview" export: filters, a daily block of one metric, top boards, top Pins."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from pincore.columns import BY_KEY, Column, find_column
from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.periods import Period
from pincore.reading.cells import Coded, is_blank
from pincore.reading.context import Ask, Context, shape_of
from pincore.reading.days import parse_days
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.numbers import Counts, parse_counts, parse_decimals, parse_rates
from pincore.reading.pin_ids import parse_pin_id
from pincore.reading.sheets import Row, Sheet
from pincore.reading.tables import ask_unit

_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*[-–]\s*(\d{4}-\d{2}-\d{2})")
_BLOCK = re.compile(r"top (boards|pins)\b", re.IGNORECASE)
_ESTIMATE = re.compile(r"(?:data starting from|estimated data from)\s+(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_UNFILTERED = {"", "all", "all pins", "not included"}
_NO_DATA = "not enough data"


def recognise(sheet: Sheet) -> bool:
    """Whether the sheet is an overview export, whole or with its first line lost."""
    first = [cells[0].strip().casefold() for _, cells in sheet.head()[:30] if cells]
    return "analytics overview" in first[:5] or any(_BLOCK.match(text) and _RANGE.search(text) for text in first)


@dataclass(slots=True)
class _Block:
    """One of the stacked tables: its header row, its rows, and the range that its title names."""

    name: str
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)
    window: Period | None = None
    estimated_from: date | None = None
    too_little: bool = False


def read_overview(sheet: Sheet, context: Context) -> Import:
    """The import of an overview export: account by day, boards and Pins over the range of the file."""
    rows = [(number, [cell.strip() for cell in cells]) for number, cells in sheet.rows()]
    filters, window, blocks = _parts(rows)
    daily, boards, pins = (blocks.get(name) for name in ("daily", "boards", "pins"))
    if window is None:
        window = next((b.window for b in blocks.values() if b.window), None)
    notes = list(sheet.notes)
    estimates = [b.estimated_from for b in blocks.values() if b.estimated_from]
    estimated_from = min(estimates) if estimates else None
    frames: dict[str, pd.DataFrame] = {}
    if daily is not None and daily.header is not None:
        frame = _daily(daily, window, estimated_from, context, notes)
        if frame is not None:
            frames["account"] = frame
            window = window or _span(frame)
    for block in (boards, pins):
        if block is not None and block.header is not None:
            frame = _listed(block, window, estimated_from, context, notes)
            if frame is not None:
                frames[block.name] = frame
    if not any(len(frame) for frame in frames.values()):
        raise ReadingError("no_rows", "The export holds no numbers: no day, board or Pin has data in it.",
                           "Choose a range with data in Pinterest Analytics and export it again.")  # fmt: skip
    if estimated_from is not None:
        notes.append(
            Note("estimated_days", "info", f"Days from {estimated_from} on are estimates that Pinterest still adjusts; comparisons leave them out.")
        )
    narrowed = tuple((name, value) for name, value in filters if value.casefold() not in _UNFILTERED)
    if narrowed:
        says = ", ".join(f"{name} = {value}" for name, value in narrowed)
        notes.append(Note("filtered", "info", f"The export is filtered ({says}); it is never mixed with exports of other filters."))
    n_rows = sum(len(frame) for frame in frames.values())
    return Import(context.digest, context.name, "overview", frames, window, narrowed, estimated_from, tuple(notes), n_rows)


def _span(frame: pd.DataFrame) -> Period:
    return Period(frame["start"].min().date(), frame["end"].max().date())


def _parts(rows: Sequence[Row]) -> tuple[list[tuple[str, str]], Period | None, dict[str, _Block]]:
    """The filter lines, the range of the file, and its blocks."""
    filters: list[tuple[str, str]] = []
    window: Period | None = None
    blocks: dict[str, _Block] = {}
    block: _Block | None = None
    for number, cells in rows:
        first = cells[0] if cells else ""
        filled = [cell for cell in cells if cell]
        if (title := _BLOCK.match(first)) and _RANGE.search(first):
            block = blocks.setdefault(title[1].lower(), _Block(title[1].lower(), window=_range(first)))
            continue
        if estimate := _ESTIMATE.search(" ".join(filled)):
            if block is not None:
                block.estimated_from = date.fromisoformat(estimate[1])
            continue
        if re.match(r"top (boards|pins) table", first, re.IGNORECASE):
            continue
        if block is not None and first.casefold().startswith(_NO_DATA):
            block.too_little = True
            continue
        if _is_header(cells):
            if find_column(first) is BY_KEY["day"]:
                block = blocks.setdefault("daily", _Block("daily"))
            elif block is None:
                block = blocks.setdefault("pins" if len(filled) > 1 and "canonical" in map(str.casefold, filled) else "boards", _Block("boards"))
            if block.header is None:
                block.header = (number, cells)
            continue
        if block is not None and block.header is not None:
            block.rows.append((number, cells))
        elif len(filled) == 1 and (found := _range(first)):
            window = window or found
        elif 1 <= len(filled) <= 2 and first.casefold() != "analytics overview" and first:
            filters.append((first, cells[1] if len(cells) > 1 else ""))
    return filters, window, blocks


def _is_header(cells: Sequence[str]) -> bool:
    first = find_column(cells[0]) if cells else None
    return first is not None and first.key in ("day", "pin") and sum(find_column(cell) is not None for cell in cells) >= 2


def _range(text: str) -> Period | None:
    match = _RANGE.search(text)
    if not match:
        return None
    first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
    return Period(first, last) if first <= last else None


def _column(block: _Block, index: int) -> Coded:
    return Coded.of([cells[index] if index < len(cells) else "" for _, cells in block.rows])


def _measured(column: Column, coded: Coded, context: Context, shape: str) -> Counts:
    if column.role == "rate":
        rates = parse_rates(coded, dict(context.answer(shape).units).get(column.key))
        if rates is None:
            raise Ask("overview", ask_unit(column.key, coded, shape))
        return rates
    return parse_decimals(coded) if column.role == "time" else parse_counts(coded)


def _metrics(header: Sequence[str], label: str, notes: list[Note]) -> dict[int, Column]:
    found = {}
    for index, cell in enumerate(header):
        column = find_column(cell)
        if column is not None and column.role in ("count", "rate", "audience", "time"):
            found[index] = column
        elif cell and column is None and cell.casefold() != "canonical":
            notes.append(Note("unknown_columns", "warning", f"The {label} holds a column '{cell[:40]}' that Pincore does not know; it is ignored."))
    return found


def _daily(block: _Block, window: Period | None, estimated_from: date | None, context: Context, notes: list[Note]) -> pd.DataFrame | None:
    """The account's days."""
    assert block.header is not None
    metrics = _metrics(block.header[1], "daily block", notes)
    if not block.rows or not metrics:
        if block.too_little:
            notes.append(Note("not_enough_data", "warning", "Pinterest gave no daily numbers for this range (Not enough data)."))
        return None
    within = (window.start, window.end) if window else None
    days = parse_days(_column(block, 0), None, within)
    if days.conflict or days.ambiguous:
        raise ReadingError("date_order_conflict", "The dates of the daily block mix orders of day and month, or leave the order open.",
                           "Upload the export as Pinterest gave it, without saving it again in a spreadsheet.")  # fmt: skip
    columns = {c.key: _measured(c, _column(block, i), context, shape_of(block.header[1])) for i, c in metrics.items()}
    bad = days.unreadable | days.blank
    for counts in columns.values():
        for rows in counts.odd.values():
            bad = bad | rows
    numbers = np.array([number for number, _ in block.rows])
    _leave_out(bad, numbers, "day", notes)
    _note_blanks(columns, ~bad, notes)
    _note_rates(metrics.values(), notes)
    start = days.values[~bad].astype("datetime64[s]")
    estimated = start >= np.datetime64(estimated_from) if estimated_from else np.zeros(len(start), dtype=bool)
    frame = pd.DataFrame({"start": start, "end": start} | {k: c.values[~bad] for k, c in columns.items()} | {"estimated": estimated})
    return _once(frame, ["start"], "day", notes)


def _note_blanks(columns: dict[str, Counts], kept: np.ndarray, notes: list[Note]) -> None:
    for key, counts in columns.items():
        blank = int(np.isnan(counts.values[kept]).sum())
        if blank:
            notes.append(
                Note(
                    "blank_cells",
                    "info",
                    f"{blank} {'day has' if blank == 1 else 'days have'} no number for {BY_KEY[key].label}: not available, not zero.",
                )
            )


def _note_rates(columns: Iterable[Column], notes: list[Note]) -> None:
    rates = [c.label for c in columns if c.role == "rate"]
    if rates:
        notes.append(Note("rate_series", "info", f"The chart was set to {' and '.join(rates)}. Pincore computes rates from counts, which this file does not hold by day.",
                          None, "Export once with Impressions and once with the clicks or saves."))  # fmt: skip


def _leave_out(bad: np.ndarray, numbers: np.ndarray, thing: str, notes: list[Note]) -> None:
    count = int(bad.sum())
    if count > 0.2 * len(bad):
        raise ReadingError("too_damaged", f"{count} of {len(bad)} rows of a block are damaged, more than a fifth: {name_rows(numbers[bad].tolist())}.",
                           "Download the export again and upload it without opening it in a spreadsheet.")  # fmt: skip
    if count:
        rows = numbers[bad].tolist()
        notes.append(Note("damaged_rows", "warning", f"{count} {thing} {'row' if count == 1 else 'rows'} could not be read and "
                          f"{'was' if count == 1 else 'were'} left out: {name_rows(rows)}.", rows[0]))  # fmt: skip


def _once(frame: pd.DataFrame, key: list[str], thing: str, notes: list[Note]) -> pd.DataFrame:
    """The frame with one row a key: the later of two counts."""
    twice = int(frame.duplicated(key).sum())
    if twice:
        notes.append(
            Note(
                "conflicting_rows",
                "warning",
                f"{twice} {thing} {'row stands' if twice == 1 else 'rows stand'} in the file twice; the later row counts.",
            )
        )
        frame = frame.drop_duplicates(key, keep="last").reset_index(drop=True)
    return frame


def _listed(block: _Block, window: Period | None, estimated_from: date | None, context: Context, notes: list[Note]) -> pd.DataFrame | None:
    """The rows of Top Boards or Top Pins over the range."""
    assert block.header is not None
    label = f"Top {block.name.title()} block"
    window = block.window or window
    if block.too_little or not block.rows:
        notes.append(Note("not_enough_data", "info", f"The {label} is empty (Not enough data): Pinterest keeps it for 6 months."))
        return None
    if window is None:
        notes.append(Note("no_window", "warning", f"The {label} names no range of dates, so its numbers belong to no time; it was left out."))
        return None
    metrics = _metrics([c if find_column(c) is None or i > 2 or block.name == "boards" else "" for i, c in enumerate(block.header[1])], label, notes)
    links = [cells[0] for _, cells in block.rows]
    keys = [parse_pin_id(link) if block.name == "pins" else board_key(link) for link in links]
    columns = {c.key: _measured(c, _column(block, i), context, shape_of(block.header[1])) for i, c in metrics.items()}
    bad = np.array([is_blank(key) or (block.name == "pins" and not key.isdigit()) for key in keys])
    for counts in columns.values():
        for rows in counts.odd.values():
            bad = bad | rows
    _leave_out(bad, np.array([number for number, _ in block.rows]), "Pin" if block.name == "pins" else "board", notes)
    keep = np.flatnonzero(~bad)
    n = len(keep)
    frame = pd.DataFrame({"pin" if block.name == "pins" else "board": [keys[i] for i in keep]})
    frame["start"] = np.full(n, np.datetime64(window.start), dtype="datetime64[s]")
    frame["end"] = np.full(n, np.datetime64(window.end), dtype="datetime64[s]")
    for key, counts in columns.items():
        frame[key] = counts.values[keep]
    first_estimate = block.estimated_from or estimated_from
    frame["estimated"] = first_estimate is not None and window.end >= first_estimate
    if block.name == "boards":
        frame["url"] = [links[i] for i in keep]
        return _once(frame, ["board"], "board", notes)
    for name in ("content_type", "source"):
        at = next((i for i, cell in enumerate(block.header[1]) if (c := find_column(cell)) is not None and c.key == name), None)
        if at is not None:
            frame[name] = pd.Categorical([_whose(block.rows[i][1][at] if at < len(block.rows[i][1]) else "") for i in keep])
    frame["pin"] = frame["pin"].astype("category")
    return _once(frame, ["pin"], "Pin", notes)


def _whose(text: str) -> str:
    word = text.strip().strip(".").casefold()
    return {"from you": "yours", "not from you": "others", "from you, not from you": "both"}.get(word, word)


def board_key(link: str) -> str:
    """A board's name as its address spells it.

    >>> board_key("https://www.pinterest.com/exampleatelier/slow-sunday-recipes/")
    'slow-sunday-recipes'
    """
    return link.split("?")[0].rstrip("/").rsplit("/", 1)[-1].strip()


KIND = Kind(
    "overview", "Pinterest Analytics overview", "Account by day for one metric, the top boards, and the top 50 Pins of the range.", "pinterest",
    recognise, read_overview,
)  # fmt: skip
