"""FORMATS: the kinds of file that a report can be written as."""

from dataclasses import dataclass
from importlib import import_module

from pincore.errors import InputError
from pincore.report.types import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `room` and `writer` name the function that writes it, which is loaded when it is asked for."""

    key: str
    label: str
    mime: str
    room: str
    writer: str
    says: str


FORMATS: tuple[Format, ...] = (
    Format("html", "Web page", "text/html", "pincore.report.webpage", "write_html", "One file that opens anywhere, with the charts inside. Prints well."),
    Format("pdf", "PDF", "application/pdf", "pincore.report.pdf", "write_pdf", "Pages of A4, to send or print."),
    Format("xlsx", "Workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pincore.report.workbook", "write_xlsx",
           "Every number as a number, to count on with."),
)  # fmt: skip
FORMAT_BY_KEY = {row.key: row for row in FORMATS}


def require_format(name: str) -> Format:
    """The format that a file's name asks for.

    Raises: InputError when the name ends in none of them.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in FORMAT_BY_KEY:
        raise InputError("format_unknown", f"“{name[-60:]}” does not tell what to write.", "End the name in .html, .pdf or .xlsx.")
    return FORMAT_BY_KEY[ending]


def write_report(report: Report, key: str) -> bytes:
    """The report as a file of that format."""
    row = FORMAT_BY_KEY[key]
    written: bytes = getattr(import_module(row.room), row.writer)(report)
    return written
