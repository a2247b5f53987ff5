"""What the diagnosis found, what to do, and what experiments showed, as sections of a report."""

from collections.abc import Sequence
from datetime import date

from pincore.diagnosis import Diagnosis, Recommendation, saying
from pincore.experiments.log import COLUMNS, Experiment, learned, log_frame
from pincore.experiments.words import STATES
from pincore.report import cells
from pincore.report.types import Action, Actions, Block, Points, Section, Subject, Table, Text
from pincore.wording import describe_number

NOTHING_TO_DO = "Nothing asks for a test now: go on as planned, and look again when new days are verified."


def findings(found: Diagnosis) -> Section:
    """What is wrong, what to do first, and how much was checked."""
    actions: Block = Actions(tuple(_action(row) for row in found.recommendations)) if found.recommendations else Text(NOTHING_TO_DO)
    told = [f"{finding.title}. {finding.because} {finding.signals}" for finding in found.found]
    clear, unchecked = (describe_number(float(len(rows))) for rows in (found.clear, found.unchecked))
    checked = Text(f"Checked and clear: {clear}. Could not be checked with these files: {unchecked}.", small=True)
    more: list[Block] = [Points(tuple(told))] if told else []
    subjects = tuple(Subject("finding", finding.key, finding.title) for finding in found.found)
    return Section("findings", "What is wrong, and what first", found.says, (*more, actions, checked), subjects)


def _action(row: Recommendation) -> Action:
    return Action(row.do, (f"{row.title}. {row.signals}", f"Because: {row.because}", saying.describe_test(row)))


def experiments(log: Sequence[Experiment], today: date) -> Section:
    """The log, and what was learned."""
    rows = log_frame(log, today)
    make = {"lift": cells.relative, "low": cells.relative, "high": cells.relative}
    kept = [name for name in COLUMNS if name not in ("learning", "replicates", "hypothesis")]
    told = tuple(
        tuple(cells.text(STATES[value]) if key == "state" else make.get(key, cells.text)(value) for key, value in zip(kept, row, strict=True))
        for row in rows[kept].itertuples(index=False, name=None)
    )
    lessons = learned(log)
    says = lessons[0] if lessons else "No experiment has decided anything yet."
    table = Table("The log of experiments", tuple(COLUMNS[name] for name in kept), told)
    subjects = tuple(Subject("experiment", key, name) for key, name in zip(rows["key"], rows["name"], strict=True))
    return Section("experiments", "What the tests showed", says, (*([Points(lessons[1:])] if lessons[1:] else []), table), subjects)
