"""What a command answers: one JSON object a line."""

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any, TextIO

from pincore.errors import PincoreError


def error_keys(error: PincoreError) -> dict[str, str]:
    """An error as the commands give it."""
    return {"code": error.code, "problem": error.problem, "remedy": error.remedy}


def write_line(told: Mapping[str, Any], out: TextIO) -> None:
    """Writes the object as a line of its own."""
    out.write(json.dumps(_plain(told), allow_nan=False) + "\n")
    out.flush()


def _plain(value: Any) -> Any:
    """The value as JSON knows it: whole numbers without a point, days as text, what is no number as null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    return value
