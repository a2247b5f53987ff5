"""What one file gave: read, asked about, or declined."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import pandas as pd

from pincore.notes import Note
from pincore.periods import Period

DateOrder = Literal["day_first", "month_first"]
Unit = Literal["fraction", "percent"]
Subject = Literal["account", "pin"]
Topic = Literal["date_order", "unit", "columns", "subject", "pin", "window"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the creator answered about a file; kept for the next file of the same shape.

    `columns` maps a header text of the file to a column key of columns.py, or to None for "leave it out".
    `units` maps a column key to the unit of its rates. `subject` says what the numbers of a file are about, `pin` is
    the id of its one Pin ("" = nobody knows), `window` the days that it speaks of.
    """

    date_order: DateOrder | None = None
    columns: tuple[tuple[str, str | None], ...] = ()
    units: tuple[tuple[str, Unit], ...] = ()
    subject: Subject | None = None
    pin: str | None = None
    window: Period | None = None

    def after(self, known: "Answer") -> "Answer":
        """This answer with what an earlier one told of the date order, of other columns and of other units."""
        columns = tuple({**dict(known.columns), **dict(self.columns)}.items())
        units = tuple({**dict(known.units), **dict(self.units)}.items())
        return replace(self, date_order=self.date_order or known.date_order, columns=columns, units=units)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only the creator can know.

    For "date_order", "unit" and "subject", `options` are (value, label) pairs. For "columns", `headers` are (header
    text, first values) of the file, `guesses` the keys found so far, and `options` the (column key, label) pairs to
    choose from. For "pin" (a Pin's id or address, or nothing) and "window" (a first and a last day), `guesses` are
    what to offer: ("pin", id), or ("start", day) and ("end", day), each None where nothing is known.
    `shape` is the key under which the answer is remembered; `column` the column it is about.
    """

    topic: Topic
    shape: str
    says: str
    options: tuple[tuple[str, str], ...]
    column: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    guesses: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """A file that was read.

    `frames` holds any of "account", "boards", "pins", "details", "site", "audience" (layouts in
    docs/data-model.md). Counts are float64 and missing is NaN, never zero.
    `filters` are the filter lines of the file that narrow it, as (name, value); empty means everything.
    `window` is the first and last day that the file speaks of.
    `estimated_from` is the first day whose numbers Pinterest calls an estimate.
    `digest` identifies everything in it but the name: equal digests, equal imports.
    """

    digest: str
    name: str
    kind: str
    frames: Mapping[str, pd.DataFrame]
    window: Period | None = None
    filters: tuple[tuple[str, str], ...] = ()
    estimated_from: date | None = None
    notes: tuple[Note, ...] = ()
    n_rows: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that waits for an answer."""

    name: str
    kind: str
    question: Question
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined:
    """A file that was not read, and why. `code` is a row of PROBLEMS (words.py)."""

    name: str
    code: str
    problem: str
    remedy: str
    notes: tuple[Note, ...] = field(default=())


Outcome = Import | Asked | Declined
