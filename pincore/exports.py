"""Tables as files that a spreadsheet opens without running anything."""

import csv
import io
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

_STARTS_A_FORMULA = frozenset("=+-@\t\r\n\x00＝＋－＠﹢﹣﹦﹫")


def neutralise(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would read a formula.

    >>> neutralise("=1+1"), neutralise("＝1"), neutralise("soup")
    ("'=1+1", "'＝1", 'soup')
    """
    bare = text.lstrip(" \xa0\u3000\ufeff")
    if text[:1] in _STARTS_A_FORMULA or bare[:1] in _STARTS_A_FORMULA:
        return f"'{text}"
    return text


def csv_bytes(frame: pd.DataFrame, labels: Mapping[str, str]) -> bytes:
    """The columns named in `labels`, in that order, as UTF-8 CSV with a byte order mark (spreadsheets need it).

    Numbers stay numbers, days are ISO, a missing value is an empty cell; text is neutralised.
    """
    kept = [name for name in labels if name in frame.columns]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([neutralise(labels[name]) for name in kept])
    for row in frame[kept].itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(float(value)) if isinstance(value, float) else str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if hasattr(value, "item"):
        return _cell(value.item())
    return neutralise(str(value))


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
