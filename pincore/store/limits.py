"""How much may be kept."""

import unicodedata

from pincore.lengths import MOST_NAME, MOST_NOTE
from pincore.store.faults import StoreError
from pincore.wording import describe_number

MOST_WORKSPACES = 200
MOST_UPLOADS = 2_000
MOST_BYTES = 500 * 2**20
MOST_EXPERIMENTS = 2_000
MOST_SHARES = 200
MOST_COMMENTS = 5_000
MOST_SETTINGS = 2 * 2**20


def require_at_most(most: int, found: int, what: str, remedy: str) -> None:
    """Raises StoreError when more would be kept than may be."""
    if found > most:
        raise StoreError(
            "store_limit",
            f"A workspace keeps at most {describe_number(float(most))} {what}; this would make {describe_number(float(found))}.",
            remedy,
        )


def plain_line(text: str, most: int = MOST_NAME) -> str:
    """A text on one line, without letters that no database or screen can hold, cut to so many letters; "" when none of it can be seen.

    >>> plain_line(" Anna\\x00's \\n shop "), plain_line("10\\xa0000"), plain_line("\\u200d\\u3164")
    ("Anna's shop", '10 000', '')
    """
    return " ".join(_seen(text).split())[:most]


def plain_text(text: str, most: int = MOST_NOTE) -> str:
    """A text with its lines, likewise."""
    return _seen(text).strip()[:most]


_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters that are drawn as nothing."""
_JOINERS = "\u200c\u200d"
_PICTURES = range(0x1F000, 0x1FB00)
"""Where the emoji are, also those that came after Python's tables of letters."""
_MOST_MARKS = 4


def _seen(text: str) -> str:
    """The text as it can be seen: every kind of space is one, what steers how others are shown is left out."""
    kept: list[str] = []
    marks, seen = 0, False
    for letter in text.replace("\r\n", "\n").translate(_BREAKS):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if letter in "\n\t" or letter in _JOINERS:
            kept.append(letter)
        elif kind == "Zs" or letter in _BLANK:
            kept.append(" ")
        elif marks <= _MOST_MARKS and (kind[0] != "C" or ord(letter) in _PICTURES):
            kept.append(letter)
            seen = True
    return "".join(kept) if seen else ""
