"""Rules on what changed: fired only by changes that ordinary weeks do not bring."""

from dataclasses import replace
from fractions import Fraction

from pincore.diagnosis.gathering import Facts
from pincore.diagnosis.limits import exact
from pincore.diagnosis.needs import needed
from pincore.diagnosis.types import Evidence, Missing, Verdict, told
from pincore.wording import describe_difference, name_list

MOST_NAMED = 3
ENDLESS = Fraction(10**9)
ORDINARY = "The change is within what ordinary weeks do."


def creative_friction(facts: Facts) -> Verdict | Missing:
    """The outbound click rate fell while impressions held, and the Pins' own rates fell, not the mix."""
    limits, fall, shown = facts.limits, _known(facts.change("ocr")), _known(facts.change("impressions"))
    evidence = (_relative("outbound click rate", fall, -limits.ocr_fall), _relative("impressions a day", shown, limits.steady))
    if not fall < -exact(limits.ocr_fall):
        return _clear(evidence, told(evidence[:1]))
    if abs(shown) > exact(limits.steady):
        return _clear(evidence, f"Impressions were not steady. {told(evidence[1:])}")
    if facts.ordinary("ocr") is None:
        return Missing(needed(facts, "weeks"))
    if facts.grouped_mix:
        return _clear(evidence, "Impressions shifted between boards or formats; that explains most of the fall, not weaker Pins.")
    if facts.ordinary("ocr"):
        return _clear(evidence, f"{told(evidence[:1])} {ORDINARY}")
    return _with_losers(facts, "outbound_clicks", Verdict(True, evidence))


def mix_shift(facts: Facts) -> Verdict | Missing:
    """The account's rate fell because impressions moved to items with a lower rate."""
    limits, fall = facts.limits, _known(facts.change("ocr"))
    evidence = (_relative("outbound click rate", fall, -limits.ocr_fall),)
    if not fall < -exact(limits.ocr_fall):
        return _clear(evidence, told(evidence[:1]))
    found, own = facts.leading_mix, facts.account_range
    if found is None:
        whole = facts.splits["outbound_clicks"]
        if whole is None or whole.over == "account":
            return Missing(
                "The boards, formats or Pins of both periods: overview exports of exactly these dates, or a table with a row a Pin and day."
            )
        return _clear(evidence, "The items' own rates explain most of the fall.")
    if own is None:
        return Missing(needed(facts, "weeks"))
    moved = (("clicks by the shift", found.mix), ("clicks by their own rates", found.rate))
    more = tuple(Evidence(name, round(clicks), None, "difference") for name, clicks in moved)
    return Verdict(not own.ordinary, evidence + more, f"{found.over}s", ORDINARY)


def value_mismatch(facts: Facts) -> Verdict | Missing:
    """Saves fell, more than reach did, while the outbound click rate held."""
    limits = facts.limits
    saves, clicks, rate = (_known(facts.change(key)) for key in ("saves", "ocr", "save_rate"))
    evidence = (
        _relative("saves a day", saves, -limits.saves_fall),
        _relative("outbound click rate", clicks, limits.steady),
        _relative("save rate", rate, -limits.steady),
    )
    if not saves < -exact(limits.saves_fall):
        return _clear(evidence, told(evidence[:1]))
    if abs(clicks) > exact(limits.steady):
        return _clear(evidence, f"The outbound click rate was not stable. {told(evidence[1:2])}")
    if not rate < -exact(limits.steady):
        return _clear(evidence, f"Saves went with reach. {told(evidence[2:])}")
    if facts.ordinary("save_rate") is None:
        return Missing(needed(facts, "weeks"))
    if facts.ordinary("save_rate"):
        return _clear(evidence, f"{told(evidence[2:])} {ORDINARY}")
    return _with_losers(facts, "saves", Verdict(True, evidence))


def reach_without_growth(facts: Facts) -> Verdict | Missing:
    """Impressions rise, clicks stay flat."""
    limits, shown, clicks = facts.limits, _known(facts.change("impressions")), _known(facts.change("outbound_clicks"))
    evidence = (_relative("impressions a day", shown, limits.impressions_rise), _relative("outbound clicks a day", clicks, limits.steady))
    if not shown > exact(limits.impressions_rise):
        return _clear(evidence, told(evidence[:1]))
    if abs(clicks) > exact(limits.steady):
        return _clear(evidence, f"Clicks were not flat. {told(evidence[1:])}")
    if facts.ordinary("impressions") is None:
        return Missing(needed(facts, "weeks"))
    return Verdict(facts.ordinary("impressions") is False, evidence, "account", f"{told(evidence[:1])} {ORDINARY}")


def _with_losers(facts: Facts, key: str, verdict: Verdict) -> Verdict:
    """The verdict with the Pins whose own rates lost most."""
    split = facts.splits[key]
    items = () if split is None or split.over != "pin" else split.items
    lost = sorted((item for item in items if item.state == "both" and item.rate < 0), key=lambda item: (item.rate, item.key))[:MOST_NAMED]
    named = name_list([f"“{item.label}” ({describe_difference(float(round(item.rate)))})" for item in lost])
    also = f"By their own rates lost most: {named}." if lost else ""
    return replace(verdict, pins=tuple(item.key for item in lost), also=also)


def _known(change: Fraction | None) -> Fraction:
    """The change; something out of nothing is a rise beyond any limit."""
    return ENDLESS if change is None else change


def _relative(name: str, change: Fraction, limit: float) -> Evidence:
    return Evidence(f"{name} changed by", None if change == ENDLESS else float(change), limit, "relative")


def _clear(evidence: tuple[Evidence, ...], reason: str) -> Verdict:
    return Verdict(False, evidence, "account", reason)
