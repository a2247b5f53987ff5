"""Answers of Pinterest's API v5: the account by day, one Pin or many by day, and the top (video) Pins of a range."""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd

from pincore.columns import BY_KEY
from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.periods import Period
from pincore.reading.api_metrics import MEASURED, METRICS, Rows, account_frame, pins_frame, read_numbers
from pincore.reading.api_shape import by_pin, field_of, find_subject, has_days, is_id, last_day, parse_day, refusal, unwrapped
from pincore.reading.context import Ask, Context
from pincore.reading.imports import Asked, Declined, Import, Outcome, Question
from pincore.reading.json_text import parse_json
from pincore.reading.kinds import Kind
from pincore.reading.pin_ids import parse_pin_id

_NAMED_DAY = re.compile(r"(20\d{2})-?(\d{2})-?(\d{2})")


def read_json(data: bytes, context: Context) -> Outcome:
    """What a JSON file gave. No error leaves: JSON that is no answer of the API is Declined."""
    try:
        value = unwrapped(parse_json(data))
        return _Answer(value, context, hashlib.sha256(data).hexdigest()[:16]).read()
    except Ask as ask:
        return Asked(context.name, ask.kind, ask.question)
    except ReadingError as error:
        return Declined(context.name, error.code, error.problem, error.remedy)


@dataclass(slots=True)
class _Answer:
    """One answer of the API on its way to an Import. `mark` identifies its bytes."""

    value: Any
    context: Context
    mark: str
    rows: Rows = field(default_factory=Rows)
    notes: list[Note] = field(default_factory=list)

    def read(self) -> Import:
        """Raises Ask or ReadingError."""
        value = self.value
        if has_days(field_of(value, "all")):
            return self._one(value["all"])
        if isinstance(field_of(value, "pins"), list):
            return self._top(value["pins"])
        if isinstance(value, list) and value and all(isinstance(v, Mapping) and is_id(field_of(v, "pin_id")) and "metrics" in v for v in value):
            return self._top(value)
        if pins := list(by_pin(value)):
            return self._many(pins)
        raise refusal(value)

    def _one(self, answer: Mapping[str, Any]) -> Import:
        """The account's days or one Pin's, whose answers look alike."""
        self._note_splits()
        if not field_of(answer, "daily_metrics"):
            raise ReadingError("no_rows", "The API's answer holds no days: its daily_metrics are empty.", "Ask the API again for days with data.")
        subject = "pin" if is_id(field_of(self.value, "pin_id")) else find_subject(answer) or self._asked_subject()
        if subject == "account":
            self._add_days("", answer)
            self._check_sums({"": answer})
            self._note_gaps([answer])
            return self._import("api_account", {"account": account_frame(self._sound())}, self._span([answer]))
        self._add_days("", answer)
        self._sound()
        pin = str(field_of(self.value, "pin_id")) if is_id(field_of(self.value, "pin_id")) else self._asked_pin()
        self._check_sums({"": answer})
        self._note_gaps([answer])
        self.rows.subjects = [pin] * len(self.rows.subjects)
        return self._import("api_pin", {"pins": pins_frame(self.rows)}, self._span([answer]))

    def _many(self, pins: Sequence[tuple[str, Any]]) -> Import:
        answers = [field_of(pin, "all") for _, pin in pins]
        for (pin, _), answer in zip(pins, answers, strict=True):
            if has_days(answer):
                self._add_days(pin, answer)
            else:
                self.rows.damaged.append(f"Pin {pin}")
        without = sum(not field_of(answer, "daily_metrics") for answer in answers if answer is not None)
        if without:
            says = f"{without} of {len(pins)} Pins came without any day: their numbers are unknown, not zero."
            self.notes.append(Note("pins_without_days", "info", says))
        self._check_sums({pin: answer for (pin, _), answer in zip(pins, answers, strict=True)})
        self._note_gaps(answers)
        return self._import("api_pins", {"pins": pins_frame(self._sound())}, self._span(answers))

    def _top(self, pins: Sequence[Any]) -> Import:
        """The top Pins of a range of days, which the answer itself does not name."""
        last = last_day(field_of(self.value, "date_availability"))
        for number, pin in enumerate(pins, 1):
            self._add_ranked(pin, number, last or date(2000, 1, 1))
        rows = self._sound()
        names = {str(name).upper() for pin in pins if isinstance(field_of(pin, "metrics"), Mapping) for name in pin["metrics"]}
        video = any(name in METRICS and METRICS[name].key.startswith("video") for name in names)
        kind = "api_top_video_pins" if video or "VIDEO" in str(field_of(self.value, "sort_by")) else "api_top_pins"
        first, end = parse_day(field_of(self.value, "start_date")), parse_day(field_of(self.value, "end_date"))
        window = Period(first, end) if first and end and first <= end else self._asked_window(kind, last)
        says = "A list of top Pins ends at its last rank: the numbers of a Pin that is not in it are unknown, not zero."
        self.notes.append(Note("top_list", "info", says))
        if field_of(field_of(self.value, "date_availability"), "is_realtime") is True:
            says = "The answer holds real-time numbers, which Pinterest still corrects."
            self.notes.append(Note("realtime", "warning", says, None, "Ask the API again in two days."))
        return self._import(kind, {"pins": pins_frame(rows, (window.start, window.end))}, window)

    def _add_days(self, subject: str, answer: Mapping[str, Any]) -> None:
        for number, entry in enumerate(field_of(answer, "daily_metrics"), 1):
            day, metrics = parse_day(field_of(entry, "date")), field_of(entry, "metrics")
            state = field_of(entry, "data_status")
            if day is None or not isinstance(metrics, Mapping | None) or not isinstance(state, str | None):
                self.rows.damaged.append(f"entry {number}" if day is None else f"{day}")
            elif state is not None and state.upper() not in MEASURED:
                self.rows.unmeasured[state.upper()] += 1
            else:
                numbers = read_numbers(metrics or {}, self.rows.unknown)
                self.rows.count_nulls(metrics)
                if numbers is None:
                    self.rows.damaged.append(f"{day}")
                elif numbers:
                    self.rows.stateless += state is None
                    self.rows.add(subject, day, numbers, state is not None and state.upper() == "ESTIMATE")

    def _add_ranked(self, entry: Any, number: int, day: date) -> None:
        pin, metrics, states = field_of(entry, "pin_id"), field_of(entry, "metrics"), field_of(entry, "data_status") or {}
        if not is_id(pin) or not isinstance(metrics, Mapping) or not isinstance(states, Mapping):
            self.rows.damaged.append(f"Pin {number} of the list")
            return
        by_name = {str(name).upper(): str(state).upper() for name, state in states.items()}
        measured = {name: v for name, v in metrics.items() if by_name.get(name.upper(), "READY") in MEASURED}
        for name in metrics.keys() - measured.keys():
            if name.upper() in METRICS:
                self.rows.unmeasured[by_name[name.upper()]] += 1
        numbers = read_numbers(measured, self.rows.unknown)
        if numbers is None:
            self.rows.damaged.append(f"Pin {number} of the list")
        elif numbers:
            self.rows.add(str(pin), day, numbers, any(by_name.get(name.upper()) == "ESTIMATE" for name in measured))

    def _sound(self) -> Rows:
        self.rows.require_sound()
        return self.rows

    def _check_sums(self, answers: Mapping[str, Any]) -> None:
        """Compares the days of each subject with the sums that its answer itself gives."""
        if self.rows.damaged or self.rows.unmeasured.keys() - {"BEFORE_PIN_CREATED"}:
            return
        totals = self.rows.totals()
        odd = []
        for subject, answer in answers.items():
            given = field_of(answer, "summary_metrics")
            summary = read_numbers(given, set()) if isinstance(given, Mapping) else None
            for key, total in totals.get(subject, {}).items():
                if summary and not math.isclose(summary.get(key, total), total):
                    odd.append(f"{BY_KEY[key].label} {summary[key]:,.0f} against {total:,.0f}")
        if odd:
            more = f" and {len(odd) - 3} more" if len(odd) > 3 else ""
            says = f"The answer's own sums differ from the sums of its days ({'; '.join(odd[:3])}{more}); the days count."
            self.notes.append(Note("sums_differ", "warning", says))

    def _note_splits(self) -> None:
        others = [key for key, value in self.value.items() if key != "all" and isinstance(value, Mapping) and has_days(value)]
        if others:
            says = f"The answer also holds {len(others)} parts of the same numbers (split_field); they are left out."
            self.notes.append(Note("split_ignored", "info", says))

    def _note_gaps(self, answers: Sequence[Any]) -> None:
        """Names the days between the first and the last of an answer for which it has no entry."""
        missing: list[date] = []
        for answer in answers:
            days = {day for entry in field_of(answer, "daily_metrics") or [] if (day := parse_day(field_of(entry, "date")))}
            missing += [day for n in range((max(days) - min(days)).days if days else 0) if (day := min(days) + timedelta(n)) not in days]
        if missing:
            named = ", ".join(map(str, sorted(set(missing))[:10])) + (" and more" if len(set(missing)) > 10 else "")
            says = "1 day inside the range of the answer is" if len(missing) == 1 else f"{len(missing):,} days inside the range of the answer are"
            self.notes.append(Note("days_missing", "warning", f"{says} missing ({named}): unknown, not zero."))

    def _span(self, answers: Sequence[Any]) -> Period:
        """The days that the answer speaks of, those without a measurement included."""
        entries = [entry for answer in answers for entry in field_of(answer, "daily_metrics") or []]
        days = [day for entry in entries if (day := parse_day(field_of(entry, "date")))]
        return Period(min(days), max(days))

    def _import(self, kind: str, frames: Mapping[str, pd.DataFrame], window: Period) -> Import:
        rows = self.rows
        daily = kind not in ("api_top_pins", "api_top_video_pins")
        estimates = [day for day, estimated in zip(rows.days, rows.estimated, strict=True) if estimated]
        first = min(estimates) if estimates and daily else None
        if first:
            says = f"Days from {first} on are estimates that Pinterest still adjusts; comparisons leave them out."
            self.notes.append(Note("estimated_days", "info", says))
        self.notes.append(Note("filters_unknown", "info", "The API's answer does not say which filters it was asked with; it counts as unfiltered."))
        notes = (*rows.notes(), *self.notes)
        return Import("", self.context.name, kind, frames, window, (), first, notes, len(rows.days))

    def _asked_subject(self) -> str:
        shape = f"json-subject-{self.mark}"
        answer = self.context.answer(shape).subject
        if answer is None:
            says = "The API answers alike for a whole account and for one Pin, and nothing in this file tells which it is. Whose numbers are these?"
            options = (("account", "The whole account (user_account/analytics)"), ("pin", "One Pin (pins/{pin_id}/analytics)"))
            raise Ask("api_account", Question("subject", shape, says, options))
        return answer

    def _asked_pin(self) -> str:
        """The id of the one Pin that the answer is about; a name of our own where nobody knows it."""
        shape = f"json-pin-{self.mark}"
        answer = self.context.answer(shape).pin
        if answer is None:
            hint = re.search(r"(?<!\d)\d{15,20}(?!\d)", self.context.name)
            says = "These are the daily numbers of one Pin, and the API's answer does not say of which. What is the Pin's id or address?"
            raise Ask("api_pin", Question("pin", shape, says, (), guesses=(("pin", hint[0] if hint else None),)))
        pin = parse_pin_id(answer)
        if is_id(pin):
            return pin
        says = "Nobody named the Pin of this answer, so it stands apart and may be counted a second time beside other files that hold it."
        self.notes.append(Note("pin_unnamed", "warning", says, None, "Ask pins/analytics with pin_ids: that answer names its Pins."))
        return f"unnamed Pin {self.mark[:6]}"

    def _asked_window(self, kind: str, last: date | None) -> Period:
        shape = f"json-window-{self.mark}"
        answer = self.context.answer(shape).window
        if answer is None:
            named = [day for parts in _NAMED_DAY.findall(self.context.name) if (day := parse_day("-".join(parts)))]
            first, end = (min(named), max(named)) if len(named) > 1 else (None, last)
            until = f" Its numbers reach to {last} at the latest." if last else ""
            says = f"The API's list of top Pins does not say for which days it was asked (start_date and end_date).{until} Which were they?"
            guesses = (("start", first.isoformat() if first else None), ("end", end.isoformat() if end else None))
            raise Ask(kind, Question("window", shape, says, (), guesses=guesses))
        return answer


def _no_sheet(*_: object) -> Import:
    raise ReadingError("json_unknown", "This layout is JSON, not a table.", "Upload the API's answer as it came.")


KINDS: tuple[Kind, ...] = tuple(
    Kind(key, label, says, "pinterest", lambda sheet: False, _no_sheet)
    for key, label, says in (
        ("api_account", "API: account analytics", "Account by day, with every metric at once (user_account/analytics)."),
        ("api_pin", "API: one Pin", "One Pin by day (pins/{pin_id}/analytics); the answer does not name its Pin."),
        ("api_pins", "API: many Pins", "Up to 100 Pins by day (pins/analytics)."),
        ("api_top_pins", "API: top Pins", "Up to 50 Pins with the totals of a range of days that the answer does not name."),
        ("api_top_video_pins", "API: top video Pins", "Up to 50 video Pins with views and watch time over a range that the answer does not name."),
    )
)
