"""Key columns of each frame, and frames that hold nothing."""

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
    lacking = {key: dtype for key, dtype in KEYS[name] if key not in frame.columns}
    if not lacking:
        return frame
    frame = frame.copy(deep=False)
    for key, dtype in lacking.items():
        if key == "estimated":
            frame[key] = False
        elif key == "end":
            frame[key] = frame["start"]
        else:
            frame[key] = pd.Series(pd.NA if dtype == "str" else np.nan, index=frame.index).astype(dtype)
    return frame


def day_numbers(days: pd.Series) -> NDArray[np.int64]:
    """Days since 1970-01-01, in the order of the column; a missing day is the smallest integer."""
    return np.asarray(days.to_numpy().astype("datetime64[D]").astype(np.int64))
