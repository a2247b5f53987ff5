"""Pinterest's "Analytics overview" export: filters, a daily block of one metric, top boards, top Pins."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pincore.columns import BY_KEY, Column, find_column, normalise
from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.periods import Period
from pincore.reading.board_keys import board_keys
from pincore.reading.cells import Coded
from pincore.reading.context import Ask, Context, shape_of
from pincore.reading.days import parse_days
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.numbers import Counts, parse_counts, parse_decimals, parse_rates
from pincore.reading.overview_blocks import FIRST_LINE, RANGE, Block, Layout, is_title
from pincore.reading.overview_damage import Damage, leave_totals, rows_once
from pincore.reading.overview_filters import is_known_filter
from pincore.reading.pin_ids import parse_pin_id
from pincore.reading.sheets import Sheet
from pincore.reading.tables import ask_unit


def recognise(sheet: Sheet) -> bool:
    """Whether the sheet is an overview export, whole or with its first lines lost."""
    head = [cells for _, cells in sheet.head() if cells]
    first = [normalise(cells[0]) for cells in head[:5] if len(cells[0]) < 60]
    if FIRST_LINE in first or sum(is_known_filter(cells) for cells in head[:30] if len(cells[0]) < 60) >= 4:
        return True
    return any(is_title(cells[0].strip()) and RANGE.search(cells[0]) for cells in head)


def read_overview(sheet: Sheet, context: Context) -> Import:
    """The import of an overview export: account by day, boards and Pins over the range of the file."""
    notes = list(sheet.notes)
    layout = Layout(notes).read([(number, [cell.strip() for cell in cells]) for number, cells in sheet.rows()])
    estimates = [block.estimated_from for block in layout.blocks.values() if block.estimated_from]
    estimated_from = min(estimates) if estimates else None
    reader = _Reader(context, notes, layout.window, estimated_from)
    frames: dict[str, pd.DataFrame] = {}
    window = layout.window
    for name in sorted(layout.blocks, key=["daily", "boards", "pins"].index):
        block = layout.blocks[name]
        frame = reader.read(block, window)
        if frame is not None and len(frame):
            frames["account" if name == "daily" else name] = frame
            window = window or Period(frame["start"].min().date(), frame["end"].max().date())
    if not frames:
        why = " ".join(note.says for note in notes if note.level == "warning" and note.code != "lines_skipped")
        raise ReadingError("no_rows", f"The export holds no numbers: no day, board or Pin has data in it. {why}".strip(),
                           "Choose a range with data in Pinterest Analytics and export it again.")  # fmt: skip
    if estimated_from is not None:
        notes.append(
            Note("estimated_days", "info", f"Days from {estimated_from} on are estimates that Pinterest still adjusts; comparisons leave them out.")
        )
    narrowed = layout.narrowing()
    if narrowed:
        says = ", ".join(f"{name} = {value}" for name, value in narrowed)
        notes.append(Note("filtered", "info", f"The export is filtered ({says}); it is never mixed with exports of other filters."))
    n_rows = sum(len(frame) for frame in frames.values())
    return Import("", context.name, "overview", frames, window, narrowed, estimated_from, tuple(notes), n_rows)


@dataclass(slots=True)
class _Reader:
    """Reads the blocks of one file. `window` is the range that the file's own line names."""

    context: Context
    notes: list[Note]
    window: Period | None
    estimated_from: date | None

    def read(self, block: Block, window: Period | None) -> pd.DataFrame | None:
        """The frame of a block, or None with a note that says why it has none."""
        if block.too_little:
            where = "for the days of this range" if block.name == "daily" else f"for the {block.label}, which it keeps for 6 months"
            self.notes.append(
                Note("not_enough_data", "warning" if block.name == "daily" else "info", f"Pinterest gave no numbers {where} (Not enough data).")
            )
        n = len(block.rows)
        rows = f"{n} {'row' if n == 1 else 'rows'}"
        if block.header is None or not n:
            if n or not block.too_little:
                why = f"has no header line above its {rows}" if n else "holds no rows"
                self.notes.append(Note("block_left_out", "warning", f"The {block.label} {why}; it was left out.", block.rows[0][0] if n else None))
            return None
        metrics = self._metrics(block)
        if not metrics:
            names = " and ".join(f"“{cell[:40]}”" for cell in block.header[1][1:] if cell and (block.name == "daily" or find_column(cell) is None))
            self.notes.append(Note("block_left_out", "warning", f"The {block.label} is of {names or 'no metric'}, which Pincore does not know; its {rows} "
                                   f"{'was' if n == 1 else 'were'} left out.", block.header[0]))  # fmt: skip
            return None
        leave_totals(block, [i for i, column in metrics.items() if column.role == "count"], self.notes)
        return self._daily(block, metrics) if block.name == "daily" else self._listed(block, metrics, window)

    def _metrics(self, block: Block) -> dict[int, Column]:
        assert block.header is not None
        found: dict[int, Column] = {}
        unknown = []
        for index, cell in enumerate(block.header[1]):
            column = find_column(cell)
            if column in found.values():
                self.notes.append(Note("column_twice", "warning", f"The {block.label} holds {cell[:40]} twice; the first is read.", block.header[0]))
            elif column is not None and column.role in ("count", "rate", "audience", "time"):
                found[index] = column
            elif cell and column is None and normalise(cell) != "canonical":
                unknown.append(cell[:40])
        if found:
            self.notes += [
                Note("unknown_columns", "warning", f"The {block.label} holds a column '{cell}' that Pincore does not know; it is ignored.")
                for cell in unknown
            ]
        return found

    def _values(self, block: Block, metrics: dict[int, Column], damage: Damage) -> dict[str, Counts]:
        """The numbers of a block; an unreadable count damages its row, an unreadable rate only its cell."""
        assert block.header is not None
        shape = shape_of(block.header[1])
        found: dict[str, Counts] = {}
        for index, column in metrics.items():
            coded = _column(block, index)
            counts = parse_rates(coded, dict(self.context.answer(shape).units).get(column.key)) if column.role == "rate" else None
            if column.role == "rate" and counts is None:
                raise Ask("overview", ask_unit(column.key, coded, shape))
            found[column.key] = counts = counts or (parse_decimals(coded) if column.role == "time" else parse_counts(coded))
            odd = np.logical_or.reduce([np.zeros(len(block.rows), dtype=bool), *counts.odd.values()])
            if column.role != "rate":
                damage.take(odd, "a number that cannot be read")
            elif (odd & ~damage.bad).any():
                rows = damage.numbers[odd & ~damage.bad].tolist()
                cells = "1 cell" if len(rows) == 1 else f"{len(rows)} cells"
                self.notes.append(Note("rates_unreadable", "warning", f"{column.label} is over 100 % or not readable in {cells}: {name_rows(rows)}; "
                                       "it is unknown there.", rows[0]))  # fmt: skip
        return found

    def _daily(self, block: Block, metrics: dict[int, Column]) -> pd.DataFrame | None:
        """The account's days."""
        damage = Damage.of(block, "day")
        damage.take_ragged(2)
        days = parse_days(_column(block, 0), None, (self.window.start, self.window.end) if self.window else None)
        if days.conflict or days.ambiguous:
            raise ReadingError("date_order_conflict", "The dates of the daily block mix orders of day and month, or leave the order open.",
                               "Upload the export as Pinterest gave it, without saving it again in a spreadsheet.")  # fmt: skip
        damage.take(days.unreadable | days.blank, "a date that cannot be read")
        if self.window is not None:
            outside = (days.values < np.datetime64(self.window.start)) | (days.values > np.datetime64(self.window.end))
            damage.take(outside, f"a day outside the range of the file ({self.window.start} - {self.window.end})")
        columns = self._values(block, metrics, damage)
        damage.settle(self.notes)
        keep = ~damage.bad
        self._note_missing(days.values[~(days.unreadable | days.blank)])
        start = days.values[keep].astype("datetime64[s]")
        _note_blanks(columns, keep, self.notes)
        _note_rates(metrics, self.notes)
        frame = pd.DataFrame({"start": start, "end": start} | {k: c.values[keep] for k, c in columns.items()})
        frame["estimated"] = start >= np.datetime64(self.estimated_from) if self.estimated_from else False
        return rows_once(frame, ["start"], "day", damage.numbers[keep], self.notes)

    def _note_missing(self, days: np.ndarray) -> None:
        """Names the days of the range that have no row."""
        if not len(days):
            return
        first, last = (self.window.start, self.window.end) if self.window else (days.min(), days.max())
        expected = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
        missing = np.setdiff1d(expected, days)
        if len(missing):
            named = ", ".join(str(day) for day in missing[:10]) + (f" and {len(missing) - 10} more" if len(missing) > 10 else "")
            says = "1 day of the range is missing" if len(missing) == 1 else f"{len(missing)} days of the range are missing"
            self.notes.append(Note("days_missing", "warning", f"{says} from the daily block ({named}): unknown, not zero."))

    def _listed(self, block: Block, metrics: dict[int, Column], window: Period | None) -> pd.DataFrame | None:
        """The rows of Top Boards or Top Pins over the range."""
        assert block.header is not None
        thing, key = ("Pin", "pin") if block.name == "pins" else ("board", "board")
        window = block.window or window
        if window is None:
            self.notes.append(
                Note("no_window", "warning", f"The {block.label} names no range of dates, so its numbers belong to no time; it was left out.")
            )
            return None
        if not block.titled or block.window is None:
            self.notes.append(
                Note("no_title", "warning", f"The {block.label} has no title that names its range; {window.start} - {window.end} is taken.")
            )
        damage = Damage.of(block, thing)
        damage.take_ragged(min(metrics) + 1)
        links = [cells[0] for _, cells in block.rows]
        keys = [text if (text := parse_pin_id(link)).isdigit() else "" for link in links] if key == "pin" else board_keys(links)
        damage.take(np.array([not text for text in keys]), f"a link that is no {thing}'s")
        columns = self._values(block, metrics, damage)
        damage.settle(self.notes)
        keep = np.flatnonzero(~damage.bad)
        span = {name: np.full(len(keep), np.datetime64(day), dtype="datetime64[s]") for name, day in (("start", window.start), ("end", window.end))}
        frame = pd.DataFrame({key: [keys[i] for i in keep]} | span | {k: c.values[keep] for k, c in columns.items()})
        first_estimate = block.estimated_from or self.estimated_from
        frame["estimated"] = first_estimate is not None and window.end >= first_estimate
        if key == "board":
            frame["url"] = [links[i] for i in keep]
        kinds = {
            c.key: i for i, cell in enumerate(block.header[1]) if key == "pin" and (c := find_column(cell)) and c.key in ("content_type", "source")
        }
        for name, at in kinds.items():
            frame[name] = [_whose(cells[at] if at < len(cells) else "") for cells in (block.rows[i][1] for i in keep)]
        frame = rows_once(frame, [key, *(name for name in kinds if name == "content_type")], thing, damage.numbers[keep], self.notes)
        return frame.astype(dict.fromkeys([key, *kinds], "category")) if key == "pin" else frame


def _column(block: Block, index: int) -> Coded:
    return Coded.of([cells[index] if index < len(cells) else "" for _, cells in block.rows])


def _note_blanks(columns: dict[str, Counts], kept: np.ndarray, notes: list[Note]) -> None:
    for key, counts in columns.items():
        blank = int(np.isnan(counts.values[kept]).sum())
        if blank:
            says = f"{blank} {'day has' if blank == 1 else 'days have'} no number for {BY_KEY[key].label}: not available, not zero."
            notes.append(Note("blank_cells", "info", says))


def _note_rates(metrics: dict[int, Column], notes: list[Note]) -> None:
    rates = [c.label for c in metrics.values() if c.role == "rate"]
    if rates:
        notes.append(Note("rate_series", "info", f"The chart was set to {' and '.join(rates)}. Pincore computes rates from counts, which this file does not hold by day.",
                          None, "Export once with Impressions and once with the clicks or saves."))  # fmt: skip


def _whose(text: str) -> str:
    word = text.strip().strip(".").casefold()
    return {"from you": "yours", "not from you": "others", "from you, not from you": "both"}.get(word, word)


KIND = Kind(
    "overview", "Pinterest Analytics overview", "Account by day for one metric, the top boards, and the top 50 Pins of the range.", "pinterest",
    recognise, read_overview,
)  # fmt: skip
