"""Tables as bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_table(path: Path, rows: Iterable[Sequence[object]], end: str = "\r\n", before: str = "") -> None:
    """Rows as CSV, byte for byte the same on every system."""
    text = io.StringIO()
    text.write(before)
    csv.writer(text, lineterminator=end).writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8"))
