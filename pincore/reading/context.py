"""What a reader is told beside the sheet, and the answers it may give back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pincore.columns import normalise
from pincore.reading.imports import Answer, Question


@dataclass(frozen=True, slots=True)
class Context:
    """`name` is only ever shown; `answers` are kept by the shape of a file. `today` lets days to come be named."""

    name: str
    answers: Mapping[str, Answer]
    today: date | None = None

    def answer(self, shape: str) -> Answer:
        """The answer for a shape, which may leave everything open."""
        return self.answers.get(shape, Answer())


class Ask(Exception):
    """Raised by a reader that needs an answer before it can go on."""

    def __init__(self, kind: str, question: Question) -> None:
        super().__init__(question.says)
        self.kind = kind
        self.question = question


def shape_of(header: Sequence[str]) -> str:
    """The key under which answers about a layout are remembered: its header, whatever its spelling."""
    return hashlib.sha256("|".join(normalise(cell) for cell in header).encode()).hexdigest()[:16]
