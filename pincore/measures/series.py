"""A measure by day or week, for lines."""

from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from pincore.facts import History
from pincore.measures.cube import Floats
from pincore.measures.daily import Daily, levels
from pincore.measures.table import MEASURE_BY_KEY, Choice
from pincore.measures.totals import SaveRateOver
from pincore.periods import Period

Grain = Literal["day", "week"]


def series(
    history: History, period: Period, key: str, grain: Grain = "day", choice: Choice = Choice(), save_rate_over: SaveRateOver = "impressions"
) -> pd.DataFrame:
    """Columns day, value and estimated, one row a day or whole week (Monday first) of the period; unknown is NaN.

    All rows are of one level: the account where it knows at least as many days, else the sum of the Pins.
    """
    daily = best_level(history, period, key, choice, save_rate_over)
    estimated = np.zeros(period.days, dtype=bool) if daily is None else daily.estimated_in(period)
    values = line(daily, period, key, grain, save_rate_over)
    if grain == "day":
        return pd.DataFrame({"day": _every(period.start, period.days, 1), "value": values, "estimated": estimated})
    inside, weeks = _whole_weeks(period)
    days = _every(period.start + timedelta(inside.start), weeks, 7)
    return pd.DataFrame({"day": days, "value": values, "estimated": estimated[inside].reshape(weeks, 7).any(axis=1)})


def line(daily: Daily | None, period: Period, key: str, grain: Grain, save_rate_over: SaveRateOver = "impressions") -> Floats:
    """The values of the measure by day or whole week of the period; unknown is NaN."""
    top, bottom = (np.full(period.days, np.nan), None) if daily is None else parts_of(daily, period, key, save_rate_over)
    if grain == "week":
        inside, weeks = _whole_weeks(period)
        top = top[inside].reshape(weeks, 7).sum(axis=1)
        bottom = None if bottom is None else bottom[inside].reshape(weeks, 7).sum(axis=1)
    return _quotient(key, top, bottom)


def best_level(history: History, period: Period, key: str, choice: Choice, save_rate_over: SaveRateOver = "impressions") -> Daily | None:
    """The daily numbers that know most days of the measure in the period; the account when equal."""
    best, most = None, 0
    for daily in levels(history, choice):
        days = int(np.count_nonzero(~np.isnan(parts_of(daily, period, key, save_rate_over)[0])))
        if days > most:
            best, most = daily, days
    return best


def parts_of(daily: Daily, period: Period, key: str, save_rate_over: SaveRateOver = "impressions") -> tuple[Floats, Floats | None]:
    """The measure's count by day, and what it is out of (None for a count)."""
    measure = MEASURE_BY_KEY[key]
    out_of = save_rate_over if key == "save_rate" else measure.out_of
    if out_of is None:
        return daily.cut(daily.values(measure.count), period), None
    top, bottom = daily.pair(measure.count, out_of)
    return daily.cut(top, period), daily.cut(bottom, period)


def _quotient(key: str, top: Floats, bottom: Floats | None) -> Floats:
    if bottom is None:
        return top
    scale = MEASURE_BY_KEY[key].scale
    return np.asarray(np.divide(top * scale, bottom, out=np.full(len(top), np.nan), where=bottom > 0))


def _every(first: date, n: int, step: int) -> "np.ndarray[tuple[int], np.dtype[np.datetime64]]":
    return (np.datetime64(first, "D") + step * np.arange(n)).astype("datetime64[s]")


def _whole_weeks(period: Period) -> tuple[slice, int]:
    """Which days of a period are those of its whole weeks, and how many weeks these are."""
    lead = -period.start.weekday() % 7
    weeks = max(0, (period.days - lead) // 7)
    return slice(lead, lead + 7 * weeks), weeks
