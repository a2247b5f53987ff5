"""NEEDS: what a rule must know, and the export that tells it."""

from collections.abc import Callable
from dataclasses import dataclass

from pincore.changes import LEAST_WEEKS
from pincore.diagnosis.gathering import Facts
from pincore.wording import describe_period


@dataclass(frozen=True, slots=True)
class Need:
    """A fact: whether it is known, and what would tell it ({period} and {against} are the dates)."""

    known: Callable[[Facts], bool]
    says: str


def _overview(chart: str, dates: str = "{period}") -> str:
    return f"The overview export of {dates} with the chart set to {chart}, or a table with a row a Pin and day."


def _rate(key: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.now[key].value is not None


def _count(key: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.now[key].count is not None


def _change(key: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.now[key].count is not None and facts.before[key].count is not None


def _has(column: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.pins is not None and bool(facts.pins[column].notna().any())


BOTH = "{period} and of {against}"
NEEDS: dict[str, Need] = {
    "impressions": Need(_count("impressions"), _overview("Impressions")),
    "clicks_now": Need(_count("outbound_clicks"), _overview("Outbound clicks")),
    "ocr": Need(_rate("ocr"), _overview("Outbound clicks")),
    "save_rate": Need(_rate("save_rate"), _overview("Saves")),
    "close_up_rate": Need(_rate("close_up_rate"), _overview("Pin clicks")),
    "impressions_change": Need(_change("impressions"), _overview("Impressions", BOTH)),
    "clicks_change": Need(_change("outbound_clicks"), _overview("Outbound clicks", BOTH)),
    "ocr_change": Need(_change("ocr"), _overview("Outbound clicks", BOTH)),
    "saves_change": Need(_change("saves"), _overview("Saves", BOTH)),
    "save_rate_change": Need(_change("save_rate"), _overview("Saves", BOTH)),
    "clicks_by_pin": Need(
        _has("outbound_clicks"), "The overview export of {period} with the Top Pins sorted by Outbound clicks, or a table with a row a Pin and day."
    ),
    "weeks": Need(
        lambda facts: facts.ordinary("ocr") is not None or facts.ordinary("impressions") is not None,
        f"Numbers by day for {{period}}, {{against}} and at least {LEAST_WEEKS} whole weeks before {{period}}: overview exports of those dates.",
    ),
}


def needed(facts: Facts, key: str) -> str:
    """The sentence that names the export."""
    return NEEDS[key].says.format(period=describe_period(facts.period), against=describe_period(facts.against))


def lacking(facts: Facts, keys: tuple[str, ...]) -> str | None:
    """What the first fact that is not known needs; None when all are known."""
    return next((needed(facts, key) for key in keys if not NEEDS[key].known(facts)), None)
