"""Concentration and decay with the stable keys of the command line."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pincore.choosing import default_period
from pincore.concentration.account import concentration
from pincore.concentration.groups import groupings
from pincore.concentration.stopping import stops
from pincore.concentration.types import LIMITS, Concentration, Stop
from pincore.decay import Decay, decay, half_life_rows
from pincore.errors import InputError
from pincore.facts import History
from pincore.measures import MEASURE_BY_KEY
from pincore.measures.listing import listed_period
from pincore.periods import Period

UNKNOWN: dict[str, Any] = {
    "measure": None, "period": None, "pins_listed": None, "account_total": None, "covered": None, "top1": None, "top3": None, "top10": None,
    "limits": dict(LIMITS), "hhi": [None, None], "effective_pins": [None, None], "gini": None, "by_chance_effective_pins": None,
    "half_life_days": {"account": None, "low": None, "high": None, "pins": []}, "without_top": {}, "projection": [],
}  # fmt: skip


def require_measure(key: str) -> str:
    """The key itself, when it is a measure that adds up over Pins.

    Raises: InputError otherwise, with the measures there are.
    """
    additive = [measure.key for measure in MEASURE_BY_KEY.values() if not measure.is_rate]
    if key not in additive:
        raise InputError("measure_unknown", f"“{key}” is no measure that adds up over Pins.", f"Choose one of: {', '.join(additive)}.")
    return key


def usual_period(history: History, key: str) -> Period | None:
    """The dashboard's period when Pins are known for it, else the known dates nearest to it; None when nothing is known of Pins."""
    usual = default_period(history)
    return listed_period(history, usual, key) or usual


def tell(history: History, period: Period, key: str) -> dict[str, Any]:
    """Everything about one measure and period, with the stable keys."""
    found = concentration(history, period, key)
    parts = groupings(history, found)
    aged = decay(history, key)
    return {
        "measure": key, "period": str(period), "pins_listed": found.n_listed if found.n_listed or not found.reason else None,
        "account_total": found.listing.stated if found.total is None else found.total, "covered": found.covered, "top1": found.top1, "top3": found.top3, "top10": found.top10,
        "limits": dict(LIMITS), "hhi": list(found.hhi), "effective_pins": list(found.effective), "gini": found.gini,
        "by_chance_effective_pins": found.by_chance, "half_life_days": _half_lives(history, aged, found),
        "without_top": {stop.which: _stop(stop) for stop in stops(history, found, parts)},
        "projection": [{"day": p.day, "low": p.low, "mid": p.mid, "high": p.high} for p in aged.outlook.points],
        "reasons": _reasons(found, aged), "remarks": [*found.remarks, *aged.remarks],
    }  # fmt: skip


def _half_lives(history: History, found: Decay, shares: Concentration) -> dict[str, Any]:
    rows = half_life_rows(history, found)
    rank = pd.Series(np.arange(shares.n_listed), index=shares.listing.places).reindex(rows["place"])
    ordered = rows.take(np.argsort(rank.to_numpy(), kind="stable"))
    columns = zip(*(ordered[name].tolist() for name in ("pin", "days", "kind")), strict=True)
    pins = [{"pin": pin, "days": days, "kind": kind} for pin, days, kind in columns]
    return {"account": found.account.days, "low": found.account.low, "high": found.account.high, "pins": pins}


def _stop(stop: Stop) -> dict[str, Any]:
    return {"what": list(stop.keys), "lost": stop.lost, "lost_a_month": stop.a_month, "share": stop.share, "average_pins": stop.average_pins,
            "at_least": stop.at_least, "reason": stop.reason or None}  # fmt: skip


def _reasons(found: Concentration, aged: Decay) -> list[str]:
    said: Sequence[str] = (found.reason, aged.reason, aged.account.reason, aged.outlook.reason)
    return list(dict.fromkeys(text for text in said if text))
