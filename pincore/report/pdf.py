"""A report as a PDF of A4 pages, with fonts of its own, so that every name can be read."""

import io
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

from pincore.report import pictures
from pincore.report.types import Action, Actions, Block, Cell, Chart, Figure, Figures, Points, Report, Section, Table, Text

FONT, EAST = "Report", "East"
INK, GREY, LINE = (20, 20, 20), (74, 71, 66), (220, 216, 210)
MARGIN, WIDTH = 16, 178
COLUMNS = 3
EASTERN = 0x2E80
"""From here on letters are Chinese, Japanese or Korean, which the first font lacks."""
AGELESS = datetime(2000, 1, 1, tzinfo=UTC)


def write_pdf(report: Report) -> bytes:
    """The report as PDF."""
    paper = _Paper(report)
    paper.open()
    for section in report.sections:
        paper.section(section)
    return paper.close()


class _Paper:
    """Pages that are written from top to bottom."""

    def __init__(self, report: Report) -> None:
        from fpdf import FPDF

        self.report = report
        self.own = _rgb(report.look.colour)
        self.pdf: FPDF = FPDF(format="A4")
        self.pdf.set_title(report.title)
        self.pdf.set_lang("en")
        self.pdf.set_creation_date(AGELESS)
        self.pdf.set_margin(MARGIN)
        self.pdf.set_auto_page_break(True, margin=MARGIN)
        self._load_fonts()
        self.pdf.add_page()

    def _load_fonts(self) -> None:
        for style, name in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold")):
            self.pdf.add_font(FONT, style, str(pictures.FONTS / f"{name}.ttf"))
        said = repr(self.report)
        if any(ord(sign) >= EASTERN for sign in said):
            self.pdf.add_font(EAST, "", str(pictures.FONTS / "DroidSansFallback.ttf"))
            self.pdf.set_fallback_fonts([EAST], exact_match=False)
        self.pdf.set_font(FONT, "", 10)
        if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in said):
            self.pdf.set_text_shaping(True)

    def open(self) -> None:
        """The head: logo, title, dates, and the sentence."""
        if self.report.look.logo:
            self.pdf.image(io.BytesIO(self.report.look.logo), h=14, w=60, keep_aspect_ratio=True, alt_text="Logo")
            self.pdf.ln(3)
        self.write(self.report.title, 20, bold=True, colour=self.own)
        self.write(self.report.about, 10, colour=GREY)
        self.pdf.ln(2)
        self.write(self.report.says, 12, bold=True)

    def close(self) -> bytes:
        return bytes(self.pdf.output())

    def write(self, text: str, size: float = 10, bold: bool = False, colour: tuple[int, int, int] = INK, width: float = 0, indent: float = 0) -> None:
        """A paragraph."""
        self.pdf.set_font(FONT, "B" if bold else "", size)
        self.pdf.set_text_color(*colour)
        self.pdf.set_x(self.pdf.l_margin + indent)
        self.pdf.multi_cell(width, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def section(self, section: Section) -> None:
        """A section with its heading, which never stands alone at the foot of a page."""
        self.pdf.ln(5)
        self._keep(40)
        self.write(section.title, 15, bold=True, colour=self.own)
        self.pdf.set_draw_color(*self.own)
        self.pdf.line(MARGIN, self.pdf.get_y() + 0.5, MARGIN + WIDTH, self.pdf.get_y() + 0.5)
        self.pdf.ln(2.5)
        if section.says != self.report.says:
            self.write(section.says)
        for block in section.blocks:
            self.pdf.ln(1.5)
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Text():
                self.write(block.says, 8.5 if block.small else 10, colour=GREY if block.small else INK)
            case Points():
                if block.title:
                    self._keep(20)
                    self.write(block.title, 11, bold=True)
                self._points(block.items)
            case Actions():
                self._actions(block.items)
            case Figures():
                self._figures(block)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)

    def _keep(self, height: float) -> None:
        """A new page, when so much no longer fits."""
        if self.pdf.will_page_break(height):
            self.pdf.add_page()

    def _points(self, items: Iterable[str]) -> None:
        for item in items:
            self._keep(6)
            self.pdf.set_font(FONT, "", 9.5)
            self.pdf.set_text_color(*INK)
            self.pdf.cell(4, 4.75, "•")
            self.write(item, 9.5, indent=4)
            self.pdf.ln(0.8)

    def _actions(self, items: tuple[Action, ...]) -> None:
        self.write("What to do", 11, bold=True)
        for place, item in enumerate(items, 1):
            self.pdf.ln(1)
            self._keep(20)
            self.write(f"{place}. {item.do}", 10, bold=True)
            for line in item.lines:
                self.write(line, 9.5, indent=5)

    def _figures(self, block: Figures) -> None:
        self._keep(45)
        self.write(block.title, 11, bold=True)
        self.write(block.says, 8.5, colour=GREY)
        self.pdf.ln(1)
        columns = COLUMNS + 1 if len(block.items) == COLUMNS + 1 else COLUMNS
        for first in range(0, len(block.items), columns):
            self._row_of_figures(block.items[first : first + columns], (WIDTH - 4 * (columns - 1)) / columns)

    def _row_of_figures(self, items: tuple[Figure, ...], width: float) -> None:
        height = max(self._figure(item, 0, 0, width, draw=False) for item in items)
        self._keep(height)
        top = self.pdf.get_y()
        self.pdf.set_draw_color(*LINE)
        for place, item in enumerate(items):
            left = MARGIN + place * (width + 4)
            self.pdf.rect(left, top, width, height, round_corners=True, corner_radius=2)
            self._figure(item, left, top, width, draw=True)
        self.pdf.set_xy(MARGIN, top + height + 3)

    def _figure(self, item: Figure, left: float, top: float, width: float, draw: bool) -> float:
        """Draws a number into its frame; how high the frame must be."""
        rows = [(item.label, 8.5, False, GREY), (item.value.says, 15, True, INK)]
        rows += [(line, 8, False, INK) for line in (item.change, *item.lines) if line]
        at = top + 2.0
        for text, size, bold, colour in rows:
            self.pdf.set_font(FONT, "B" if bold else "", size)
            self.pdf.set_text_color(*colour)
            if draw:
                self.pdf.set_xy(left + 2, at)
            at += float(self.pdf.multi_cell(width - 4, size * 0.48, text, align="L", dry_run=not draw, output="HEIGHT")) + 0.8  # type: ignore[arg-type]
        return at - top + 1.5

    def _table(self, block: Table) -> None:
        from fpdf.fonts import FontFace

        self._keep(30)
        self.write(block.title, 10, bold=True)
        self.pdf.ln(0.5)
        self.pdf.set_font(FONT, "", 8)
        self.pdf.set_text_color(*INK)
        self.pdf.set_draw_color(*LINE)
        widths = [_width(name, [row[i] for row in block.rows]) for i, name in enumerate(block.columns)]
        align = tuple("R" if all(row[i].unit != "text" or not row[i].says for row in block.rows) else "L" for i in range(len(block.columns)))
        head = FontFace(emphasis="BOLD", color=GREY)
        with self.pdf.table(col_widths=widths, text_align=align, borders_layout="HORIZONTAL_LINES", line_height=4.2, headings_style=head) as table:
            for cells in (block.columns, *([cell.says for cell in row] for row in block.rows)):
                table.row(list(cells))
        self.pdf.ln(1)

    def _chart(self, block: Chart) -> None:
        picture = io.BytesIO(pictures.png(block, self.report.look))
        self._keep(82)
        self.write(block.title, 10, bold=True)
        self.pdf.image(picture, w=WIDTH, alt_text=block.alt)
        self.pdf.ln(1)


def _width(name: str, cells: list[Cell]) -> float:
    """How much room a column asks for, in letters."""
    return float(min(40, max(len(name) + 2 if len(name) < 9 else 10, 7, *(len(cell.says) for cell in cells))))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
