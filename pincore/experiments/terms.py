"""Terms: how a readout is made, fixed before; and the look of a day."""

from dataclasses import dataclass

from pincore.errors import InputError
from pincore.experiments.looks import Look, planned_looks
from pincore.experiments.words import METRIC_BY_KEY

SMALLEST_EFFECT = 0.1
PLANNED_DAYS = 21


@dataclass(frozen=True, slots=True)
class Terms:
    """How a readout is made: what was fixed before. `day` is the day of the experiment, None for a single final readout."""

    metric: str | None = None
    control: str | None = None
    smallest_effect: float = SMALLEST_EFFECT
    day: int | None = None
    looks: tuple[Look, ...] = ()

    def __post_init__(self) -> None:
        if self.metric is not None and self.metric not in METRIC_BY_KEY:
            raise InputError("metric_unknown", f"“{self.metric}” is no metric of an experiment.", f"Choose one of: {', '.join(METRIC_BY_KEY)}.")
        if not 0 <= self.smallest_effect <= 1:
            raise InputError(
                "number_impossible", f"The smallest effect that matters cannot be {self.smallest_effect:g}.", "Give a share from 0 to 1: 0.1 is 10 %."
            )
        if self.day is not None and self.day < 0:
            raise InputError("number_impossible", f"An experiment has no day {self.day}.", "Count its first day as day 1.")


def find_look(terms: Terms) -> tuple[Look | None, int | None, bool]:
    """The look of the day (after the last one its limit still holds), the day of the next, and whether the last is past."""
    if terms.day is None:
        return None, None, False
    looks = terms.looks or planned_looks(PLANNED_DAYS)
    after_last = terms.day > looks[-1].day
    look = looks[-1] if after_last else next((look for look in looks if look.day == terms.day), None)
    return look, next((look.day for look in looks if look.day > terms.day), None), after_last
