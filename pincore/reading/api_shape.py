"""The shapes of Pinterest's API answers: what an object is, and what it is about."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from pincore.errors import ReadingError
from pincore.reading.days import FIRST_DAY, LAST_DAY
from pincore.reading.json_text import describe_json

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WRAPPINGS = frozenset({"data", "body", "response", "result", "json"})
_ONLY_PINS = frozenset({"TOTAL_COMMENTS", "TOTAL_REACTIONS", "USER_FOLLOW"})
_ONLY_ACCOUNTS = frozenset({"ENGAGEMENT", "ENGAGEMENT_RATE", "PIN_CLICK_RATE", "OUTBOUND_CLICK_RATE", "CLOSEUP", "CLOSEUP_RATE"})
"""Metrics that pins/{id}/analytics cannot be asked for, by Pinterest's specification."""


def unwrapped(value: Any) -> Any:
    """The value without what tools put around an answer: a list of one, or an object that only holds `data`."""
    for _ in range(5):
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping):
            value = value[0]
        elif isinstance(value, Mapping) and len(value) == 1 and next(iter(value)).lower() in _WRAPPINGS:
            value = next(iter(value.values()))
        else:
            break
    return value


def field_of(value: Any, name: str) -> Any:
    """A field of an object under its own name or in camel case, None where it has none."""
    if not isinstance(value, Mapping):
        return None
    first, *others = name.split("_")
    return value.get(name, value.get(first + "".join(part.title() for part in others)))


def has_days(value: Any) -> bool:
    return isinstance(field_of(value, "daily_metrics"), list)


def is_id(text: Any) -> bool:
    return isinstance(text, str | int) and not isinstance(text, bool) and bool(re.fullmatch(r"\d{5,20}", str(text)))


def parse_day(value: Any) -> date | None:
    """The day of an ISO date, None for anything else and for days that Pinterest cannot have."""
    text = str(value)[:40] if isinstance(value, str) else ""
    if not _ISO_DAY.match(text):
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if FIRST_DAY.astype(date) <= day < LAST_DAY.astype(date) else None


def find_subject(answer: Mapping[str, Any]) -> str | None:
    """What only one of the two can hold: "pin", "account", or None where nothing tells."""
    entries = field_of(answer, "daily_metrics")
    names = {str(name).upper() for entry in entries if isinstance(field_of(entry, "metrics"), Mapping) for name in field_of(entry, "metrics")}
    summary = field_of(answer, "summary_metrics")
    names |= {str(name).upper() for name in summary} if isinstance(summary, Mapping) else set()
    pin = field_of(answer, "lifetime_metrics") is not None or bool(names & _ONLY_PINS)
    pin = pin or any(field_of(entry, "data_status") == "BEFORE_PIN_CREATED" for entry in entries)
    account = bool(names & _ONLY_ACCOUNTS)
    return None if pin == account else "pin" if pin else "account"


def by_pin(value: Any) -> Iterator[tuple[str, Any]]:
    """(Pin id, its answer) of pins/analytics, or of a list of single answers that name their Pins."""
    if isinstance(value, Mapping) and value and all(map(is_id, value)) and any(has_days(field_of(v, "all")) for v in value.values()):
        yield from value.items()
    if isinstance(value, list) and value and all(is_id(field_of(v, "pin_id")) and has_days(field_of(v, "all")) for v in value):
        yield from ((str(field_of(v, "pin_id")), v) for v in value)


def last_day(availability: Any) -> date | None:
    stamp = field_of(availability, "latest_available_timestamp")
    if isinstance(stamp, bool) or not isinstance(stamp, int | float) or not 1.2e12 < stamp < 4e12:
        return None
    return datetime.fromtimestamp(stamp / 1000, UTC).date()


def refusal(value: Any) -> ReadingError:
    """The error that says what a JSON value is, when it is no answer that can be read."""
    if isinstance(value, Mapping) and value.keys() >= {"code", "message"}:
        return ReadingError(
            "api_error",
            "This JSON is an error message of the API, not an answer with numbers.",
            "Ask the API again, or upload the CSV that Pinterest gives.",
        )
    found = describe_json(value)
    if isinstance(value, Mapping) and any(has_days(v) for v in value.values()):
        return ReadingError(
            "api_split",
            f"This answer of the API is split into parts: {found}.",
            "Ask the API again without split_field, so that the answer holds the whole.",
        )
    return ReadingError(
        "json_unknown",
        f"This is JSON, but not an answer of Pinterest's API: {found}.",
        "Upload it as CSV with a header row, one row a Pin and day; or upload an API v5 answer (user_account/analytics, top_pins, pins/analytics).",
    )
