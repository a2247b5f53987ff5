"""What would be lost if the best stopped tomorrow."""

from collections.abc import Sequence

from pincore.concentration.types import MONTH, STOPS, Concentration, Grouping, Stop, Which
from pincore.facts import History
from pincore.measures.breakdown import pin_labels
from pincore.measures.cube import pin_facts, pin_rows
from pincore.wording import describe_number, describe_share, name_list


def stops(history: History, found: Concentration, groupings: Sequence[Grouping], how_much: float = 1.0) -> tuple[Stop, ...]:
    """What would be lost if the top Pin, the top 3, the top board or the top page lost `how_much` (a share) of what they bring."""
    by_dimension = {grouping.dimension: grouping for grouping in groupings}
    return (
        _pins(history, found, "pin", 1, how_much), _pins(history, found, "top3", 3, how_much),
        _group(found, "board", by_dimension.get("board"), how_much), _group(found, "page", by_dimension.get("page"), how_much),
    )  # fmt: skip


def _pins(history: History, found: Concentration, which: Which, n: int, how_much: float) -> Stop:
    share = found.top1 if which == "pin" else found.top3
    if share is None or not found.n_listed:
        return Stop(which, "", reason=found.reason or "Which Pins are the top ones cannot be told from this list.", how_much=how_much)
    places, count = found.listing.places[:n], float(found.listing.values[:n].sum())
    labels = pin_labels(pin_facts(history).take(places)).tolist()
    keys = tuple(str(pin) for pin in pin_rows(history).pins[places])
    return _stop(found, which, name_list([f"“{label}”" for label in labels]), keys, count, len(places), how_much)


def _group(found: Concentration, which: Which, grouping: Grouping | None, how_much: float) -> Stop:
    if grouping is None or not grouping.groups:
        return Stop(which, "", reason=grouping.reason if grouping else "", how_much=how_much)
    first = grouping.groups[0]
    return _stop(found, which, f"“{first.label}”", (first.key,), first.count, first.n_pins, how_much)


def _stop(found: Concentration, which: Which, label: str, keys: tuple[str, ...], count: float, n_pins: float | None, how_much: float) -> Stop:
    total = found.total or 0.0
    lost = count * how_much
    a_month = lost / max(1, found.listing.known_days) * MONTH
    average, at_least = _average_of_others(found, count, n_pins)
    needed = lost / average if average else None
    share = lost / total
    said = f"If {STOPS[which]} {'stopped' if how_much >= 1 else f'lost {describe_share(how_much)} of it'}: {_count(found, a_month)} fewer a month"
    said += f", {describe_share(share)} of all"
    if needed is not None:
        said += f"; {'at least ' if at_least else ''}{describe_number(round(needed, 1))} more average Pins of yours would make up for it"
    return Stop(which, label, lost, a_month, share, needed, at_least, how_much, says=f"{said}.", keys=keys)


def _count(found: Concentration, count: float) -> str:
    return f"{describe_number(round(count))} {found.measure.short.lower()}"


def _average_of_others(found: Concentration, count: float, n_pins: float | None) -> tuple[float | None, bool]:
    """What another Pin brings on average, and whether it is only known to be no more than that."""
    if n_pins is None:
        return None, False
    others = found.n_listed - n_pins
    if found.whole:
        return ((found.total or 0.0) - count) / others if others > 0 else None, False
    listed = float(found.listing.values.sum()) - count
    return (listed / others if others > 0 and found.listing.ranked and listed > 0 else None), True
