"""The ledger of a table's rows: which are kept, which are left out, why, and the notes that say so."""

import re
from dataclasses import dataclass, field

import numpy as np

from pincore.errors import ReadingError
from pincore.notes import Level, Note, name_rows
from pincore.reading import limits
from pincore.reading.cells import Mask
from pincore.reading.sheets import Body, Ragged

MOST_FOOTERS = 20


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of REASONS: why rows are left out or looked at. `one` and `many` are the words behind the number of rows."""

    level: Level
    one: str
    many: str
    remedy: str = ""
    damaged: bool = True


REASONS: dict[str, Reason] = {
    "bad_dates": Reason("warning", "row was left out because its date cannot be read", "rows were left out because their date cannot be read",
                        "Correct the dates in the file and upload it again, or leave it: those days are unknown, not zero."),
    "bad_ids": Reason("warning", "row was left out because its Pin id is no id", "rows were left out because their Pin id is no id"),
    "ids_mangled": Reason("warning", "row was left out because a spreadsheet turned its Pin id into the form 8.13E+17 (the id's last digits are lost)",
                          "rows were left out because a spreadsheet turned their Pin id into the form 8.13E+17 (the ids' last digits are lost)",
                          "Upload the file as Pinterest gave it, without opening it in a spreadsheet."),
    "not_a_number": Reason("warning", "row was left out because a count in it is not a number", "rows were left out because a count in them is not a number"),
    "not_whole": Reason("warning", "row was left out because a count in it is not a whole number (it has a fraction)",
                        "rows were left out because a count in them is not a whole number (they have a fraction)"),
    "negative": Reason("warning", "row was left out because a count in it is negative (below zero)",
                       "rows were left out because a count in them is negative (below zero)"),
    "too_large": Reason("warning", "row was left out because a count in it is impossibly large", "rows were left out because a count in them is impossibly large"),
    "ragged_rows": Reason("warning", "row was left out because it has another number of cells than the header (a comma too many or too few)",
                          "rows were left out because they have another number of cells than the header (a comma too many or too few)"),
    "cut_off": Reason("warning", "row, the last of the file, is incomplete and was left out: the file may be cut off (truncated)", "rows are incomplete",
                      "Download the file again to be sure that nothing is missing at its end."),
    "totals_row": Reason("warning", "totals row (it has no date or no Pin) was left out, so that nothing counts twice",
                         "totals rows (they have no date or no Pin) were left out, so that nothing counts twice", damaged=False),
    "lines_skipped": Reason("warning", "line that is no data (a title or footer) was skipped", "lines that are no data (titles or footers) were skipped", damaged=False),
    "repeated_header": Reason("info", "row that repeats the header was skipped", "rows that repeat the header were skipped", damaged=False),
    "same_twice": Reason("warning", "row stands in the file twice (an exact duplicate) and counts once",
                         "rows stand in the file twice (exact duplicates) and count once", damaged=False),
    "conflicting_rows": Reason("warning", "row was left out because the same Pin and day stands in the file twice with different numbers; the later row counts",
                               "rows were left out because the same Pin and day stands in the file twice with different numbers; the later row counts",
                               "If the numbers were meant to be added (two devices, say), export without that breakdown.", damaged=False),
    "unreadable_values": Reason("warning", "rate or watch time cannot be read; it counts as unknown", "rates or watch times cannot be read; they count as unknown",
                                damaged=False),
    "sum_of_parts": Reason("warning", "row that sums up the others (organic and paid together) was left out, so that nothing counts twice",
                           "rows that sum up the others (organic and paid together) were left out, so that nothing counts twice", damaged=False),
    "spreadsheet_errors": Reason("warning", "cell holds a spreadsheet error such as #N/A or #REF!; it counts as unknown",
                                 "cells hold spreadsheet errors such as #N/A or #REF!; they count as unknown", damaged=False),
    "abbreviated": Reason("warning", "count is abbreviated (1.2k), so it is rounded", "counts are abbreviated (1.2k), so they are rounded", damaged=False),
    "scientific": Reason("warning", "count is written like 1.23E+05, so it may be rounded", "counts are written like 1.23E+05, so they may be rounded", damaged=False),
    "mended_quotes": Reason("warning", "row holds a quote mark that is never closed; it was read as a plain character",
                            "rows hold a quote mark that is never closed; it was read as a plain character", damaged=False),
    "days_to_come": Reason("warning", "row has a date that is still to come; it is kept as written", "rows have dates that are still to come; they are kept as written",
                           "Check the order of day and month, and the year.", damaged=False),
    "pin_clicks_exceed": Reason("warning", "row has more pin clicks than impressions (0 impressions included); it is kept as written",
                                "rows have more pin clicks than impressions (0 impressions included); they are kept as written", damaged=False),
    "outbound_clicks_exceed": Reason("warning", "row has more outbound clicks than impressions (0 impressions included); it is kept as written",
                                     "rows have more outbound clicks than impressions (0 impressions included); they are kept as written", damaged=False),
    "saves_exceed": Reason("warning", "row has more saves than impressions; it is kept as written", "rows have more saves than impressions; they are kept as written",
                           "Pinterest counts saves of earlier views too; a rate of such a row means little.", damaged=False),
}  # fmt: skip


@dataclass(slots=True)
class Ledger:
    """Which rows of a body are kept, and how many were damaged."""

    body: Body
    keep: Mask = field(init=False)
    notes: list[Note] = field(default_factory=list)
    damaged: int = 0

    def __post_init__(self) -> None:
        self.keep = np.ones(self.body.n, dtype=bool)

    def leave_out(self, code: str, rows: Mask) -> None:
        """Takes the rows that are still kept out, and says so."""
        rows = rows & self.keep
        if rows.any():
            self.keep &= ~rows
            self.say(code, self.body.row_numbers(rows))

    def remark(self, code: str, rows: Mask, count: int | None = None) -> None:
        """Says something of rows that are kept."""
        rows = rows & self.keep
        if rows.any():
            self.say(code, self.body.row_numbers(rows), count)

    def say(self, code: str, numbers: list[int], count: int | None = None) -> None:
        reason = REASONS[code]
        n = len(numbers) if count is None else count
        self.damaged += len(numbers) if reason.damaged else 0
        self.notes.append(
            Note(code, reason.level, f"{n:,} {reason.one if n == 1 else reason.many}: {name_rows(numbers)}.", min(numbers), reason.remedy)
        )

    def take_ragged(self) -> None:
        """Rows with another number of cells: footers behind the data, a last row that is cut off, or damage."""
        numbers = self.body.row_numbers(np.flatnonzero(self.keep)[-1:])
        last = numbers[0] if numbers else 0
        ragged = list(self.body.ragged)
        if ragged and self.body.ends_open and _is_cut_off(ragged[-1], self.body):
            self.say("cut_off", [ragged.pop().row])
        footers = [r.row for r in ragged if r.row > last and r.cells < self.body.width and not _starts_with_day(r.text)]
        footers = footers if len(footers) <= MOST_FOOTERS else []
        others = [r.row for r in ragged if r.row not in set(footers)]
        if footers:
            self.say("lines_skipped", footers)
        if others:
            self.say("ragged_rows", others)
        if self.body.mended_quotes:
            self.say("mended_quotes", list(self.body.mended_quotes))

    def require_mostly_sound(self) -> None:
        """Raises ReadingError when more than a fifth of the rows are damaged."""
        rows = int(self.keep.sum()) + self.damaged
        if not rows:
            raise ReadingError(
                "no_rows", "There are no rows with data below the header.", "Export a range that has data, and upload the file as it was downloaded."
            )
        if self.damaged > limits.MOST_DAMAGED * rows:
            why = " ".join(n.says for n in self.notes if REASONS[n.code].damaged)
            raise ReadingError("too_damaged", f"{self.damaged:,} of {rows:,} rows are damaged, more than a fifth. {why}",
                               "Download the export again and upload it without opening it in a spreadsheet.")  # fmt: skip


def _is_cut_off(last: Ragged, body: Body) -> bool:
    """Whether the last row, which ends without a line end, begins like a row and then stops."""
    return last.row == body.last_row and last.cells < body.width and (last.cells > 2 or bool(re.match(r"[\s\"'=]*\d{2,4}[-/.]", last.text)))


def _starts_with_day(text: str) -> bool:
    return bool(re.match(r"[\s\"'=]*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", text))
