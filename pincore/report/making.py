"""A Report from a History: every number in it is one that the pages show, in the same words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pincore.concentration import answering
from pincore.diagnosis import Diagnosis, diagnose, saying
from pincore.experiments.log import Experiment
from pincore.facts import History
from pincore.kpis import Kpi, answer, kpis, video
from pincore.reading.imports import Import
from pincore.report import findings, numbers, risk
from pincore.report.cleaning import cleaned
from pincore.report.types import FILES, METHOD, Points, Report, Scope, Section
from pincore.wording import describe_day, describe_days, describe_period


def make_report(
    history: History, scope: Scope, experiments: Sequence[Experiment] = (), today: date | None = None, remarks: Sequence[str] = ()
) -> Report:
    """The report of a period. `remarks` are warnings of the files; experiments are told as they stand `today`, by default at the period's end."""
    found = (
        *kpis(history, scope.period, scope.against, scope.choice, scope.thresholds, scope.save_rate_over),
        *video(history, scope.period, scope.choice, scope.against),
    )
    says, about = answer(found, scope.period, scope.against), describe_scope(scope)
    usual = found if scope.save_rate_over == "impressions" else ()
    diagnosis = diagnose(history, scope.period, scope.against, scope.choice, scope.limits, usual)
    tested = [findings.experiments(experiments, today or scope.period.end)] if experiments else []
    sections = (
        numbers.figures(found, says, history, scope, about), numbers.changes(diagnosis.changes, about), findings.findings(diagnosis),
        *tested, risk.risk(history, scope, about), _method(found, diagnosis, history, scope, remarks),
    )  # fmt: skip
    return cleaned(Report(scope, about, says, sections))


def warnings_of(imports: Iterable[Import]) -> tuple[str, ...]:
    """The warnings of files, without the files' names."""
    return tuple(f"{note.says} {note.remedy}".strip() for item in imports for note in item.notes if note.level == "warning")


def describe_scope(scope: Scope) -> str:
    """What the numbers of a report speak of."""
    said = f"{describe_period(scope.period)}, compared with {describe_period(scope.against)}"
    choice = scope.choice
    part = [value for value in (choice.board, choice.format, choice.source, choice.content_type) if value]
    return f"{said}. Only: {', '.join(part)}." if part else f"{said}."


def _method(found: Sequence[Kpi], diagnosis: Diagnosis, history: History, scope: Scope, remarks: Sequence[str]) -> Section:
    period, against = scope.period, scope.against
    says = (
        f"Period: {describe_period(period)}, {describe_days(period.days)}, both ends included; compared with {describe_period(against)}, "
        f"{describe_days(against.days)}. Pinterest's days are UTC."
    )
    return Section(METHOD, "How this was computed", says, tuple(_explained(found, diagnosis, history, scope, remarks)))


def _explained(found: Sequence[Kpi], diagnosis: Diagnosis, history: History, scope: Scope, remarks: Sequence[str]) -> Iterator[Points]:
    """What explains each section, what explains them all, and what was noticed in the files."""
    measured = [*(kpi.basis_says for kpi in found if kpi.basis_says), *(f"{kpi.measure.label}: {kpi.measure.says}" for kpi in found)]
    parts = (
        _points(_estimated(history), ""),
        _points([*measured, f"Bands: {scope.thresholds.source}"], "The measures", "numbers"),
        _points(saying.how(diagnosis), "Changes and findings", "changes", "findings"),
        _points([answering.METHOD], "The risk", "risk"),
        _points([*_noticed(history), *remarks], "What was noticed in the files", FILES),
    )
    return (points for points in parts if points.items)


def _points(said: Iterable[str], title: str, *of: str) -> Points:
    return Points(tuple(dict.fromkeys(said)), title, of)


def _estimated(history: History) -> Iterator[str]:
    if history.estimated_from:
        yield f"From {describe_day(history.estimated_from)} on Pinterest calls its numbers estimates; the suggested periods leave these days out."


def _noticed(history: History) -> Iterator[str]:
    """The warnings of the history, without the files' names."""
    names = sorted({re.escape(name) for group in history.filter_groups for name in group.files if name}, key=len, reverse=True)
    for note in history.notes:
        if note.level == "warning":
            said = f"{note.says} {note.remedy}".strip()
            said = re.sub(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", "one of the files", said) if names else said
            yield said[:1].upper() + said[1:]
