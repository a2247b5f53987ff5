"""A Parquet file that anybody may have made, looked at before a library unfolds it: what it holds, when it is as plain as our own.

Arrow believes what a footer and the heading of a page say of encodings and sizes, so a small file can name gigabytes, and it ends the
whole process over some that contradict themselves. Our own files hold one group of rows in plain and dictionary pages that are not
packed, and nothing of pandas or Arrow; nothing else passes.

Source: Apache Parquet's format (parquet.thrift), whose field numbers are these.
"""

from dataclasses import dataclass
from typing import Any

from pincore.store.thrift import Reader, ThriftError

Record = dict[int, Any]
_MARK = b"PAR1"
_MOST_COLUMNS = 40
_FILE = ({1, 2, 3, 4, 6, 7}, {1, 2, 3, 4})
_COLUMN = ({1, 3, 4, 6, 10}, {1, 3, 4})
_GROUP = ({1, 2, 3, 5, 6, 7}, {1, 3})
_CHUNK = ({1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16}, {1, 2, 3, 4, 5, 6, 7, 9})
"""The fields that may be, and those that must."""
_KINDS = {(6, 0, "1"): "text", (1, 6, "6"): "day", (5, None, ""): "number", (0, None, ""): "truth"}
"""Physical, converted and logical type."""
_DATA_PAGE, _DICTIONARY_PAGE = (0, 5), (2, 7)
"""What kind of page it is, and the field that tells more."""
_ENCODINGS = frozenset({0, 2, 3, 8})
"""Plain, two names for a dictionary, and runs: none of them makes a text longer than it stands in the file."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds: its rows, and its columns with their kinds (text, day, number, truth)."""

    rows: int
    columns: dict[str, str]


class LookError(ValueError):
    """A file that is not as plain as our own."""


def look_at(data: bytes) -> Look:
    """What the file holds. Raises LookError when it is not whole, or not as plain as our own."""
    try:
        footer, end = _footer(data)
        columns = _columns(footer)
        rows = _whole(footer[3], 2**40)
        groups = _records(footer[4], 1)
        _require(len(groups) == 1 or not rows)
        for group in groups:
            _look_at_group(group, data, end, footer[2][1:], rows)
    except (ThriftError, UnicodeDecodeError) as error:
        raise LookError from error
    return Look(rows, columns)


def _footer(data: bytes) -> tuple[Record, int]:
    """The record at the end of a file, and where it begins."""
    _require(len(data) > 12 and data[:4] == data[-4:] == _MARK)
    end = len(data) - 8
    start = end - int.from_bytes(data[-8:-4], "little")
    _require(start >= 4)
    reader = Reader(data, start, end)
    footer = reader.struct()
    _require(reader.at == end)
    return _only(footer, _FILE), start


def _columns(footer: Record) -> dict[str, str]:
    root, *columns = _records(footer[2], _MOST_COLUMNS + 1)
    _require(root.keys() <= {3, 4, 5} and root.get(5) == len(columns) and isinstance(root.get(4), bytes))
    found = {_only(column, _COLUMN)[4].decode(): _kind(column) for column in columns}
    _require(len(found) == len(columns))
    return found


def _kind(column: Record) -> str:
    logical = column.get(10, {})
    _require(isinstance(logical, dict) and not any(logical.values()) and column[3] in (0, 1))
    kind = _KINDS.get((column[1], column.get(6), "".join(map(str, logical))))
    _require(kind is not None)
    return str(kind)


def _look_at_group(group: Record, data: bytes, end: int, columns: list[Record], rows: int) -> None:
    chunks = _records(_only(group, _GROUP)[1], _MOST_COLUMNS)
    _require(group[3] == rows and len(chunks) == len(columns))
    for chunk, column in zip(chunks, columns, strict=True):
        _require(chunk.keys() <= {2, 3} and isinstance(chunk.get(3), dict))
        told = _only(chunk[3], _CHUNK)
        _require(told[1] == column[1] and told[3] == [column[4]] and told[4] == 0 and told[5] == rows and told[6] == told[7])
        _require(isinstance(told[2], list) and set(told[2]) <= _ENCODINGS)
        if rows:
            _look_at_pages(told, data, end, rows)


def _look_at_pages(told: Record, data: bytes, end: int, rows: int) -> None:
    """Raises LookError unless a column is whole plain pages one after the other: perhaps a dictionary, then the rows."""
    first_data = _whole(told[9], end)
    at = _whole(told.get(11, first_data), end)
    stop = at + _whole(told[7], end)
    _require(4 <= at <= first_data < stop <= end)
    most, found, pages = 16 + (stop - at) // 2**16 + rows // 2**10, 0, 0
    while at < stop:
        kind = _DICTIONARY_PAGE if at < first_data else _DATA_PAGE
        _require((pages == 0 or at >= first_data) and pages < most)
        at, values = _page(data, at, stop, kind)
        _require(kind is _DATA_PAGE or at == first_data)
        found, pages = found + (values if kind is _DATA_PAGE else 0), pages + 1
    _require(found == rows)


def _page(data: bytes, at: int, stop: int, kind: tuple[int, int]) -> tuple[int, int]:
    """Where the page after this one begins, and how many values are in this one."""
    reader = Reader(data, at, stop)
    told = reader.struct()
    _require(told.get(1) == kind[0] and told.get(2) == told.get(3))
    about = told.get(kind[1])
    _require(isinstance(about, dict) and about.get(2) in _ENCODINGS)
    after = reader.at + _whole(told.get(3), stop)
    _require(after <= stop)
    return after, _whole(about[1], 2**40) if isinstance(about, dict) and 1 in about else -1


def _only(record: Record, fields: tuple[set[int], set[int]]) -> Record:
    may, must = fields
    _require(must <= record.keys() <= may)
    return record


def _records(value: Any, most: int) -> list[Record]:
    _require(isinstance(value, list) and len(value) <= most and all(isinstance(one, dict) for one in value))
    return list(value)


def _whole(value: Any, most: int) -> int:
    _require(type(value) is int and 0 <= value <= most)
    return int(value)


def _require(holds: bool) -> None:
    if not holds:
        raise LookError
