"""Fresh against old Pins, week by week, and the courses of the top Pins since their publication."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from pincore.decay.courses import Courses
from pincore.layouts import EPOCH
from pincore.measures.cube import Bools, Floats

FRESH = 90
AGES = ("fresh", "old", "unknown")


def by_freshness(found: Courses, fresh_days: int = FRESH) -> pd.DataFrame:
    """Columns week, fresh, old, unknown: counts by whole week (7 days, counted back from the last), by the Pin's age on the day.

    Fresh is published in the last `fresh_days` days. Unknown is a Pin that ran already when the table began and may be older than it seems.
    """
    weeks = found.n_days // 7
    start = found.last - 7 * weeks + 1
    age = found.day - found.published[found.pin] + 1
    kind = np.where(age > fresh_days, 1, np.where(found.running[found.pin], 2, 0))
    inside = found.day >= start
    code = (found.day[inside] - start) // 7 * 3 + kind[inside]
    sums = np.bincount(code, weights=found.count[inside], minlength=3 * weeks).reshape(weeks, 3)
    whole: Bools = np.asarray(found.known[found.n_days - 7 * weeks :].reshape(weeks, 7).all(axis=1))
    sums = np.where(whole[:, None], sums, np.nan)
    days = [np.datetime64(date.fromordinal(start + 7 * week + EPOCH), "s") for week in range(weeks)]
    return pd.DataFrame({"week": np.array(days, dtype="datetime64[s]")} | {name: sums[:, i] for i, name in enumerate(AGES)})


def share_of_fresh(rows: pd.DataFrame, weeks: int = 4) -> float | None:
    """The share of the last weeks' count that fresh Pins brought; None when nothing is known, or Pins of unknown age matter."""
    last = rows.tail(weeks)
    sums = last[list(AGES)].sum()
    total = float(sums.sum())
    if not len(last) or bool(last["fresh"].isna().any()) or total <= 0 or sums["unknown"] > 0:
        return None
    return float(sums["fresh"]) / total


def since_publication(found: Courses, places: Sequence[int], labels: Sequence[str], most: int = 180) -> pd.DataFrame:
    """Columns label, age, value: the mean count a day over 7 days of each Pin, by days since its publication."""
    parts = []
    for place, label in zip(places, labels, strict=True):
        published = int(found.published[place])
        days = found.daily(int(place))[max(0, published - found.first) :]
        values = _weekly_mean(days)
        age = np.arange(len(values)) + max(0, found.first - published) + 7
        kept = age <= most
        parts.append(pd.DataFrame({"label": label, "age": age[kept].astype(float), "value": values[kept]}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"label": [], "age": [], "value": []})


def _weekly_mean(days: Floats) -> Floats:
    return np.convolve(days, np.ones(7), "valid") / 7 if len(days) >= 7 else np.zeros(0)
