"""Reports of Pinterest's that Pincore recognises and does not use: Trends and the Ads Manager."""

from pincore.columns import find_column, normalise
from pincore.errors import ReadingError
from pincore.reading.context import Context
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.sheets import Sheet

_FIRST_ROWS = 25
_TREND = frozenset(map(normalise, ("trend", "trends", "trend name", "keyword", "tendance", "tendencia", "tendência", "tendenza", "suchtrend")))
_TREND_CHANGES = frozenset(map(normalise, ("weekly change", "monthly change", "yearly change", "wow change", "mom change", "yoy change")))
_SPEND = tuple(map(normalise, ("spend", "ausgaben", "dépenses", "gasto", "gastos", "inversión", "spesa", "uitgaven")))
_ADS = tuple(map(normalise, (
    "campaign", "ad group", "ad id", "ad name", "promoted pin", "eCPC", "CPC", "CPM", "eCPM", "ROAS", "CPA", "checkouts", "total conversions", "kampagne", "anzeigengruppe",
    "campagne", "groupe d'annonces", "campaña", "grupo de anuncios", "campanha", "campagna", "gruppo di annunci", "advertentiegroep",
)))  # fmt: skip


def is_trends(sheet: Sheet) -> bool:
    """Whether the sheet comes from Pinterest's Trends tool: its first line says so, or its columns do."""
    for _, cells in sheet.head()[:_FIRST_ROWS]:
        words = {normalise(cell) for cell in cells[:40] if len(cell) < 200}
        if any(word.startswith("pinteresttrendstool") for word in words) or (words & _TREND and len(words & _TREND_CHANGES) >= 2):
            return True
    return False


def is_ads(sheet: Sheet) -> bool:
    """Whether a header names money spent, what it was spent on, and numbers of Pinterest's."""
    for _, cells in sheet.head()[:_FIRST_ROWS]:
        words = [normalise(cell) for cell in cells[:200] if len(cell) < 80]
        spend = any(word.startswith(_SPEND) for word in words)
        if spend and any(word.startswith(_ADS) or word.endswith("roas") for word in words):
            return any((column := find_column(cell)) is not None and column.role == "count" for cell in cells)
    return False


def decline_trends(sheet: Sheet, context: Context) -> Import:  # noqa: ARG001 (the shape of a reader)
    """Nothing: raises the ReadingError that says that this is a report of the Trends tool."""
    raise ReadingError(
        "trends_report",
        "This is a report of Pinterest's Trends tool: how often everybody searches for a topic, on a scale from 0 to 100. It says nothing about your Pins.",
        "Upload the overview export of Pinterest Analytics instead (Analytics, Overview, Export).",
    )


def decline_ads(sheet: Sheet, context: Context) -> Import:  # noqa: ARG001 (the shape of a reader)
    """Nothing: raises the ReadingError that says that this is a report of the Ads Manager."""
    raise ReadingError(
        "ads_report",
        "This is a report of the Ads Manager: what paid campaigns cost and brought. Pincore judges organic Pins, and paid numbers must not be mixed with them "
        "(what this report calls CTR is pin clicks / impressions, too).",
        "Upload the overview export of Pinterest Analytics instead, with Content type set to Organic if you run ads.",
    )


KINDS = (
    Kind("trends", "Pinterest Trends", "Recognised and not used: what everybody searches for, not your Pins.", "other", is_trends, decline_trends),
    Kind("ads_manager", "Ads Manager report", "Recognised and not used: paid campaigns, kept apart from organic Pins.", "other", is_ads, decline_ads),
)
