"""Kpi: one measure of a period with all that may be said about it."""

from dataclasses import dataclass

from pincore.bands import Band
from pincore.measures.table import Measure


@dataclass(frozen=True, slots=True)
class Kpi:
    """One measure of a period against another period.

    Units: rates are shares, a change of a rate is a difference of shares. Missing: `value` is None with `reason`
    (a sentence with its remedy); `change` is None when either side is unknown. `ordinary` is whether the change
    lies within what ordinary weeks do, None when that cannot be told. `basis` is "account", "boards" or "pins".
    `out_of_key` is the count that a rate is out of.
    """

    measure: Measure
    value: float | None
    count: float | None = None
    out_of: float | None = None
    before: float | None = None
    change: float | None = None
    relative: float | None = None
    low: float | None = None
    high: float | None = None
    band: Band | None = None
    band_says: str = ""
    uncertainty: str = ""
    ordinary: bool | None = None
    change_says: str = ""
    action: str = ""
    basis: str | None = None
    basis_says: str = ""
    reason: str = ""
    series: tuple[float | None, ...] = ()
    estimated: bool = False
    out_of_key: str | None = None


@dataclass(frozen=True, slots=True)
class Quadrant:
    """A corner of the plane of outbound click rate against save rate."""

    key: str
    label: str
    says: str
    do: str


QUADRANTS: tuple[Quadrant, ...] = (
    Quadrant("distribution_multiplier", "Distribution multiplier", "Clicked and saved: both rates lie above the lines, the pair that goes with growing distribution.",
             "Do more of it: repurpose these Pins into new variations."),
    Quadrant("transactional", "Transactional", "Clicked but seldom saved: people act now and keep nothing.",
             "Add lasting value: lists, steps, something to come back to."),
    Quadrant("useful_not_pitched", "Useful, but not pitched to the link", "Saved but seldom clicked: useful, yet the link has no pull.",
             "Say on the image what the page gives beyond the Pin."),
    Quadrant("rethink", "Rethink", "Seldom clicked and seldom saved.",
             "Test a new image and headline, or spend the effort on other Pins."),
)  # fmt: skip
QUADRANT_BY_KEY: dict[str, Quadrant] = {quadrant.key: quadrant for quadrant in QUADRANTS}
