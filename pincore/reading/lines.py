"""Where the lines of a text stand, without splitting it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pincore.reading.threads import WORKERS, side_by_side

NEWLINE = 10
_PIECE = 1 << 18
"""Bytes looked at in one go: they stay in the processor's cache, which is four times as fast as all of a large file at once."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The line ends of a text, counted by pieces: `before` is their number before each piece, and in all.

    >>> lines = find_lines(b"a\\nbb\\nccc")
    >>> lines.count, lines.texts(np.array([2, 0]), 0, 8)
    (3, [b'ccc', b'a'])
    """

    data: bytes
    before: NDArray[np.int64]

    @property
    def count(self) -> int:
        """The number of lines; what follows the last line end counts as one."""
        return int(self.before[-1]) + 1

    def texts(self, lines: NDArray[np.int64], start: int, end: int) -> list[bytes]:
        """These lines of the text up to the offset `end`; 0 is the line that begins at the offset `start`."""
        own_end = lines + self.data.count(b"\n", 0, start)
        offsets = self._line_ends(np.concatenate([own_end - 1, own_end]))
        pairs = zip(offsets[: len(lines)].tolist(), offsets[len(lines) :].tolist(), strict=True)
        return [self.data[before + 1 : min(after, end)].removesuffix(b"\r") for before, after in pairs]

    def _line_ends(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The offsets of these line ends, 0 being the first; -1 before it, and the length of the text behind the last."""
        raw = np.frombuffer(self.data, dtype=np.uint8)
        found = np.where(numbers < 0, -1, len(raw))
        piece_of = np.searchsorted(self.before, numbers, side="right") - 1
        for piece in np.unique(piece_of[(numbers >= 0) & (numbers < self.before[-1])]):
            here = piece_of == piece
            places = np.flatnonzero(raw[piece * _PIECE : (piece + 1) * _PIECE] == NEWLINE) + piece * _PIECE
            found[here] = places[numbers[here] - self.before[piece]]
        return found


def find_lines(data: bytes) -> Lines:
    """The lines of a text."""
    return _counted(data, _by_piece(data, lambda at, piece: int(np.count_nonzero(piece == NEWLINE))))


def find_plain_lines(data: bytes) -> Lines | None:
    """The lines of a text that is ASCII without nulls and bare returns, as nearly all large files are; None for another."""
    with_returns: list[bool] = []

    def look(at: int, piece: NDArray[np.uint8]) -> int:
        if piece.view(np.int8).min() <= 0:
            return -1
        if not with_returns and data.find(b"\r", at, at + len(piece)) >= 0:
            with_returns.append(True)
        return int(np.count_nonzero(piece == NEWLINE))

    counts = _by_piece(data, look)
    if -1 in counts or (with_returns and data.count(b"\r") != data.count(b"\r\n")):
        return None
    return _counted(data, counts)


def _by_piece(data: bytes, look: Callable[[int, NDArray[np.uint8]], int]) -> list[int]:
    """What each piece of the text gives (it is told its place too), in each stretch of it up to the first that gives -1."""
    raw = np.frombuffer(data, dtype=np.uint8)

    def found(stretch: range) -> list[int]:
        counts: list[int] = []
        for at in stretch:
            counts.append(look(at, raw[at : at + _PIECE]))
            if counts[-1] < 0:
                break
        return counts

    return list(chain.from_iterable(side_by_side(found, _stretches(len(raw)))))


def _stretches(length: int) -> list[range]:
    """The beginnings of all pieces, in as many stretches as work side by side."""
    pieces = -(-length // _PIECE)
    each = max(1, -(-pieces // WORKERS)) * _PIECE
    return [range(at, min(at + each, length), _PIECE) for at in range(0, length, each)]


def _counted(data: bytes, counts: Sequence[int]) -> Lines:
    return Lines(data, np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64))
