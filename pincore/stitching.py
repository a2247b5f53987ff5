"""Several frames of one layout into one, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pincore.layouts import completed, day_numbers, day_span, empty_frame, seconds

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NOTHING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Stitched:
    """One frame of all, and how many cells held another number in a file that gave way."""

    frame: pd.DataFrame
    revised: int = 0


def stitch_rows(name: str, frames: Sequence[pd.DataFrame], keys: Sequence[str]) -> Stitched:
    """Rows of equal keys as one row each; `frames` come in rising precedence.

    Within a row every cell is decided alone: a verified number wins over an estimate, then the later frame of
    the sequence; a missing cell never overwrites a number. One frame alone comes back as it is.
    """
    parts = [completed(name, frame) for frame in frames if len(frame)]
    if not parts:
        return Stitched(empty_frame(name))
    if len(parts) == 1:
        return Stitched(parts[0])
    joined = joined_rows(parts)
    ranks = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return _merged(joined, _codes(joined, keys), ranks)


def stitch_pins(frames: Sequence[pd.DataFrame]) -> Stitched:
    """Pin rows of all frames (in rising precedence) with every (Pin, window, content type) once.

    Days and longer windows never meet, so they are stitched apart; files whose days do not overlap are only
    joined. A single frame comes back as it is.
    """
    parts = [completed("pins", frame) for frame in frames if len(frame)]
    if not parts:
        return Stitched(empty_frame("pins"))
    if len(parts) == 1:
        return Stitched(parts[0])
    daily, windows = [], []
    for part in parts:
        one_day = seconds(part["start"]) == seconds(part["end"])
        if one_day.all():
            daily.append(part)
        else:
            windows.append(part[~one_day])
            if one_day.any():
                daily.append(part[one_day])
    stitched = [_stitch_pin_rows(daily, _disjoint(daily)), _stitch_pin_rows(windows, False)]
    kept = [s.frame for s in stitched if len(s.frame)]
    return Stitched(kept[0] if len(kept) == 1 else joined_rows(kept), sum(s.revised for s in stitched))


def _stitch_pin_rows(parts: Sequence[pd.DataFrame], disjoint: bool) -> Stitched:
    if not parts:
        return Stitched(empty_frame("pins"))
    if len(parts) == 1:
        return Stitched(parts[0])
    joined = joined_rows(parts)
    if disjoint:
        return Stitched(joined)
    ranks = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    windows = _codes(joined, ("pin", "start", "end"))
    codes, whole = _split_by_kind(joined, windows, ranks)
    stitched = _merged(joined, codes, ranks)
    return Stitched(_without_doubles(stitched.frame), stitched.revised) if whole else stitched


def _disjoint(parts: Sequence[pd.DataFrame]) -> bool:
    spans = sorted(day_span(part) for part in parts)
    return all(before[1] < after[0] for before, after in pairwise(spans))


def joined_rows(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all frames below each other; categories are united, a column that a frame lacks is missing there."""
    found = [dict(part.items()) for part in parts]
    sizes = [len(part) for part in parts]
    return pd.DataFrame({column: _joined_column([part.get(column) for part in found], sizes) for column in dict.fromkeys(chain.from_iterable(found))})


def _joined_column(found: Sequence[pd.Series | None], sizes: Sequence[int]) -> object:
    """A column of all frames below each other; None where a frame lacks it."""
    present = [values for values in found if values is not None]
    if any(isinstance(values.dtype, pd.CategoricalDtype) for values in present):
        return _joined_categories(found, sizes)
    if all(values.dtype == np.float64 for values in present):
        return np.concatenate([np.full(size, np.nan) if values is None else values.to_numpy() for values, size in zip(found, sizes, strict=True)])
    if len(present) == len(found):
        return pd.concat(present, ignore_index=True)
    filled = [pd.Series([None] * size, dtype="object") if values is None else values for values, size in zip(found, sizes, strict=True)]
    return pd.concat(filled, ignore_index=True).infer_objects()


def _joined_categories(found: Sequence[pd.Series | None], sizes: Sequence[int]) -> pd.Categorical:
    known: dict[object, int] = {}
    codes = []
    for column, size in zip(found, sizes, strict=True):
        if column is None:
            codes.append(np.full(size, NOTHING, dtype=np.int64))
            continue
        values = column.astype("category").cat
        places = np.array([known.setdefault(c, len(known)) for c in values.categories] + [NOTHING], dtype=np.int64)
        codes.append(places[values.codes.to_numpy()])
    return pd.Categorical.from_codes(np.concatenate(codes), categories=pd.Index(list(known), dtype="str"))


def _codes(frame: pd.DataFrame, keys: Sequence[str]) -> Ints:
    codes = np.zeros(len(frame), dtype=np.int64)
    for key in keys:
        column = frame[key]
        if isinstance(column.dtype, pd.CategoricalDtype):
            own, size = column.cat.codes.to_numpy().astype(np.int64), len(column.cat.categories)
        elif key in ("start", "end", "day"):
            numbers = day_numbers(column)
            low = int(numbers.min())
            own, size = numbers - low, int(numbers.max()) - low + 1
        else:
            found, values = pd.factorize(column)
            own, size = found.astype(np.int64), len(values)
        codes = codes * (size + 1) + own + 1
    return codes


def _split_by_kind(frame: pd.DataFrame, windows: Ints, ranks: Ints) -> tuple[Ints, bool]:
    """Codes that keep organic and paid rows of one Pin and window apart, and whether undivided rows stand beside them.

    Where only one content type is known for a window, it is a detail of the row and not a part of it.
    """
    kinds = _kinds(frame, windows, ranks)
    known = kinds >= 0
    if not known.any():
        return windows, False
    _, groups = np.unique(windows, return_inverse=True)
    lowest = np.full(int(groups.max()) + 1, np.iinfo(np.int64).max)
    highest = np.full(int(groups.max()) + 1, NOTHING, dtype=np.int64)
    np.minimum.at(lowest, groups[known], kinds[known])
    np.maximum.at(highest, groups[known], kinds[known])
    divided = (highest > lowest)[groups]
    codes = groups.astype(np.int64) * (int(kinds.max()) + 2) + np.where(divided, kinds + 1, 0)
    return codes, bool((divided & ~known).any())


def _kinds(frame: pd.DataFrame, windows: Ints, ranks: Ints) -> Ints:
    """A number for the content type of each row, -1 when unknown; with the source, where a file divides its rows by that."""
    kinds = _category_codes(frame, "content_type")
    source = _category_codes(frame, "source")
    rows = pd.DataFrame({"window": windows, "kind": kinds, "rank": ranks})
    if (source < 0).all() or not rows.duplicated().any():
        return kinds
    return np.where((kinds >= 0) | (source >= 0), (kinds + 1) * (int(source.max()) + 2) + source + 1, NOTHING)


def _category_codes(frame: pd.DataFrame, column: str) -> Ints:
    if column not in frame.columns:
        return np.full(len(frame), NOTHING, dtype=np.int64)
    return np.asarray(frame[column].astype("category").cat.codes, dtype=np.int64)


def _without_doubles(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without what an undivided row says again about a Pin and window that is known by content type."""
    windows = _codes(frame, ("pin", "start", "end"))
    _, groups = np.unique(windows, return_inverse=True)
    known = np.zeros(len(frame), dtype=bool)
    for column in ("content_type", "source"):
        known |= _category_codes(frame, column) >= 0
    size = int(groups.max()) + 1
    left = np.zeros(len(frame), dtype=bool)
    columns = _number_columns(frame)
    frame = frame.copy()
    beside = (np.bincount(groups[known], minlength=size) > 1)[groups] & ~known
    for column in columns:
        values = frame[column].to_numpy(copy=True)
        there = ~np.isnan(values)
        elsewhere = (np.bincount(groups[known & there], minlength=size) > 0)[groups]
        values[beside & elsewhere] = np.nan
        frame[column] = values
        left |= ~np.isnan(values)
    return frame[left | ~beside].reset_index(drop=True)


def _number_columns(frame: pd.DataFrame) -> list[str]:
    return [column for column in frame.columns if frame[column].dtype == np.float64]


def _merged(frame: pd.DataFrame, codes: Ints, ranks: Ints) -> Stitched:
    estimated = frame["estimated"].to_numpy(dtype=bool) if "estimated" in frame.columns else np.zeros(len(frame), dtype=bool)
    order = np.lexsort((ranks, ~estimated, codes))
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    if len(starts) == len(frame):
        return Stitched(frame)
    sizes = np.diff(np.r_[starts, len(frame)])
    from_estimate = np.zeros(len(starts), dtype=bool)
    numbers, revised = _number_columns(frame), 0
    cells: dict[str, object] = {}
    for column in frame.columns:
        if column == "estimated":
            cells[column] = from_estimate
            continue
        values = frame[column].iloc[order]
        last = _last_known(values.notna().to_numpy(), starts)
        cells[column] = _picked(values, last)
        if column in numbers:
            there = last >= 0
            from_estimate |= there & estimated[order][np.maximum(last, 0)]
            revised += _differing(values.to_numpy(), np.repeat(np.asarray(cells[column]), sizes))
    if not numbers:
        from_estimate |= np.logical_and.reduceat(estimated[order], starts)
    return Stitched(pd.DataFrame(cells), revised)


def _last_known(there: Bools, starts: Ints) -> Ints:
    places = np.where(there, np.arange(len(there)), NOTHING)
    return np.asarray(np.maximum.reduceat(places, starts), dtype=np.int64)


def _picked(values: pd.Series, last: Ints) -> object:
    if values.dtype == np.float64:
        return np.where(last >= 0, values.to_numpy()[np.maximum(last, 0)], np.nan)
    picked = values.iloc[np.maximum(last, 0)].reset_index(drop=True)
    return picked if (last >= 0).all() else picked.where(last >= 0)


def _differing(values: NDArray[np.float64], kept: NDArray[np.float64]) -> int:
    return int(np.count_nonzero(~np.isnan(values) & (values != kept)))
