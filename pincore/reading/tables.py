"""Plain tables: one row a Pin and day (or an account's day, a board's day, a Pin's total over a range)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pincore.columns import BY_KEY, normalise
from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.periods import Period
from pincore.reading.cells import Coded, Mask, is_blank, is_spreadsheet_error
from pincore.reading.context import Ask, Context
from pincore.reading.days import Days, parse_days
from pincore.reading.details import pin_details, told_apart
from pincore.reading.header import Header, show_sample
from pincore.reading.imports import Answer, Import, Question
from pincore.reading.numbers import Counts, find_decimal_mark, parse_counts, parse_decimals, parse_rates
from pincore.reading.pin_ids import parse_ids
from pincore.reading.repeats import drop_repeats, few_totals, leave_sums, leave_total, traffic_word
from pincore.reading.rows import Ledger
from pincore.reading.sheets import Body, Sheet
from pincore.reading.table_layout import header_notes, listed, named_range, require_header, require_level, require_one_header

_DAMAGE = ("not_a_number", "not_whole", "negative", "too_large")


def read_table(sheet: Sheet, context: Context) -> Import:
    """The import of a plain table. Raises Ask when only the creator can tell, ReadingError when it is no such table."""
    head = sheet.head()
    header, answer, shape = require_header(head, context)
    window = named_range(head, header)
    level = require_level(header, head, window, shape, answer)
    return _Table(sheet, context, header, answer, shape, window, level).read()


@dataclass(slots=True)
class _Table:
    """A plain table on its way to an Import, step by step."""

    sheet: Sheet
    context: Context
    header: Header
    answer: Answer
    shape: str
    window: tuple[date, date] | None
    level: str

    def read(self) -> Import:
        columns = self.header.columns
        keyed = [k for k in columns if (BY_KEY[k].role not in ("text",) and k != "created") or k in ("source", "content_type")]
        keyed += ["board"] if self.level == "boards" else []
        kept = [k for k in columns if k not in keyed] if self.level == "pins" else []
        counts = [columns[k] for k in keyed if BY_KEY[k].role == "count"]
        others = [columns[k] for k in keyed if BY_KEY[k].role != "count"]
        body = self.sheet.body(self.header.row, others, counts, [columns[k] for k in kept])
        coded = {k: body.coded[columns[k]] for k in keyed if columns[k] in body.coded}
        ledger = Ledger(body)
        self._skip_blank(ledger, coded)
        days = self._days(coded, ledger)
        pins = self._subjects(coded, days, ledger, kept)
        if days is not None:
            ledger.leave_out("bad_dates", days.unreadable | days.blank)
        values = self._values(coded, ledger)
        self._require_values(values)
        for key in ("source", "content_type"):
            if key in coded:
                leave_sums(ledger, coded[key], values)
        if days is None or (pins is not None and not all(map(str.isdigit, pins.values))):
            leave_total(ledger, values)
        drop_repeats(ledger, listed(self.header), days, pins, coded, values)
        ledger.take_ragged()
        ledger.require_mostly_sound()
        self._remark_impossible(ledger, values)
        if days is not None and self.context.today is not None:
            ledger.remark("days_to_come", days.values > np.datetime64(self.context.today + timedelta(2), "D"))
        return self._import(body, ledger, coded, days, pins, values, kept)

    def _skip_blank(self, ledger: Ledger, coded: dict[str, Coded]) -> None:
        if ledger.body.counts or not all(any(map(is_blank, column.values)) for column in coded.values()):
            return
        blank = np.ones(ledger.body.n, dtype=bool)
        for column in coded.values():
            blank &= column.rows_of(is_blank)
        ledger.keep &= ~blank

    def _days(self, coded: dict[str, Coded], ledger: Ledger) -> Days | None:
        if "day" not in coded:
            return None
        name = normalise(self.header.cells[self.header.columns["day"]])
        repeated = coded["day"].rows_of(lambda text: normalise(text) == name and bool(name))
        ledger.leave_out("repeated_header", repeated)
        days = parse_days(coded["day"], self.answer.date_order, self.window)
        if days.conflict:
            raise ReadingError("date_order_conflict", "The dates mix two orders: some can only be day/month, others only month/day.",
                               "Set one date format for the whole column (2026-08-05 is always understood) and upload the file again.")  # fmt: skip
        if days.ambiguous:
            sample = next(v.strip() for v in coded["day"].values if re.match(r"\s*\d{1,2}[-/.]", v))
            raise Ask("table", Question("date_order", self.shape, f"Every date in this file can be read two ways. Is {sample} written day first or month first?",
                                        (("day_first", "Day first (DD/MM/YYYY)"), ("month_first", "Month first (MM/DD/YYYY)")),
                                        self.header.cells[self.header.columns["day"]]))  # fmt: skip
        if len(days.values) and not (ledger.keep & ~np.isnat(days.values)).any():
            found = ", ".join(show_sample(v) or "(blank)" for v in list(coded["day"].values)[:3])
            raise ReadingError("dates_unreadable", f"No date in the column '{self.header.cells[self.header.columns['day']]}' can be read. Found: {found}.",
                               "Write the days in a format such as 2026-08-05.")  # fmt: skip
        return days

    def _subjects(self, coded: dict[str, Coded], days: Days | None, ledger: Ledger, kept: Sequence[str]) -> Coded | None:
        """The rows' Pins (or boards), with totals rows and damaged ids left out; None for the account."""
        no_day = np.zeros(ledger.body.n, dtype=bool) if days is None else days.unreadable | days.blank
        if self.level == "account":
            wordless = coded["day"].rows_of(lambda text: not any(c.isdigit() for c in text))
            ledger.leave_out("totals_row", few_totals(wordless & no_day, None))
            return None
        if self.level == "boards":
            board = coded["board"]
            ledger.leave_out("totals_row", board.rows_of(is_blank) & no_day)
            return Coded(board.codes, [v.strip() for v in board.values])
        ids = parse_ids(coded["pin"])
        broken = coded["pin"].rows_of(is_spreadsheet_error)
        ledger.leave_out("totals_row", (few_totals(ids.absent & ~no_day, days) | (ids.absent | ids.odd) & no_day) & ~broken)
        ledger.leave_out("bad_ids", ids.absent & ~no_day)
        if ids.mangled.any() and ids.mangled.mean() > 0.2:
            raise ReadingError("ids_mangled", "The Pin ids were damaged by a spreadsheet: they look like 8.13E+17, and their last digits are lost.",
                               "Upload the file as Pinterest gave it, without opening it in Excel first.")  # fmt: skip
        ledger.leave_out("ids_mangled", ids.mangled)
        ledger.leave_out("bad_ids", ids.odd & ~broken)
        if broken.any():
            ledger.keep &= ~broken
        distinct = {text: i for i, text in enumerate(dict.fromkeys(ids.ids))}
        codes = coded["pin"].codes
        if len(distinct) < len(ids.ids):
            codes = np.array([distinct[i] for i in ids.ids], dtype=np.int32)[codes]
        pins = Coded(codes, list(distinct))
        if not ids.rounded:
            return pins
        return told_apart(pins, ledger.body.texts, {k: self.header.columns[k] for k in kept}, ledger.notes)

    def _values(self, coded: dict[str, Coded], ledger: Ledger) -> dict[str, NDArray[np.float64]]:
        whole = {key: ledger.body.counts[i] for key, i in self.header.columns.items() if i in ledger.body.counts}
        found: dict[str, NDArray[np.float64]] = {}
        odd: dict[str, Mask] = {}
        n_errors = 0
        decimal_mark = find_decimal_mark([column for key, column in coded.items() if BY_KEY[key].role == "count"])
        for key in self.header.columns:
            counts = Counts(whole[key]) if key in whole else self._numbers(key, coded[key], decimal_mark) if key in coded else None
            if counts is None:
                continue
            found[key] = counts.values
            if "not_a_number" in counts.odd:
                require_one_header(key, coded[key])
            for name, rows in counts.odd.items():
                code = name if BY_KEY[key].role in ("count", "audience") or name == "spreadsheet_errors" else "unreadable_values"
                odd[code] = odd[code] | rows if code in odd else rows
            if "spreadsheet_errors" in counts.odd:
                n_errors += int(counts.odd["spreadsheet_errors"].sum())
            if counts.mixed_marks:
                label = BY_KEY[key].label
                ledger.notes.append(Note("mixed_number_formats", "warning", f"{label} holds two number formats (1,234 and 1.234); both were read as thousands "
                                         "separators, since counts are whole.", None, "Check a few numbers against Pinterest."))  # fmt: skip
        for code in _DAMAGE:
            if code in odd:
                ledger.leave_out(code, odd[code])
        for code in ("abbreviated", "scientific", "unreadable_values"):
            if code in odd:
                ledger.remark(code, odd[code])
        errors = odd.get("spreadsheet_errors", np.zeros(ledger.body.n, dtype=bool))
        if "pin" in coded:
            broken = coded["pin"].rows_of(is_spreadsheet_error)
            errors = errors | broken
            n_errors += int(broken.sum())
        if n_errors:
            ledger.say("spreadsheet_errors", ledger.body.row_numbers(errors), n_errors)
        return found

    def _numbers(self, key: str, column: Coded, decimal_mark: str) -> Counts | None:
        role = BY_KEY[key].role
        if role in ("count", "audience"):
            return parse_counts(column, decimal_mark)
        if role == "time":
            return _in_screen_units(parse_decimals(column), normalise(self.header.cells[self.header.columns[key]]))
        if role != "rate":
            return None
        rates = parse_rates(column, dict(self.answer.units).get(key))
        if rates is None:
            raise Ask("table", ask_unit(key, column, self.shape))
        return rates

    def _require_values(self, values: dict[str, NDArray[np.float64]]) -> None:
        if all(len(numbers) and np.isnan(numbers).all() for numbers in values.values()):
            raise ReadingError("no_counts", f"Every count in the file is blank. Columns found: {listed(self.header)}.",
                               "Formulas without saved results read as blank: open the file, save it, and upload it again; or export it anew.")  # fmt: skip

    def _remark_impossible(self, ledger: Ledger, values: dict[str, NDArray[np.float64]]) -> None:
        if "impressions" in values:
            for key in ("pin_clicks", "outbound_clicks", "saves"):
                if key in values:
                    ledger.remark(f"{key}_exceed", values[key] > values["impressions"])

    def _import(
        self, body: Body, ledger: Ledger, coded: dict[str, Coded], days: Days | None, pins: Coded | None,
        values: dict[str, NDArray[np.float64]], kept: Sequence[str],
    ) -> Import:  # fmt: skip
        rows = np.flatnonzero(ledger.keep)
        everything = len(rows) == body.n
        start, end, window = self._span(days, rows, everything)
        frame: dict[str, object] = {}
        notes = [*self.sheet.notes, *ledger.notes]
        frames: dict[str, pd.DataFrame] = {}
        if self.level == "pins" and pins is not None:
            details = pin_details(pins, rows, start, body.texts, {k: self.header.columns[k] for k in kept}, notes)
            frame["pin"] = details.pin
            if len(details.frame.columns) > 1:
                frames["details"] = details.frame
        elif self.level == "boards" and pins is not None:
            frame["board"] = np.array(pins.values, dtype=object)[pins.codes[rows]]
        frame |= {"start": start, "end": end}
        frame |= {key: numbers if everything else numbers[rows] for key, numbers in values.items()}
        for key in ("content_type", "source"):
            if key in coded:
                name, texts_of = _traffic(key, coded[key])
                frame[name] = pd.Categorical.from_codes(texts_of[0][rows], categories=pd.Index(texts_of[1]))
        frame["estimated"] = np.zeros(len(rows), dtype=bool)
        frames[self.level] = pd.DataFrame(frame, copy=False)
        kind = {"pins": "pin_days", "boards": "board_days", "account": "account_days"}[self.level]
        kind = kind if days is not None else kind.replace("_days", "_table")
        notes += header_notes(self.header, self.level, values, self.sheet.head())
        return Import("", self.context.name, kind, frames, window, (), None, tuple(notes), len(rows))

    def _span(self, days: Days | None, rows: NDArray[np.intp], everything: bool) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], Period]:
        if days is None:
            first, last = self.window  # type: ignore[misc]
            shape = len(rows)
            return (
                np.full(shape, np.datetime64(first), dtype="datetime64[s]"), np.full(shape, np.datetime64(last), dtype="datetime64[s]"), Period(first, last),
            )  # fmt: skip
        found = days.values if everything else days.values[rows]
        numbers = found.view(np.int64)  # every day of these rows is known, and numpy turns days to seconds five times as slowly
        seconds = (numbers * 86400).view("datetime64[s]")
        return seconds, seconds, Period(found[numbers.argmin()].astype(date), found[numbers.argmax()].astype(date))


_MILLISECONDS = {"videov50watchtime": 60_000.0, "videoavgwatchtime": 1_000.0}
"""The API's own names of watch times: milliseconds, of which the screen shows minutes in total and seconds on average."""


def _in_screen_units(times: Counts, header: str) -> Counts:
    return replace(times, values=times.values / _MILLISECONDS.get(header, 1.0))


def ask_unit(key: str, column: Coded, shape: str) -> Question:
    """The question whether the rates of a column are fractions or percent."""
    sample = next((v.strip() for v in column.values if not is_blank(v)), "")
    return Question("unit", shape, f"{BY_KEY[key].label} is written without a % sign. Does {sample} mean {sample} %, or a fraction?",
                    (("percent", "Percent (1.2 means 1.2 %)"), ("fraction", "Fraction (0.012 means 1.2 %)")), key)  # fmt: skip


def _traffic(key: str, column: Coded) -> tuple[str, tuple[NDArray[np.int32], list[str]]]:
    """A Source or Content type column as (frame column, (codes, categories)): organic or paid, or whose Pin it was."""
    names = [traffic_word(v) for v in column.values]
    frame_column = "content_type" if set(names) <= {"organic", "paid"} else key
    categories = list(dict.fromkeys(names))
    codes = np.array([categories.index(n) for n in names] or [0], dtype=np.int32)[column.codes]
    return frame_column, (codes, categories)
