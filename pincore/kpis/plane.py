"""Pins in the plane of outbound click rate against save rate."""

from typing import Literal

import numpy as np
import pandas as pd

from pincore.bands import RULE_OF_THREE, Thresholds
from pincore.facts import History
from pincore.measures.breakdown import pin_labels, pin_sums, quotient
from pincore.measures.cube import Floats, Ints, day_at, pin_facts
from pincore.measures.table import Choice
from pincore.measures.totals import SaveRateOver
from pincore.periods import Period

Boundaries = Literal["bands", "median"]
COLUMNS = ("pin", "label", "ocr", "save_rate", "impressions", "outbound_clicks", "saves", "quadrant", "faint", "n_pins")


def pins_plane(
    history: History,
    period: Period,
    choice: Choice = Choice(),
    thresholds: Thresholds = Thresholds(),
    boundaries: Boundaries = "bands",
    save_rate_over: SaveRateOver = "impressions",
    pooled: bool = True,
) -> pd.DataFrame:
    """One row a Pin (or, pooled, Pins that share image or link) of which both rates are known, most impressions first.

    Columns: pin, label, ocr, save_rate, impressions, outbound_clicks, saves, quadrant (a key of QUADRANTS), faint (too few
    impressions to judge), n_pins. `attrs["boundaries"]` is where the plane is cut (ocr, save_rate): between poor and
    workable, or at the medians of the Pins that are not faint. A rate on the boundary counts as high. `attrs["dates"]` is the
    Period that the numbers speak of: the table of dates nearest to the period where its own days are not known.
    """
    pools = _pools(history, period, choice, save_rate_over, pooled)
    if pools is None:
        return _empty(thresholds)
    faint = (pools["impressions"] < enough_impressions(thresholds)).to_numpy()
    ocr, save_rate = _cuts(pools, faint, thresholds, boundaries, save_rate_over)
    clicks, saves = (pools["ocr"] >= ocr).to_numpy(), (pools["save_rate"] >= save_rate).to_numpy()
    quadrant = np.select([clicks & saves, clicks, saves], ["distribution_multiplier", "transactional", "useful_not_pitched"], "rethink")
    frame = pools.assign(quadrant=quadrant, faint=faint)[list(COLUMNS)]
    frame = frame.sort_values(["impressions", "pin"], ascending=[False, True], ignore_index=True)
    frame.attrs["boundaries"] = (ocr, save_rate)
    sums = pin_sums(history, period, choice)
    frame.attrs["dates"] = None if sums is None else Period(day_at(sums.start), day_at(sums.end))
    return frame


def enough_impressions(thresholds: Thresholds = Thresholds()) -> float:
    """Impressions from which a Pin without a click or save says something (the rule of three)."""
    edges = [edge for edge in (thresholds.ocr[0], thresholds.save_rate[0]) if edge > 0]
    return RULE_OF_THREE / min(edges) if edges else 0.0


def _cuts(pools: pd.DataFrame, faint: "np.ndarray[tuple[int], np.dtype[np.bool_]]", thresholds: Thresholds, boundaries: Boundaries,
          save_rate_over: SaveRateOver) -> tuple[float, float]:  # fmt: skip
    judged = pools[~faint] if not faint.all() else pools
    medians = float(judged["ocr"].median()), float(judged["save_rate"].median())
    if boundaries == "median":
        return medians
    return thresholds.ocr[0], thresholds.save_rate[0] if save_rate_over == "impressions" else medians[1]


def _pools(history: History, period: Period, choice: Choice, save_rate_over: SaveRateOver, pooled: bool) -> pd.DataFrame | None:
    """Sums by pool of the Pins that know impressions, outbound clicks and saves."""
    sums = pin_sums(history, period, choice)
    if sums is None:
        return None
    clicks, shown = sums.pair("outbound_clicks", "impressions")
    saves, saved_of = sums.pair("saves", save_rate_over)
    usable = np.flatnonzero((shown > 0) & (saved_of > 0))
    if not len(usable):
        return None
    facts = pin_facts(history).take(usable).reset_index(drop=True)
    numbers = np.stack([clicks[usable], shown[usable], saves[usable], saved_of[usable]])
    pool = pools_of(facts) if pooled else np.arange(len(facts))
    counted = ~_said_twice(facts, numbers)
    size = int(pool.max()) + 1
    added: list[Floats] = [np.bincount(pool[counted], weights=row[counted], minlength=size).astype(np.float64) for row in numbers]
    lead = _leaders(pool, numbers[1])
    labels = pin_labels(facts.take(lead).reset_index(drop=True))
    return pd.DataFrame({
        "pin": facts["pin"].to_numpy()[lead], "label": labels, "ocr": quotient(added[0], added[1]), "save_rate": quotient(added[2], added[3]),
        "impressions": added[1], "outbound_clicks": added[0], "saves": added[2], "n_pins": np.bincount(pool),
    })  # fmt: skip


def pools_of(facts: pd.DataFrame) -> Ints:
    """For each Pin the number of its pool: Pins that share an image or a link, directly or through others, are one pool."""
    pool = np.arange(len(facts))
    shared = [codes for column in ("image", "page") if (codes := _codes(facts[column])) is not None]
    while True:
        before = pool
        for codes in shared:
            pool = _lowest(codes, pool)
        if len(shared) < 2 or bool((pool == before).all()):
            return np.unique(pool, return_inverse=True)[1].astype(np.int64)


def _codes(values: pd.Series) -> Ints | None:
    """A number for each address, another for each Pin without one; None when no Pin has any."""
    codes, texts = pd.factorize(values)
    if not len(texts):
        return None
    return np.where(codes >= 0, codes, len(texts) + np.arange(len(codes)))


def _lowest(codes: Ints, pool: Ints) -> Ints:
    """The lowest pool among the Pins of the same code."""
    order = np.lexsort((pool, codes))
    first = np.r_[True, codes[order][1:] != codes[order][:-1]]
    lowest = np.empty_like(pool)
    lowest[order] = pool[order][np.flatnonzero(first)[np.cumsum(first) - 1]]
    return lowest


def _said_twice(facts: pd.DataFrame, numbers: Floats) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Pins with the image, link and numbers of an earlier one: Pinterest shows the pool's sum on each, so it counts once."""
    keys = pd.DataFrame(numbers.T).assign(image=facts["image"], link=facts["link"])
    both = facts["image"].notna() & facts["link"].notna()
    return (keys.duplicated() & both).to_numpy()


def _leaders(pool: Ints, shown: Floats) -> Ints:
    """The place of each pool's Pin with the most impressions."""
    order = np.lexsort((-shown, pool))
    return order[np.flatnonzero(np.r_[True, pool[order][1:] != pool[order][:-1]])]


def _empty(thresholds: Thresholds) -> pd.DataFrame:
    texts = {"pin", "label", "quadrant"}
    frame = pd.DataFrame({c: pd.Series(dtype="str" if c in texts else "bool" if c == "faint" else "float64") for c in COLUMNS})
    frame.attrs["boundaries"] = (thresholds.ocr[0], thresholds.save_rate[0])
    return frame
