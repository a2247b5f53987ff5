"""Texts to counts, decimals and shares, decided on whole columns and parsed once a distinct text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pincore.reading.cells import Coded, Mask, is_blank, is_spreadsheet_error, unwrap
from pincore.reading.imports import Unit

MOST = 10**12
"""A larger count is a slip of the pen: all of Pinterest shows fewer Pins a year to any one account."""

_SPACES = dict.fromkeys(map(ord, " \t\u00a0\u202f\u2009\u2007'’\u066c"))
_PLAIN = re.compile(r"\d+")
_GROUPED = {",": re.compile(r"\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})*,\d{3}"), ".": re.compile(r"\d{1,3}(\.\d{3})+")}
_WHOLE = re.compile(r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+)[.,]0{1,2}|(?P<long>\d+)[.,]0+")
_FRACTION = re.compile(r"[\d.,]*\d[.,]\d+")
_SHORT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(k|m|mio|tsd|mil|b)\.?", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"(\d(?:[.,]\d+)?)e\+?(\d{1,2})", re.IGNORECASE)
_FACTORS = {"k": 1e3, "tsd": 1e3, "mil": 1e3, "m": 1e6, "mio": 1e6, "b": 1e9}


@dataclass(frozen=True, slots=True)
class Number:
    """One text read as a number: its value (None = none there), and what was odd about it (a note code or "")."""

    value: float | None
    odd: str = ""
    grouped_by: str = ""


def parse_count(text: str) -> Number:
    """A count as a file writes it. Counts are whole, so `1.234` is 1234.

    >>> parse_count("1.234").value, parse_count("1,234.00").value, parse_count("12.5").odd
    (1234.0, 1234.0, 'not_whole')
    """
    if text.isascii() and text.isdigit():
        value = float(text)
        return Number(value) if value <= MOST else Number(None, "too_large")
    text = unwrap(text)
    if is_blank(text):
        return Number(None)
    if is_spreadsheet_error(text):
        return Number(None, "spreadsheet_errors")
    text = text.translate(_SPACES).replace("\uff0c", ",").replace("\uff0e", ".").removeprefix("+")
    if (text.startswith("(") and text.endswith(")")) or text[:1] in "-−" or text.endswith("-"):
        inner = parse_count(text.strip("()-−"))
        if inner.value == 0:
            return Number(0.0)
        return Number(None, "negative") if inner.value is not None else Number(None, inner.odd or "not_a_number")
    return _parse_positive(text)


def _parse_positive(text: str) -> Number:
    if _PLAIN.fullmatch(text):
        return _bounded(float(text))
    for mark, pattern in _GROUPED.items():
        if pattern.fullmatch(text):
            return _bounded(float(text.replace(mark, "")), grouped_by=mark)
    if match := _WHOLE.fullmatch(text):
        digits = match["whole"] or match["long"]
        mark = next((m for m in ",." if m in digits), "")
        return _bounded(float(digits.replace(",", "").replace(".", "")), grouped_by=mark)
    if match := _SHORT.fullmatch(text):
        return _bounded(round(float(match[1].replace(",", ".")) * _FACTORS[match[2].lower()]), odd="abbreviated")
    if match := _SCIENTIFIC.fullmatch(text):
        value = float(match[1].replace(",", ".")) * 10 ** int(match[2])
        return _bounded(round(value), odd="scientific")
    return Number(None, "not_whole" if _FRACTION.fullmatch(text) else "not_a_number")


def _bounded(value: float, odd: str = "", grouped_by: str = "") -> Number:
    return Number(value, odd, grouped_by) if value <= MOST else Number(None, "too_large")


@dataclass(frozen=True, slots=True)
class Counts:
    """A column of counts: `values` (NaN = absent or unreadable) and the rows that were odd, by note code."""

    values: NDArray[np.float64]
    odd: dict[str, Mask] = field(default_factory=dict)
    mixed_marks: bool = False


def parse_counts(column: Coded, decimal_mark: str = "") -> Counts:
    """The column as counts; each distinct text is parsed once. `decimal_mark` is the mark that find_decimal_mark found in the table."""
    if not decimal_mark:
        return _numbers(column, parse_count)

    def parse(text: str) -> Number:
        plain = unwrap(text)
        if plain.count(decimal_mark) != 1 or not _GROUPED[decimal_mark].fullmatch(plain):
            return parse_count(text)
        value = float(plain.replace(decimal_mark, "."))
        return _bounded(value) if value.is_integer() else Number(None, "not_whole")

    return _numbers(column, parse)


def find_decimal_mark(columns: Sequence[Coded]) -> str:
    """The mark that parts decimals in a table's counts, where some cells can be nothing else (`1234.000`), or "".

    Then `977.000` beside them is 977; without such cells a mark before three digits parts thousands, since counts are whole.
    """
    return next((mark for mark in ".," if any(_parts_decimals(column, mark) for column in columns)), "")


def _parts_decimals(column: Coded, mark: str) -> bool:
    """Whether a fair part of the cells with the mark can only be decimals."""
    marked = [text for text in column.values if mark in text]
    if not marked:
        return False
    pattern = re.compile(rf"\d{{4,}}\{mark}\d+|\d+\{mark}\d{{1,2}}|\d+\{mark}\d{{4,}}")
    certain = sum(bool(pattern.fullmatch(unwrap(text))) for text in marked)
    return certain >= 0.2 * len(marked)


def _numbers(column: Coded, parse: Callable[[str], Number]) -> Counts:
    values, codes = column.values, column.codes
    if not len(values):
        return Counts(np.full(len(codes), np.nan))
    plain = [text.isdecimal() and len(text) <= 12 for text in values]
    numbers = np.array([float(text) if is_plain else np.nan for text, is_plain in zip(values, plain, strict=True)])
    parsed = {i: parse(values[i]) for i, is_plain in enumerate(plain) if not is_plain}
    odd: dict[str, Mask] = {}
    for i, number in parsed.items():
        numbers[i] = np.nan if number.value is None else number.value
        if number.odd:
            odd.setdefault(number.odd, np.zeros(len(values), dtype=bool))[i] = True
    rows = {code: flags[codes] for code, flags in odd.items()}
    marks = {number.grouped_by for number in parsed.values() if number.grouped_by}
    return Counts(numbers[codes], {code: mask for code, mask in rows.items() if mask.any()}, mixed_marks=len(marks) > 1)


def parse_decimal(text: str) -> Number:
    """A number that may have decimals (seconds, minutes, money, a share).

    >>> parse_decimal("1.234,50").value, parse_decimal("0.0123").value
    (1234.5, 0.0123)
    """
    text = unwrap(text)
    if is_blank(text):
        return Number(None)
    if is_spreadsheet_error(text):
        return Number(None, "spreadsheet_errors")
    text = text.translate(_SPACES)
    sign = -1.0 if text[:1] in "-−" or (text.startswith("(") and text.endswith(")")) else 1.0
    text = text.strip("()-−+$€£¥")
    if text.count(",") and text.count("."):
        thousands = "," if text.rfind(",") < text.rfind(".") else "."
        text = text.replace(thousands, "")
    elif text.count(",") > 1:
        text = text.replace(",", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"\d*\.?\d+(e[+-]?\d+)?|\d+\.", text, re.IGNORECASE):
        return Number(None, "not_a_number")
    return Number(sign * float(text))


def parse_decimals(column: Coded) -> Counts:
    """The column as numbers that may have decimals."""
    return _numbers(column, parse_decimal)


def parse_rates(column: Coded, unit: Unit | None) -> Counts | None:
    """The column as shares 0..1, or None when its unit cannot be told (FORMATS: ask).

    With `%` in the cells the unit is percent. Without it, values of at most 1 are fractions.
    """
    texts = [t for t in column.values if not is_blank(t)]
    with_sign = [t for t in texts if "%" in t or "٪" in t]
    if with_sign and len(with_sign) < len(texts):
        return None if unit is None else _shares(column, unit)
    if with_sign:
        return _shares(column, "percent")
    plain = [parse_decimal(t).value for t in texts]
    if unit is None and any(v is not None and v > 1 for v in plain):
        return None
    return _shares(column, unit or "fraction")


def _shares(column: Coded, unit: Unit) -> Counts:
    scale = 100.0 if unit == "percent" else 1.0

    def share(text: str) -> Number:
        number = parse_decimal(text.replace("%", "").replace("٪", ""))
        if number.value is None:
            return number
        value = number.value / (100.0 if "%" in text else scale)
        return Number(value) if 0 <= value <= 1 else Number(None, "not_a_number")

    return _numbers(column, share)
