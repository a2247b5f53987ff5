"""What reading and stitching assumed, skipped or repaired."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on a file or on the whole history.

    `code` is a row of NOTES (words.py). `row` is the first physical row meant, the header's row counted
    from 1, or None. `says` is a whole sentence; `remedy` a whole sentence or empty.
    """

    code: str
    level: Level
    says: str
    row: int | None = None
    remedy: str = ""


def name_rows(rows: Iterable[int], most: int = 10) -> str:
    """Row numbers in words, the first ten of them.

    >>> name_rows([7])
    'row 7'
    >>> name_rows(range(2, 20))
    'rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more'
    """
    numbers = sorted(rows)
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    shown = ", ".join(str(n) for n in numbers[:most])
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    return f"rows {shown}{more}"
