"""Imports made by hand, for tests of what comes after reading."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from pincore.periods import Period
from pincore.reading.imports import Import

COUNTS = ("impressions", "pin_clicks", "outbound_clicks", "saves")
Row = Mapping[str, object]


def day(n: int, first: date = date(2026, 3, 2)) -> date:
    """The n-th day from a Monday."""
    return first + timedelta(n)


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """A frame of rows with `start` (and `end`, the same unless given), counts as float64, text kinds as categories."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    data: dict[str, object] = {}
    for key in columns:
        values = [row.get(key) for row in rows]
        if key in ("start", "end", "created", "day"):
            data[key] = np.array(values, dtype="datetime64[s]")
        elif key in ("pin", "content_type", "source"):
            data[key] = pd.Categorical(values)
        elif key in ("board", "url", "title", "link", "format", "image"):
            data[key] = pd.Series(values, dtype="str")
        elif key == "estimated":
            data[key] = np.array([bool(value) for value in values])
        else:
            data[key] = np.array([np.nan if value is None else value for value in values], dtype=float)
    if "start" in data and "end" not in data:
        data["end"] = data["start"]
    return pd.DataFrame(data)


def details(rows: Sequence[Row]) -> pd.DataFrame:
    """A details frame; `pin` is text here."""
    made = frame([{key: value for key, value in row.items() if key != "pin"} for row in rows])
    made.insert(0, "pin", pd.Series([row.get("pin") for row in rows], dtype="str"))
    return made


def imported(
    name: str = "a.csv",
    account: Sequence[Row] = (),
    boards: Sequence[Row] = (),
    pins: Sequence[Row] = (),
    known: Sequence[Row] = (),
    window: Period | None = None,
    filters: tuple[tuple[str, str], ...] = (),
    kind: str = "pin_days",
    estimated_from: date | None = None,
) -> Import:
    """An import of these rows; its digest is its name."""
    frames = {key: frame(rows) for key, rows in (("account", account), ("boards", boards), ("pins", pins)) if rows}
    if known:
        frames["details"] = details(known)
    days = [row[end] for rows in (account, boards, pins) for row in rows for end in ("start", "end") if end in row]
    span = window or (Period(min(days), max(days)) if days else None)  # type: ignore[type-var]
    return Import(name, name, kind, frames, span, filters, estimated_from, n_rows=len(account) + len(boards) + len(pins))


def daily(first: date, **counts: Sequence[float | None]) -> list[Row]:
    """Daily rows of the account."""
    n = max(len(values) for values in counts.values())
    return [{"start": first + timedelta(i), **{key: values[i] for key, values in counts.items()}} for i in range(n)]


def counts_by_pin(pins: pd.DataFrame) -> dict[tuple[str, str, str], dict[str, float]]:
    """Every known number of a pins frame by Pin and window."""
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in pins.to_dict("records"):
        cell = found.setdefault((str(row["pin"]), str(row["start"])[:10], str(row["end"])[:10]), {})
        for key in COUNTS:
            if key in row and not pd.isna(row[key]):
                cell[key] = cell.get(key, 0.0) + row[key]
    return found
