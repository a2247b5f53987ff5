"""The types of a history: everything uploaded, stitched."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from pincore.notes import Note
from pincore.periods import Period


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Imports that carry the same filters, in words too; `files` are their names."""

    filters: tuple[tuple[str, str], ...]
    says: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of numbers that should agree. `ok` is None when it could not be made or says nothing bad or good."""

    key: str
    says: str
    ok: bool | None
    numbers: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class History:
    """Everything uploaded, stitched: layouts of docs/data-model.md, possibly empty, key columns always present.

    `digest` identifies the imports and the filters. `estimated_from` is the first estimated day that no later
    file verified. `rankings` are the counts and dates of which a list of Pinterest's own top Pins is here.
    `memo` keeps what was worked out once for this history (integer codes, daily sums).
    """

    digest: str
    account: pd.DataFrame
    boards: pd.DataFrame
    pins: pd.DataFrame
    details: pd.DataFrame
    site: pd.DataFrame
    audience: pd.DataFrame
    filters: tuple[tuple[str, str], ...] = ()
    filter_groups: tuple[FilterGroup, ...] = ()
    estimated_from: date | None = None
    notes: tuple[Note, ...] = ()
    checks: tuple[Check, ...] = ()
    days: Period | None = None
    rankings: frozenset[tuple[str, Period]] = frozenset()
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing of Pinterest's numbers is known."""
        return self.days is None
