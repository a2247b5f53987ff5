"""Texts to days, the order of day and month decided on whole columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pincore.columns import normalise
from pincore.reading.cells import Coded, Mask, is_blank, spread, unwrap
from pincore.reading.imports import DateOrder

FIRST_DAY = np.datetime64("2009-01-01")
LAST_DAY = np.datetime64("2100-01-01")

_TAIL = r"(?:[T ,]\s*(?:\d{1,2}[:.]\d{2}.*|\d{1,2}\s?[ap]\.?m\.?|UTC|GMT|Z|[+-]\d{2}:?\d{2})|Z)?"  # a time or a zone, never another day
_YMD = re.compile(r"(\d{4})[-/.年년]\s?(\d{1,2})[-/.月월]\s?(\d{1,2})[日일]?\.?" + _TAIL, re.IGNORECASE)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?" + _TAIL, re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_WORDED = re.compile(r"[^\W\d_]+|\d+")
_SERIAL_ZERO = np.datetime64("1899-12-30")

LOCALES = [
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "tr",
    "el",
    "ru",
    "uk",
    "bg",
    "hr",
    "sl",
    "et",
    "lv",
    "lt",
    "id",
    "ms",
    "vi",
    "ca",
    "gl",
    "eu",
]


@lru_cache(maxsize=1)
def month_words() -> dict[str, int]:
    """Month names and abbreviations of the locales above, without accents; ambiguous ones left out."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    found.setdefault(normalise(str(name)), set()).add(int(number))
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1 and not name.isdigit()}


@dataclass(frozen=True, slots=True)
class Days:
    """A column of days. `values` are NaT where nothing can be read; `unreadable` are rows that hold something else.

    `conflict` says that no single order of day and month fits; `ambiguous` that both do.
    """

    values: NDArray[np.datetime64]
    unreadable: Mask
    blank: Mask
    ambiguous: bool = False
    conflict: bool = False
    order: DateOrder | None = None


def _day(year: int, month: int, day: int) -> np.datetime64 | None:
    try:
        found = np.datetime64(date(year, month, day), "D")
    except ValueError:
        return None
    return found if FIRST_DAY <= found < LAST_DAY else None


def _worded_day(text: str) -> np.datetime64 | None:
    tokens = _WORDED.findall(text)
    words = [month_words().get(normalise(t)) for t in tokens if not t.isdigit()]
    months = [m for m in words if m is not None]
    numbers = [int(t) for t in tokens if t.isdigit()]
    if len(months) != 1 or not 2 <= len(numbers) <= 5:
        return None
    years = [n for n in numbers if n >= 1000]
    days = [n for n in numbers[:2] if n <= 31] if years else numbers[:1]
    if len(days) > 1 or (not years and len(numbers) > 2 and ":" not in text):  # Aug 3-9, 2026
        return None
    year = years[0] if years else 2000 + numbers[1]
    return _day(year, months[0], days[0]) if days and year < 2100 else None


def _fixed_day(text: str) -> np.datetime64 | None:
    """The day of a text whose order is plain: year first, a month in words, or a spreadsheet's serial number."""
    if match := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _SERIAL.fullmatch(text):
        found = _SERIAL_ZERO + np.timedelta64(int(match[1]), "D")
        return found if FIRST_DAY <= found < LAST_DAY else None
    return _worded_day(text) if any(c.isalpha() for c in text) and any(c.isdigit() for c in text) else None


def _numeric_parts(text: str) -> tuple[int, int, int, str] | None:
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    year = int(match[4])
    return int(match[1]), int(match[3]), year if year > 99 else 2000 + year, match[2]


def _find_order(parts: Sequence[tuple[int, int, int, str]], within: tuple[Any, Any] | None) -> tuple[DateOrder | None, bool, bool]:
    """(order, ambiguous, conflict) of day and month over a whole column."""
    day_first = any(a > 12 >= b for a, b, _, _ in parts)
    month_first = any(b > 12 >= a for a, b, _, _ in parts)
    if day_first and month_first:
        return None, False, True
    if len({a for a, _, _, _ in parts}) == 1 and len({year for _, _, year, _ in parts}) > 3 and max(year for _, _, year, _ in parts) < 2032:
        return None, False, True  # 26/08/03, year first
    if day_first or month_first:
        return ("day_first" if day_first else "month_first"), False, False
    if all(a == b for a, b, _, _ in parts) or all(mark == "." for _, _, _, mark in parts):
        return "day_first", False, False
    if within is not None:
        fits: list[DateOrder] = []
        for order in ("day_first", "month_first"):
            days = [_day(y, b, a) if order == "day_first" else _day(y, a, b) for a, b, y, _ in parts]
            if all(d is not None and within[0] <= d <= within[1] for d in days):
                fits.append("day_first" if order == "day_first" else "month_first")
        if len(fits) == 1:
            return fits[0], False, False
    return None, True, False


def parse_days(column: Coded, order: DateOrder | None = None, within: tuple[date, date] | None = None) -> Days:
    """The column as days, the order of day and month decided on the whole column.

    The day is taken as written: a time or a zone behind it changes nothing. `order` is the creator's answer;
    `within` are the first and last day that the file itself names.
    """
    texts = [unwrap(v) for v in column.values]
    numeric = {i: parts for i, t in enumerate(texts) if (parts := _numeric_parts(t)) and parts[0] and parts[1]}
    ambiguous = conflict = False
    fixed = sum(bool(_YMD.fullmatch(t) or _SERIAL.fullmatch(t)) for t in texts)
    if numeric and fixed:
        few = min(len(numeric), fixed)
        conflict = few > 2 and few > 0.1 * (len(numeric) + fixed)
        if len(numeric) <= fixed and not conflict:
            numeric = {}  # a few odd cells are damaged rows, not another order
    if numeric and order is None and not conflict:
        bounds = (np.datetime64(within[0]), np.datetime64(within[1])) if within else None
        order, ambiguous, conflict = _find_order(list(numeric.values()), bounds)
    found: list[np.datetime64 | None] = []
    for i, text in enumerate(texts):
        if i in numeric:
            first, second, year, _ = numeric[i]
            found.append(_day(year, second, first) if order == "day_first" else _day(year, first, second) if order else None)
        else:
            found.append(_fixed_day(text))
    days = np.array([np.datetime64("NaT") if d is None else d for d in found] or [np.datetime64("NaT")], dtype="datetime64[D]")
    blank = np.array([is_blank(t) for t in texts] or [True])
    bad = np.array([d is None for d in found] or [True]) & ~blank
    return Days(days[column.codes], spread(bad, column), spread(blank, column), ambiguous, conflict, order if numeric else None)
