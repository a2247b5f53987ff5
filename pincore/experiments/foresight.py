"""foresee: the numbers of a planned test, and their sentence."""

from dataclasses import dataclass
from math import ceil, isfinite

from pincore.errors import InputError
from pincore.experiments.fitting import LEAST_PINS
from pincore.experiments.intervals import textbook_size
from pincore.experiments.looks import Look, planned_looks
from pincore.experiments.power import MOST_PINS, Aim, Pins, detectable_lift, pins_needed, power_with, spread_of
from pincore.wording import describe_number, describe_relative, describe_share, describe_times

MANY_PINS = 20
"""More Pins a variant than most creators make within weeks."""
FEW_USABLE = 0.8
TOO_FEW_USABLE = 0.01
LARGEST_LIFT = 50.0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a test could show. `pins` a variant are those that will be made (or those needed, when none were named).

    `needed` is None when no number of Pins is enough, `detectable` None when not even a fifty-fold rise would be seen.
    `floor_impressions` is the textbook's size a variant: a floor, since impressions are not independent. `usable` is the
    share of Pins that will have enough impressions. The power is that of the last look at 5 %.
    """

    aim: Aim
    assumed: Pins
    pins: int
    power: float
    needed: int | None
    detectable: float | None
    floor_impressions: int
    usable: float
    looks: tuple[Look, ...]
    warnings: tuple[str, ...] = ()


def foresee(pins: Pins, aim: Aim, number: int | None = None, days: int = 21) -> Outlook:
    """The outlook with so many Pins a variant, or with those that are needed. Raises InputError for numbers that cannot be."""
    _require(pins, aim, number)
    needed = pins_needed(pins, aim)
    made = number if number is not None else needed if needed is not None else MOST_PINS
    spread = spread_of(pins, aim)
    usable = min(spread.usable_control, spread.usable_treatment)
    outlook = Outlook(
        aim, pins, made, power_with(spread, aim, made), needed, detectable_lift(pins, aim, made, min(LARGEST_LIFT, 0.999 / pins.baseline - 1)),
        ceil(textbook_size(pins.baseline, min(0.999999, pins.baseline * (1 + aim.lift)), aim.power)), usable, planned_looks(days),
    )  # fmt: skip
    return _warned(outlook, number)


def _require(pins: Pins, aim: Aim, number: int | None) -> None:
    wrong = [
        ("baseline", pins.baseline, 0 < pins.baseline < 1, "a share between 0 and 1, such as 0.004"),
        ("cv", pins.cv, 0 < pins.cv <= 5, "a number above 0, at most 5, such as 0.6"),
        (
            "lift",
            aim.lift,
            0.005 <= aim.lift <= LARGEST_LIFT and pins.baseline * (1 + aim.lift) < 1,
            f"a rise such as 0.5 (+50 %), from 0.005 to {LARGEST_LIFT:g}, that keeps the rate below 1",
        ),
        ("power", aim.power, 0.05 <= aim.power <= 0.99, "a chance from 0.05 to 0.99, such as 0.8"),
        ("variants", aim.variants, 2 <= aim.variants <= 8, "2 to 8 variants, the control included"),
        ("impressions", pins.impressions, pins.impressions is None or 1 <= pins.impressions <= 1e9, "the impressions that a Pin gets, from 1 on"),
        ("pins", number, number is None or 1 <= number <= MOST_PINS, f"1 to {MOST_PINS:,} Pins a variant"),
        ("paired-share", aim.paired_share, aim.paired_share is None or 0 <= aim.paired_share < 1, "a share from 0 to below 1, such as 0.8"),
    ]
    for name, value, good, wanted in wrong:
        if not good or (value is not None and not isfinite(value)):
            raise InputError("number_impossible", f"{name} cannot be {value:g}.", f"Give {wanted}.")


def _warned(outlook: Outlook, number: int | None) -> Outlook:
    found = []
    if outlook.pins < LEAST_PINS:
        found.append("Fewer than 3 Pins a variant: no verdict will be possible.")
    if outlook.aim.variants > 3:
        found.append("More than 3 variants: every further one makes each comparison weaker.")
    if outlook.needed is None:
        found.append(
            "Pins with so few impressions say nothing about their rate, however many they are."
            if outlook.usable < TOO_FEW_USABLE
            else "No number of Pins shows so small a change with this power; test a bigger change."
        )
    elif outlook.needed > MANY_PINS:
        found.append(
            f"{describe_number(float(outlook.needed))} Pins a variant are more than most creators make: small changes cannot be seen by most. Test a bigger change."
        )
    if outlook.usable < FEW_USABLE:
        found.append(
            f"Only {describe_share(outlook.usable)} of the Pins will have enough impressions to count; more impressions a Pin would help here."
        )
    if outlook.looks and number is not None and outlook.power < 0.5:
        found.append("This test will more often than not end in “cannot tell”, even if the change is real.")
    values = {
        name: getattr(outlook, name) for name in ("aim", "assumed", "pins", "power", "needed", "detectable", "floor_impressions", "usable", "looks")
    }
    return Outlook(**values, warnings=tuple(found))


def describe_outlook(outlook: Outlook) -> str:
    """The answer in one or two sentences.

    >>> from pincore.experiments.power import Aim, Pins
    >>> describe_outlook(foresee(Pins(0.004), Aim(1.0), 5))
    'With 5 Pins a variant you will see a doubling 4 times in 10; for 8 times in 10 you need 13 Pins a variant.'
    """
    change = describe_rise(outlook.aim.lift)
    unit = "pairs of Pins" if outlook.aim.paired_share is not None else "Pins a variant"
    one = "pair of Pins" if outlook.aim.paired_share is not None else "Pin a variant"
    made = one if outlook.pins == 1 else unit
    if outlook.needed is None:
        return f"No number of Pins that can be made shows {change} {describe_times(outlook.aim.power)}."
    there = describe_number(float(outlook.pins))
    if outlook.pins == outlook.needed:
        return f"With {there} {made} you will see {change} {describe_times(outlook.power)}."
    needed = describe_number(float(outlook.needed))
    if outlook.pins > outlook.needed:
        return f"With {there} {made} you will see {change} {describe_times(outlook.power)}; {needed} would be enough for {describe_times(outlook.aim.power)}."
    return f"With {there} {made} you will see {change} {describe_times(outlook.power)}; for {describe_times(outlook.aim.power)} you need {needed} {unit}."


def describe_detectable(outlook: Outlook) -> str:
    """What can be seen with the Pins that will be made."""
    if outlook.detectable is None:
        return "With so few Pins not even a fifty-fold rise would be seen."
    return f"What these Pins show {describe_times(outlook.aim.power)} is a rise of {describe_relative(outlook.detectable)} or more."


def describe_assumptions(outlook: Outlook) -> str:
    """Where baseline and spread come from."""
    pins = outlook.assumed
    ample = "with ample impressions" if pins.impressions is None else f"with {describe_number(round(pins.impressions))} impressions a Pin on average"
    if pins.known_from:
        return f"From {describe_number(float(pins.known_from))} of your own Pins: their rates differ by a coefficient of variation of {pins.cv:.2f}, {ample}."
    return f"An assumption, not your account: Pins of one design differ by a coefficient of variation of {pins.cv:.2f}, {ample}."


def describe_rise(lift: float) -> str:
    """A rise in words.

    >>> describe_rise(1.0), describe_rise(0.5)
    ('a doubling', 'a rise of +50 %')
    """
    return "a doubling" if lift == 1 else f"a rise of {describe_relative(lift)}"
