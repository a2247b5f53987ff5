"""Bands of the predictive pair: outbound click rate and save rate."""

from dataclasses import dataclass
from typing import Literal

from pincore.uncertainty import Interval

Band = Literal["poor", "workable", "strong"]
BANDS: tuple[Band, ...] = ("poor", "workable", "strong")

MOST_EDGE = {"ocr": 0.02, "save_rate": 0.03}
"""How high the edges of a measure's bands can be set."""
RULE_OF_THREE = 3.0
"""Nothing seen in n trials: the rate lies below 3 / n (95 %, one-sided)."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where poor ends and strong begins, as shares; both edges belong to workable."""

    ocr: tuple[float, float] = (0.001, 0.004)
    save_rate: tuple[float, float] = (0.002, 0.008)
    source: str = "Figures from account audits in creators' practice; they are noisy and differ by niche, so judge against your own median too."

    def of(self, key: str) -> tuple[float, float] | None:
        """The two edges of a measure, or None when it has no bands."""
        return {"ocr": self.ocr, "save_rate": self.save_rate}.get(key)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a rate lies. `band` is None when the data cannot tell; `says` is never empty."""

    band: Band | None
    says: str
    action: str


ACTIONS: dict[tuple[str, Band], str] = {
    (
        "ocr",
        "poor",
    ): "Align the image's promise with the page: redesign the creative with click-first text, and check that the landing page keeps it.",
    ("ocr", "workable"): "Scale what works: more reach through well-themed boards, and new variations of the Pins with the best click rate.",
    ("ocr", "strong"): "Repurpose the Pins that bring the clicks into new variations, and see whether the rate holds as reach grows.",
    ("save_rate", "poor"): "Test saveable overlays or lists (checklists, steps), so that people have a reason to keep the Pin.",
    ("save_rate", "workable"): "Keep publishing at this level; test headlines and descriptions on the Pins with the most impressions.",
    ("save_rate", "strong"): "Make more Pins of this kind, and add a clear next step so that saves become visits.",
}
UNTOLD: dict[str, str] = {
    "ocr": "Change nothing yet because of this number: let the Pins gather more impressions, or look at a longer period.",
    "save_rate": "Change nothing yet because of this number: let the Pins gather more impressions, or look at a longer period.",
}
FELL: dict[str, str] = {
    "ocr": "Find out what changed before doing more of the same: on the Pins that lost most clicks, test another call to action and description, "
    "and one new creative.",
    "save_rate": "Find out what changed before doing more of the same: on the Pins that lost most saves, test headlines and descriptions.",
}
"""What to do when a rate fell by more than ordinary weeks do, whatever its band."""
_EVENTS = {"ocr": "clicks", "save_rate": "saves"}


def place(key: str, interval: Interval | None, edges: tuple[float, float]) -> Placing:
    """The band in which a rate surely lies, or why none is named.

    A single band is named when the whole interval lies in it; two neighbours are said but not named. When
    nothing was counted, the rule of three decides (about 3,000 impressions before "below 0.1 %").
    """
    events = _EVENTS.get(key, "events")
    if interval is None:
        return Placing(None, "cannot be told: the rate is not known", "")
    lowest, highest = _reach(interval, edges)
    if lowest == highest:
        band = BANDS[lowest]
        return Placing(band, band, ACTIONS.get((key, band), ""))
    if highest - lowest == 1:
        return Placing(None, f"{BANDS[lowest]} or {BANDS[highest]}: too few {events} to tell which", UNTOLD.get(key, ""))
    return Placing(None, f"too few {events} to judge", UNTOLD.get(key, ""))


def _reach(interval: Interval, edges: tuple[float, float]) -> tuple[int, int]:
    high = interval.high
    if interval.count == 0 and interval.effective > 0:
        high = RULE_OF_THREE / interval.effective
    lower, upper = edges
    lowest = 0 if interval.low < lower else 1 if interval.low <= upper else 2
    highest = 0 if high < lower or (interval.count == 0 and high <= lower) else 1 if high <= upper else 2
    return lowest, highest
