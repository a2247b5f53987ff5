"""Frames as Parquet files that any tool reads, and back from a file that anybody may have made.

Only the frames of docs/data-model.md pass, with their columns in their types; what a file would unfold to is known before it is unfolded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pincore.columns import COLUMNS
from pincore.store.parquet_look import Look, LookError, look_at

MOST_UNFOLDED = 2 * 2**30
SAFE_UNFOLDED = 64 * 2**20
DENSEST = 60
"""What unfolds to more than SAFE_UNFOLDED and to more than so many times its packed size is taken for a bomb."""
FIRST_DAY, LAST_DAY = np.datetime64("1900-01-01"), np.datetime64("2200-01-01")

_NUMBERS = dict.fromkeys((column.key for column in COLUMNS if column.role in ("count", "time", "rate", "audience")), "number")
_SPAN = {"start": "day", "end": "day"}
_COUNTED = {**_SPAN, **_NUMBERS, "estimated": "truth"}
_SITE = (
    "sessions", "engaged_sessions", "visitors", "pageviews", "entrances", "key_events", "orders", "items", "amount", "refunded", "signups", "clicks",
    "commission",
)  # fmt: skip
_SITE_TEXTS = ("origin", "source", "medium", "campaign", "content", "term", "channel", "page", "label", "segment", "currency", "status", "order")
FRAMES: Mapping[str, Mapping[str, str]] = {
    "account": _COUNTED,
    "boards": {"board": "text", **_COUNTED, "url": "text"},
    "pins": {"pin": "category", **_COUNTED, "content_type": "category", "source": "category"},
    "details": dict.fromkeys(("pin", "title", "link", "board", "format", "image"), "text") | {"created": "day"},
    "site": {**dict.fromkeys(_SITE_TEXTS, "text"), "day": "day", **_SPAN, **dict.fromkeys(_SITE, "number")},
    "audience": {**dict.fromkeys(("audience", "aggregation", "dimension", "item"), "text"), "day": "day", "value": "number"},
}
"""The frames with their columns, and of what sort each is."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "account": ("start", "end", "estimated"),
    "boards": ("board", "start", "end", "estimated"),
    "pins": ("pin", "start", "end", "estimated"),
    "details": ("pin",),
    "site": ("origin", "day", "start", "end"),
    "audience": ("audience", "day", "aggregation", "dimension", "item", "value"),
}
_ALWAYS_KNOWN = ("account", "boards", "pins")
"""Of these, every row has a key."""
_SORTS = {"text": ("text", 48), "category": ("text", 8), "day": ("day", 16), "number": ("number", 16), "truth": ("truth", 2)}
"""What a sort is in Parquet, and the most bytes that a cell of it takes while it is read, without its text."""

_EMPTY = {
    "text": pa.string(), "category": pa.dictionary(pa.int32(), pa.string()), "day": pa.date32(), "number": pa.float64(), "truth": pa.bool_(),
}  # fmt: skip


class FrameError(ValueError):
    """A file that is no such frame, and why."""


class TooLarge(ValueError):
    """A file that unfolds to too much."""


@dataclass(slots=True)
class Room:
    """How much may be unfolded for so many packed bytes, and how much was."""

    packed: int
    used: int = field(default=0)

    def take(self, size: int) -> None:
        """Counts what is to be unfolded. Raises TooLarge when it is too much."""
        self.used += size
        if self.used > MOST_UNFOLDED or (self.used > SAFE_UNFOLDED and self.used > DENSEST * self.packed):
            raise TooLarge


def write_plain(frame: pd.DataFrame) -> bytes:
    """The frame as a Parquet file without anything of pandas or Arrow in it; not packed, since the archive packs it."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    fields = [item.with_type(pa.date32()) if pa.types.is_timestamp(item.type) else item for item in table.schema]
    few = [name for name in frame.columns if not pd.api.types.is_bool_dtype(frame[name]) and frame[name].nunique() <= 2**16]
    texts = [item.name for item in fields if pa.types.is_dictionary(item.type) or pa.types.is_large_string(item.type)]
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.cast(pa.schema(fields)), sink, compression="NONE", use_dictionary=list({*few, *texts}), dictionary_pagesize_limit=2**30,
        row_group_size=max(1, len(frame)), data_page_version="1.0", store_schema=False, write_statistics=False,
    )  # fmt: skip
    return bytes(sink.getvalue())


def read_plain(data: bytes, name: str, room: Room) -> pd.DataFrame:
    """The frame of that name. Raises FrameError for another file, TooLarge before it unfolds to too much."""
    sorts = FRAMES[name]
    try:
        found = look_at(data)
        for column, kind in found.columns.items():
            if column not in sorts or _SORTS[sorts[column]][0] != kind:
                raise FrameError(f"its column “{column[:40]}” is none of a known type")
        room.take(found.rows * sum(_SORTS[sorts[column]][1] for column in found.columns))
        return _checked(_frame(_table(data, found, sorts, room), sorts), name)
    except (pa.ArrowException, OSError, LookError, UnicodeDecodeError) as error:
        raise FrameError("a table in it is no Parquet file as Pincore writes it") from error


def _table(data: bytes, found: Look, sorts: Mapping[str, str], room: Room) -> pa.Table:
    """The table, its texts as codes; how long they are together when written out is known then."""
    coded = [column for column in found.columns if _SORTS[sorts[column]][0] == "text"]
    if not found.rows:
        return pa.table({column: pa.array([], _EMPTY[sorts[column]]) for column in found.columns})
    table = pq.read_table(pa.BufferReader(data), read_dictionary=coded)
    table.validate(full=True)
    room.take(sum(_text_bytes(table[column]) for column in coded if sorts[column] == "text"))
    return table


def _text_bytes(column: pa.ChunkedArray) -> int:
    """How long the texts of a column are together, written out."""
    total = 0
    for chunk in column.chunks:
        lengths = pc.binary_length(chunk.dictionary).to_numpy(zero_copy_only=False)
        total += int(lengths[chunk.indices.drop_null().to_numpy(zero_copy_only=False)].sum(dtype=np.int64)) if len(lengths) else 0
    return total


def _frame(table: pa.Table, sorts: Mapping[str, str]) -> pd.DataFrame:
    types = {"text": pa.large_string(), "day": pa.timestamp("s")}
    for column in table.column_names:
        if sorts[column] == "day":
            _require_days(table[column])
    fields = [item.with_type(types[sorts[item.name]]) if sorts[item.name] in types else item for item in table.schema]
    frame: pd.DataFrame = table.cast(pa.schema(fields)).to_pandas()
    return frame


def _require_days(column: pa.ChunkedArray) -> None:
    span = pc.min_max(column)
    if span["min"].is_valid and not FIRST_DAY <= np.datetime64(span["min"].value, "D") <= np.datetime64(span["max"].value, "D") <= LAST_DAY:
        raise FrameError("a day in it is out of all bounds")


def _checked(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame, when every row has what it needs and every number can be one."""
    missing = [column for column in NEEDED[name] if column not in frame.columns]
    if missing:
        raise FrameError(f"its column “{missing[0]}” is missing")
    known = NEEDED[name] if name in _ALWAYS_KNOWN else ()
    if any(frame[column].isna().any() for column in known) or (known and (frame["end"] < frame["start"]).any()):
        raise FrameError("a row of it has no key")
    numbers = frame.select_dtypes("float64").to_numpy()
    if np.isinf(numbers).any() or (name in _ALWAYS_KNOWN and (numbers < 0).any()):
        raise FrameError("a number in it cannot be")
    return frame
