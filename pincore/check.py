"""What one import holds, in numbers: for the upload page and the `check` command."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

import numpy as np
import pandas as pd

from pincore.columns import KPI_COUNTS
from pincore.layouts import completed, day_span
from pincore.reading.imports import Import

Sums = Mapping[str, float | None]


class Summary(TypedDict):
    """Totals of an import; a count that it does not hold is None. `blanks` counts cells without a number, which are in no sum."""

    kind: str
    n_rows: int
    n_pins: int
    date_min: date | None
    date_max: date | None
    totals: Sums
    boards_totals: Sums | None
    pins_totals: Sums | None
    blanks: Mapping[str, int]
    estimated_from: date | None


def summarise(item: Import) -> Summary:
    """The numbers of one import. `totals` are the account's where the file has them, else the sums over its Pins, else over its boards.

    Of an overview export they are the account's alone: its Pins are a list of the first 50 only. Where the account has numbers,
    and of every overview export, the sums of boards and Pins stand beside them.
    """
    account, boards, pins = (item.frames.get(name) for name in ("account", "boards", "pins"))
    overview = item.kind == "overview"
    main = account if overview else next((frame for frame in (account, pins, boards) if frame is not None and len(frame)), None)
    beside = overview or (account is not None and len(account) > 0)
    first, last = _days(item)
    return Summary(
        kind=item.kind, n_rows=item.n_rows, n_pins=_n_pins(item), date_min=first, date_max=last,
        totals=_sums(main), boards_totals=_sums(boards) if beside and boards is not None else None,
        pins_totals=_sums(pins) if beside and pins is not None else None,
        blanks=_blanks(main), estimated_from=item.estimated_from,
    )  # fmt: skip


def titles(item: Import) -> dict[str, str]:
    """The titles of the import's Pins."""
    details = item.frames.get("details")
    if details is None or "title" not in details or "pin" not in details:
        return {}
    known = details[details["pin"].notna() & details["title"].notna()]
    return {str(pin): str(title) for pin, title in zip(known["pin"].tolist(), known["title"].tolist(), strict=True)}


def _sums(frame: pd.DataFrame | None) -> Sums:
    sums: dict[str, float | None] = dict.fromkeys(KPI_COUNTS)
    for key in KPI_COUNTS:
        if frame is not None and key in frame and bool(frame[key].notna().any()):
            sums[key] = float(frame[key].sum())
    return sums


def _blanks(frame: pd.DataFrame | None) -> Mapping[str, int]:
    if frame is None:
        return {}
    blanks = {key: int(frame[key].isna().sum()) for key in KPI_COUNTS if key in frame}
    return {key: n for key, n in blanks.items() if 0 < n < len(frame)}


def _n_pins(item: Import) -> int:
    pins, details = item.frames.get("pins"), item.frames.get("details")
    if pins is not None and len(pins):
        codes = pins["pin"].astype("category").cat.codes.to_numpy()
        return int(np.count_nonzero(np.bincount(codes[codes >= 0])))
    return 0 if details is None or "pin" not in details else int(details["pin"].nunique())


def _days(item: Import) -> tuple[date | None, date | None]:
    if item.window is not None:
        return item.window.start, item.window.end
    spans = [day_span(completed(name, item.frames[name])) for name in ("account", "boards", "pins") if name in item.frames and len(item.frames[name])]
    if not spans:
        return None, None
    return min(first for first, _ in spans), max(last for _, last in spans)
