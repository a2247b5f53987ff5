"""The rows of an overview's block that are damaged or stand there twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.reading import limits
from pincore.reading.cells import Coded, Mask
from pincore.reading.numbers import parse_counts
from pincore.reading.overview_blocks import Block
from pincore.reading.shifted import parts_number

FRESH = "Download the export again and upload it without opening it in a spreadsheet."


@dataclass(slots=True)
class Damage:
    """Which rows of a block are damaged, and why."""

    block: Block
    thing: str
    numbers: np.ndarray
    bad: Mask
    reasons: list[tuple[str, list[int]]]

    @staticmethod
    def of(block: Block, thing: str) -> "Damage":
        numbers = np.array([number for number, _ in block.rows], dtype=np.int64)
        return Damage(block, thing, numbers, np.zeros(len(numbers), dtype=bool), [])

    def take(self, rows: Mask, why: str) -> None:
        rows = rows & ~self.bad
        if rows.any():
            self.bad = self.bad | rows
            self.reasons.append((why, self.numbers[rows].tolist()))

    def take_ragged(self, least: int) -> None:
        """Rows with more filled cells than the header has, or with fewer cells than `least`."""
        assert self.block.header is not None
        header = self.block.header[1]
        width = max(i for i, cell in enumerate(header) if cell) + 1
        filled = sum(cell != "" for cell in header)
        ragged = [
            len(c) < least or any(c[width:]) or sum(cell != "" for cell in c) > filled or (len(c) > len(header) and parts_number(c))
            for _, c in self.block.rows
        ]
        self.take(np.array(ragged, dtype=bool), "too many or too few cells (a comma inside a number, or a cut line)")

    def settle(self, notes: list[Note]) -> None:
        """Names the damaged rows, or declines the file when they are more than a fifth."""
        count = int(self.bad.sum())
        if count > limits.MOST_DAMAGED * len(self.bad):
            why = "; ".join(f"{reason}: {name_rows(rows)}" for reason, rows in self.reasons)
            raise ReadingError(
                "too_damaged", f"{count} of {len(self.bad)} rows of the {self.block.label} are damaged, more than a fifth: {why}.", FRESH
            )
        for reason, rows in self.reasons:
            says = f"1 {self.thing} row was" if len(rows) == 1 else f"{len(rows)} {self.thing} rows were"
            notes.append(Note("damaged_rows", "warning", f"{says} left out, for {reason}: {name_rows(rows)}.", rows[0], FRESH))


def leave_totals(block: Block, places: Iterable[int], notes: list[Note]) -> None:
    """Takes the row out of the block that sums up all others: its first cell is a word or blank, and every number in it the sum of the rest."""
    if len(block.rows) < 4:
        return
    values = [np.nan_to_num(parse_counts(Coded.of([cells[i] if i < len(cells) else "" for _, cells in block.rows])).values) for i in places]
    sums = np.logical_and.reduce([np.ones(len(block.rows), dtype=bool), *(2 * v == v.sum() for v in values)])
    total = [at for at in np.flatnonzero(sums) if not re.search(r"\d|/", block.rows[at][1][0])]
    if len(total) == 1 and any(v.any() for v in values):
        number, _ = block.rows.pop(total[0])
        says = f"Row {number} is the total of the {block.label} and was left out, so that nothing counts twice."
        notes.append(Note("totals_row", "warning", says, number))


def rows_once(frame: pd.DataFrame, key: list[str], thing: str, numbers: np.ndarray, notes: list[Note]) -> pd.DataFrame:
    """The frame with one row a key: the later number of two, and a blank never overrules a number."""
    again = frame.duplicated(key, keep=False).to_numpy()
    if not again.any():
        return frame
    counts = [column for column in frame.columns if frame[column].dtype == np.float64]
    differ = (frame.groupby(key, sort=False)[counts].transform("nunique") > 1).any(axis=1).to_numpy()
    for code, rows, says in (
        ("same_twice", again & ~differ, "in the file twice (an exact duplicate) and counts once"),
        ("conflicting_rows", again & differ, "in the file twice with different numbers; the later number counts"),
    ):
        count = int(frame[rows].drop_duplicates(key).shape[0])
        if count:
            whose = f"1 {thing} stands" if count == 1 else f"{count} {thing}s stand"
            verb = says if count == 1 else says.replace("an exact duplicate", "exact duplicates").replace("counts once", "count once")
            notes.append(Note(code, "warning", f"{whose} {verb}: {name_rows(numbers[rows].tolist())}.", int(numbers[rows][0])))
    return frame.groupby(key, sort=False, as_index=False).last()[list(frame.columns)]
