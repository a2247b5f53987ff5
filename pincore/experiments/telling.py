"""A readout in words: the sentence of its verdict, warnings, what more Pins would tell, both metrics, the expert's details."""

from dataclasses import dataclass
from math import log1p, sqrt

from pincore.experiments.fitting import LEAST_PINS
from pincore.experiments.intervals import normal_above
from pincore.experiments.power import MOST_PINS, Aim, Spread, guess_pins, power_with, search_pins
from pincore.experiments.readout import Readout, Verdict
from pincore.experiments.words import ASSOCIATION, BOTH, METRIC_BY_KEY, REPLICATE, VERDICT_BY_KEY, Direction
from pincore.wording import describe_number, describe_p, describe_relative, describe_share, name_list

MOST_EXPOSURE = 5.0
"""Impressions a Pin of one variant against another's above which exposure is called uneven."""

UNEVENLY_SHOWN = (
    "The interval alone would count, but the variant with fewer usable Pins was shown much less too, so chance moves it more than the interval knows: "
    "that would find winners that are none. More Pins or more impressions for it would tell."
)


@dataclass(frozen=True, slots=True)
class Naive:
    """What the usual test (pooled two-proportion z) says of a treatment, and how often it calls a difference where there is none."""

    variant: str
    z: float | None
    p_value: float | None
    says: str


def describe_readout(readout: Readout) -> str:
    """The answer in one sentence or two, with the lift and its interval."""
    if readout.verdict is None:
        return describe_secondary(readout)
    row = readout.best
    name = METRIC_BY_KEY[readout.metric].label
    head = VERDICT_BY_KEY[readout.verdict].label
    if row.lift is None:
        return f"{head}. The {name.lower()} of “{row.variant}” cannot be compared with “{readout.control}” yet.{_pins_missing(readout)}"
    so_far = " so far" if readout.verdict in ("too_early", "not_enough_pins") else ""
    said = f"{head}. The typical Pin of “{row.variant}” has {article(name)} {name.lower()} {_against(row, readout.control)}{so_far}{_range(row)}."
    if readout.verdict == "too_early":
        return f"{said} {_when(readout)}"
    return said + (_pins_missing(readout) if readout.verdict == "not_enough_pins" else _beyond(readout, row))


def describe_secondary(readout: Readout) -> str:
    """What a secondary metric shows, labelled as exploratory."""
    name = METRIC_BY_KEY[readout.metric].label
    parts = []
    for row in readout.treatments:
        known = "known to differ" if direction(row, readout.level) != "flat" else "not known to differ"
        parts.append(
            f"“{row.variant}” {describe_relative(row.lift)}{_range(row)}, {known}" if row.lift is not None else f"“{row.variant}” cannot be compared"
        )
    return f"{name}, exploratory: {'; '.join(parts)}."


def article(name: str) -> str:
    """The article of a name."""
    return "an" if name[:1].lower() in "aeiou" else "a"


def _against(row: Verdict, control: str) -> str:
    lift = row.lift or 0.0
    size = describe_relative(abs(lift)).removeprefix("+")
    return f"equal to that of “{control}”" if size == "0 %" else f"{size} {'above' if lift > 0 else 'below'} that of “{control}”"


def _range(row: Verdict) -> str:
    if row.low is None or row.high is None:
        return ""
    return f" (could be {describe_relative(row.low)} to {describe_relative(row.high)})"


def _when(readout: Readout) -> str:
    return f"The next look is after day {readout.next_look}; looking every day would find winners that are none."


def _pins_missing(readout: Readout) -> str:
    few = [row for row in readout.variants if row.pins_used < LEAST_PINS]
    names = name_list([f"“{row.variant}” has {row.pins_used} of the {LEAST_PINS} Pins with enough impressions that a verdict needs" for row in few])
    return f" {names}." if few else ""


def _beyond(readout: Readout, row: Verdict) -> str:
    """What else belongs into the answer."""
    if readout.verdict == "winner" and row.lift is not None and row.lift < readout.smallest_effect:
        return f" It may be smaller than the {describe_relative(readout.smallest_effect)} that matters to you."
    if readout.verdict != "cannot_tell":
        return ""
    if row.p_value is not None and row.p_value <= readout.level and not row.is_withheld(readout.level):
        return " Alone it would count, but not as one of several comparisons."
    return f" {describe_need(readout)}"


def describe_need(readout: Readout) -> str:
    """How many Pins would probably tell, in words; "" where it cannot be worked out."""
    needed, row = more_pins(readout), readout.best
    if readout.verdict == "cannot_tell" and row.is_withheld(readout.level):
        return UNEVENLY_SHOWN
    if needed is None or row.lift is None:
        return ""
    there = min(v.pins_used for v in readout.variants)
    lift = row.lift if abs(row.lift) >= readout.smallest_effect else seen_lift(readout)
    unit = "pairs" if readout.paired else "Pins a variant"
    if needed > MOST_PINS:
        return "No number of Pins that can be made would tell so small a difference."
    if needed <= there:
        return f"A difference of {describe_relative(lift)} would have been seen 8 times in 10 with these Pins; this one may be smaller."
    return f"If the difference is really {describe_relative(lift)}, about {describe_number(float(needed))} {unit} would show it 8 times in 10; there are {there}."


def seen_lift(readout: Readout) -> float:
    """The rise that the next test should be able to see: the one seen, but at least the smallest that matters."""
    lift = readout.best.lift or 0.0
    size = lift if lift >= 0 else 1 / (1 + lift) - 1
    return max(size, readout.smallest_effect)


def more_pins(readout: Readout) -> int | None:
    """How many Pins a variant (or pairs) show the difference seen with a chance of 80 %, the spread being as it was; None when unknown.

    More than MOST_PINS means that no number does.
    """
    if readout.variance is None or readout.best.lift is None:
        return None
    aim = Aim(seen_lift(readout), variants=len(readout.variants))
    variance = readout.variance / 2 if readout.paired else readout.variance
    spread = Spread(log1p(aim.lift), variance, variance, 1.0, 1.0)
    return search_pins(lambda number: power_with(spread, aim, number, readout.paired) >= aim.power, guess_pins(spread, aim)) or MOST_PINS + 1


def warnings(readout: Readout) -> tuple[str, ...]:
    """What to know beside the verdict, whole sentences."""
    found = [_left_out(readout), _none(readout), _exposure(readout), _sign(readout), _even(readout), _late(readout), _many(readout)]
    return tuple(said for said in found if said)


def _left_out(readout: Readout) -> str:
    left = readout.left_out
    if not left:
        return ""
    names = name_list([dot.label for dot in left[:5]] + ([f"{len(left) - 5} more"] if len(left) > 5 else []))
    event = METRIC_BY_KEY[readout.metric].event
    why = "its partner is missing, or one of the two has too few impressions" if readout.paired else "too few impressions"
    return f"{len(left)} {'Pin is' if len(left) == 1 else 'Pins are'} left out ({why} to expect 3 {event}): {names}."


def _none(readout: Readout) -> str:
    names = [f"“{row.variant}”" for row in readout.variants if row.pins_used and not row.count]
    event = METRIC_BY_KEY[readout.metric].event
    return (
        f"{name_list(names)} got no {event} at all: how many times more another got cannot be known, the lift takes half of one a Pin."
        if names
        else ""
    )


def exposure_ratio(readout: Readout) -> float | None:
    """Impressions a Pin of the variant shown most, divided by those of the variant shown least."""
    means = [row.impressions / row.pins for row in readout.variants if row.pins]
    return max(means) / min(means) if means and min(means) > 0 else None


def _exposure(readout: Readout) -> str:
    ratio = exposure_ratio(readout)
    if ratio is None or ratio <= MOST_EXPOSURE:
        return ""
    return f"One variant got {describe_number(round(ratio, 1))} times the impressions a Pin of another. That is no mistake, but were they out on the same days and boards?"


def _sign(readout: Readout) -> str:
    base = readout.variants[0].pooled_rate
    for row in readout.treatments:
        if base and row.pooled_rate is not None and row.lift is not None and (row.pooled_rate / base - 1) * row.lift < 0:
            pooled = describe_relative(row.pooled_rate / base - 1)
            return (f"All impressions together, “{row.variant}” is at {pooled}, the other way than its typical Pin ({describe_relative(row.lift)}): "
                    "a single Pin with most of the impressions drives the pooled rate.")  # fmt: skip
    return ""


def _even(readout: Readout) -> str:
    return (
        "All Pins of a variant have the same rate to the last digit, which real Pins never have; the chance in the counts stands for their spread."
        if readout.even
        else ""
    )


def _late(readout: Readout) -> str:
    return (
        f"The last planned look was after day {readout.look.day}. Its limit is used once more; read out once, not day by day."
        if readout.after_last and readout.look
        else ""
    )


def _many(readout: Readout) -> str:
    return "More than 3 variants: every further one makes each comparison weaker." if len(readout.variants) > 3 else ""


def describe_level(readout: Readout) -> str:
    """Which p-value decides, and why."""
    if readout.look is None:
        return f"A single final readout: the (adjusted) p-value decides at {describe_p(readout.level)}."
    return f"The look after day {readout.look.day} of the plan: the (adjusted) p-value decides at {describe_p(readout.level)}. All looks together err at most 5 times in 100."


def naive_test(readout: Readout, row: Verdict) -> Naive:
    """The pooled two-proportion z-test, which takes every impression for an independent trial: not our verdict."""
    control = readout.variants[0]
    n0, n1 = control.impressions, row.impressions
    p = (control.count + row.count) / (n0 + n1) if n0 + n1 else 0.0
    se = sqrt(p * (1 - p) * (1 / n0 + 1 / n1)) if n0 and n1 and 0 < p < 1 else 0.0
    if not se:
        return Naive(row.variant, None, None, "The usual test cannot be made: nothing was counted.")
    z = (row.count / n1 - control.count / n0) / se
    p_value = float(2 * normal_above(abs(z)))
    called = "would call it a difference" if p_value <= 0.05 else "would not call it a difference"
    return Naive(row.variant, z, p_value, f"The usual test {called} (p {describe_p(p_value)}). It takes every impression for an independent trial; where designs "
                 "do not differ at all, it calls a difference in more than half of all tests on Pins, and this one in about 4 of 100.")  # fmt: skip


def direction(row: Verdict, level: float) -> Direction:
    """Up, down, or flat: not known to differ."""
    if row.p_adjusted is None or row.lift is None or row.p_adjusted > level or row.is_withheld(level):
        return "flat"
    return "up" if row.lift > 0 else "down"


def describe_both(clicks: Readout, saves: Readout, variant: str) -> tuple[str, str]:
    """What a variant's outbound click rate and save rate mean together, and what to do."""
    ways = [direction(next(row for row in readout.treatments if row.variant == variant), readout.level) for readout in (clicks, saves)]
    return BOTH[ways[0], ways[1]]


def teaching(readout: Readout) -> tuple[str, ...]:
    """What every readout says; a winner's adds why it must repeat."""
    return (ASSOCIATION, REPLICATE) if readout.verdict == "winner" else (ASSOCIATION,)


def describe_row(row: Verdict) -> str:
    """A variant's pooled rate, labelled as the description that it is."""
    return f"{describe_share(row.pooled_rate)} of all impressions together (description, no evidence)"


def describe_method(readout: Readout) -> str:
    """How it was computed, for the expert."""
    if readout.paired:
        return (f"y = log((count + 0.5) / (impressions + 1)) for each Pin; paired t on the differences within pairs, df = {describe_number(readout.df)}; "
                "lift = exp(mean difference ± t × s / √pairs) − 1; p-values of several variants adjusted by Holm.")  # fmt: skip
    return (f"y = log((count + 0.5) / (impressions + 1)) for each Pin with impressions × pooled rate ≥ 3; one-way analysis of variance over all variants, "
            f"df = N − K = {describe_number(readout.df)}; lift = exp(difference ± t × s × √(1/m₁ + 1/m₀)) − 1; p-values of several variants adjusted by Holm.")  # fmt: skip
