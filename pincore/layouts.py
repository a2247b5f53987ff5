"""Key columns of each frame, and frames that hold nothing."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DAY = "datetime64[s]"
KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "account": (("start", DAY), ("end", DAY), ("estimated", "bool")),
    "boards": (("board", "str"), ("start", DAY), ("end", DAY), ("estimated", "bool")),
    "pins": (("pin", "category"), ("start", DAY), ("end", DAY), ("estimated", "bool")),
    "details": (("pin", "str"), ("title", "str"), ("link", "str"), ("board", "str"), ("format", "str"), ("created", DAY), ("image", "str")),
    "site": (("day", DAY),),
    "audience": (("audience", "str"), ("day", DAY), ("aggregation", "str"), ("dimension", "str"), ("item", "str"), ("value", "float64")),
}

EPOCH = 719163
"""The ordinal of 1970-01-01: `date.toordinal() - EPOCH` is the day's number."""


def empty_frame(name: str) -> pd.DataFrame:
    """A frame of that name without rows, with its key columns."""
    return pd.DataFrame({key: pd.Series(dtype=dtype) for key, dtype in KEYS[name]})


def completed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every key column of its layout; the same object when nothing is missing."""
    lacking = [key for key, _ in KEYS[name] if key not in frame.columns]
    if not lacking:
        return frame
    frame = frame.copy(deep=False)
    for key in lacking:
        if key == "estimated":
            frame[key] = False
        elif key == "end":
            frame[key] = frame["start"]
        else:
            frame[key] = pd.Series(index=frame.index, dtype=dict(KEYS[name])[key])
    return frame


def used_categories(column: pd.Series) -> pd.Index:
    """The categories that rows of a categorical column have, in their order."""
    codes = column.cat.codes.to_numpy().astype(np.int64)
    return column.cat.categories[np.flatnonzero(np.bincount(codes + 1)[1:])]


def day_numbers(days: pd.Series) -> NDArray[np.int64]:
    """Days since 1970-01-01, in the order of the column; a missing day is the smallest integer."""
    return seconds(days) // 86400


def seconds(days: pd.Series) -> NDArray[np.int64]:
    """Seconds since 1970-01-01, without a copy where the column is of that unit."""
    return np.asarray(days.to_numpy().astype(DAY, copy=False).view(np.int64))


def all_one_day(frame: pd.DataFrame) -> bool:
    """Whether every row spans a single day."""
    return bool((seconds(frame["start"]) == seconds(frame["end"])).all())


def day_span(frame: pd.DataFrame) -> tuple[date, date]:
    """The first start and the last end of a frame that has rows."""
    first, last = int(seconds(frame["start"]).min()), int(seconds(frame["end"]).max())
    return date.fromordinal(first // 86400 + EPOCH), date.fromordinal(last // 86400 + EPOCH)
