"""The dashboard: empty, sample, a tiny file, a damaged file."""

from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import cache, closer_look
from pages.parts.session import Rules
from pincore.wording import describe_number, describe_share
from tests.pages.app import ROOT, checked, looking, opened, shown, texts, uploaded
from tests.pages.made import DAMAGED, month, overview

AUGUST, JULY = date(2026, 8, 1), date(2026, 7, 1)


def metrics(at):
    return {metric.label: metric.value for metric in at.metric}


def test_without_files_it_offers_the_sample_and_the_upload():
    at = opened("dashboard")
    assert "There is nothing to show yet" in texts(at)
    at.button[0].click()
    at = checked(at.run())
    assert at.metric


def test_the_sample_opens_a_full_dashboard():
    at = opened("dashboard", sample=True)
    assert len(at.metric) >= 7
    for part in (closer_look.DAYS, closer_look.TOP, closer_look.PLANE):
        assert len(looking(at, part).get("vega_lite_chart")) == 1 and not at.dataframe
    assert looking(at, closer_look.TABLES).dataframe and not at.get("vega_lite_chart")
    said = texts(at)
    for heading in ("Attention", "Intent", "Endorsement", "What to do next", "not a goal"):
        assert heading in said
    assert "How this was computed" in said


BROWSER = {"User-Agent": "Mozilla/5.0"}


def arriving(monkeypatch, headers=None, **asked):
    """The dashboard as it opens first, for a browser."""
    monkeypatch.setattr(type(st.context), "headers", BROWSER if headers is None else headers)
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params.update({"account": "sample", **asked})
    return checked(at.switch_page("pages/dashboard.py").run())


@pytest.mark.parametrize(("headers", "waits"), [(BROWSER, True), ({}, False)])
def test_a_browser_that_has_just_come_gets_the_rest_after_the_cards(headers, waits, monkeypatch):
    at = arriving(monkeypatch, headers, measure="Saves")
    assert len(at.metric) >= 7 and len(at.get("vega_lite_chart")) == (not waits) == (not at.get("skeleton"))
    assert ("What to do next" in texts(at)) is not waits and bool(at.sidebar.selectbox) is not waits
    first = metrics(at)
    at = checked(at.run())
    assert len(at.get("vega_lite_chart")) == 1 and not at.get("skeleton") and "What to do next" in texts(at) and at.sidebar.selectbox
    assert at.selectbox(key="measure").value == "Saves" and metrics(at) == first


def test_what_the_address_chooses_counts_at_once(monkeypatch):
    at = arriving(monkeypatch, board="Printable Planners")
    assert at.selectbox(key="board").value == "Printable Planners" and metrics(at) != metrics(arriving(monkeypatch))


@pytest.mark.parametrize("days", [1, 5, 28, 31])
def test_what_opens_first_is_what_is_looked_at_as_long_as_nothing_is_chosen(days, monkeypatch):
    looked = []
    monkeypatch.setattr(cache, "numbers", lambda view, history, made=cache.numbers: looked.append((view, history)) or made(view, history))
    shown(uploaded(("i.csv", month("Impressions", AUGUST, days, 1000)), ("j.csv", month("Impressions", JULY, 31, 900))), "dashboard")
    assert [cache.first_view(history, Rules()) for _, history in looked] == [view for view, _ in looked] != []


def test_what_is_folded_is_drawn_when_it_is_unfolded():
    at = opened("dashboard", sample=True)
    agrees, computed = "Agrees.", "Compared with"
    assert agrees not in texts(at) and computed not in texts(at)
    at.session_state["checks"] = at.session_state["how"] = True
    said = texts(checked(at.run()))
    assert agrees in said and computed in said


def test_three_exports_of_a_month_give_its_numbers():
    at = uploaded(
        ("i.csv", month("Impressions", AUGUST, 31, 1000)),
        ("o.csv", month("Outbound clicks", AUGUST, 31, 5)),
        ("s.csv", month("Saves", AUGUST, 31, 8)),
    )
    found = metrics(shown(at, "dashboard"))
    assert found["Impressions"] == describe_number(31000)
    assert found["Outbound clicks"] == describe_number(155)
    assert found["Outbound click rate"] == describe_share(155 / 31000)
    assert found["Saves"] == describe_number(248)


def test_an_unknown_number_is_never_zero():
    at = uploaded(("i.csv", overview(AUGUST, "Impressions", [1000] * 31)))
    at = shown(at, "dashboard")
    assert metrics(at)["Saves"] == "Unknown"
    assert metrics(at)["Save rate"] == "Unknown"
    assert "0" not in (metrics(at)["Saves"], metrics(at)["Outbound clicks"])


def test_a_tiny_file():
    at = shown(uploaded(("i.csv", overview(AUGUST, "Impressions", [3, 0, None]))), "dashboard")
    assert "How is the account doing?" in [title.value for title in at.title]


def test_a_damaged_file_leaves_the_dashboard_empty():
    assert "There is nothing to show yet" in texts(shown(uploaded(("x.csv", DAMAGED)), "dashboard"))


def test_the_period_can_be_changed():
    at = uploaded(("j.csv", month("Impressions", JULY, 31, 10)), ("a.csv", month("Impressions", AUGUST, 31, 20)))
    at = shown(at, "dashboard")
    assert metrics(at)["Impressions"] == describe_number(620)
    custom = next(option for option in at.selectbox(key="period").options if "ustom" in option)
    at.selectbox(key="period").set_value(custom)
    at = checked(at.run())
    at.date_input(key="days").set_value((date(2026, 7, 1), date(2026, 7, 10)))
    at = checked(at.run())
    assert metrics(at)["Impressions"] == describe_number(100)


@pytest.mark.parametrize("measure", ["Saves", "Save rate", "Outbound click rate"])
def test_each_measure_has_a_trend(measure):
    at = opened("dashboard", sample=True)
    at.selectbox(key="measure").set_value(measure)
    checked(at.run())


@pytest.mark.parametrize("days", ["2026-08-31,2026-08-01", "1900-01-01,1900-01-02", "x", "2026-08-05"])
def test_a_strange_address_is_survived(days):
    at = opened(sample=True)
    at.query_params["account"], at.query_params["period"], at.query_params["days"] = "sample", "Custom range", days
    checked(shown(at, "dashboard"))


def test_charts_of_pins_say_when_they_speak_of_other_dates():
    rows = overview(AUGUST, "Impressions", [100] * 14, pins=[("1100356121459093715", 900), ("1100356121459093716", 90)])
    note = b"Data starting from 2026-08-13 is an estimate that gets adjusted as it's verified over time."
    rows = rows.replace(b"\r\nTop Boards", note + b"\r\n\r\nTop Boards", 1)
    at = shown(uploaded(("i.csv", rows)), "dashboard")
    assert "1–12 Aug 2026, compared with" in texts(at)
    looking(at, closer_look.TOP)
    assert "This chart speaks of 1–14 Aug 2026" in texts(at)
    assert "1–14 Aug 2026" in at.get("vega_lite_chart")[0].proto.alt
    assert "This chart speaks of" not in texts(looking(opened("dashboard", sample=True), closer_look.TOP))


def test_a_single_day_is_spoken_of_as_a_day():
    at = shown(uploaded(("i.csv", overview(AUGUST, "Impressions", [100]))), "dashboard")
    assert "On 1 Aug 2026 your Pins" in texts(at)


def test_a_comparison_without_a_number_is_not_in_the_legend():
    at = shown(uploaded(("i.csv", overview(AUGUST, "Impressions", [100] * 31))), "dashboard")
    assert not any("The comparison" in chart.proto.spec for chart in at.get("vega_lite_chart"))
    at = opened("dashboard", sample=True)
    assert any("The comparison" in chart.proto.spec for chart in at.get("vega_lite_chart"))


def test_tables_write_rates_as_the_cards_do():
    at = looking(opened("dashboard", sample=True), closer_look.TABLES)
    proto = at.dataframe[0].proto
    rate = at.dataframe[0].value["ocr"].iloc[0]
    assert describe_share(rate).encode() in proto.arrow_data.styler.display_values
