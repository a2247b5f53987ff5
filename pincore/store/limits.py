"""How much may be kept."""

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
    """A text on one line, without letters that no database or screen can hold, cut to so many letters.

    >>> plain_line(" Anna\\x00's \\n shop ")
    "Anna's shop"
    """
    return " ".join(_holdable(text).split())[:most]


def plain_text(text: str, most: int = MOST_NOTE) -> str:
    """A text with its lines, likewise."""
    return _holdable(text).strip()[:most]


def _holdable(text: str) -> str:
    kept = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t ")
    return kept.encode("utf-8", "ignore").decode()
