"""Every figure of a report is one that the core returned, in all three kinds of file."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from pages.parts import ready
from pincore.choosing import choices, default_choice
from pincore.concentration import answer as risk_answer
from pincore.concentration import concentration
from pincore.diagnosis import diagnose
from pincore.experiments.log import learned
from pincore.history import EMPTY, History
from pincore.kpis import answer, kpis, video
from pincore.kpis.grouping import change_in_words, describe_value
from pincore.measures import Choice
from pincore.periods import Period
from pincore.report.formats import FORMATS, write_report
from pincore.report.making import make_report
from pincore.report.types import Actions, Figures, Report, Scope
from pincore.wording import describe_relative, is_known
from tests.experiments.test_log import made as planned
from tests.experiments.test_log import won


@pytest.fixture(scope="module")
def sample() -> History:
    return ready.sample()[1]


@pytest.fixture(scope="module")
def scope(sample: History) -> Scope:
    choice = default_choice(sample)
    assert choice is not None and choice.against is not None
    return Scope(choice.period, choice.against)


@pytest.fixture(scope="module")
def report(sample: History, scope: Scope) -> Report:
    return make_report(sample, scope)


def measured(sample: History, scope: Scope):
    return (*kpis(sample, scope.period, scope.against), *video(sample, scope.period, Choice(), scope.against))


def text_of(report: Report, key: str) -> str:
    content = write_report(report, key)
    if key == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if key == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return re.sub(r"<[^>]*>", " ", content.decode()).replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", '"')


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("key", [row.key for row in FORMATS])
def test_every_kind_of_file_says_what_the_cards_say(sample: History, scope: Scope, report: Report, key: str) -> None:
    said = squeezed(text_of(report, key))
    found = measured(sample, scope)
    assert squeezed(answer(found, scope.period, scope.against)) in said
    for kpi in found:
        assert squeezed(describe_value(kpi.measure, kpi.value)) in said, kpi.measure.key
        if key != "xlsx" and is_known(kpi.change):
            assert squeezed(change_in_words(kpi)) in said, kpi.measure.key
    for action in diagnose(sample, scope.period, scope.against).recommendations:
        assert squeezed(action.do) in said and squeezed(action.because) in said
    assert squeezed(risk_answer(concentration(sample, scope.period))) in said


def test_the_workbook_holds_the_numbers_themselves(sample: History, scope: Scope, report: Report) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_report(report, "xlsx")))["Numbers"]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    found = measured(sample, scope)
    assert len(found) >= 7
    for kpi in found:
        row = rows[kpi.measure.label]
        assert row[2:6] == pytest.approx((kpi.value, kpi.before, kpi.change, kpi.relative))
        assert row[8] == describe_value(kpi.measure, kpi.value)


def test_a_report_of_another_period_has_other_numbers(sample: History, report: Report) -> None:
    other = next(choice for choice in choices(sample) if choice.key == "last_28_days")
    assert other.against is not None
    assert make_report(sample, Scope(other.period, other.against)).says != report.says


def test_a_report_has_at_most_three_actions_and_no_room_without_facts(report: Report) -> None:
    actions = [block for section in report.sections for block in section.blocks if isinstance(block, Actions)]
    assert 1 <= len(actions[0].items) <= 3
    assert [section.key for section in report.sections] == ["numbers", "changes", "findings", "risk", "method"]


def test_nothing_known_is_said_and_no_zero_is_made_of_it() -> None:
    period, before = Period(date(2026, 8, 1), date(2026, 8, 31)), Period(date(2026, 7, 1), date(2026, 7, 31))
    made = make_report(EMPTY, Scope(period, before))
    figures = [figure for section in made.sections for block in section.blocks if isinstance(block, Figures) for figure in block.items]
    assert figures and all(figure.value.number is None and figure.value.says == "Unknown" for figure in figures)
    for row in FORMATS:
        assert "cannot be told" in text_of(made, row.key)


def test_experiments_are_told_as_the_log_tells_them(sample: History, scope: Scope) -> None:
    log = (won(name="Shorter <b>titles</b>"), planned(name="=1+1"))
    made = make_report(sample, scope, log, date(2026, 11, 30))
    section = next(section for section in made.sections if section.key == "experiments")
    assert section.says == learned(log)[0]
    for row in FORMATS:
        said = squeezed(text_of(replace(made, sections=(section,)), row.key).replace("&lt;", "<").replace("&gt;", ">"))
        assert squeezed("Shorter <b>titles</b>") in said and "=1+1" in said
        assert describe_relative(log[0].decision.lift).lstrip("+").replace(" %", "") in said or row.key == "xlsx"
