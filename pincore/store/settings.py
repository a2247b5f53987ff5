"""Settings that come from a file of anybody's making: only what the pages themselves could have set."""

from dataclasses import fields, replace

from pincore.bands import MOST_EDGE, Thresholds
from pincore.diagnosis.limits import Limits
from pincore.diagnosis.saying import range_of
from pincore.errors import InputError
from pincore.measures.table import MEASURE_BY_KEY
from pincore.report.look import read_logo, readable_colour
from pincore.store.limits import plain_line
from pincore.store.types import Settings


class SettingsError(ValueError):
    """Settings that no page could have made."""


def sound_settings(told: Settings) -> Settings:
    """The settings with the logo drawn anew and the name on one line. Raises SettingsError for what no page could have set."""
    if not _has_sound_edges(told.thresholds):
        raise SettingsError("the edges of a band in it cannot be")
    if not _has_sound_limits(told.limits):
        raise SettingsError("a limit in it cannot be")
    if any(row.metric not in MEASURE_BY_KEY for row in told.kept):
        raise SettingsError("an action in it watches a measure that Pincore does not know")
    try:
        if told.report_colour:
            readable_colour(told.report_colour)
        logo = read_logo(told.report_logo) if told.report_logo else None
    except InputError as error:
        raise SettingsError("the look of its report cannot be") from error
    return replace(told, report_name=plain_line(told.report_name), report_logo=logo)


def _has_sound_edges(found: Thresholds) -> bool:
    return all(0 <= low <= high <= MOST_EDGE[key] for key, (low, high) in (("ocr", found.ocr), ("save_rate", found.save_rate)))


def _has_sound_limits(found: Limits) -> bool:
    return all(least <= getattr(found, name) <= most for name in (field.name for field in fields(found)) for least, most in (range_of(name),))
