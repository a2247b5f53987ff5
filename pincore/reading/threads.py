"""Work of numpy, Arrow and hashlib side by side: they leave the interpreter's lock while they count."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")
WORKERS = min(4, os.cpu_count() or 1)
"""More would only wait for the memory."""


def side_by_side(work: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """What the work gives for each item, in their order."""
    if WORKERS == 1 or len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, items))
