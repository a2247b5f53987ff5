"""The change of a count split into season, reach, rate and mix, over Pins, boards or formats; the parts add up exactly.

Every effect is the mean of both orders (symmetric in before and after), so that swapping the periods flips every sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from pincore.facts import History
from pincore.measures.breakdown import Dimension, by
from pincore.measures.cube import Bools, Floats
from pincore.measures.table import Choice
from pincore.measures.totals import count_of, rate_of
from pincore.periods import Period

State = Literal["both", "new", "vanished"]
Over = Dimension | Literal["account"]
OVER: tuple[Dimension, ...] = ("pin", "board", "format")
SHOWN = 10
WEEKS_A_YEAR = 52
REST, REST_KEY = "All others", "\0rest"


@dataclass(frozen=True, slots=True)
class Item:
    """A Pin, board or format and its part of the change: `total` = `reach` + `rate` + `mix`."""

    key: str
    label: str
    state: State
    before: float
    after: float
    total: float
    reach: float
    rate: float
    mix: float


@dataclass(frozen=True, slots=True)
class Split:
    """The change of a count: `total` = `season` + `reach` + `rate` + `mix`.

    `over` is what it is split over ("account" where no items are known, so that mix cannot be told from rate); `season` is 0
    where `season_known` is false. `items` are the ten that explain most, `others` is what all further ones add up to.
    `before` and `after` are the count, `rate_before` and `rate_after` its rates.
    """

    key: str
    over: Over
    before: float
    after: float
    total: float
    reach: float
    rate: float
    mix: float
    season: float
    season_known: bool
    items: tuple[Item, ...]
    others: float
    n_items: int
    rate_before: float | None
    rate_after: float | None

    @property
    def mix_leads(self) -> bool:
        """Whether the shift between items moved the rate more than the items' own rates did, in the direction it went."""
        moved = self.rate + self.mix
        return moved * self.mix > 0 and abs(self.mix) > abs(self.rate)


def split(
    history: History, period: Period, against: Period, key: str = "outbound_clicks", over: Dimension | None = None, choice: Choice = Choice()
) -> Split | None:
    """The split of the change of `key` over the finest dimension known in both periods, or the one named.

    Where no items are known it is that of the account alone; None where the count or the impressions are not known.
    """
    for dimension in OVER if over is None else (over,):
        units = _units(history, period, against, key, dimension, choice)
        if units is not None:
            return _split(key, dimension, units, seasonal_growth(history, period, against, choice))
    units = None if over else _account(history, period, against, key, choice)
    return None if units is None else _split(key, "account", units, seasonal_growth(history, period, against, choice))


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """Items by key, in order: count and impressions of each, before and after (0 where it had none)."""

    keys: Sequence[str]
    labels: Sequence[str]
    c0: Floats
    c1: Floats
    n0: Floats
    n1: Floats


def _account(history: History, period: Period, against: Period, key: str, choice: Choice) -> _Units | None:
    """The account as the only item."""
    before, after = (rate_of(history, span, key, "impressions", choice).rate for span in (against, period))
    if before.count is None or before.out_of is None or after.count is None or after.out_of is None:
        return None
    numbers = (np.array([number]) for number in (before.count, after.count, before.out_of, after.out_of))
    return _Units(["account"], ["The account"], *numbers)


def seasonal_growth(history: History, period: Period, against: Period, choice: Choice = Choice()) -> float | None:
    """How impressions grew between the same weeks a year (52 weeks) earlier; None when they are not known."""
    shift = -7 * WEEKS_A_YEAR
    after, before = (count_of(history, span.shifted(shift), "impressions", choice).rate.count for span in (period, against))
    return after / before if after and before else None


def _units(history: History, period: Period, against: Period, key: str, over: Dimension, choice: Choice) -> _Units | None:
    """The items of both periods, and what the account has beyond them."""
    before, after = (by(history, over, span, choice) for span in (against, period))
    if not _whole(before, against, key) or not _whole(after, period, key):
        return None
    sides = [(table["key"].tolist(), table[key].to_numpy(), table["impressions"].to_numpy()) for table in (before, after)]
    labels = dict(zip(sides[0][0], before["label"].tolist(), strict=True)) | dict(zip(sides[1][0], after["label"].tolist(), strict=True))
    if not labels.keys() - {""}:
        return None
    every = sorted(labels)
    rests = [_rest(history, span, key, choice, side[1], side[2]) for span, side in zip((against, period), sides, strict=True)]
    if any(count or shown for count, shown in rests):
        every, labels = [*every, REST_KEY], labels | {REST_KEY: REST}
    place = {name: at for at, name in enumerate(every)}
    found = []
    for (keys, counts, shown), rest in zip(sides, rests, strict=True):
        at = np.array([place[name] for name in keys])
        for values, beyond in zip((counts, shown), rest, strict=True):
            column = np.zeros(len(every))
            if every[-1] == REST_KEY:
                column[-1] = beyond
            column[at] = values
            found.append(column)
    return _Units(every, [labels[name] for name in every], found[0], found[2], found[1], found[3])


def _whole(frame: pd.DataFrame, span: Period, key: str) -> bool:
    """Whether a table speaks of exactly these days and knows both numbers of every row."""
    if not len(frame) or key not in frame or (frame["start"].iloc[0].date(), frame["end"].iloc[0].date()) != (span.start, span.end):
        return False
    return frame["days"].iloc[0] >= span.days and not any(bool(np.isnan(frame[name].to_numpy()).any()) for name in (key, "impressions"))


def _rest(history: History, span: Period, key: str, choice: Choice, counts: Floats, shown: Floats) -> tuple[float, float]:
    """What the account has beyond the items listed."""
    count, reach = (count_of(history, span, name, choice).rate.count for name in (key, "impressions"))
    if count is None or reach is None:
        return 0.0, 0.0
    beyond = count - float(counts.sum()), reach - float(shown.sum())
    return beyond if min(beyond) >= 0 else (0.0, 0.0)


def _split(key: str, over: Over, units: _Units, growth: float | None) -> Split:
    c0, c1, n0, n1 = units.c0, units.c1, units.n0, units.n1
    reach, rate, mix = effects(c0, c1, n0, n1)
    shown = float(n0.sum()), float(n1.sum())
    rates = [count / out_of if out_of else None for count, out_of in zip((float(c0.sum()), float(c1.sum())), shown, strict=True)]
    season = 0.0 if growth is None else (growth - 1) / (growth + 1) * sum(shown) * sum(value or 0.0 for value in rates) / 2
    ranked = np.lexsort((np.array(units.keys), -np.abs(c1 - c0)))
    ranked = ranked[(c1 - c0)[ranked] != 0]
    items = tuple(_item(units, int(place), (c0, c1, n0, n1), (reach, rate, mix)) for place in ranked[:SHOWN])
    others = float((c1 - c0)[ranked[SHOWN:]].sum())
    return Split(
        key, over, float(c0.sum()), float(c1.sum()), float((c1 - c0).sum()), float(reach.sum()) - season, float(rate.sum()), float(mix.sum()),
        season, growth is not None, items, others, len(units.keys), rates[0], rates[1],
    )  # fmt: skip


def effects(c0: Floats, c1: Floats, n0: Floats, n1: Floats) -> tuple[Floats, Floats, Floats]:
    """Reach, rate and mix of every item; the three add up to c1 - c0. `c` are counts and `n` impressions, before and after.

    >>> one = [float(sum(part)) for part in effects(*(np.array(x, float) for x in ([10, 40], [16, 8], [1000, 1000], [1600, 200])))]
    >>> [round(x, 9) for x in one], round(sum(one), 9)
    ([-3.833333333, 0.0, -22.166666667], -26.0)
    """
    total0, total1 = float(n0.sum()), float(n1.sum())
    if total0 <= 0 or total1 <= 0:
        return c1 - c0, np.zeros_like(c0), np.zeros_like(c0)
    share0, share1 = n0 / total0, n1 / total1
    reach = (total1 - total0) * (c0 / total0 + c1 / total1) / 2
    change = (total0 + total1) / 2 * (c1 / total1 - c0 / total0)
    both: Bools = (n0 > 0) & (n1 > 0)
    rate0, rate1 = (np.divide(c, n, out=np.zeros_like(c), where=n > 0) for c, n in ((c0, n0), (c1, n1)))
    rate = np.where(both, (total0 + total1) / 2 * (share0 + share1) / 2 * (rate1 - rate0), 0.0)
    return reach, rate, change - rate


def _item(units: _Units, place: int, numbers: Sequence[Floats], parts: Sequence[Floats]) -> Item:
    c0, c1, n0, n1 = (float(values[place]) for values in numbers)
    state: State = "new" if n0 == 0 and c0 == 0 else "vanished" if n1 == 0 and c1 == 0 else "both"
    reach, rate, mix = (float(values[place]) for values in parts)
    return Item(units.keys[place], units.labels[place], state, c0, c1, c1 - c0, reach, rate, mix)
