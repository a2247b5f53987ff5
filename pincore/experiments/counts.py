"""PinCounts: one row a Pin of an experiment, checked; every impossible cell is named."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pincore.columns import BY_KEY, normalise
from pincore.errors import InputError
from pincore.experiments.words import METRIC_BY_KEY, METRICS

COUNTS = ("impressions", *(metric.count for metric in METRICS))
LOOK = "Correct the cell and read it out again."
_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_TOTALS = frozenset(
    normalise(word)
    for word in ("total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "insgesamt", "totale", "somme", "suma", "totaal")
)


@dataclass(frozen=True, slots=True)
class PinCounts:
    """The counts of one Pin; a count that nobody gave is None. `row` is what the creator calls the row ("Row 5", a Pin's title).

    `bad` is a cell that could not be read: the code of its error, and the problem in words.
    """

    variant: str
    pin: str
    counts: Mapping[str, float | None]
    pair: str = ""
    row: str = ""
    label: str = ""
    bad: tuple[str, str] | None = None

    @property
    def impressions(self) -> float:
        return self.counts.get("impressions") or 0.0

    @property
    def named(self) -> str:
        """What to call the Pin."""
        return self.label or self.pin or self.row


@dataclass(frozen=True, slots=True)
class Sample:
    """The Pins of one experiment, checked. Variants are in the order they first appear, `metrics` are those with every cell there."""

    experiment: str
    pins: tuple[PinCounts, ...]
    variants: tuple[str, ...]
    metrics: tuple[str, ...]
    paired: bool = False


def require_sample(experiment: str, pins: Sequence[PinCounts], metric: str | None = None) -> Sample:
    """The Pins as a sample whose counts are possible and whose `metric` (when given) is known for every Pin.

    Raises: InputError that names the cell.
    """
    for pin in pins:
        _require_counts(pin)
    _require_distinct(pins)
    _require_names(pins)
    variants = tuple(dict.fromkeys(pin.variant for pin in pins))
    if len(variants) < 2:
        found = f"only “{variants[0]}”" if variants else "none"
        raise InputError(
            "one_variant",
            f"{_of(experiment)}At least two variants are needed, and there is {found}.",
            "Give the Pins of a control and of a treatment.",
        )
    metrics = tuple(row.key for row in METRICS if all(pin.counts.get(row.count) is not None for pin in pins))
    wanted = next((row for row in METRICS if row.key == metric), None)
    if wanted is not None and wanted.key not in metrics:
        require_column(wanted.key, pins, metrics)
        _refuse_blank(pins, wanted.count)
    return Sample(experiment, tuple(pins), variants, metrics, _paired(pins))


def require_column(metric: str, pins: Sequence[PinCounts], metrics: Sequence[str]) -> None:
    """Raises InputError when no Pin has the metric's count, naming the metrics that can be read out."""
    wanted = METRIC_BY_KEY[metric]
    if any(pin.counts.get(wanted.count) is not None for pin in pins):
        return
    names = ", ".join(f"“{METRIC_BY_KEY[key].label}”" for key in metrics) or "none"
    raise InputError("metric_missing", f"There are no {wanted.event}, which the {wanted.label.lower()} needs. Metrics that can be read out: {names}.",
                     "Add the column, or choose another metric.")  # fmt: skip


def _of(experiment: str) -> str:
    return f"Experiment “{experiment}”: " if experiment else ""


def _cell(pin: PinCounts, key: str) -> str:
    return f"{pin.row or pin.named}, column “{BY_KEY[key].label}”"


def _require_counts(pin: PinCounts) -> None:
    if pin.bad:
        raise InputError(*pin.bad, LOOK)
    if not pin.variant:
        raise InputError("cell_missing", f"{pin.row or pin.named}, column “Variant”: the cell is empty.", "Say which variant each Pin belongs to.")
    if not pin.pin:
        raise InputError(
            "cell_missing", f"{pin.row or pin.variant}, column “Pin id”: the cell is empty.", "Give each Pin its id, address or a name of its own."
        )
    if pin.counts.get("impressions") is None:
        raise InputError("cell_missing", f"{_cell(pin, 'impressions')}: the cell is empty.", "Fill in the impressions; a blank is not zero.")
    if normalise(pin.variant) in _TOTALS or normalise(pin.pin) in _TOTALS:
        raise InputError("total_row", f"{pin.row or pin.named}: this is a row of totals, no Pin.", "Take the row out; one row is one Pin.")
    for key in COUNTS:
        value = pin.counts.get(key)
        if value is None:
            continue
        if value < 0:
            raise InputError("cell_negative", f"{_cell(pin, key)}: {value:,.0f} is below zero.", LOOK)
        if value != value or value != round(value):
            raise InputError("cell_unreadable", f"{_cell(pin, key)}: {value:g} is no whole number.", LOOK)
        if value > pin.impressions:
            problem = f"{_cell(pin, key)}: {value:,.0f} is more than the {pin.impressions:,.0f} impressions, which cannot be."
            raise InputError("above_impressions", problem, LOOK)


def _require_distinct(pins: Sequence[PinCounts]) -> None:
    seen: dict[str, PinCounts] = {}
    for pin in pins:
        first = seen.setdefault(pin.pin, pin)
        if first is pin:
            continue
        if first.variant != pin.variant:
            problem = (
                f"{pin.row or pin.named}, column “Variant”: Pin {pin.pin} is in “{first.variant}” ({first.row or 'above'}) and in “{pin.variant}”."
            )
            raise InputError("pin_in_two_variants", problem, "A Pin belongs to one variant: take it out of the other.")
        problem = f"{pin.row or pin.named}, column “Pin id”: Pin {pin.pin} is there twice ({first.row or 'above'})."
        if _ROUNDED.fullmatch(pin.pin):
            raise InputError("pin_twice", problem, "A spreadsheet has rounded the ids: give them as text, or give each Pin a name of its own.")
        raise InputError("pin_twice", problem, "Give each Pin once, with its totals over the whole experiment.")


def _require_names(pins: Sequence[PinCounts]) -> None:
    """Raises InputError when two variants are written the same but for capitals or spaces."""
    seen: dict[str, PinCounts] = {}
    for pin in pins:
        first = seen.setdefault(" ".join(unicodedata.normalize("NFKC", pin.variant).casefold().split()), pin)
        if first.variant != pin.variant:
            problem = (
                f"{pin.row or pin.named}, column “Variant”: “{pin.variant}” is “{first.variant}” ({first.row or 'above'}) but for capitals or spaces."
            )
            raise InputError("variants_alike", problem, "Write a variant's name the same everywhere.")


def _refuse_blank(pins: Sequence[PinCounts], key: str) -> None:
    pin = next(pin for pin in pins if pin.counts.get(key) is None)
    raise InputError("cell_missing", f"{_cell(pin, key)}: the cell is empty.", "Fill in the number, or choose another metric; a blank is not zero.")


def _paired(pins: Sequence[PinCounts]) -> bool:
    """Whether the Pins were planned in pairs. Raises InputError when only some are, or a pair has two Pins of one variant."""
    named = [pin for pin in pins if pin.pair]
    if not named:
        return False
    if len(named) < len(pins):
        lone = next(pin for pin in pins if not pin.pair)
        raise InputError("pair_missing", f"{lone.row or lone.named}, column “Pair”: the cell is empty, while other Pins have a pair.",
                         "Give every Pin its pair, or leave the column out.")  # fmt: skip
    seen: dict[tuple[str, str], PinCounts] = {}
    for pin in pins:
        first = seen.setdefault((pin.pair, pin.variant), pin)
        if first is not pin:
            problem = f"{pin.row or pin.named}, column “Pair”: pair “{pin.pair}” already has a Pin of “{pin.variant}” ({first.row or first.named})."
            raise InputError("pair_twice", problem, "A pair is one Pin of each variant.")
    return True
