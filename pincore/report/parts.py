"""What of a report is given to others: chosen sections, and nothing that names the rest."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from pincore.errors import InputError
from pincore.report.types import FILES, METHOD, Block, Points, Report, Section, Subject, Table, Text
from pincore.wording import describe_number, describe_period


def choosable(report: Report) -> dict[str, str]:
    """The keys of the sections that can be chosen, with their titles."""
    return {section.key: section.title for section in report.sections if section.key != METHOD}


def only(report: Report, sections: Collection[str]) -> Report:
    """The report with these sections alone, and of its method what explains them.

    The sentence on top speaks of the measures, so without their section it says only what the report is. Remarks on
    the files stay with their owner, since they may quote columns and sheets; only their number is told.

    Raises: InputError when no section is chosen, or one that the report has not.
    """
    known = choosable(report)
    if not sections or not set(sections) <= known.keys():
        raise InputError("sections_unknown", "No part of the report is chosen, or one that it has not.", f"Choose from: {', '.join(known.values())}.")
    kept = tuple(_told(section, sections) for section in report.sections if section.key in sections or section.key == METHOD)
    says = report.says if "numbers" in sections else f"A part of the Pinterest report on {describe_period(report.scope.period)}."
    return replace(report, says=says, sections=kept)


def _told(section: Section, sections: Collection[str]) -> Section:
    return replace(section, blocks=tuple(_explaining(section, sections))) if section.key == METHOD else section


def _explaining(method: Section, sections: Collection[str]) -> Iterator[Block]:
    for block in method.blocks:
        if isinstance(block, Points) and FILES in block.of:
            count = len(block.items)
            yield Text(
                f"Reading the files gave {describe_number(count)} {'remark' if count == 1 else 'remarks'}; the owner of the account sees them.", True
            )
        elif not isinstance(block, Points) or not block.of or set(block.of) & set(sections):
            yield block


def of_section(section: Section) -> tuple[Subject, ...]:
    """What one can speak about in a section: itself, then the findings or experiments that it names."""
    return (Subject("section", section.key, section.title), *dict.fromkeys(section.subjects))


def subjects(report: Report) -> tuple[Subject, ...]:
    """What one can speak about: each section with what it names."""
    return tuple(one for section in report.sections for one in of_section(section))


def speaks_of(report: Report, subject: Subject) -> bool:
    """Whether the report tells of the subject: a day inside its periods, a Pin by its name in a table, else what it names itself."""
    if subject.kind == "day":
        return any(period.start.isoformat() <= subject.key <= period.end.isoformat() for period in (report.scope.period, report.scope.against))
    if subject.kind == "pin":
        tables = (block for section in report.sections for block in section.blocks if isinstance(block, Table))
        return any(cell.says == subject.label for table in tables for row in table.rows for cell in row)
    return subject in subjects(report)
