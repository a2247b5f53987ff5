"""Plan: a test that is frozen when it is made; and its power as curves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from pincore.errors import InputError
from pincore.experiments.design import Design, design_warnings
from pincore.experiments.foresight import Outlook, foresee
from pincore.experiments.power import Aim, Pins, power, power_with, spread_of
from pincore.experiments.schedule import Slot, make_schedule


@dataclass(frozen=True, slots=True)
class Plan:
    """A test that is frozen: design, numbers, looks and schedule. Whoever changes it starts a new one. `seed` gives the same schedule again."""

    design: Design
    outlook: Outlook
    start: date
    slots: tuple[Slot, ...]
    seed: int
    smallest_effect: float = 0.1
    warnings: tuple[str, ...] = ()


def plan_experiment(
    design: Design,
    pins: Pins,
    number: int,
    start: date,
    boards: Sequence[str],
    seed: int,
    aim: Aim = Aim(0.5),
    smallest_effect: float = 0.1,
) -> Plan:
    """The plan with so many Pins a variant, published over the first two weeks. Raises InputError for numbers that cannot be."""
    if not 1 <= number <= 200:
        raise InputError("number_impossible", f"{number} Pins a variant cannot be planned.", "Give 1 to 200 Pins.")
    aim = replace(aim, variants=len(design.variants), paired_share=(aim.paired_share or 0.0) if design.paired else None)
    outlook = foresee(pins, aim, number, design.days)
    slots = make_schedule([variant.name for variant in design.variants], number, start, boards, seed, min(14, design.days), design.paired)
    said = tuple(dict.fromkeys((*design_warnings(design, number), *outlook.warnings)))
    return Plan(design, outlook, start, slots, seed, smallest_effect, said)


def power_curve(pins: Pins, aim: Aim, most: int = 40) -> pd.DataFrame:
    """Columns pins, power: the chance to see the change with 3 to `most` Pins a variant."""
    spread = spread_of(pins, aim)
    numbers = list(range(3, most + 1)) if most <= 60 else sorted({round(3 * (most / 3) ** (i / 40)) for i in range(41)})
    return pd.DataFrame({"pins": numbers, "power": [power_with(spread, aim, number) for number in numbers]})


def power_by_lift(pins: Pins, aim: Aim, number: int, lifts: Sequence[float] = (0.2, 0.3, 0.5, 1.0, 2.0)) -> pd.DataFrame:
    """Columns lift, power: the chance that so many Pins a variant show each of these changes."""
    return pd.DataFrame({"lift": list(lifts), "power": [power(pins, replace(aim, lift=lift), number) for lift in lifts]})


def power_if_waiting(pins: Pins, aim: Aim, number: int, times: float = 2.0) -> float | None:
    """The power if each Pin got so many times the impressions; None when impressions are taken to be ample already."""
    return None if pins.impressions is None else power(replace(pins, impressions=pins.impressions * times), aim, number)
