"""Plausible: visitors by day, and visitors by source, campaign tag or page."""

import numpy as np

from pincore.columns import normalise
from pincore.notes import Note
from pincore.reading.context import Context
from pincore.reading.fields import Fields, find_header, read_cells
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.sheets import Row, Sheet
from pincore.reading.site.cells import clean_text
from pincore.reading.site.frame import dated_rows, no_days, read_counts, read_pages, site_frame, site_import, start_notes

_DAYS: Fields = {"day": ("date",), "visitors": ("visitors",), "pageviews": ("pageviews",), "sessions": ("visits",)}
_NAMES: Fields = {"name": ("name",), "visitors": ("visitors",), "pageviews": ("pageviews",), "sessions": ("visits",)}
_ENTRIES: Fields = {"name": ("name",), "visitors": ("uniqueentrances", "visitors"), "entrances": ("totalentrances", "entrances")}
_NEEDS_DAYS = (("date",), ("visitors",), ("bouncerate", "visitduration", "viewspervisit"))
_NEEDS_NAMES = (("name",), ("visitors",), ("bouncerate", "visitduration", "timeonpage"))
_NEEDS_ENTRIES = (("name",), ("uniqueentrances", "totalentrances"))
_SOURCES = frozenset(
    map(normalise, ("Direct / None", "Google", "Bing", "DuckDuckGo", "Facebook", "Instagram", "Pinterest", "Twitter", "Reddit", "YouTube", "ChatGPT"))
)


def _found(sheet: Sheet, needs: tuple[tuple[str, ...], ...]) -> Row:
    header = find_header(sheet, needs)
    assert header is not None
    return header


def read_days(sheet: Sheet, context: Context) -> Import:
    """The import of visitors by day."""
    notes = start_notes(sheet, "days and counts")
    cells = read_cells(sheet, _found(sheet, _NEEDS_DAYS), _DAYS, notes)
    n = len(cells)
    cells, days = dated_rows(cells, "day", "plausible_days", context, notes)
    day = days.values.astype("datetime64[s]")
    frame = site_frame("plausible", day, day, day, {}, read_counts(cells, ("visitors", "pageviews", "sessions"), notes))
    if len(frame) and not frame.loc[frame["day"] == frame["day"].max(), "visitors"].any():
        says = "The last day has no visitors at all: it may have been exported before the day was over."
        notes.append(Note("last_day_empty", "info", says))
    return site_import("plausible_days", frame, n, context, notes)


def read_names(sheet: Sheet, context: Context) -> Import:
    """The import of visitors by source, by campaign tag or by page, which the file does not tell apart."""
    notes = start_notes(sheet, "names of sources, tags or pages, and counts")
    cells = read_cells(sheet, _found(sheet, _NEEDS_NAMES), _NAMES, notes)
    names = cells.texts("name")
    pages = bool(names) and all(name.startswith("/") for name in names if name)
    sources = any(normalise(name) in _SOURCES for name in names)
    texts = read_pages(cells, "name") if pages else {"source" if sources else "label": [clean_text(name) for name in names]}
    if not pages and not sources:
        says = "The file does not say what its names are (sources, campaigns or contents); they are kept as names."
        notes.append(Note("names_unknown", "info", says))
    nothing = no_days(len(cells))
    frame = site_frame("plausible", nothing, nothing, nothing, texts, read_counts(cells, ("visitors", "pageviews", "sessions"), notes))
    return site_import("plausible_names", frame, len(frame), context, notes)


def read_entries(sheet: Sheet, context: Context) -> Import:
    """The import of entrances by page."""
    notes = start_notes(sheet, "pages and counts")
    cells = read_cells(sheet, _found(sheet, _NEEDS_ENTRIES), _ENTRIES, notes)
    nothing = no_days(len(cells))
    frame = site_frame(
        "plausible", nothing, nothing, np.copy(nothing), read_pages(cells, "name"), read_counts(cells, ("visitors", "entrances"), notes)
    )
    return site_import("plausible_entries", frame, len(frame), context, notes)


KINDS = (
    Kind("plausible_days", "Plausible: visitors by day", "Visitors, visits and page views by day: kept for comparing clicks with visits.", "site",
         lambda sheet: find_header(sheet, _NEEDS_DAYS) is not None, read_days),
    Kind("plausible_names", "Plausible: sources or tags", "Visitors by source or campaign tag, without dates: kept for comparing clicks with visits.", "site",
         lambda sheet: find_header(sheet, _NEEDS_NAMES) is not None, read_names),
    Kind("plausible_entries", "Plausible: entry pages", "Visitors by the page they entered on, without dates: kept for comparing clicks with visits.", "site",
         lambda sheet: find_header(sheet, _NEEDS_ENTRIES) is not None, read_entries),
)  # fmt: skip
