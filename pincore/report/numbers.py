"""The measures of a report, and what moved them."""

from collections.abc import Iterator, Mapping, Sequence

from pincore.diagnosis import saying
from pincore.facts import History
from pincore.kpis import Kpi
from pincore.kpis.grouping import GROUPS, change_in_words, describe_value, remarks_on
from pincore.measures import MEASURE_BY_KEY
from pincore.report import cells, drawing
from pincore.report.types import Block, Cell, Figure, Figures, Points, Scope, Section, Table, Text
from pincore.split import Split
from pincore.wording import UNKNOWN, is_known

GOALS = ("outbound_clicks", "saves")


def figures(found: Sequence[Kpi], says: str, history: History, scope: Scope, about: str) -> Section:
    """The groups of measures, and the goals day by day."""
    blocks: list[Block] = []
    for group in GROUPS:
        rows = tuple(_figure(kpi) for kpi in found if kpi.measure.group == group.key)
        blocks += [Figures(group.title, group.says, rows)] if rows else []
    charts = [drawing.trend(history, scope, key, about) for key in GOALS]
    return Section("numbers", "The numbers", says, (*blocks, *(chart for chart in charts if chart is not None)))


def _figure(kpi: Kpi) -> Figure:
    if not is_known(kpi.value):
        return Figure(kpi.measure.label, Cell(UNKNOWN.capitalize()), lines=(kpi.reason,) if kpi.reason else ())
    band = [kpi.band_says] if kpi.band else []
    action = [f"Next: {kpi.action}"] if kpi.action else []
    return Figure(
        kpi.measure.label, Cell(describe_value(kpi.measure, kpi.value), kpi.value, kpi.measure.unit),
        change_in_words(kpi) if is_known(kpi.change) else "", (*band, *remarks_on(kpi), *action),
        kpi.before, kpi.change, kpi.relative, kpi.low, kpi.high,
    )  # fmt: skip


def changes(splits: Mapping[str, Split | None], about: str) -> Section:
    """What moved outbound clicks and saves."""
    blocks: list[Block] = []
    for key in GOALS:
        split = splits.get(key)
        name = MEASURE_BY_KEY[key].label
        blocks += _change(split, about) if split is not None else [Text(f"{name} and impressions of both periods are needed to split the change.")]
    known = [split for split in splits.values() if split is not None]
    says = saying.describe_lead(known[0]) if known else "What moved the numbers cannot be told from these files."
    return Section("changes", "What changed, and why", says, tuple(blocks))


def _change(split: Split, about: str) -> Iterator[Block]:
    yield Text(f"{saying.describe_split(split)} {saying.describe_lead(split)}")
    yield drawing.waterfall(split, about)
    yield Points((saying.describe_season(split),))
    if split.over != "account" and split.items:
        yield _items(split)


def _items(split: Split) -> Table:
    rows = saying.item_table(split.items)
    columns = {key: label for key, label in saying.ITEM_COLUMNS.items() if key != "state" or bool((rows["state"] != "").any())}
    make = {"label": cells.text, "state": cells.text, "before": cells.count, "after": cells.count}
    told = tuple(
        tuple(make.get(key, cells.difference)(value) for key, value in zip(columns, row, strict=True))
        for row in rows[list(columns)].itertuples(index=False, name=None)
    )
    name = MEASURE_BY_KEY[split.key].label.lower()
    return Table(f"The {saying.OVER_SAYS[split.over]} that explain most of the change of {name}", tuple(columns.values()), told)
