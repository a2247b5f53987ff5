"""Every number on every page equals the description of a value that the core returned."""

import io
import re
from dataclasses import fields

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import closer_look, lab, lab_tables, lab_texts, ready, texts, verdict
from pages.parts.cache import View
from pages.parts.chapters import chapters
from pincore.choosing import choices
from pincore.diagnosis import Limits, diagnose, saying
from pincore.experiments import own_pins, planning, telling
from pincore.experiments.design import Variant, hypothesis, make_design
from pincore.experiments.foresight import describe_assumptions, describe_detectable, describe_outlook
from pincore.experiments.planning import Plan
from pincore.experiments.readout import Readout, Terms, read_out, secondary
from pincore.experiments.tables import typed_experiment
from pincore.experiments.words import OBJECTIVES, TEMPLATES, VERDICT_BY_KEY
from pincore.history import History
from pincore.kpis import Kpi, Thresholds, answer, coverage, kpis, video
from pincore.measures import Choice, by, series
from pincore.wording import describe_change, describe_number, describe_period, is_known
from tests.pages.app import checked, looking, opened, shown, unpictured, with_rules

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
WRITTEN_BY_PAGES = {"50", "95"}  # the upload limit; the name "Played to 95 %"


def numbers(*said: str) -> set[str]:
    return {found.rstrip(",") for text in said for found in NUMBER.findall(text)}


def on_screen(at: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info", "success")
    said = [re.sub(r"(?m)^\d+\. ", "", unpictured(str(element.value))) for kind in kinds for element in at.get(kind)]
    said += [f"{metric.label} {metric.value} {metric.delta}" for metric in at.metric]
    said += [expander.label for expander in at.expander]
    return "\n".join(said).replace("\\", "").replace("\u2060", "")


def told(kpi: Kpi) -> list[str]:
    words = [str(getattr(kpi, field.name)) for field in fields(kpi) if isinstance(getattr(kpi, field.name), str)]
    change = describe_change(kpi.change, kpi.relative, kpi.measure.unit == "share")
    return [*words, texts.describe(kpi.measure, kpi.value), change, kpi.measure.label, kpi.measure.says]


def of_history(history: History) -> list[str]:
    known = coverage(history)
    remarks = [f"{note.says} {note.remedy}" for note in history.notes] + [check.says for check in history.checks]
    return [*remarks, known.says, *known.steps]


def of_files() -> list[str]:
    said = []
    for entry in ready.sample()[0]:
        said.append(entry.name)
        for item in entry.outcomes:
            said += [item.name, describe_number(item.n_rows), describe_period(item.window) if item.window else ""]
            said += [f"{note.says} {note.remedy}" for note in item.notes] + [str(pair) for pair in item.filters]
    return said


@pytest.fixture(scope="module")
def sample() -> History:
    return ready.sample()[1]


def views(history: History) -> dict[str, View]:
    return {
        choice.label: View(history.digest, choice.period, choice.against, Choice(), Thresholds(), "impressions")
        for choice in choices(history)
        if choice.key not in ("custom", "last_year")
    }


def dashboard(period: str) -> AppTest:
    at = opened("dashboard", sample=True)
    at.selectbox(key="period").set_value(period)
    return checked(at.run())


@pytest.mark.parametrize("place", range(3))
def test_the_dashboard_says_only_what_the_core_returned(sample: History, place: int) -> None:
    period, view = list(views(sample).items())[place]
    at = dashboard(period)
    found = (*kpis(sample, view.period, view.against), *video(sample, view.period, Choice(), view.against))
    core = [text for kpi in found for text in told(kpi)]
    core += [answer(found, view.period, view.against), texts.about(view), view.thresholds.source, *of_history(sample), *of_files()]
    core += of_diagnosis(sample, view)
    core += [describe_number(view.period.days), *([describe_number(view.against.days)] if view.against else [])]
    with_rules(at)
    for part in (closer_look.DAYS, closer_look.TOP, closer_look.PLANE, closer_look.TABLES):
        assert not numbers(on_screen(looking(at, part))) - numbers(*core) - WRITTEN_BY_PAGES
    expected = {kpi.measure.label: texts.describe(kpi.measure, kpi.value) if is_known(kpi.value) else "Unknown" for kpi in found}
    assert {metric.label: metric.value for metric in at.metric} == expected


def of_diagnosis(sample: History, view: View) -> list[str]:
    assert view.against
    found = diagnose(sample, view.period, view.against)
    rows = [text for row in (*found.found, *found.clear, *found.unchecked, *found.checklist, *found.recommendations) for text in words_of(row)]
    rows += [note for finding in found.found for note in finding.notes]
    splits = [split for split in found.changes.values() if split is not None]
    rows += [text for split in splits for text in (saying.describe_split(split), saying.describe_lead(split), saying.describe_season(split))]
    rows += [saying.describe_test(row) for row in found.recommendations]
    counts = [describe_number(float(len(part))) for part in (found.clear, found.unchecked)]
    return [found.says, *rows, *counts, *saying.how(found), *saying.describe_limits(Limits())]


def words_of(row: object) -> list[str]:
    return [str(getattr(row, field.name)) for field in fields(row) if isinstance(getattr(row, field.name), str)]  # type: ignore[arg-type]


def test_the_diagnosis_says_only_what_the_core_returned(sample: History) -> None:
    view = next(iter(views(sample).values()))
    at = opened("diagnosis", sample=True)
    core = [*of_diagnosis(sample, view), texts.about(view), view.thresholds.source, "1", "2", "3"]
    assert not numbers(on_screen(at)) - numbers(*core) - WRITTEN_BY_PAGES


def of_plan(plan: Plan) -> list[str]:
    outlook = plan.outlook
    powers = planning.power_by_lift(outlook.assumed, outlook.aim, outlook.pins)
    words = [f"{row.label} {row.says}" for row in (*TEMPLATES, *OBJECTIVES)]
    longer = planning.power_if_waiting(outlook.assumed, outlook.aim, outlook.pins)
    said = [describe_outlook(outlook), describe_detectable(outlook), describe_assumptions(outlook), hypothesis(plan.design), *plan.warnings]
    method = lab_texts.plan_method(outlook, plan.smallest_effect)
    return [*words, *said, *method, *lab_texts.power_lines(powers["lift"], powers["power"]), lab_texts.waiting(outlook, longer)]


@pytest.mark.parametrize("with_sample", [False, True])
def test_the_planner_says_only_what_the_core_returned(sample: History, with_sample: bool) -> None:
    at = opened("experiments", sample=with_sample)
    own = own_pins.own_pins(sample, "ocr", sample.days) if with_sample and sample.days else None
    design = make_design("", "phase_1", ["composition"], "visits", [Variant("Mood first"), Variant("Value first")])
    plan = planning.plan_experiment(design, own_pins.assumed_pins(own, "ocr", 14), 5, lab.today(), [], 1)
    assert not numbers(on_screen(at)) - numbers(*of_plan(plan), "less than 20 comparable Pins")
    drawn = pa.ipc.open_stream(io.BytesIO(at.get("vega_lite_chart")[0].proto.data.data)).read_pandas()
    curve = planning.power_curve(plan.outlook.assumed, plan.outlook.aim, int(drawn["pins"].max()))
    assert set(curve["power"]) | {plan.outlook.power} >= set(drawn["power"])


def of_readout(readout: Readout, others: tuple[Readout, ...]) -> list[str]:
    words = VERDICT_BY_KEY[str(readout.verdict)]
    said = [telling.describe_readout(readout), telling.describe_need(readout), *telling.warnings(readout), *telling.teaching(readout)]
    said += [telling.naive_test(readout, row).says for row in readout.treatments] + [telling.describe_row(row) for row in readout.variants]
    return [words.says, words.do, *said, *lab_texts.readout_method(readout), lab_texts.exposure(readout), *map(telling.describe_secondary, others)]


def test_the_readout_says_only_what_the_core_returned() -> None:
    at = opened("experiments")
    at.radio(key="step").set_value("Read out")
    at = checked(at.run())
    next(button for button in at.button if button.label == "Try it with a made-up test").click()
    at = checked(at.run())
    counted = typed_experiment(lab_tables.EXAMPLE_ROWS.to_dict("records"))
    readout, others = read_out(counted), secondary(counted, Terms())
    core = [*of_readout(readout, others), describe_number(len(counted.pins))]
    assert not numbers(on_screen(at)) - numbers(*core)
    pd.testing.assert_frame_equal(at.dataframe[0].value, verdict.numbers(readout), check_dtype=False)
    drawn = [pa.ipc.open_stream(io.BytesIO(chart.proto.data.data)).read_pandas() for chart in at.get("vega_lite_chart")]
    assert drawn[0]["low"].tolist() == [1 + (row.low or 0) for row in readout.treatments]
    assert drawn[1]["rate"].tolist() == [dot.rate for dot in readout.dots]
    assert drawn[2]["value"].tolist() == [row.share for row in readout.variants]


def test_the_tables_hold_the_core_s_frames(sample: History) -> None:
    period, view = next(iter(views(sample).items()))
    at = looking(dashboard(period), closer_look.TABLES)
    for table in texts.TABLES:
        at.radio(key="table").set_value(table.title)
        checked(at.run())
        frame = by(sample, table.dimension, view.period)
        kept = list(texts.columns(table, frame))
        pd.testing.assert_frame_equal(at.dataframe[0].value.reset_index(drop=True), frame[kept].head(200).reset_index(drop=True), check_dtype=False)


def test_the_trend_draws_the_core_s_series(sample: History) -> None:
    period, view = next(iter(views(sample).items()))
    drawn = pa.ipc.open_stream(io.BytesIO(dashboard(period).get("vega_lite_chart")[0].proto.data.data)).read_pandas()
    now = series(sample, view.period, "impressions")["value"]
    assert drawn.loc[drawn["series"] == "This period", "value"].tolist() == now.tolist()


def test_the_upload_page_says_only_what_the_core_returned(sample: History) -> None:
    assert not numbers(on_screen(opened(sample=True))) - numbers(*of_history(sample), *of_files(), "Google Analytics 4") - WRITTEN_BY_PAGES


def test_the_glossary_prints_only_its_tables() -> None:
    core = [f"{name} {says}" for chapter in chapters() for name, says in chapter.rows]
    assert not numbers(on_screen(shown(opened(), "glossary"))) - numbers(*core)
