"""What the account's own Pins are like: baseline and spread between Pins, from the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, expm1, log, sqrt

import numpy as np

from pincore.experiments.fitting import LEAST_EXPECTED
from pincore.experiments.intervals import Floats
from pincore.experiments.power import ASSUMED_CV, Pins
from pincore.experiments.words import METRIC_BY_KEY
from pincore.facts import History
from pincore.measures import by
from pincore.periods import Period

ENOUGH_PINS = 20
FEWEST_PINS = 10
ASSUMED_BASELINE = {"ocr": 0.004, "save_rate": 0.005, "close_up_rate": 0.02}
_ROUNDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class OwnPins:
    """Comparable Pins of a history: counts and impressions of those with at least 3 expected events, and what they say together.

    `tau2` is the variance between Pins of the log rate beyond the chance in the counts; None under 10 Pins.
    """

    metric: str
    pins: tuple[str, ...]
    counts: Floats
    impressions: Floats
    period: Period
    rate: float | None
    tau2: float | None

    @property
    def cv(self) -> float | None:
        """How far the rates differ, standard deviation / mean; None under 10 Pins."""
        return None if self.tau2 is None else sqrt(expm1(self.tau2))

    @property
    def enough(self) -> bool:
        """Whether there are enough of them to plan with."""
        return len(self.pins) >= ENOUGH_PINS


def own_pins(history: History, metric: str, period: Period, without: Sequence[str] = (), format: str | None = None) -> OwnPins:  # noqa: A002
    """The account's comparable Pins in the period (or the table that fits it best); `without` leaves out those of a test."""
    table = by(history, "pin", period)
    counted = METRIC_BY_KEY[metric].count
    table = table[table["impressions"].notna() & table[counted].notna() & (table["impressions"] > 0) & ~table["key"].isin(list(without))]
    table = table[table[counted] <= table["impressions"]]
    if format is not None and len(table):
        known = history.details.set_index("pin")["format"]
        table = table[table["key"].map(known).eq(format).fillna(False)]
    counts, shown = table[counted].to_numpy(dtype=float), table["impressions"].to_numpy(dtype=float)
    total = float(shown.sum())
    rate = float(counts.sum()) / total if total and counts.sum() else None
    kept = shown * (rate or 0.0) >= LEAST_EXPECTED
    pins = tuple(str(key) for key in table["key"][kept])
    counts, shown = counts[kept], shown[kept]
    window = Period(table["start"].iloc[0].date(), table["end"].iloc[0].date()) if len(table) else period
    tau2 = spread_between(counts, shown, rate) if rate and len(pins) >= FEWEST_PINS else None
    return OwnPins(metric, pins, counts, shown, window, rate, tau2)


def spread_between(counts: Floats, impressions: Floats, rate: float) -> float:
    """The variance of log rates between Pins beyond the chance in their counts.

    Source: Paule and Mandel (1982), J. Res. NBS 87:377-385; a Pin's own variance is 1 / (impressions x rate).
    """
    y = np.log((counts + 0.5) / (impressions + 1))
    own = 1 / (impressions * rate)
    if _excess(y, own, 0.0) <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while _excess(y, own, high) > 0:
        low, high = high, high * 2
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if _excess(y, own, middle) > 0 else (low, middle)
        if high - low < 1e-12:
            break
    return high


def _excess(y: Floats, own: Floats, tau2: float) -> float:
    weights = 1 / (own + tau2)
    mean = float((weights * y).sum() / weights.sum())
    return float((weights * (y - mean) ** 2).sum()) - (len(y) - 1)


def assumed_pins(own: OwnPins | None, metric: str, days: int) -> Pins:
    """What to plan with: the own Pins where there are 20, else assumptions (a spread of CV 0.6, the own rate where it is known)."""
    if own is None or not own.enough or own.tau2 is None or own.rate is None:
        baseline = own.rate if own is not None and own.rate is not None else ASSUMED_BASELINE[metric]
        return Pins(baseline, ASSUMED_CV)
    shown = own.impressions * days / own.period.days
    logs = np.log(shown)
    y = np.log((own.counts + 0.5) / (own.impressions + 1))
    baseline = min(0.5, exp(float(y.mean()) + own.tau2 / 2))
    return Pins(
        baseline, max(0.05, sqrt(expm1(own.tau2))), float(exp(log(float(shown.mean())))), float(logs.std()), 0.0, len(own.pins),
    )  # fmt: skip
