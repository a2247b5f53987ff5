"""The facts that the rules look at, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pandas as pd

from pincore.changes import NormalRange, normal_range
from pincore.diagnosis.limits import Limits, relative
from pincore.facts import History
from pincore.kpis import Kpi
from pincore.kpis import kpis as find_kpis
from pincore.measures.breakdown import Dimension, by
from pincore.measures.daily import levels
from pincore.measures.table import Choice, Rate
from pincore.measures.totals import count_of, rate_of
from pincore.periods import Period
from pincore.split import Split, split

RATES = {"ocr": "outbound_clicks", "save_rate": "saves", "close_up_rate": "pin_clicks"}
COUNTS = ("impressions", "pin_clicks", "outbound_clicks", "saves")
UNKNOWN_RATE = Rate(None, None)


@dataclass(frozen=True)
class Facts:
    """What is known of a period and its comparison. Missing is None, or an empty table. `numbers` are the dashboard's, where they are at hand."""

    history: History
    period: Period
    against: Period
    choice: Choice
    limits: Limits
    numbers: Sequence[Kpi] = ()

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        """The dashboard's numbers."""
        found = self.numbers or find_kpis(self.history, self.period, self.against, self.choice)
        return {kpi.measure.key: kpi for kpi in found}

    @cached_property
    def now(self) -> Mapping[str, Rate]:
        """Rates by measure, and counts a day, of the period."""
        return self._halves(self.period)

    @cached_property
    def before(self) -> Mapping[str, Rate]:
        """The same of the comparison; unknown where the two cannot be compared."""
        found = self._halves(self.against)
        return {key: rate if self.kpis[key].change is not None else UNKNOWN_RATE for key, rate in found.items()}

    def _halves(self, span: Period) -> dict[str, Rate]:
        counts = {key: Rate(count_of(self.history, span, key, self.choice).rate.count, span.days) for key in COUNTS}
        return counts | {key: rate_of(self.history, span, count, "impressions", self.choice).rate for key, count in RATES.items()}

    def change(self, key: str) -> Fraction | None:
        """How much a rate, or a count a day, changed, as an exact share."""
        return relative(self.before[key], self.now[key])

    def count(self, key: str) -> float | None:
        """A count of the period."""
        return self.now[key].count

    def ordinary(self, key: str) -> bool | None:
        """Whether the change lies within what ordinary weeks do; None when it cannot be told."""
        return self.kpis[key].ordinary

    @cached_property
    def account_range(self) -> NormalRange | None:
        """The normal range of the account's own outbound click rate, mix and all."""
        for daily in levels(self.history, self.choice):
            found = normal_range(daily, "ocr", self.period, self.against, apart=False)
            if found is not None:
                return found
        return None

    def table(self, dimension: Dimension, whole: bool = True) -> pd.DataFrame | None:
        """The rows of the period by Pin, board or format; None when they speak of other days or there are none."""
        found = by(self.history, dimension, self.period, self.choice)
        if not len(found) or (found["start"].iloc[0].date(), found["end"].iloc[0].date()) != (self.period.start, self.period.end):
            return None
        return None if whole and found["days"].iloc[0] < self.period.days else found

    @cached_property
    def pins(self) -> pd.DataFrame | None:
        """The Pins of the period."""
        return self.table("pin")

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The Pins with clicks, most clicks first; none where Pins are not known."""
        if self.pins is None:
            return pd.DataFrame({"key": [], "outbound_clicks": []})
        clicked = self.pins[self.pins["outbound_clicks"] > 0]
        return clicked.sort_values(["outbound_clicks", "key"], ascending=[False, True], ignore_index=True)

    @cached_property
    def splits(self) -> Mapping[str, Split | None]:
        """The changes of outbound clicks and saves, split over the finest items known in both periods."""
        return {key: split(self.history, self.period, self.against, key, None, self.choice) for key in ("outbound_clicks", "saves")}

    @cached_property
    def leading_mix(self) -> Split | None:
        """The split over formats or boards (or Pins) of which the mix moved the outbound click rate more than its own rates did."""
        grouped: tuple[Dimension, ...] = ("format", "board")
        for dimension in grouped:
            found = split(self.history, self.period, self.against, "outbound_clicks", dimension, self.choice)
            if found is not None and found.mix_leads:
                return found
        pins = self.splits["outbound_clicks"]
        return pins if pins is not None and pins.over == "pin" and pins.mix_leads else None

    @cached_property
    def grouped_mix(self) -> bool:
        """Whether a shift between formats or boards leads."""
        return self.leading_mix is not None and self.leading_mix.over != "pin"
