"""The fixed sentences of the experiments page, joined with the words of the core."""

from collections.abc import Iterator, Sequence
from datetime import date

from pincore.experiments.design import find_variable
from pincore.experiments.foresight import Outlook, describe_assumptions, describe_rise
from pincore.experiments.log import Experiment, is_confirmed, next_look, state_of
from pincore.experiments.readout import Readout
from pincore.experiments.telling import describe_level, describe_method
from pincore.experiments.words import METRIC_BY_KEY
from pincore.wording import describe_day, describe_days, describe_number, describe_p, describe_relative, describe_share, describe_times

STATE_LABELS = {"planned": "Planned", "running": "Running", "to_read_out": "To read out", "decided": "Decided", "replicated": "Replicated"}
COLOURS = {"winner": "green", "worse": "red", "no_difference": "blue", "cannot_tell": "orange", "too_early": "gray", "not_enough_pins": "gray"}
ICONS = {"winner": "trophy", "worse": "thumb_down", "no_difference": "drag_handle", "cannot_tell": "help", "too_early": "hourglass_top",
         "not_enough_pins": "group_add"}  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def rise(lift: float) -> str:
    """A rise to choose."""
    return _capital(describe_rise(lift))


def effect(size: float) -> str:
    """A smallest effect to choose."""
    return describe_relative(size)


def variant_names(variable: str) -> tuple[str, str]:
    """What control and treatment of a variable are called until they are given names."""
    row = find_variable(variable)
    return _capital(row.control), _capital(row.treatment)


def waiting(outlook: Outlook, longer: float | None) -> str:
    """What twice the impressions would add."""
    if longer is None:
        return "Waiting longer adds almost nothing: the number of Pins decides, since Pins of one design differ so much."
    return f"Waiting until each Pin has twice the impressions: {describe_times(longer)} in place of {describe_times(outlook.power)}."


def plan_method(outlook: Outlook, smallest: float) -> Iterator[str]:
    """How a plan was computed."""
    yield describe_assumptions(outlook)
    yield f"Baseline: {describe_share(outlook.assumed.baseline)} for a typical Pin of the control. Seen means: the last look says winner."
    yield f"The textbook asks for {describe_number(outlook.floor_impressions)} impressions a variant. That is a floor only: it takes every impression for an " \
          "independent trial, while Pinterest decides who sees which Pin."  # fmt: skip
    limits = "; ".join(f"day {describe_number(look.day)}: {describe_p(look.p_limit)}" for look in outlook.looks)
    yield f"A verdict needs a p-value at or below the limit of its look ({limits}), so that looking early never finds more winners that are none."
    yield f"Smallest change that matters: {describe_relative(smallest)}."
    yield "The order of the designs is drawn by chance with a number that the plan keeps, so that the same schedule can be drawn again."


def power_lines(lifts: Sequence[float], powers: Sequence[float]) -> list[str]:
    """How often each change is seen."""
    return [f"{rise(lift)}: seen {describe_times(power)}." for lift, power in zip(lifts, powers, strict=True)]


def look_days(experiment: Experiment) -> str:
    """The days of the looks."""
    return ", ".join(describe_number(look.day) for look in experiment.plan.outlook.looks)


def standing(experiment: Experiment, today: date, others: Sequence[Experiment]) -> str:
    """Where an experiment stands, and when its next look is."""
    label = "Confirmed" if is_confirmed(experiment, others) else STATE_LABELS[state_of(experiment, today, others)]
    coming = next_look(experiment, today)
    said = f"{label}. {'Started' if experiment.day(today) >= 0 else 'Starts'} {describe_day(experiment.plan.start)}"
    if coming is None or label not in (STATE_LABELS["planned"], STATE_LABELS["running"], STATE_LABELS["to_read_out"]):
        return f"{said}."
    return f"{said}; next look after day {describe_number(coming[0])}, on {describe_day(coming[1])}."


def is_due(experiment: Experiment, today: date) -> bool:
    """Whether a planned look has come."""
    return state_of(experiment, today) == "to_read_out"


def log_answer(log: Sequence[Experiment], today: date) -> str:
    """How many experiments there are, and how many wait for their readout."""
    if not log:
        return "No experiment yet: plan the first."
    due = sum(state_of(one, today, log) == "to_read_out" for one in log)
    one = "1 experiment" if len(log) == 1 else f"{describe_number(len(log))} experiments"
    return f"{one}; {describe_number(due)} to read out." if due else f"{one}; none waits for its readout."


def so_far(day: int) -> str:
    """What part of a test the numbers tell."""
    return f"Numbers of the first {describe_days(day)} of the test."


def not_the_plan(changed: Sequence[str]) -> str:
    """That a readout is not of the plan."""
    return f"This is not the plan that was frozen: it differs in {', '.join(changed)}. It is read out as a test of its own and not kept in the log."


def other_start(experiment: Experiment, start: date) -> str:
    """That the numbers do not begin with the test."""
    return f"The test began on {describe_day(experiment.plan.start)}, these numbers begin on {describe_day(start)}. Take them from its first day on."


def readout_method(readout: Readout) -> Iterator[str]:
    """How a readout was computed, for the expert."""
    yield describe_method(readout)
    yield describe_level(readout)
    for row in readout.treatments:
        if row.p_value is not None:
            said = f"“{row.variant}”: p {describe_p(row.p_value)}"
            yield said + (f", adjusted {describe_p(row.p_adjusted)}." if len(readout.treatments) > 1 else ".")
    if readout.variance is not None:
        what = "of a difference within pairs" if readout.paired else "between Pins of one variant"
        yield f"Variance {what} on the log scale: {describe_number(round(readout.variance, 3)) if readout.variance >= 1 else f'{readout.variance:.3f}'}."
    yield f"Smallest change that matters: {describe_relative(readout.smallest_effect)}. Metric: {METRIC_BY_KEY[readout.metric].label}."


def exposure(readout: Readout) -> str:
    """Who got how many impressions."""
    parts = [
        f"“{row.variant}” {describe_number(row.impressions)} on {describe_number(row.pins)} {'Pin' if row.pins == 1 else 'Pins'}"
        for row in readout.variants
    ]
    return f"Impressions: {'; '.join(parts)}. Unequal shares are normal: Pinterest decides."
