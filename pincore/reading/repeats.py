"""Rows of a table that say something twice: parts and their sum, copies, contradictions."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pincore.columns import BY_KEY
from pincore.errors import ReadingError
from pincore.reading.cells import Coded, Mask
from pincore.reading.days import Days
from pincore.reading.rows import Ledger


def traffic_word(text: str) -> str:
    """Organic or paid, or whose Pin it was, as one word."""
    word = text.strip().strip(".").casefold()
    known = {
        "from you": "yours",
        "your pins": "yours",
        "not from you": "others",
        "from you, not from you": "both",
        "promoted": "paid",
        "ad": "paid",
        "ads": "paid",
    }
    return known.get(word, word)


def leave_sums(ledger: Ledger, column: Coded, values: dict[str, NDArray[np.float64]]) -> None:
    """Leaves out the rows of a part (All, Total) whose counts are the sums of the other parts' counts."""
    words = [traffic_word(text) for text in column.values]
    parts = sorted(set(words))
    if len(parts) < 2 or set(parts) <= {"organic", "paid"}:
        return
    codes = np.array([parts.index(word) for word in words], dtype=np.int64)[column.codes]
    counted = [np.nan_to_num(v) for k, v in values.items() if BY_KEY[k].role == "count"]
    sums = np.array([np.bincount(codes[ledger.keep], weights=v[ledger.keep], minlength=len(parts)) for v in counted])
    for place, part in enumerate(parts):
        others = sums.sum(axis=1) - sums[:, place]
        if sums[:, place].any() and np.array_equal(sums[:, place], others) and part not in ("organic", "paid"):
            ledger.leave_out("sum_of_parts", codes == place)
            return
    unknown = [part for part in parts if part not in ("organic", "paid", "yours", "others", "both")]
    if unknown and {"organic", "paid"} & set(parts):
        raise ReadingError("rows_split", f"The rows are split by {', '.join(parts[:6])}, and Pincore cannot tell which of them overlap.",
                           "Export organic and paid alone, or without that breakdown.")  # fmt: skip


def few_totals(rows: Mask, days: Days | None) -> Mask:
    """The rows without a subject, when they are few enough to be totals: one a day (or, without days, a fifth of all); else none of them.

    More of them are damage: merged cells, of which only the first keeps its text.
    """
    most = max(3, len(rows) // 5) if days is None else len(np.unique(days.values[rows])) if rows.any() else 0
    return rows if int(rows.sum()) <= most else np.zeros(len(rows), dtype=bool)


def leave_total(ledger: Ledger, values: dict[str, NDArray[np.float64]]) -> None:
    """Leaves out the row of a table without days whose every count is the sum of all the other rows' counts."""
    counted = [np.where(ledger.keep, np.nan_to_num(v), 0.0) for k, v in values.items() if BY_KEY[k].role == "count"]
    counted = [v for v in counted if v.any()]
    if int(ledger.keep.sum()) > 3 and (len(counted) > 1 or int(ledger.keep.sum()) > 10):
        ledger.leave_out("totals_row", np.logical_and.reduce([2 * v == v.sum() for v in counted]))


def drop_repeats(
    ledger: Ledger, listed: str, days: Days | None, pins: Coded | None, coded: dict[str, Coded], values: dict[str, NDArray[np.float64]]
) -> None:
    """Leaves rows out that say the same twice, and the earlier of two that contradict each other; a blank contradicts nothing.

    `listed` are the columns found. Raises ReadingError when the rows are split by something unknown.
    """
    rows = np.flatnonzero(ledger.keep)
    parts = [pins, *(coded[k] for k in ("content_type", "source") if k in coded)]
    kept = _keys([part for part in parts if part is not None], days, rows)
    if _all_differ(kept):
        return
    order = np.lexsort((rows, kept))
    same_as_next = kept[order][:-1] == kept[order][1:]
    earlier, later = rows[order[:-1][same_as_next]], rows[order[1:][same_as_next]]
    alike = np.ones(len(earlier), dtype=bool)
    fuller = np.zeros(len(earlier), dtype=np.int64)
    for numbers_of in values.values():
        a, b = numbers_of[earlier], numbers_of[later]
        alike &= (a == b) | np.isnan(a) | np.isnan(b)
        fuller += np.isnan(a).astype(np.int64) - np.isnan(b)
    if ledger.body.n and (~alike).sum() > 0.2 * len(rows):
        raise _split_rows(len(earlier[~alike]), listed, pins)
    _leave(ledger, "same_twice", np.where(fuller > 0, earlier, later)[alike])
    _leave(ledger, "conflicting_rows", earlier[~alike])


def _keys(parts: Sequence[Coded], days: Days | None, rows: NDArray[np.intp]) -> NDArray[Any]:
    """A number for each of the rows: the same where subject, traffic and day are the same. In 32 bits where they fit, which is twice as fast."""
    numbers = None if days is None else _taken(days.values.view(np.int64), rows)
    first, last = (0, 0) if numbers is None or not len(numbers) else (int(numbers.min()), int(numbers.max()))
    sizes = [max(1, len(part.values)) for part in parts]
    found: NDArray[Any] = np.zeros(len(rows), dtype=np.int32 if prod(sizes, start=last - first + 1) < 2**31 else np.int64)
    for size, part in zip(sizes, parts, strict=True):
        found *= size
        found += _taken(part.codes, rows)
    if numbers is not None:
        found *= last - first + 1
        found += (numbers - first).astype(found.dtype)
    return found


def _taken(values: NDArray[Any], rows: NDArray[np.intp]) -> NDArray[Any]:
    """The values of these rows, which may be all."""
    return values if len(rows) == len(values) else values[rows]


def _split_rows(times: int, listed: str, pins: Coded | None) -> ReadingError:
    subject = "Pin and day" if pins is not None else "day"
    return ReadingError(
        "rows_split",
        f"{times:,} times the same {subject} stands in several rows with different numbers, so the rows are split by something "
        f"that Pincore does not know. Columns found: {listed}.",
        "Export it without that breakdown, one row for each.",
    )


def _leave(ledger: Ledger, code: str, rows: NDArray[np.intp]) -> None:
    mask = np.zeros(ledger.body.n, dtype=bool)
    mask[rows] = True
    ledger.leave_out(code, mask)


def _all_differ(keys: NDArray[Any]) -> bool:
    if not len(keys):
        return True
    first = int(keys.min())
    spread = int(keys.max()) - first + 1
    if spread <= 8 * len(keys) + 1024:
        seen = np.zeros(spread, dtype=bool)
        seen[keys - first] = True
        return int(np.count_nonzero(seen)) == len(keys)
    return len(np.unique(keys)) == len(keys)
