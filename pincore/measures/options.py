"""What a view can be narrowed to."""

import pandas as pd

from pincore.facts import History
from pincore.layouts import used_categories
from pincore.links import board_key


def options(history: History) -> dict[str, tuple[str, ...]]:
    """The boards, formats, sources and content types that can be chosen, each in order; empty where the files tell none."""
    if ("options",) not in history.memo:
        history.memo["options",] = {
            "board": tuple(sorted(board_names(history).values(), key=str.casefold)),
            "format": tuple(_texts(history.details, "format")),
            "source": tuple(_texts(history.pins, "source")),
            "content_type": tuple(_texts(history.pins, "content_type")),
        }
    return dict(history.memo["options",])


def board_names(history: History) -> dict[str, str]:
    """The name of every board by its key: as the Pins' tables write it, since Pinterest's own exports tell only the address."""
    found: dict[str, str] = {}
    for frame in (history.details, history.boards):
        for board in _texts(frame, "board"):
            found.setdefault(board_key(board), board)
    return found


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    if column not in frame.columns or not len(frame):
        return []
    values = frame[column]
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = used_categories(values).to_series()
    return sorted({str(value) for value in values.dropna().unique()}, key=str.casefold)
