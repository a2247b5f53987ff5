"""Frames as Parquet and back: a file that other tools read, with nothing of it lost."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_LARGE = 2**20
_DAY = pa.timestamp("s")
"""How a frame holds days, and Parquet cannot."""


def parquet(frame: pd.DataFrame) -> bytes:
    """The frame as a Parquet file: days are dates in it, and a missing number is null."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = pa.BufferOutputStream()
    pq.write_table(_retyped(table, lambda kind: kind == _DAY, pa.date32()), sink, compression="zstd")
    return bytes(sink.getvalue())


def read_parquet(data: bytes) -> pd.DataFrame:
    """The frame that `parquet` wrote: the same columns, of the same types."""
    table = pq.ParquetFile(pa.BufferReader(data)).read(use_threads=len(data) > _LARGE)
    frame: pd.DataFrame = _retyped(table, pa.types.is_date32, _DAY).to_pandas(use_threads=len(data) > _LARGE)
    return frame


class Unread(Mapping[str, pd.DataFrame]):
    """Frames as they are kept, each read when it is asked for first."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = read_parquet(self._packed[name])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _retyped(table: pa.Table, meant: Callable[[pa.DataType], bool], kind: pa.DataType) -> pa.Table:
    """The table with its columns of a sort in another type."""
    fields = [field.with_type(kind) if meant(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields, table.schema.metadata))
