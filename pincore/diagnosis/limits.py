"""Limits: where the rules begin to fire, editable like the bands."""

from dataclasses import dataclass
from fractions import Fraction

from pincore.measures.table import Rate


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of the rules, as shares. A rule fires beyond its limit, never on it."""

    ocr_fall: float = 0.25
    saves_fall: float = 0.25
    steady: float = 0.10
    save_rate: float = 0.002
    ocr: float = 0.001
    close_up_rate: float = 0.005
    high_impressions: float = 10_000
    high_close_up_rate: float = 0.02
    top3: float = 0.60
    top10: float = 0.70
    least_clicks: float = 30
    format_share: float = 0.50
    format_intent: float = 0.50
    top_pins: int = 5
    board_pins: int = 500
    impressions_rise: float = 0.25
    large_reach: float = 100_000
    high_save_rate: float = 0.008
    peak_share: float = 0.30
    peak_fall: float = 0.75
    site_gap: float = 0.20


LIMIT_SAYS: dict[str, str] = {
    "ocr_fall": "Outbound click rate: a fall of more than this counts",
    "saves_fall": "Saves a day: a fall of more than this counts",
    "steady": "Steady or stable means a change of at most",
    "save_rate": "Save rate is low below",
    "ocr": "Outbound click rate is low below",
    "close_up_rate": "Close-up rate is low below",
    "high_impressions": "Impressions of a period are high from",
    "high_close_up_rate": "Close-up rate is high above",
    "top3": "The top 3 Pins are too much above",
    "top10": "The top 10 Pins are too much above",
    "least_clicks": "Outbound clicks needed to speak of concentration or formats",
    "format_share": "A format carries most impressions above",
    "format_intent": "Little intent: its outbound click rate, divided by that of the rest, is below",
    "top_pins": "Top Pins needed to speak of boards",
    "board_pins": "A board is overstuffed above this many Pins seen in the period",
    "impressions_rise": "Impressions a day: a rise of more than this counts",
    "large_reach": "Reach is large above this many impressions in the period",
    "high_save_rate": "Save rate is high above",
    "peak_share": "A single Pin carries the account above this part of a week's clicks",
    "peak_fall": "A fall since the peak week of more than this counts",
    "site_gap": "Missing on the site above this part of what was expected",
}


def exact(value: float) -> Fraction:
    """The number that is written, not its nearest binary neighbour.

    >>> exact(0.1) + exact(0.2) == exact(0.3)
    True
    """
    return Fraction(repr(value))


def relative(before: Rate, after: Rate) -> Fraction | None:
    """after / before - 1 of two quotients, exactly; None when it cannot be known.

    >>> relative(Rate(400, 10_000), Rate(300, 10_000))
    Fraction(-1, 4)
    """
    if before.value is None or after.value is None or before.count is None or after.count is None or not before.count:
        return None
    assert before.out_of
    assert after.out_of
    return Fraction(after.count) * Fraction(before.out_of) / (Fraction(after.out_of) * Fraction(before.count)) - 1


def quotient(rate: Rate) -> Fraction | None:
    """The quotient itself, exactly."""
    if rate.value is None or rate.count is None or rate.out_of is None:
        return None
    return Fraction(rate.count) / Fraction(rate.out_of)
