"""A report on a page says everything that it holds, in its own words, and nothing of it is more than text."""

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from pincore.report.making import make_report
from pincore.report.parts import only
from pincore.report.saved import report_json
from pincore.report.telling import make_look
from pincore.report.types import Actions, Chart, Figures, Points, Report, Scope, Table, Text
from tests.pages.app import checked
from tests.report.hostile import AUGUST, JULY, TITLES, hostile_history
from tests.report.made import dressed_report


def drawn(data: bytes) -> None:
    """The script of a page that shows a report and nothing else."""
    import streamlit as st

    from pages.parts import shown
    from pincore.report.saved import read_report

    shown.show(read_report(data), lambda section: st.caption(f"below {section.key}"))


def page(report: Report) -> AppTest:
    return checked(AppTest.from_function(drawn, args=(report_json(report),), default_timeout=60).run())


def said(at: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption")
    parts = [str(element.value) for kind in kinds for element in at.get(kind)] + [expander.label for expander in at.expander]
    return "\n".join(parts).replace("\\", "").replace("\u2060", "")


@pytest.fixture
def report() -> Report:
    return dressed_report()


def test_the_page_says_everything_that_the_report_holds(report: Report) -> None:
    at, blocks = page(report), [block for section in report.sections for block in section.blocks]
    text = said(at)
    words = [report.title, report.says, report.about, *(word for section in report.sections for word in (section.title, section.says))]
    words += [block.says for block in blocks if isinstance(block, Text)]
    words += [word for block in blocks if isinstance(block, Points) for word in (block.title, *block.items)]
    words += [word for block in blocks if isinstance(block, Actions) for item in block.items for word in (item.do, *item.lines)]
    words += [
        word for block in blocks if isinstance(block, Figures) for word in (block.title, block.says, *(w for f in block.items for w in f.lines))
    ]
    words += [block.title for block in blocks if isinstance(block, (Chart, Table))]
    assert len(words) > 80
    assert not [word for word in words if " ".join(word.split()) not in text]


def test_every_figure_is_a_card_with_its_own_words(report: Report) -> None:
    figures = [figure for section in report.sections for block in section.blocks if isinstance(block, Figures) for figure in block.items]
    shown = [tuple(part.replace("\\", "") for part in (metric.label, metric.value, metric.delta)) for metric in page(report).metric]
    assert shown == [(figure.label, figure.value.says, figure.change) for figure in figures]
    assert len(shown) > 10


def test_every_chart_is_drawn_with_its_numbers_and_no_look_of_paper(report: Report) -> None:
    charts = [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]
    found = page(report).get("vega_lite_chart")
    assert [chart.proto.alt for chart in found] == [chart.alt for chart in charts]
    for chart in found:
        assert chart.proto.data.data and '"config"' not in chart.proto.spec and "http" not in chart.proto.spec.replace("https://vega.github.io", "")


def test_tables_hold_numbers_shown_in_the_report_s_words(report: Report) -> None:
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    found = page(report).dataframe
    assert len(found) == len(tables) >= 3
    for table, shown in zip(tables, found, strict=True):
        frame = shown.value
        for place in range(len(table.columns)):
            numbers = [row[place].number for row in table.rows]
            if any(number is not None for number in numbers):
                assert [None if x != x else x for x in frame.iloc[:, place]] == numbers
            else:
                assert frame.iloc[:, place].tolist() == [row[place].says for row in table.rows]


def test_every_section_has_its_place_for_what_is_said_about_it(report: Report) -> None:
    text = said(page(report))
    assert re.findall(r"below (\w+)", text) == [section.key for section in report.sections]


def test_the_three_files_can_be_taken_along(report: Report) -> None:
    labels = [button.label for button in page(report).get("download_button")]
    assert [label for label in labels if label not in ("PNG", "SVG", "CSV")] == ["Web page", "PDF", "Workbook"]
    assert {"PNG", "SVG", "CSV"} <= set(labels)


def test_a_part_is_shown_as_a_part(report: Report) -> None:
    at = page(only(report, ["risk"]))
    assert "A part of the Pinterest report" in said(at)
    assert report.says not in said(at) and len(at.get("vega_lite_chart")) == 1


def test_hostile_texts_are_letters() -> None:
    made = make_report(hostile_history(), Scope(AUGUST, JULY), remarks=TITLES)
    at = page(replace(made, look=make_look(TITLES[3], "#2c7553", None)))
    kinds = ("title", "header", "subheader", "markdown", "caption")
    raw = [str(element.value) for kind in kinds for element in at.get(kind)]
    raw += [part for metric in at.metric for part in (metric.label, metric.value, metric.delta)]
    assert any("evil" in text for text in raw)
    live = re.compile(r"(?<!\\)[<`]|(?<!\\)\]\(|(?<!\\)\$(?=\{)|://|[\u202a-\u202e\u2066-\u2069]")
    assert not [text for text in raw if live.search(text)]
