"""A report as a workbook: every number as a number, every text as a text that no spreadsheet runs."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pincore.exports import neutralise
from pincore.report.types import Actions, Block, Cell, Chart, Figure, Figures, Points, Report, Section, Table, Text, Unit

if TYPE_CHECKING:
    from xlsxwriter import Workbook

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMS: dict[Unit, str] = {"count": "#,##0.##", "share": "0.00 %", "minutes": "#,##0.##", "seconds": "#,##0.##", "text": "@"}
FIGURES = ("Group", "Measure", "Value", "Before", "Change", "Change in %", "At least", "At most", "In words", "What it says")
WIDE, NARROW = 90, 15


class _Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: "Workbook", name: str, colour: str, widths: Sequence[int]) -> None:
        self._sheet = book.add_worksheet(name)
        self._sheet.set_tab_color(colour)
        self._sheet.hide_gridlines(2)
        self._head = book.add_format({"bold": True, "font_color": "#ffffff", "bg_color": colour, "text_wrap": True, "valign": "top"})
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"})
        self._forms = {unit: book.add_format({"num_format": form, "text_wrap": True, "valign": "top"}) for unit, form in FORMS.items()}
        self._row = 0
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)

    def head(self, cells: Sequence[str]) -> None:
        """A row of column names."""
        for place, name in enumerate(cells):
            self._sheet.write_string(self._row, place, neutralise(name), self._head)
        self._row += 1

    def row(self, cells: Sequence[Cell], bold: bool = False) -> None:
        """A row of values; an unknown number says so in words."""
        for place, cell in enumerate(cells):
            if cell.number is not None:
                self._sheet.write_number(self._row, place, cell.number, self._forms[cell.unit])
            elif cell.says:
                self._sheet.write_string(self._row, place, neutralise(cell.says), self._bold if bold else self._forms["text"])
        self._row += 1

    def say(self, text: str, bold: bool = False) -> None:
        """A row of one text."""
        self.row((Cell(text),), bold)

    def gap(self) -> None:
        """An empty row."""
        self._row += 1


def write_xlsx(report: Report) -> bytes:
    """The report as a workbook."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": report.title})
    _words(_Sheet(book, "Report", report.look.colour, [WIDE]), report)
    _numbers(_Sheet(book, "Numbers", report.look.colour, [18, 28, *[NARROW] * 6, 22, WIDE]), report)
    for section in report.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        if tables:
            _tables(_Sheet(book, section.title.translate(_NO_SHEET)[:31], report.look.colour, [44, *[NARROW] * 12]), tables)
    book.close()
    return target.getvalue()


_NO_SHEET: dict[int, Any] = str.maketrans(dict.fromkeys("[]:*?/\\'"))


def _words(sheet: _Sheet, report: Report) -> None:
    sheet.head((report.title,))
    sheet.say(report.about)
    sheet.gap()
    sheet.say(report.says, bold=True)
    for section in report.sections:
        sheet.gap()
        sheet.head((section.title,))
        for text in _sentences(section, report):
            sheet.say(text)


def _sentences(section: Section, report: Report) -> list[str]:
    said = [] if section.says == report.says else [section.says]
    for block in section.blocks:
        said += _said(block)
    return said


def _said(block: Block) -> list[str]:
    match block:
        case Text():
            return [block.says]
        case Points():
            return [*([f"{block.title}:"] if block.title else []), *block.items]
        case Actions():
            return [f"{place}. {' '.join((item.do, *item.lines))}" for place, item in enumerate(block.items, 1)]
        case Table():
            return [f"{block.title}: see the sheet of this section."]
        case Figures() | Chart():
            return []


def _numbers(sheet: _Sheet, report: Report) -> None:
    sheet.head(FIGURES)
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Figures):
                for figure in block.items:
                    sheet.row(_figure(block.title, figure))


def _figure(group: str, figure: Figure) -> tuple[Cell, ...]:
    unit = figure.value.unit
    numbers = (figure.before, figure.difference, figure.relative, figure.low, figure.high)
    units: tuple[Unit, ...] = (unit, unit, "share", unit, unit)
    return (
        Cell(group), Cell(figure.label), figure.value, *(Cell("", number, form) for number, form in zip(numbers, units, strict=True)),
        Cell(figure.value.says), Cell(" ".join(figure.lines)),
    )  # fmt: skip


def _tables(sheet: _Sheet, tables: Sequence[Table]) -> None:
    for table in tables:
        sheet.say(table.title, bold=True)
        sheet.head(table.columns)
        for row in table.rows:
            sheet.row(row)
        sheet.gap()
