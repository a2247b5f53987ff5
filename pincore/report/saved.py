"""A report kept as JSON, and read again field by field; nothing comes back that could lead elsewhere or run."""

import json
import re
from dataclasses import replace
from typing import Any

from pincore.errors import InputError
from pincore.report.cleaning import cleaned
from pincore.report.look import read_logo, readable_colour
from pincore.report.types import Chart, Look, Report, Table
from pincore.schema import Bounds, SchemaError, from_plain, read_json, to_plain

VERSION = 1
MOST_BYTES = 8 * 2**20
BOUNDS = Bounds(most_text=4 * 2**20, most_bytes=2**20, most_items=20_000, absent=True)
_NAME = "pincore_report"
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")
LEADING = {"url", "href", "usermeta", "datasets", "data", "params", "bind", "image"}
"""Words of a specification that fetch, link, or reach into the page around the chart."""


def report_json(report: Report) -> bytes:
    """The report as JSON. Raises InputError when it is larger than what is read again."""
    written = json.dumps({_NAME: VERSION, "report": to_plain(report, bounds=BOUNDS)}, ensure_ascii=False, allow_nan=False).encode()
    if len(written) > MOST_BYTES:
        raise InputError("report_large", f"The report is larger than {MOST_BYTES // 2**20} MB.", "Choose a shorter period or fewer parts.")
    return written


def read_report(data: bytes) -> Report:
    """The report that `report_json` wrote. Raises InputError when it is damaged, of another version, or harmful."""
    try:
        told = read_json(data, MOST_BYTES)
        if not isinstance(told, dict) or told.keys() != {_NAME, "report"} or told[_NAME] != VERSION:
            raise SchemaError("", f"it is no report of version {VERSION}")
        report: Report = from_plain(Report, told["report"], "report", BOUNDS)
        _require_sound(report)
        return replace(cleaned(report), look=_checked(report.look))
    except (SchemaError, InputError) as error:
        raise _refused(str(error)) from error


def _refused(why: str) -> InputError:
    return InputError("report_unreadable", f"This report is damaged: {why}.", "Make it again from the account.")


def _checked(look: Look) -> Look:
    """The look with its colour made readable and its logo drawn anew. Raises InputError when they cannot be."""
    return Look(cleaned(look.name), readable_colour(look.colour).used, read_logo(look.logo) if look.logo else None)


def _require_sound(report: Report) -> None:
    """Raises SchemaError when the parts of a report contradict each other, or a chart could lead elsewhere."""
    blocks = [block for section in report.sections for block in section.blocks]
    charts = [block for block in blocks if isinstance(block, Chart)]
    for keys in ([section.key for section in report.sections], [chart.key for chart in charts]):
        if len(set(keys)) < len(keys) or not all(_KEY.fullmatch(key) for key in keys):
            raise SchemaError("report", f"has keys that cannot be: {', '.join(keys)[:200]}")
    if any(len(row) != len(table.columns) for table in blocks if isinstance(table, Table) for row in table.rows):
        raise SchemaError("report", "has a table whose rows do not fit its columns")
    for chart in charts:
        _require_quiet(chart)


def _require_quiet(chart: Chart) -> None:
    """Raises SchemaError when a chart is more than a drawing of the numbers inside it."""
    at = f"chart {chart.key}"
    spec = read_json(chart.spec.encode(), MOST_BYTES)
    if not isinstance(spec, dict) or not _has_colours(spec):
        raise SchemaError(at, "is no specification with a look")
    data = spec.pop("data", None)
    rows = data.get("values") if isinstance(data, dict) and data.keys() == {"values"} else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SchemaError(at, "holds no numbers of its own")
    if any(isinstance(cell, (dict, list)) or name in LEADING for row in rows for name, cell in row.items()):
        raise SchemaError(at, "holds more than numbers and names")
    found = LEADING & set(_words(spec))
    if found:
        raise SchemaError(at, f"would lead elsewhere: {', '.join(sorted(found))}")


def _has_colours(spec: dict[str, Any]) -> bool:
    """Whether the specification has the list of colours whose first becomes the creator's."""
    parts: Any = spec
    for name in ("config", "range", "category"):
        parts = parts.get(name) if isinstance(parts, dict) else None
    return isinstance(parts, list) and bool(parts)


def _words(spec: Any) -> list[str]:
    """Every key and every text of a specification, in small letters."""
    if isinstance(spec, dict):
        return [*map(str.lower, spec), *(word for part in spec.values() for word in _words(part))]
    if isinstance(spec, list):
        return [word for part in spec for word in _words(part)]
    return [spec.lower()] if isinstance(spec, str) else []
