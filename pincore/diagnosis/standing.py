"""Rules on how the account stands: rates, concentration, formats and boards of one period."""

import numpy as np
import pandas as pd

from pincore.bands import RULE_OF_THREE
from pincore.diagnosis.gathering import RATES, Facts
from pincore.diagnosis.limits import exact, quotient
from pincore.diagnosis.types import Evidence, Missing, Verdict, told
from pincore.kpis import Kpi
from pincore.links import board_key
from pincore.measures.table import MEASURE_BY_KEY, Rate
from pincore.wording import describe_number, describe_range

SAMPLE_MAX = 10


def low_save_rate(facts: Facts) -> Verdict | Missing:
    """The save rate lies below its limit."""
    return _low(facts, "save_rate", facts.limits.save_rate)


def low_ocr(facts: Facts) -> Verdict | Missing:
    """The outbound click rate lies below its limit."""
    return _low(facts, "ocr", facts.limits.ocr)


def _low(facts: Facts, key: str, limit: float) -> Verdict | Missing:
    rate = facts.now[key]
    evidence = (_rate(key, rate, limit),)
    enough = RULE_OF_THREE / limit if limit > 0 else 0.0
    assert rate.out_of is not None
    if rate.out_of < enough and _below(rate, limit):
        return Missing(f"More impressions: {describe_number(np.ceil(enough))} tell whether the {_name(key)} is low. A longer period, or later.")
    return Verdict(_below(rate, limit), evidence, reason=f"{told(evidence)[:-1]}{_could_be(facts.kpis[key])}.")


def low_close_up_rate(facts: Facts) -> Verdict | Missing:
    """Many impressions, few closer looks."""
    limits, rate = facts.limits, facts.now["close_up_rate"]
    shown = Evidence("impressions", rate.out_of, limits.high_impressions, "count")
    evidence = (_rate("close_up_rate", rate, limits.close_up_rate), shown)
    high = rate.out_of is not None and rate.out_of >= limits.high_impressions
    return Verdict(high and _below(rate, limits.close_up_rate), evidence, reason=told(evidence))


def weak_call_to_action(facts: Facts) -> Verdict | Missing:
    """Many closer looks, few clicks to the page."""
    limits, looks, clicks = facts.limits, facts.now["close_up_rate"], facts.now["ocr"]
    evidence = (_rate("close_up_rate", looks, limits.high_close_up_rate), _rate("ocr", clicks, limits.ocr))
    fires = _above(looks, limits.high_close_up_rate) and _below(clicks, limits.ocr)
    if fires and (clicks.out_of or 0) < RULE_OF_THREE / limits.ocr:
        return Missing("More impressions: too few to tell whether the outbound click rate is low. A longer period, or later.")
    return Verdict(fires, evidence, reason=told(evidence))


def reach_without_clicks(facts: Facts) -> Verdict | Missing:
    """Large reach with a poor outbound click rate."""
    limits, rate = facts.limits, facts.now["ocr"]
    evidence = (Evidence("impressions", rate.out_of, limits.large_reach, "count"), _rate("ocr", rate, limits.ocr))
    return Verdict((rate.out_of or 0) > limits.large_reach and _below(rate, limits.ocr), evidence, reason=told(evidence))


def saves_without_visits(facts: Facts) -> Verdict | Missing:
    """Pins are saved and not visited."""
    limits, saves, clicks = facts.limits, facts.now["save_rate"], facts.now["ocr"]
    evidence = (_rate("save_rate", saves, limits.high_save_rate), _rate("ocr", clicks, limits.ocr))
    fires = _above(saves, limits.high_save_rate) and _below(clicks, limits.ocr)
    if fires and (clicks.out_of or 0) < RULE_OF_THREE / limits.ocr:
        return Missing("More impressions: too few to tell whether the outbound click rate is low. A longer period, or later.")
    return Verdict(fires, evidence, reason=told(evidence))


def concentration_top3(facts: Facts) -> Verdict | Missing:
    """Three Pins bring most clicks."""
    return _top(facts, 3, facts.limits.top3)


def concentration_top10(facts: Facts) -> Verdict | Missing:
    """Ten Pins bring most clicks."""
    return _top(facts, 10, facts.limits.top10)


def _top(facts: Facts, k: int, limit: float) -> Verdict | Missing:
    ranked = facts.ranked
    clicks = ranked["outbound_clicks"].to_numpy()
    total = max(facts.count("outbound_clicks") or 0.0, float(clicks.sum()))
    if total < facts.limits.least_clicks:
        return Missing(f"More outbound clicks: with fewer than {describe_number(facts.limits.least_clicks)} chance alone looks concentrated.")
    share = Rate(float(clicks[:k].sum()), total)
    evidence = (Evidence(f"share of the top {k} Pins in outbound clicks", share.value, limit),)
    if len(ranked) <= k and total == clicks.sum():
        return Verdict(False, evidence, reason=f"There are only {describe_number(len(ranked))} Pins with clicks; more Pins would tell.")
    return Verdict(_above(share, limit), evidence, f"top {k} Pins", told(evidence), tuple(map(str, ranked["key"][:k])))


def format_mix(facts: Facts) -> Verdict | Missing:
    """One format carries most impressions and little intent."""
    limits, rows = facts.limits, facts.table("format")
    rows = None if rows is None else rows[rows["key"] != ""].dropna(subset=["impressions", "outbound_clicks"])
    if rows is None or not len(rows):
        return Missing("A table with a row a Pin and day that has a Format column.")
    lead = rows.iloc[int(rows["impressions"].to_numpy().argmax())]
    rest = rows[rows["key"] != lead["key"]]
    share = Rate(float(lead["impressions"]), float(rows["impressions"].sum()))
    own, other = (
        Rate(float(lead["outbound_clicks"]), float(lead["impressions"])),
        Rate(float(rest["outbound_clicks"].sum()), float(rest["impressions"].sum())),
    )
    ours, theirs = quotient(own), quotient(other)
    intent = float(ours / theirs) if ours is not None and theirs else None
    evidence = (
        Evidence(f"share of {lead['label']} in impressions", share.value, limits.format_share),
        Evidence("its outbound click rate, as a part of that of the other formats,", intent, limits.format_intent),
    )
    if ours is None or theirs is None or not theirs:
        return Verdict(False, evidence, reason="There is no other format with clicks to compare with.")
    enough = rows["outbound_clicks"].sum() >= limits.least_clicks
    fires = bool(enough) and _above(share, limits.format_share) and ours < theirs * exact(limits.format_intent)
    return Verdict(fires, evidence, f"format {lead['label']}", told(evidence))


def board_spread(facts: Facts) -> Verdict | Missing:
    """The top Pins sit on one board, or on an overstuffed one."""
    limits, top = facts.limits, facts.ranked.head(SAMPLE_MAX)
    boards = facts.history.details.set_index("pin")["board"].reindex(top["key"]).dropna() if len(facts.history.details) else pd.Series(dtype="str")
    if not len(boards):
        return Missing("The boards of the Pins: a table with a row a Pin and day that has a Board column, or the bulk-create template.")
    keys = [board_key(str(name)) for name in boards]
    if len(keys) < limits.top_pins:
        return Missing(f"At least {limits.top_pins} Pins with outbound clicks whose board is known: a longer period, or a table with boards.")
    table = facts.table("board", whole=False)
    sizes = {} if table is None else dict(zip(table["key"], table["n_pins"], strict=True))
    known = [float(size) for key in keys if not np.isnan(size := sizes.get(key, np.nan))]
    largest = max(known) if known else None
    evidence = (
        Evidence("boards that hold the top Pins", float(len(set(keys))), 1, "count"),
        Evidence("Pins on the fullest of them", largest, limits.board_pins, "count"),
    )
    return Verdict(
        len(set(keys)) == 1 or (largest or 0) > limits.board_pins, evidence, f"top {len(keys)} Pins", told(evidence), tuple(map(str, boards.index))
    )


def _rate(key: str, rate: Rate, limit: float) -> Evidence:
    return Evidence(_name(key), rate.value, limit)


def _name(key: str) -> str:
    assert key in RATES
    return MEASURE_BY_KEY[key].label.lower()


def _below(rate: Rate, limit: float) -> bool:
    value = quotient(rate)
    return value is not None and value < exact(limit)


def _above(rate: Rate, limit: float) -> bool:
    value = quotient(rate)
    return value is not None and value > exact(limit)


def _could_be(kpi: Kpi) -> str:
    return "" if kpi.low is None or kpi.high is None else f", could be {describe_range(kpi.low, kpi.high)}"
