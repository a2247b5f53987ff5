"""Cells: texts to days, counts, shares and Pin ids, decided on whole columns and parsed once a distinct text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pincore.columns import normalise
from pincore.reading.imports import DateOrder, Unit

Mask = NDArray[np.bool_]

BLANKS = frozenset({"", "-", "–", "—", "n/a", "na", "null", "none", "nan", "(blank)", "(not set)", "not available", "k.a.", "s.o.", "n/d", "n.d."})
SPREADSHEET_ERRORS = frozenset({"#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#error!", "#bezug!", "#wert!", "#nv", "#spill!"})
FIRST_DAY = np.datetime64("2009-01-01")
LAST_DAY = np.datetime64("2100-01-01")
MOST = 10**12
"""A larger count is a slip of the pen: all of Pinterest shows fewer Pins a year to any one account."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts as codes into its distinct `values`."""

    codes: NDArray[np.int32]
    values: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    @staticmethod
    def of(texts: Sequence[str]) -> "Coded":
        seen: dict[str, int] = {}
        codes = np.fromiter((seen.setdefault(t, len(seen)) for t in texts), dtype=np.int32, count=len(texts))
        return Coded(codes, list(seen))

    def rows_of(self, wanted: Callable[[str], bool]) -> Mask:
        """The rows whose text is wanted."""
        flags = np.fromiter((wanted(v) for v in self.values), dtype=bool, count=len(self.values))
        return _spread(flags, self)

    def taken(self, keep: Mask) -> "Coded":
        return Coded(self.codes[keep], self.values)


def _spread(flags: Mask, column: Coded) -> Mask:
    """Flags of distinct values as flags of rows."""
    return flags[column.codes] if flags.any() else np.zeros(len(column.codes), dtype=bool)


def is_blank(text: str) -> bool:
    """Whether a cell says that it holds no number or day.

    >>> is_blank(" N/A "), is_blank("0")
    (True, False)
    """
    return text.strip().casefold() in BLANKS


def is_spreadsheet_error(text: str) -> bool:
    return text.strip().casefold() in SPREADSHEET_ERRORS


# Counts -------------------------------------------------------------------------------------------------------------

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


def unwrap(text: str) -> str:
    """The text without the marks that spreadsheets put around values.

    >>> unwrap(' ="0123" '), unwrap("'45"), unwrap('"7"')
    ('0123', '45', '7')
    """
    text = text.strip()
    if text.startswith("="):
        text = text[1:]
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    return text.removeprefix("'").strip()


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


def parse_counts(column: Coded) -> Counts:
    """The column as counts; each distinct text is parsed once."""
    return _numbers(column, parse_count)


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


# Days ---------------------------------------------------------------------------------------------------------------

_YMD = re.compile(r"(\d{4})[-/.年년]\s?(\d{1,2})[-/.月월]\s?(\d{1,2})[日일]?\.?(?:[T ,].*)?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?(?:[T ,].*)?")
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
    if numeric and order is None:
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
    return Days(days[column.codes], _spread(bad, column), _spread(blank, column), ambiguous, conflict, order if numeric else None)


# Pin ids ------------------------------------------------------------------------------------------------------------

_PIN_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)*pinterest\.[\w.]+/pin/(?:[^/?#]*--)?(\d+)/?(?:[?#].*)?", re.IGNORECASE)
_MANGLED = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ids:
    """A column of Pin ids: text a distinct value ("" = none there), the rows that a spreadsheet damaged, the rows without one.

    `rounded` says that every long id ends in 000: a spreadsheet kept only 15 digits.
    """

    ids: list[str]
    mangled: Mask
    absent: Mask
    odd: Mask
    rounded: bool


def parse_pin_id(text: str) -> str:
    """The Pin's id in a cell, from a number or an address.

    >>> parse_pin_id("https://www.pinterest.com/pin/900719925475433012/"), parse_pin_id('="000123"')
    ('900719925475433012', '000123')
    """
    text = unwrap(text)
    if text.isascii() and text.isdigit():
        return text
    if match := _PIN_URL.fullmatch(text):
        return match[1]
    return text.removesuffix(".0") if re.fullmatch(r"\d+\.0", text) else text


def parse_ids(column: Coded) -> Ids:
    """The column as Pin ids, kept as text."""
    ids = [text if text.isdecimal() else parse_pin_id(text) for text in column.values]
    numeric = [text.isdecimal() for text in ids]
    others = [i for i, is_number in enumerate(numeric) if not is_number]
    flags = {name: np.zeros(max(1, len(ids)), dtype=bool) for name in ("mangled", "absent", "odd")}
    for i in others:
        if is_blank(ids[i]):
            flags["absent"][i] = True
        elif _MANGLED.fullmatch(ids[i]):
            flags["mangled"][i] = True
        else:
            flags["odd"][i] = True
    words = int(flags["odd"].sum())
    if words > len(ids) - len(others) and (len(ids) - len(others)) * 4 <= len(ids):
        flags["odd"] = np.array([is_spreadsheet_error(i) for i in ids])
    long_ids = {text for text, is_number in zip(ids, numeric, strict=True) if is_number and len(text) >= 16}
    rounded = len(long_ids) >= 2 and all(text.endswith("000") for text in long_ids)
    return Ids(ids, _spread(flags["mangled"], column), _spread(flags["absent"], column), _spread(flags["odd"], column), rounded)
