"""A report drawn on a page: whose it is, the sentence, its sections, and the files to take along.

It needs nothing but the report itself, so that whoever it was given to sees the same as its owner.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import cards, viewing
from pages.parts.plain import plain
from pincore.report.formats import FORMATS, write_report
from pincore.report.types import METHOD, Actions, Block, Cell, Chart, Figures, Look, Points, Report, Section, Table, Text
from pincore.wording import UNKNOWN

MOST_COLUMNS = 3
ONLY_ON_PAPER = ("data", "config", "title")
"""What a page gives to a chart itself: the numbers apart, its own look, a title above."""

Beside = Callable[[Section], None]


def show(report: Report, beside: Beside | None = None) -> None:
    """Shows a whole report under its own title to whoever was given it."""
    show_look(report.look)
    st.title(plain(report.title), anchor=False)
    show_whole(report, beside)


def show_whole(report: Report, beside: Beside | None = None) -> None:
    """Shows what a report says, and the files to take along. `beside` is called below each section, for what is said about it."""
    cards.show_answer(report.says, report.about)
    show_sections(report, beside)
    st.header("Take it along", anchor=False)
    show_buttons(report)


def show_look(look: Look) -> None:
    """Shows the creator's logo, on white as on paper, and a line in their colour; nothing of it carries meaning."""
    with st.container(gap="small"):
        if look.logo:
            st.image(_on_white(look.logo), alt=f"Logo of {look.name}" if look.name else "Logo")
        st.image(_SVG.format(width=400, height=2, inside=f'<rect width="400" height="2" fill="{look.colour}"/>'), width="stretch", alt="")


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{inside}</svg>'
LOGO_WIDTH, LOGO_HEIGHT, AROUND = 200, 72, 8


def _on_white(logo: bytes) -> str:
    """The logo, a PNG, on a white card that fits it."""
    width, height = (int.from_bytes(logo[at : at + 4]) for at in (16, 20))
    scale = min(1, LOGO_WIDTH / width, LOGO_HEIGHT / height)
    size = f'width="{width * scale:.0f}" height="{height * scale:.0f}"'
    inside = f'<rect width="100%" height="100%" rx="{AROUND}" fill="#fff"/>'
    inside += f'<image x="{AROUND}" y="{AROUND}" {size} href="data:image/png;base64,{b64encode(logo).decode()}"/>'
    return _SVG.format(width=round(width * scale) + 2 * AROUND, height=round(height * scale) + 2 * AROUND, inside=inside)


def show_sections(report: Report, beside: Beside | None = None) -> None:
    """Shows every section; how it was computed stands folded at the end."""
    for section in report.sections:
        if section.key == METHOD:
            with st.expander(plain(section.title), icon=":material/calculate:"):
                _show_section(section, report.says)
        else:
            st.header(plain(section.title), anchor=False)
            _show_section(section, report.says)
        if beside is not None:
            beside(section)


def _show_section(section: Section, said: str) -> None:
    if section.says != said:
        cards.say(section.says)
    for place, block in enumerate(section.blocks):
        _show_block(block, f"{section.key}-{place}")


def _show_block(block: Block, key: str) -> None:
    match block:
        case Text():
            (cards.whisper if block.small else cards.say)(block.says)
        case Points():
            _show_title(block.title)
            cards.show_list(block.items)
        case Actions():
            _show_actions(block)
        case Figures():
            _show_figures(block)
        case Table():
            _show_table(block, key)
        case Chart():
            _show_chart(block)


def _show_title(title: str) -> None:
    if title:
        st.subheader(plain(title), anchor=False)


def _show_actions(block: Actions) -> None:
    st.subheader("What to do", anchor=False)
    for place, item in enumerate(block.items, 1):
        with st.container(border=True, gap="small"):
            st.markdown(f"**{place}\\. {plain(item.do)}**")
            for line in item.lines:
                cards.say(line)


def _show_figures(block: Figures) -> None:
    _show_title(block.title)
    cards.whisper(block.says)
    with st.grid(_columns(len(block.items)), min_column_width=190, gap="small"):
        for figure in block.items:
            cards.show_figure(figure)


def _columns(count: int) -> int:
    """How many columns fill their rows best, three at most."""
    return max(1, count) if count <= MOST_COLUMNS else next((columns for columns in (MOST_COLUMNS, 2) if count % columns == 0), MOST_COLUMNS)


def _show_chart(chart: Chart) -> None:
    _show_title(chart.title)
    whole: dict[str, Any] = json.loads(chart.spec)
    rows = pd.DataFrame(whole["data"]["values"])
    spec = {name: part for name, part in whole.items() if name not in ONLY_ON_PAPER} | {"width": "container"}
    cards.show_chart(spec, rows, chart.key, chart.title, chart.alt)


def _show_table(table: Table, key: str) -> None:
    _show_title(table.title)
    columns = {f"c{place}": name for place, name in enumerate(table.columns)}
    cells = {name: [row[place] for row in table.rows] for place, name in enumerate(columns)}
    counted = {name for name, column in cells.items() if any(cell.number is not None for cell in column)}
    rows = pd.DataFrame({name: [_value(cell, name in counted) for cell in column] for name, column in cells.items()}, columns=list(columns))
    formats = {name: partial(_in_words, {cell.number: cell.says for cell in cells[name]}) for name in counted}
    named = next((name for name in columns if name not in counted), None)
    told = any(cell.number is None and cell.says == UNKNOWN for row in table.rows for cell in row)
    cards.show_table(rows, columns, formats | ({named: "text"} if named else {}), key, table.title, missing=UNKNOWN if told else "")


def _value(cell: Cell, counted: bool) -> str | float:
    if not counted:
        return cell.says
    return float("nan") if cell.number is None else cell.number


def _in_words(words: dict[float | None, str], value: float) -> str:
    """The words of the cell that holds this number."""
    return words.get(None, UNKNOWN) if pd.isna(value) else words[value]


def show_buttons(report: Report) -> None:
    """A button for each kind of file; it is made when the button is pressed."""
    with st.container(horizontal=True):
        for place, row in enumerate(FORMATS):
            make = viewing.taken_along(partial(write_report, report, row.key))
            st.download_button(row.label, make, file_name(report, row.key), row.mime, key=f"save-{row.key}",
                               on_click="ignore", icon=":material/download:", type="primary" if place == 0 else "secondary", help=row.says)  # fmt: skip
    for row in FORMATS:
        cards.whisper(f"{row.label}: {row.says}")


def file_name(report: Report, key: str) -> str:
    """What the file is called."""
    return f"pincore report {report.scope.period.start} {report.scope.period.end}.{key}"
