"""Pinterest's audience insights: the size of an audience, and shares of it by interest, country, metro, gender, device, age."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pincore.columns import normalise
from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.periods import Period
from pincore.reading.cells import Coded, is_blank
from pincore.reading.context import Ask, Context, shape_of
from pincore.reading.days import parse_days
from pincore.reading.imports import Import, Question
from pincore.reading.kinds import Kind
from pincore.reading.numbers import parse_count, parse_decimal, parse_rates
from pincore.reading.sheets import Row, Sheet

_SIZE = ("audienceview", "date", "aggregation", "audiencesize")
_SHARE = "percentofaudience"
_AFFINITY = "affinity"


@dataclass(slots=True)
class _Block:
    """One of the stacked tables: its name, its header row and its rows."""

    name: str
    header: Row
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Share:
    """A share (or an affinity) of one item, still as text."""

    row: int
    dimension: str
    item: str
    text: str


def recognise(sheet: Sheet) -> bool:
    """Whether one of the first rows heads the size of an audience."""
    return any(set(_SIZE) <= {normalise(cell) for cell in cells[:40] if len(cell) < 80} for _, cells in sheet.head()[:15])


def read_audience(sheet: Sheet, context: Context) -> Import:
    """The import of audience insights: one row an item, the shares as the file reports them."""
    blocks = list(_blocks(sheet.rows()))
    notes = list(sheet.notes)
    size = next(block for block in blocks if block.name == "size")
    audience, day, aggregation, count = _size(size, context, notes)
    shares = [share for block in blocks if block is not size for share in _shares(block)]
    rows = [("size", "", count), *_values(shares, shape_of(size.header[1]), context, notes)]
    if len(rows) == 1 and count is None:
        raise ReadingError("no_rows", "The audience insights hold no numbers.", "Download them again; Pinterest needs a large enough audience.")
    frame = pd.DataFrame(
        {"dimension": pd.Series([r[0] for r in rows], dtype="str"), "item": pd.Series([r[1] for r in rows], dtype="str"),
         "value": pd.Series([r[2] for r in rows], dtype="float64")}
    )  # fmt: skip
    frame.insert(0, "audience", pd.Series([audience] * len(rows), dtype="str"))
    frame.insert(1, "day", pd.Series([day] * len(rows)).astype("datetime64[s]"))
    frame.insert(2, "aggregation", pd.Series([aggregation] * len(rows), dtype="str"))
    twice = int(frame.duplicated(["dimension", "item"]).sum())
    if twice:
        notes.append(
            Note("conflicting_rows", "warning", f"{twice} {'item stands' if twice == 1 else 'items stand'} in the file twice; the later row counts.")
        )
        frame = frame.drop_duplicates(["dimension", "item"], keep="last").reset_index(drop=True)
    if aggregation == "Monthly":
        notes.append(Note("audience_monthly", "info", "The audience is counted over a month and its people once: such sizes are never added up."))
    window = Period(day.date(), day.date())
    return Import("", context.name, "audience_insights", {"audience": frame}, window, (), None, tuple(notes), len(frame))


def _blocks(rows: Sequence[Row]) -> Iterator[_Block]:
    """The stacked tables. A row with a share column heads one; a row of one cell above it is its name."""
    block: _Block | None = None
    title = ""
    for number, raw in rows:
        cells = [cell.strip() for cell in raw]
        words = [normalise(cell) for cell in cells]
        filled = [cell for cell in cells if cell]
        if set(_SIZE) <= set(words) or _SHARE in words:
            if block is not None:
                yield block
            name = "size" if set(_SIZE) <= set(words) else normalise(title if len(words) > 2 and words[0] == "category" else cells[0])
            block = _Block(name or "other", (number, cells))
        elif len(filled) == 1:
            title = filled[0]
        elif block is not None and filled:
            block.rows.append((number, cells))
    if block is not None:
        yield block


def _size(block: _Block, context: Context, notes: list[Note]) -> tuple[str, pd.Timestamp, str, float | None]:
    """(audience, day, aggregation, size). Raises ReadingError when the file compares several audiences or names no day."""
    words = [normalise(cell) for cell in block.header[1]]
    rows = [{key: cells[words.index(key)] if words.index(key) < len(cells) else "" for key in _SIZE} for _, cells in block.rows]
    if len(rows) != 1:
        raise ReadingError("audience_rows", f"The head of the audience insights has {len(rows)} rows; Pincore knows it with one audience.",
                           "Choose one audience in Pinterest's audience insights and export it again.")  # fmt: skip
    row = rows[0]
    shape = shape_of(block.header[1])
    days = parse_days(Coded.of([row["date"]]), context.answer(shape).date_order)
    if days.ambiguous:
        options = (("day_first", "Day first (DD/MM/YYYY)"), ("month_first", "Month first (MM/DD/YYYY)"))
        sample = (re.match(r"[\d./-]{6,10}", row["date"]) or [""])[0]
        raise Ask("audience_insights", Question("date_order", shape, f"Is {sample} written day first or month first?", options, "Date"))
    if pd.isna(days.values[0]):
        raise ReadingError("dates_unreadable", "The day of the audience insights cannot be read.", "Download them again and upload them as they are.")
    size = parse_count(row["audiencesize"])
    if size.value is None:
        notes.append(Note("blank_cells", "info", "The file gives no size of the audience: unknown, not zero.", block.rows[0][0]))
    return row["audienceview"][:80], pd.Timestamp(days.values[0]), row["aggregation"][:40], size.value


def _shares(block: _Block) -> Iterator[_Share]:
    """The shares of a block. Interests come in pairs: a category and an interest within it, each with share and affinity."""
    words = [normalise(cell) for cell in block.header[1]]
    at = [i for i, word in enumerate(words) if word == _SHARE]
    paired = "category" in words and "interest" in words
    for number, cells in block.rows:
        padded = [*cells, *[""] * (len(words) - len(cells))]
        if not paired:
            yield _Share(number, block.name, padded[0][:120], padded[at[0]])
            continue
        category, interest = padded[words.index("category")][:120], padded[words.index("interest")][:120]
        for dimension, item, index in (("category", category, at[0]), ("interest", f"{category} / {interest}", at[-1])):
            yield _Share(number, dimension, item, padded[index])
            if index + 1 < len(words) and words[index + 1] == _AFFINITY:
                yield _Share(number, f"{dimension}_affinity", item, padded[index + 1])


def _values(shares: Sequence[_Share], shape: str, context: Context, notes: list[Note]) -> list[tuple[str, str, float | None]]:
    """(dimension, item, value) of each item once: shares as fractions, affinities as they are."""
    seen: dict[tuple[str, str, str], _Share] = {}
    for share in shares:
        if share.item.strip(" /"):
            seen.setdefault((share.dimension, share.item, share.text), share)
    wanted = list(seen.values())
    texts = Coded.of(["" if share.dimension.endswith(_AFFINITY) else share.text for share in wanted])
    rates = parse_rates(texts, dict(context.answer(shape).units).get("audience_share"))
    if rates is None:
        options = (("percent", "Percent (78.1 means 78.1 %)"), ("fraction", "Fraction (0.781 means 78.1 %)"))
        raise Ask(
            "audience_insights",
            Question("unit", shape, "Are the shares of the audience written as percent or as fractions?", options, "audience_share"),
        )
    found: list[tuple[str, str, float | None]] = []
    odd = []
    for share, rate in zip(wanted, rates.values, strict=True):
        if is_blank(share.text):
            continue
        value = parse_decimal(share.text).value if share.dimension.endswith(_AFFINITY) else None if pd.isna(rate) else float(rate)
        if value is None:
            odd.append(share.row)
        else:
            found.append((share.dimension, share.item, value))
    if len(odd) > 0.2 * (len(found) + len(odd)):
        raise ReadingError(
            "too_damaged",
            f"More than a fifth of the shares cannot be read: {name_rows(odd)}.",
            "Download the insights again and upload them as they are.",
        )
    if odd:
        notes.append(Note("damaged_rows", "warning", f"{len(odd)} shares could not be read and were left out: {name_rows(odd)}.", min(odd)))
    return found


KIND = Kind(
    "audience_insights", "Audience insights", "The size of an audience and its shares by interest, country, gender, device and age.", "pinterest",
    recognise, read_audience,
)  # fmt: skip
