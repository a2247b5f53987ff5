"""The types of decay: how fast Pins fade, and what that means for the weeks to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

YOUNG = 56
"""Under so many days a Pin has no four weeks to compare its last four with."""
State = Literal["rising", "steady", "fading", "spent", "seasonal", "unknown"]
STATES: Mapping[State, str] = {
    "rising": "brought clearly more in the last four weeks than in the four before",
    "steady": "brought about as much in the last four weeks as in the four before",
    "fading": "brought clearly less in the last four weeks than in the four before",
    "spent": "brought less than a tenth of its best four weeks in the last four",
    "seasonal": "falls now, and did in the same weeks a year ago: it is likely to come back",
    "unknown": "too little is known to tell",
}


@dataclass(frozen=True, slots=True)
class PinLife:
    """One Pin's life. `age` is in days, None when it is not known, and only known from below when `age_at_least`.

    `recent` and `earlier` are its counts of the last and the previous four weeks (or of two exports, for 28 days each). `spike` is whether half of
    all it ever brought came within a week. `half_life` has a `kind`: "observed", "estimate", "at_least", or "" when it cannot be told.
    """

    pin: str
    label: str
    state: State
    age: int | None = None
    age_at_least: bool = False
    recent: float | None = None
    earlier: float | None = None
    half_life: float | None = None
    kind: str = ""
    spike: bool = False
    says: str = ""

    @property
    def named_state(self) -> str:
        """The state in a word or two."""
        return "too young" if self.state == "unknown" and self.age is not None and self.age < YOUNG else self.state


@dataclass(frozen=True, slots=True)
class Projected:
    """What the Pins that exist bring in the next `day` days if nothing new is published: 80 % of the time between low and high."""

    day: int
    low: float | None
    mid: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The projection, how much the account brings now in 30 days, and how many new Pins a month hold that level; None with a reason."""

    points: tuple[Projected, ...] = ()
    level: float | None = None
    new_pins_a_month: float | None = None
    per_new_pin: float | None = None
    reason: str = ""
    says: str = ""
