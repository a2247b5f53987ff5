"""Texts of files made fit for paper: one line, of bounded length, without signs that steer how others are shown."""

import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pincore.report.types import Chart

T = TypeVar("T")

MOST = 2_000
MOST_LABEL = 140
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"


def clean(text: str, most: int = MOST) -> str:
    """The text in one line without control signs, direction overrides or lone surrogates; longer ones end in "…".

    >>> clean("soup\\u202e gnp\\x00\\nnow"), clean("x" * 9, 4)
    ('soup gnp now', 'xxx…')
    """
    if text.isascii() and text.isprintable() and len(text) <= most:
        return text
    line = " ".join(text[: 4 * most].split())
    kept = " ".join("".join(c for c in line if unicodedata.category(c) not in _UNSEEN or c in _JOINERS).split())
    return kept if len(kept) <= most else f"{kept[: most - 1]}…"


def cleaned(value: T) -> T:
    """The value with every text in it made clean, through dataclasses and tuples; what a chart draws was cleaned when it was drawn."""
    return _cleaned(value)  # type: ignore[no-any-return]


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(item) for item in value)
    if isinstance(value, Chart):
        return replace(value, title=clean(value.title), alt=clean(value.alt))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _cleaned(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **changed)
    return value
