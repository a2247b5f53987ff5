"""JSON text to plain values, or a reason why not."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pincore.columns import find_column
from pincore.errors import ReadingError
from pincore.reading import limits

_LONGEST_WHOLE = 25
_MOST_VALUES = 1_500_000
"""A hundred Pins over ninety days with every metric hold a tenth of it."""
_REMEDY = "Upload the CSV that Pinterest gives, or the API's answer as it came, one answer a file."
_PLAIN_KEY = re.compile(r"[A-Za-z_]\w{0,39}")


class _TwiceError(ValueError):
    """An object that holds the same key twice."""


def parse_json(data: bytes) -> Any:
    """The value that the text holds. Raises ReadingError when it is broken, too large, nested too deeply or says something twice."""
    if len(data) > limits.MAX_JSON:
        raise ReadingError("too_large", f"The JSON file is too large: {len(data) // 2**20} MB, the limit is {limits.MAX_JSON // 2**20} MB.", _REMEDY)
    if data.count(b",") + data.count(b"{") > _MOST_VALUES:
        raise ReadingError("too_large", f"The JSON file is too large: it holds more than {_MOST_VALUES:,} values.", _REMEDY)
    try:
        return json.loads(data, object_pairs_hook=_once, parse_int=_whole)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        raise ReadingError("json_broken", f"The file looks like JSON, but it is broken or cut off at {where}.", _REMEDY) from error
    except RecursionError as error:
        raise ReadingError("json_broken", "The JSON is nested too deeply to be an answer of Pinterest's API.", _REMEDY) from error
    except _TwiceError as error:
        raise ReadingError("json_twice", "The JSON gives two values under one name, so it cannot be told which one counts.", _REMEDY) from error
    except ValueError as error:
        raise ReadingError("json_broken", "The file looks like JSON, but its characters could not be decoded.", _REMEDY) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _whole(text: str) -> int | float:
    """A whole number; one with more digits than any id or count has is not worth keeping exactly."""
    return int(text) if len(text) <= _LONGEST_WHOLE else float(text)


def describe_json(value: Any) -> str:
    """What a JSON value is, in words that show none of its values.

    >>> describe_json([{"Date": "2026-08-05", "jane@example.com": 1}])
    'a list of 1 records with the keys Date, (text)'
    """
    if isinstance(value, Mapping):
        return f"an object with the keys {_keys(value)}" if value else "an empty object"
    if isinstance(value, list):
        first = next((item for item in value if isinstance(item, Mapping)), None)
        return f"a list of {len(value):,} records with the keys {_keys(first)}" if first else f"a list of {len(value):,} values"
    return "a single value"


def _keys(value: Mapping[str, Any]) -> str:
    """The first keys; one that is no plain word may be a person's name and is not shown."""
    shown = [key[:40] if _PLAIN_KEY.fullmatch(key) or find_column(key) else "(text)" for key in list(value)[:8]]
    more = f" and {len(value) - 8:,} more" if len(value) > 8 else ""
    return ", ".join(shown) + more
