"""The concentration by board, destination page and format: three Pins, but one article."""

import numpy as np

from pincore.concentration import shares
from pincore.concentration.types import Concentration, Group, Grouping
from pincore.facts import History
from pincore.links import board_key
from pincore.measures import Choice, Dimension, by
from pincore.measures.cube import pin_facts
from pincore.wording import describe_range, describe_share

DIMENSIONS: tuple[Dimension, ...] = ("board", "page", "format")
NAMES: dict[Dimension, str] = {"pin": "Pin", "board": "board", "page": "destination page", "format": "format"}
_MISSING: dict[Dimension, str] = {
    "pin": "",
    "board": "No file names boards for these dates. An overview export does.",
    "page": "No file tells where the Pins lead. A table of Pin-days with links, or the bulk-create template, does.",
    "format": "No file tells the formats of the Pins. A table of Pin-days with a Format column does.",
}


def groupings(history: History, found: Concentration, choice: Choice = Choice()) -> tuple[Grouping, ...]:
    """The spread over boards, pages and formats, each with a reason where it cannot be told."""
    return tuple(_grouping(history, found, dimension, choice) for dimension in DIMENSIONS)


def _grouping(history: History, found: Concentration, dimension: Dimension, choice: Choice) -> Grouping:
    key, total = found.measure.key, found.total
    frame = by(history, dimension, found.period, choice)
    if total is None or total <= 0:
        return Grouping(dimension, reason=found.reason)
    if frame.empty or key not in frame or not bool(frame[key].notna().any()) or bool((frame["end"] != np.datetime64(found.period.end)).all()):
        return Grouping(dimension, reason=_MISSING[dimension])
    rows = frame[frame[key].notna() & (frame["key"] != "") & (frame[key] > 0)].sort_values([key, "key"], ascending=[False, True])
    if not len(rows) or float(rows[key].sum()) > total * (1 + 1e-9):
        return Grouping(dimension, reason=_MISSING[dimension])
    told = {board_key(name): name for name in pin_facts(history)["board"].dropna().unique().tolist()} if dimension == "board" else {}
    groups = tuple(
        Group(str(name), told.get(str(name), str(label)), float(count), float(count) / total, float(n) if np.isfinite(n) else None)
        for name, label, count, n in zip(*(rows[column].tolist() for column in ("key", "label", key, "n_pins")), strict=True)
    )
    largest, hhi = shares.of_groups(rows[key].to_numpy(), total)
    return Grouping(dimension, groups, largest, shares.effective(hhi), says=_says(history, found, dimension, groups[0], largest))


def _says(history: History, found: Concentration, dimension: Dimension, first: Group, largest: shares.Bounds) -> str:
    low, high = largest
    share = describe_share(low) if low == high else describe_range(low, high)
    said = f"The strongest {NAMES[dimension]}, “{first.label}”, holds {share}."
    if dimension != "page":
        return said
    pages = pin_facts(history)["page"].take(found.listing.places[:3]).tolist()
    one = len(pages) == 3 and len(set(pages)) == 1 and isinstance(pages[0], str)
    return f"{said} The top three Pins lead to one page: three Pins, but one article." if one else said
