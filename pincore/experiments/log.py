"""The log: experiments with their state, and what has been learned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from pincore.errors import InputError
from pincore.experiments.design import Design, Variant, hypothesis
from pincore.experiments.planning import Plan
from pincore.experiments.readout import Readout, Terms
from pincore.experiments.telling import describe_readout
from pincore.experiments.words import METRIC_BY_KEY, STATES, VERDICT_BY_KEY, State, VerdictKey
from pincore.exports import csv_bytes

COLUMNS = {
    "name": "Experiment", "state": "State", "start": "Start", "metric": "Metric", "hypothesis": "Hypothesis", "verdict": "Verdict",
    "lift": "Lift", "low": "Low", "high": "High", "result": "Result", "learning": "Learning", "replicates": "Replicates",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """What a readout decided, on which day of the experiment (None: a single final readout)."""

    day: int | None
    verdict: VerdictKey
    variant: str
    lift: float | None
    low: float | None
    high: float | None
    p_adjusted: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Experiment:
    """A frozen plan with what became of it. `replicates` is the key of the experiment that it repeats, or "".

    `pins` are the Pins of each variant, once they are known: (variant, Pin ids).
    """

    key: str
    plan: Plan
    pins: tuple[tuple[str, tuple[str, ...]], ...] = ()
    decisions: tuple[Decision, ...] = ()
    learning: str = ""
    replicates: str = ""

    @property
    def name(self) -> str:
        return self.plan.design.name

    @property
    def decision(self) -> Decision | None:
        """The verdict that counts: the first that decided, else the latest look."""
        settled = [one for one in self.decisions if one.verdict in ("winner", "worse", "no_difference")]
        return settled[0] if settled else self.decisions[-1] if self.decisions else None

    def day(self, today: date) -> int:
        """How many days of the experiment are over: 7 once its first week is complete."""
        return (today - self.plan.start).days

    def terms(self, today: date | None) -> Terms:
        """How it is read out: everything as planned. Without a day it is a single final readout."""
        design, looks = self.plan.design, self.plan.outlook.looks
        return Terms(design.metric, design.control, self.plan.smallest_effect, None if today is None else max(0, self.day(today)), looks)


def key_of(plan: Plan, others: Sequence[Experiment]) -> str:
    """A key that none of the others has."""
    bare = "".join(c if c.isalnum() else "-" for c in plan.design.name.casefold()).strip("-")[:40] or "experiment"
    taken, key, number = {one.key for one in others}, f"{bare}-{plan.start.isoformat()}", 1
    while key in taken:
        number += 1
        key = f"{bare}-{plan.start.isoformat()}-{number}"
    return key


def record(plan: Plan, others: Sequence[Experiment] = (), replicates: str = "") -> Experiment:
    """The plan as a new experiment of the log."""
    return Experiment(key_of(plan, others), plan, replicates=replicates)


def state_of(experiment: Experiment, today: date, others: Sequence[Experiment] = ()) -> State:
    """Where the experiment stands today; `others` tell whether it was replicated."""
    decision, day = experiment.decision, experiment.day(today)
    if decision is not None and decision.verdict == "winner" and any(_repeats(other, experiment) for other in others):
        return "replicated"
    looks = experiment.plan.outlook.looks
    last = experiment.decisions[-1].day if experiment.decisions else 0
    if decision is not None and (decision.verdict in ("winner", "worse", "no_difference") or last is None or last >= looks[-1].day):
        return "decided"
    if day < 0:
        return "planned"
    due = [look.day for look in looks if (last or 0) < look.day <= day]
    return "to_read_out" if due else "running"


def _repeats(other: Experiment, first: Experiment) -> bool:
    return other.replicates == first.key and other.decision is not None and other.decision.verdict not in ("too_early", "not_enough_pins")


def decided(experiment: Experiment, readout: Readout) -> Experiment:
    """The experiment with the decision of a readout. Raises InputError when the readout is not of its plan."""
    design = experiment.plan.design
    if readout.metric != design.metric or {row.variant for row in readout.variants} != {variant.name for variant in design.variants}:
        raise InputError("not_the_plan", "The readout has another metric or other variants than the plan, which was frozen when it was made.",
                         "Read out what was planned; another metric or variant is a new experiment.")  # fmt: skip
    if readout.verdict is None:
        raise InputError("not_the_plan", "A secondary metric is exploratory and makes no verdict.", "Read out the metric of the plan.")
    row = readout.best
    made = Decision(
        readout.look.day if readout.look else readout.day,
        readout.verdict,
        row.variant,
        row.lift,
        row.low,
        row.high,
        row.p_adjusted,
        describe_readout(readout),
    )
    same = [one for one in experiment.decisions if one.day != made.day]
    return replace(experiment, decisions=(*same, made))


def plan_changes(plan: Plan, metric: str, variants: Sequence[str], look_days: Sequence[int]) -> tuple[str, ...]:
    """What differs from the frozen plan, in words; nothing when all is as planned. A change starts a new experiment."""
    found = []
    if metric != plan.design.metric:
        found.append(f"the metric (planned: {METRIC_BY_KEY[plan.design.metric].label.lower()})")
    if set(variants) != {variant.name for variant in plan.design.variants}:
        found.append(f"the variants (planned: {', '.join(variant.name for variant in plan.design.variants)})")
    if tuple(look_days) != tuple(look.day for look in plan.outlook.looks):
        found.append(f"the looks (planned: days {', '.join(str(look.day) for look in plan.outlook.looks)})")
    return tuple(found)


def replication(experiment: Experiment) -> Design:
    """The design of the winner's replication: control and winner again, with new Pins. Raises InputError without a winner."""
    decision = experiment.decision
    if decision is None or decision.verdict != "winner":
        raise InputError("no_winner", f"“{experiment.name}” has no winner to repeat.", "Only a winner is replicated.")
    design = experiment.plan.design
    kept = [variant for variant in design.variants if variant.name in (design.control, decision.variant)]
    new = tuple(Variant(variant.name, variant.says) for variant in kept)
    return Design(f"{design.name}, replication", "phase_3", design.variable, design.objective, new, 28, design.paired)


def is_confirmed(experiment: Experiment, others: Sequence[Experiment]) -> bool:
    """Whether a replication with new Pins found the same winner."""
    decision = experiment.decision
    if decision is None or decision.verdict != "winner":
        return False
    used = {pin for _, pins in experiment.pins for pin in pins}
    return any(
        other.replicates == experiment.key and other.decision is not None and other.decision.verdict == "winner"
        and other.decision.variant == decision.variant and not used & {pin for _, pins in other.pins for pin in pins}
        for other in others
    )  # fmt: skip


def learned(experiments: Sequence[Experiment]) -> tuple[str, ...]:
    """What is known so far, one sentence an experiment that decided something; confirmed ones first."""
    found: list[tuple[int, str]] = []
    for one in experiments:
        decision = one.decision
        if decision is None or decision.verdict not in ("winner", "worse", "no_difference") or one.replicates:
            continue
        confirmed = is_confirmed(one, experiments)
        standing = "Confirmed" if confirmed else "Not yet confirmed" if decision.verdict == "winner" else VERDICT_BY_KEY[decision.verdict].label
        found.append((0 if confirmed else 1, f"{standing}: {one.name}. {one.learning or decision.says}".strip()))
    return tuple(said for _, said in sorted(found, key=lambda entry: entry[0]))


def log_frame(experiments: Sequence[Experiment], today: date) -> pd.DataFrame:
    """One row an experiment, the newest first; lift and interval are shares."""
    rows = []
    for one in sorted(experiments, key=lambda each: each.plan.start, reverse=True):
        state, decision = state_of(one, today, experiments), one.decision
        rows.append({
            "key": one.key, "name": one.name, "state": state, "start": one.plan.start.isoformat(), "metric": METRIC_BY_KEY[one.plan.design.metric].label,
            "hypothesis": hypothesis(one.plan.design), "verdict": VERDICT_BY_KEY[decision.verdict].label if decision else "",
            "lift": decision.lift if decision else None, "low": decision.low if decision else None, "high": decision.high if decision else None,
            "result": decision.says if decision else STATES[state], "learning": one.learning, "replicates": one.replicates,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["key", *COLUMNS])


def log_csv(experiments: Sequence[Experiment], today: date) -> bytes:
    """The log as CSV."""
    return csv_bytes(log_frame(experiments, today), COLUMNS)


def next_look(experiment: Experiment, today: date) -> tuple[int, date] | None:
    """The next planned look and the first day on which its numbers are complete; None after the last."""
    day = experiment.day(today)
    found = next((look.day for look in experiment.plan.outlook.looks if look.day > day), None)
    return None if found is None else (found, experiment.plan.start + timedelta(found))
