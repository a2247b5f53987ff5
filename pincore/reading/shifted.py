"""Rows whose cells stand one place too far right: a comma inside a number parted it in two."""

import re
from collections.abc import Sequence
from itertools import pairwise

_HEAD, _TAIL = re.compile(r"\s*\d{1,3}\s*"), re.compile(r"\s*\d{3}\s*")


def parts_number(cells: Sequence[str]) -> bool:
    """Whether two neighbours look like one number with a thousands separator, and the last cell is empty.

    >>> parts_number(["2026-08-01", "4", "709", "30", ""]), parts_number(["2026-08-01", "4709", "30", ""])
    (True, False)
    """
    return not cells[-1].strip() and any(_HEAD.fullmatch(a) and _TAIL.fullmatch(b) for a, b in pairwise(cells))


def are_shifted(width: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether the rows that are wider than the header, with nothing in the last cell, are so because a comma inside a number parts it.

    Rows that merely end in a delimiter look alike, but do so in every row, and no number in them begins with a 0.
    """
    wide = [cells for cells in below if len(cells) > width]
    if not wide or not all(parts_number(cells) for cells in wide):
        return False
    return len(wide) < len(below) or any(re.fullmatch(r"\s*0\d\d\s*", cell) for cells in wide for cell in cells)
