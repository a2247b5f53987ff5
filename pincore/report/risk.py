"""How much hangs on few Pins, as a section of a report."""

from pincore.concentration import Concentration, answering, concentration, ranked_pins, top_places, winners
from pincore.decay import Decay, decay, describe_half_life, pin_lives
from pincore.facts import History
from pincore.measures.listing import listed_period
from pincore.report import cells, drawing
from pincore.report.types import Block, Cell, Figure, Figures, Points, Scope, Section, Table, Text

MEASURE = "outbound_clicks"
TOP, SHOWN = 20, 10
REPEAT = "Winners to make more of"
COLUMNS = {"rank": "Rank", "label": "Pin", "count": "Count", "share": "Share", "cumulated": "Together"}


def risk(history: History, scope: Scope, about: str) -> Section:
    """What happens if the best Pins stop, in outbound clicks; of the known dates nearest to the period where no Pins are known for it."""
    period = listed_period(history, scope.period, MEASURE, scope.choice) or scope.period
    found = concentration(history, period, MEASURE, scope.choice)
    aged = decay(history, MEASURE, scope.choice)
    moved: list[Block] = [Text(answering.describe_dates(found), small=True)] if period != scope.period else []
    before = concentration(history, scope.against, MEASURE, scope.choice) if period == scope.period else None
    blocks = (*moved, _figures(found, aged), *(_pins(history, scope, found, before, aged, about) if found.n_listed else ()))
    return Section("risk", "What if the best Pins stop?", answering.answer(found), blocks)


def _figures(found: Concentration, aged: Decay) -> Figures:
    low, high = found.effective
    effective = low if low == high else None
    return Figures("How much hangs on how few", f"In {found.measure.label.lower()}, as shares of the account's total.", (
        Figure("Top 3 Pins", Cell(answering.say_share(found.top3), found.top3, "share"), lines=(answering.describe_limit(found, "top3"),)),
        Figure("Top 10 Pins", Cell(answering.say_share(found.top10), found.top10, "share"), lines=(answering.describe_limit(found, "top10"),)),
        Figure("Effective number of Pins", Cell(answering.say_effective(found), effective, "count"), lines=(answering.describe_effective(found),),
               low=low, high=high),
        Figure("Half-life of a Pin, in days", Cell(answering.say_days(aged.account.days), aged.account.days, "count"),
               lines=(describe_half_life(aged, MEASURE),)),
    ))  # fmt: skip


def _pins(history: History, scope: Scope, found: Concentration, before: Concentration | None, aged: Decay, about: str) -> tuple[Block, ...]:
    said = (answering.describe_rest(found), answering.describe_change(found, before), *answering.describe_normal(found), *found.remarks)
    points = Points(tuple(text for text in said if text))
    table = _table(history, found)
    if found.top1 is None:
        return points, table
    lives = pin_lives(history, MEASURE, top_places(found, TOP), aged.halves, scope.choice)
    chosen, _ = winners(history, found, lives, scope.choice)
    again = Points(tuple(f"Repurpose “{winner.label}” into three variations: {winner.says}" for winner in chosen[:3]), REPEAT)
    chart = drawing.ranked(found.measure.label, ranked_pins(history, found, TOP), about)
    return (points, chart, table, *([again] if again.items else []))


def _table(history: History, found: Concentration) -> Table:
    make = {"rank": cells.count, "label": cells.text, "count": cells.count}
    rows = ranked_pins(history, found, SHOWN)[list(COLUMNS)]
    told = tuple(
        tuple(make.get(key, cells.share)(value) for key, value in zip(COLUMNS, row, strict=True)) for row in rows.itertuples(index=False, name=None)
    )
    return Table(f"The Pins by {found.measure.label.lower()}", tuple(COLUMNS.values()), tuple(_unranked(row) for row in told))


def _unranked(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The row of all other Pins has no rank."""
    return (cells.text(None), *row[1:]) if row[0].number is None else row
