"""The types of concentration: how much hangs on how few."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pincore.concentration.shares import UNBOUNDED, Bounds
from pincore.measures import Dimension, Measure
from pincore.measures.listing import Listing
from pincore.periods import Period

LIMITS: Mapping[str, float] = {"top3": 0.6, "top10": 0.7}
"""Above these shares traffic hangs on too few Pins (figures from creators' practice)."""
NORMAL: tuple[tuple[float, float], ...] = ((0.01, 0.5), (0.1, 0.8))
"""What the best part of all Pins holds at least on Pinterest, from a study of a million Pins."""
MONTH = 30


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How concentrated a measure is over the Pins of a period.

    Shares are of the account's total. What cannot be known is None, and `reason` says why. `hhi` and `effective` are (low, high), which are
    equal when every Pin is known. `normal` pairs the best 1 % and 10 % of Pins with what they hold here and at least on Pinterest in general.
    """

    measure: Measure
    period: Period
    listing: Listing
    covered: float | None = None
    top1: float | None = None
    top3: float | None = None
    top10: float | None = None
    hhi: Bounds = UNBOUNDED
    effective: Bounds = UNBOUNDED
    gini: float | None = None
    by_chance: float | None = None
    normal: tuple[tuple[float, float, float], ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def total(self) -> float | None:
        return self.listing.total

    @property
    def n_listed(self) -> int:
        return len(self.listing.values)

    @property
    def whole(self) -> bool:
        """Whether every Pin is known."""
        return self.listing.rest == 0 and not self.listing.blanks

    @property
    def over(self) -> tuple[str, ...]:
        """Which limits are passed."""
        return tuple(key for key, limit in LIMITS.items() if (share := self.share(key)) is not None and share > limit)

    def share(self, key: str) -> float | None:
        """The share of "top1", "top3" or "top10"."""
        return {"top1": self.top1, "top3": self.top3, "top10": self.top10}[key]


@dataclass(frozen=True, slots=True)
class Group:
    """A board, destination page or format with its count; `share` is at least this when not every Pin is known."""

    key: str
    label: str
    count: float
    share: float
    n_pins: float | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """How a measure is spread over boards, pages or formats. `largest` and `effective` are (low, high); `groups` is () with a reason."""

    dimension: Dimension
    groups: tuple[Group, ...] = ()
    largest: Bounds = UNBOUNDED
    effective: Bounds = UNBOUNDED
    reason: str = ""
    says: str = ""


Which = Literal["pin", "top3", "board", "page"]
STOPS: Mapping[Which, str] = {"pin": "your top Pin", "top3": "your top 3 Pins", "board": "your top board", "page": "your top destination page"}


@dataclass(frozen=True, slots=True)
class Stop:
    """What would be lost if something stopped.

    `lost` is the count of the period, `a_month` the same for 30 days, `share` of the account's total. `average_pins` is how many average
    Pins, of the others, make up for it; `at_least` when that is only known from below. `label` names what stops.
    """

    which: Which
    label: str
    lost: float | None = None
    a_month: float | None = None
    share: float | None = None
    average_pins: float | None = None
    at_least: bool = False
    how_much: float = 1.0
    reason: str = ""
    says: str = ""
    keys: tuple[str, ...] = field(default=())
