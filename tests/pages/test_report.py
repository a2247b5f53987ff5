"""The report's page: whose it is, what it says, and the files it gives."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import ready
from pincore.choosing import default_choice
from pincore.reading.imports import Import
from pincore.report.making import make_report, warnings_of
from pincore.report.types import Scope
from tests.pages.app import checked, opened, shown, texts, uploaded
from tests.report.hostile import hostile_csv
from tests.report.test_look import picture


@pytest.fixture
def sample() -> AppTest:
    return opened("report", sample=True)


def uploader(at):
    return next(one for one in at.file_uploader if one.label.startswith("Logo"))


def test_the_page_says_what_the_report_says(sample):
    history = ready.sample()[1]
    choice = default_choice(history)
    report = make_report(history, Scope(choice.period, choice.against))
    said = texts(sample)
    assert report.says in said
    for section in report.sections:
        assert section.title in said and section.says in said
    assert "**1. Queue a Pin redesign test" in said
    files = [button.label for button in sample.get("download_button") if button.label not in ("PNG", "SVG", "CSV")]
    assert files == ["Web page", "PDF", "Workbook"]


def test_the_look_is_on_the_page_as_on_the_files(sample):
    assert len(sample.get("image")) == 1, "a line in the colour"
    uploader(sample).upload("logo.png", picture("PNG"))
    assert len(checked(sample.run()).get("image")) == 2
    assert not [one.label for one in sample.file_uploader if one.label.startswith("Logo")]
    sample.button(key="logo-off").click()
    assert len(checked(sample.run()).get("image")) == 1


def test_the_period_of_the_sidebar_is_the_report_s(sample):
    before = texts(sample)
    sample.selectbox(key="period").set_value("Last 28 days")
    after = texts(checked(sample.run()))
    assert after != before and "How do you show the month to others?" in after


def test_a_pale_colour_is_darkened_and_said(sample):
    sample.color_picker(key="report-colour").set_value("#ffd400")
    assert "Too pale" in texts(checked(sample.run()))
    sample.color_picker(key="report-colour").set_value("#2c7553")
    assert "Readable" in texts(checked(sample.run()))


def test_a_logo_is_checked(sample):
    uploader(sample).upload("logo.png", b"<svg/>")
    assert "neither a PNG nor a JPEG" in texts(checked(sample.run()))
    uploader(sample).upload("logo.png", picture("PNG"))
    assert "neither a PNG nor a JPEG" not in texts(checked(sample.run()))


def test_hostile_titles_are_letters_on_the_page():
    at = shown(uploaded(("h.csv", hostile_csv().replace(b"A" * 2**20, b""))), "report")
    assert not [m.value for m in (*at.markdown, *at.caption) if "<script>" in str(m.value) or "![x](http" in str(m.value)]


def test_nothing_to_report_leads_to_the_upload():
    assert "There is nothing to report yet" in texts(opened("report"))


def test_every_number_of_the_page_is_one_of_the_report(sample):
    history = ready.sample()[1]
    choice = default_choice(history)
    report = make_report(history, Scope(choice.period, choice.against), remarks=warnings_of(sample_imports()))
    told = repr(report) + report.scope.thresholds.source + "1 MB 7.3 A4"
    said = re.sub(r"(?m)^\d+\. ", "", texts(sample))
    assert not set(re.findall(r"\d[\d,]*(?:\.\d+)?", said)) - set(re.findall(r"\d[\d,]*(?:\.\d+)?", told))


def sample_imports():
    return [outcome for entry in ready.sample()[0] for outcome in entry.outcomes if isinstance(outcome, Import)]
