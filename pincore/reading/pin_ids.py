"""Texts to Pin ids, which stay text."""

import re
from dataclasses import dataclass

import numpy as np

from pincore.reading.cells import Coded, Mask, is_blank, is_spreadsheet_error, spread, unwrap

_PIN_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)*pinterest\.[\w.]+/pin/(?:[^/?#]*--)?(\d+)/?(?:[?#].*)?", re.IGNORECASE)
_MANGLED = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ids:
    """A column of Pin ids: text a distinct value ("" = none there), the rows that a spreadsheet damaged, the rows without one.

    `rounded` says that more long ids end in 000 than chance allows: a spreadsheet kept only 15 digits.
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
    addresses = False
    for i in others:
        if is_blank(ids[i]):
            flags["absent"][i] = True
        elif "/" in ids[i]:  # an address that is not a Pin's
            flags["odd"][i] = addresses = True
        elif _MANGLED.fullmatch(ids[i]):
            flags["mangled"][i] = True
        else:
            flags["odd"][i] = True
    words = int(flags["odd"].sum())
    if not addresses and words > len(ids) - len(others) and (len(ids) - len(others)) * 4 <= len(ids):
        flags["odd"] = np.array([is_spreadsheet_error(i) for i in ids])
    long_ids = {text for text, is_number in zip(ids, numeric, strict=True) if is_number and len(text) >= 16}
    ending = sum(text.endswith("000") for text in long_ids)  # one id in a thousand does by chance
    rounded = ending >= 2 and ending > 0.02 * len(long_ids)
    return Ids(ids, spread(flags["mangled"], column), spread(flags["absent"], column), spread(flags["odd"], column), rounded)
