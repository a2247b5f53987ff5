"""The fixed texts of the pages, as tables, and the sentences that join them with the words of the core."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.parts.cache import Numbers, View
from pincore.history import History
from pincore.kpis import QUADRANTS, Coverage, Kpi
from pincore.kpis.grouping import describe_value as describe
from pincore.kpis.plane import Boundaries
from pincore.measures import MEASURE_BY_KEY, Dimension, SaveRateOver
from pincore.periods import Period
from pincore.reading.imports import Import
from pincore.wording import describe_day, describe_days, describe_period


@dataclass(frozen=True, slots=True)
class Table:
    """A row of TABLES: `dimension` is what a row is, `first` the label of its column."""

    dimension: Dimension
    title: str
    first: str
    missing: str


TABLES: tuple[Table, ...] = (
    Table("board", "Boards", "Board", "No export names boards for this period. Every overview export of Pinterest does."),
    Table("format", "Formats", "Format", "No file tells the formats of your Pins. A pin-day table with a Format column does."),
    Table("page", "Destination pages", "Page", "No file tells where your Pins lead. A pin-day table with links, or the bulk-create template, does."),
    Table("pin", "Pins", "Pin", "No file lists Pins for this period. Every overview export of Pinterest does."),
)
_TABLE_MEASURES = ("impressions", "pin_clicks", "outbound_clicks", "saves", "close_up_rate", "ocr", "save_rate")
FORMATS = {"label": "text"} | {key: "share" if MEASURE_BY_KEY[key].unit == "share" else "count" for key in _TABLE_MEASURES}

PLANE_SAYS = "Faint Pins have too few impressions to judge. Pins that share an image or a link are pooled, as Pinterest pools them."
BANDS = "The bands"
BOUNDARIES: dict[str, Boundaries] = {BANDS: "bands", "My own medians": "median"}


def columns(table: Table, rows: pd.DataFrame) -> dict[str, str]:
    """The columns that a table shows, with their labels; a column without any number is left out."""
    shown = {"label": table.first} | {key: MEASURE_BY_KEY[key].short for key in _TABLE_MEASURES}
    return {key: label for key, label in shown.items() if key in rows.columns and rows[key].notna().any()}


def about(view: View) -> str:
    """What the numbers on the page speak of."""
    said = describe_period(view.period)
    if view.against:
        said += f", compared with {describe_period(view.against)}"
    part = [value for value in (view.choice.board, view.choice.format, view.choice.source, view.choice.content_type) if value]
    return f"{said}. Only: {', '.join(part)}." if part else f"{said}."


def alt(what: str, view: View) -> str:
    """The accessible name of a chart."""
    return f"{what}, {about(view)}"


def how(view: View, found: Numbers, history: History) -> Iterator[str]:
    """The sentences of "How this was computed"."""
    yield f"Period: {describe_period(view.period)}, {describe_days(view.period.days)}, both ends included. Pinterest's days are UTC."
    if view.against:
        yield f"Compared with: {describe_period(view.against)}, {describe_days(view.against.days)}."
    if history.estimated_from:
        yield f"From {describe_day(history.estimated_from)} on Pinterest calls its numbers estimates; the suggested periods leave these days out."
    yield from dict.fromkeys(kpi.basis_says for kpi in found.kpis if kpi.basis_says)
    for measure in dict.fromkeys(kpi.measure for kpi in (*found.kpis, *found.video)):
        yield f"{measure.label}: {measure.says}"
    yield f"Bands: {view.thresholds.source}"


def left_out(imports: Iterable[Import]) -> list[str]:
    """The warnings of the files: rows left out, numbers that are not whole."""
    return [f"{item.name}: {note.says} {note.remedy}".rstrip() for item in imports for note in item.notes if note.level == "warning"]


def actions(found: Numbers, known: Coverage) -> list[tuple[str, str]]:
    """What to do next, each with the numbers it rests on; the last is the export that would help most."""
    goals = [kpi for kpi in found.kpis if kpi.action and not kpi.measure.diagnostic]
    doing = {kpi.action: f"Because: {_because(kpi)}" for kpi in goals}
    return [*doing.items(), *([("Bring the export that helps most next.", known.says)] if known.steps else [])]


def _because(kpi: Kpi) -> str:
    said = f"{kpi.measure.label.lower()} {describe(kpi.measure, kpi.value)}"
    said = f"{said}, {kpi.band_says}." if kpi.band_says else f"{said}."
    return f"{said} {kpi.change_says}" if kpi.ordinary is False else said


def plane_spec(over: SaveRateOver) -> dict[str, Any]:
    """The specification of the plane, with the names of its corners."""
    from pincore.charts.plane import draw_plane

    label = {row.key: row.label for row in QUADRANTS}
    corners = (label["distribution_multiplier"], label["rethink"], label["useful_not_pitched"], label["transactional"])
    over = " (of pin clicks)" if over == "pin_clicks" else ""
    return draw_plane(corners, MEASURE_BY_KEY["save_rate"].label + over)


def speaks_of(rows: pd.DataFrame, view: View) -> str:
    """The days that a table's rows speak of, when they are not those of the period."""
    first = Period(rows["start"].iloc[0].date(), rows["end"].iloc[0].date())
    if first != view.period:
        return f"These rows speak of {describe_period(first)}, the known days nearest to the period."
    if rows["basis"].iloc[0] == "days" and rows["days"].iloc[0] < view.period.days:
        return f"These rows add up the {describe_days(int(rows['days'].iloc[0]))} of the period that are known."
    return ""


def dated(rows: pd.DataFrame, view: View) -> str:
    """The dates that a chart of Pins speaks of, when they are others than those of the period."""
    dates = list(dict.fromkeys(rows["dates"]))
    if len(dates) != 1 or dates[0] in ("", describe_period(view.period)):
        return ""
    return f"This chart speaks of {dates[0]}, the known dates nearest to the period."


def alt_dated(what: str, rows: pd.DataFrame, view: View) -> str:
    """The accessible name of a chart of Pins, with the dates that it speaks of."""
    other = dated(rows, view)
    return f"{what}. {other}" if other else alt(what, view)
