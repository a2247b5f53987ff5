"""Cells: columns of texts as codes into their distinct values, and what a cell without a value looks like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

BLANKS = frozenset({"", "-", "–", "—", "n/a", "na", "null", "none", "nan", "(blank)", "(not set)", "not available", "k.a.", "s.o.", "n/d", "n.d."})
SPREADSHEET_ERRORS = frozenset({"#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#error!", "#bezug!", "#wert!", "#nv", "#spill!"})


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
        return spread(flags, self)

    def taken(self, keep: Mask) -> "Coded":
        return Coded(self.codes[keep], self.values)


def spread(flags: Mask, column: Coded) -> Mask:
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


def unwrap(text: str) -> str:
    """The text without the marks that spreadsheets put around values, and without characters that cannot be seen.

    >>> unwrap(' ="0123" '), unwrap("'45"), unwrap('"7"'), unwrap("1\\u200b23")
    ('0123', '45', '7', '123')
    """
    if not text.isascii():
        text = "".join(c for c in text if category(c) != "Cf")
    text = text.strip()
    if text.startswith("="):
        text = text[1:]
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    return text.removeprefix("'").strip()
