"""A report that was asked for by the command line, and what it says as plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pincore.errors import InputError
from pincore.facts import History
from pincore.periods import Period
from pincore.reading.imports import Import
from pincore.report.cleaning import MOST_LABEL, clean
from pincore.report.formats import require_format, write_report
from pincore.report.look import read_logo, readable_colour
from pincore.report.making import make_report, warnings_of
from pincore.report.types import Look, Report, Scope

NOTHING: dict[str, Any] = {"report": None, "period": None, "against": None, "answer": None, "sections": None, "bytes": None}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for: where to write, the periods, the look, the log of experiments, and the day it is.

    `logo` and `log` are the bytes of files, None where none was named; `unopened` is why one of them cannot be opened.
    """

    out: str
    period: str | None = None
    against: str | None = None
    name: str = ""
    colour: str = Look().colour
    logo: bytes | None = None
    log: bytes | None = None
    unopened: str = ""
    today: date | None = None


def writer_of(wish: Wish) -> Callable[[Report], bytes]:
    """The writer that the wish asks for, with its look.

    Raises: InputError when the look or the name of the file cannot be.
    """
    if wish.unopened:
        raise InputError("file_unreadable", f"The file cannot be opened: {wish.unopened}.", "Check the path and that the file may be read.")
    key = require_format(wish.out).key
    look = make_look(wish.name, wish.colour, wish.logo)
    return lambda report: write_report(replace(report, look=look), key)


def make_look(name: str, colour: str, logo: bytes | None) -> Look:
    """The look of a report from what the creator gave. Raises InputError when colour or logo cannot be."""
    return Look(clean(name.strip(), MOST_LABEL), readable_colour(colour).used, read_logo(logo) if logo else None)


def make(imports: Sequence[Import], history: History, period: Period, against: Period, wish: Wish) -> Report:
    """The report that was wished for. Raises InputError when the log of experiments cannot be read."""
    from pincore.experiments.log_file import read_log

    log = read_log(wish.log) if wish.log is not None else ()
    return make_report(history, Scope(period, against), log, wish.today, warnings_of(imports))


def tell(report: Report) -> dict[str, Any]:
    """What the report says, with the stable keys of `report`."""
    return {
        "period": str(report.scope.period), "against": str(report.scope.against), "answer": report.says,
        "sections": [{"key": section.key, "title": section.title, "says": section.says} for section in report.sections],
    }  # fmt: skip
