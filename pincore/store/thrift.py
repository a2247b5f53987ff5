"""Thrift's compact protocol, read with care: what Parquet files say of themselves.

Arrow ends the whole process over some footers that contradict themselves, so they are looked at here before it sees them.
"""

from typing import Any

_DEEPEST = 10
_MOST_FIELDS = 64
_MOST_ITEMS = 1_000


class ThriftError(ValueError):
    """Bytes that are no such record."""


class Reader:
    """Reads from `at`, never beyond `end`."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self.data, self.at, self.end = data, at, end

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The fields of a record by their numbers: truths, whole numbers, bytes, lists and records."""
        if depth > _DEEPEST:
            raise ThriftError
        found: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._zigzag()
            if field in found or len(found) > _MOST_FIELDS:
                raise ThriftError
            found[field] = self._value(head & 15, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (1, 2):
            return kind == 1
        if kind in (4, 5, 6):
            return self._zigzag()
        if kind == 8:
            return self._bytes(self._varint())
        if kind == 9:
            return self._list(depth + 1)
        if kind == 12:
            return self.struct(depth + 1)
        raise ThriftError

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        size = self._varint() if head >> 4 == 15 else head >> 4
        if size > _MOST_ITEMS or depth > _DEEPEST:
            raise ThriftError
        return [self._value(head & 15, depth) for _ in range(size)]

    def _byte(self) -> int:
        if self.at >= self.end:
            raise ThriftError
        self.at += 1
        return self.data[self.at - 1]

    def _varint(self) -> int:
        found = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
        raise ThriftError

    def _zigzag(self) -> int:
        found = self._varint()
        return (found >> 1) ^ -(found & 1)

    def _bytes(self, size: int) -> bytes:
        self.at += size
        if self.at > self.end:
            raise ThriftError
        return self.data[self.at - size : self.at]
