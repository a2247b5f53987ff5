"""The experiments page: plan, readout and log, without files, with the sample, and with hostile texts."""

from datetime import date, timedelta

import pytest

from pages.parts import lab, lab_tables, opening
from pages.parts.opening import LOG, PLAN, READOUT
from pincore.experiments.design import hypothesis
from pincore.experiments.foresight import describe_outlook
from pincore.experiments.readout import read_out
from pincore.experiments.tables import typed_experiment
from pincore.experiments.telling import describe_readout
from pincore.experiments.words import TEMPLATES, VERDICT_BY_KEY
from tests.pages.app import checked, opened, shown, texts, uploaded
from tests.pages.made import overview

HOSTILE = "![x](http://evil.example/x.png) <b>"


def part(at, name):
    at.radio(key="step").set_value(name)
    return checked(at.run())


def press(at, label):
    next(button for button in at.button if button.label.startswith(label)).click()
    return checked(at.run())


def logged(at):
    return at.session_state["pincore"].lab.log


def field(at, kind, label):
    return next(widget for widget in at.get(kind) if widget.label.startswith(label))


@pytest.fixture(scope="module")
def table() -> bytes:
    """A test of five Pins a variant in which the treatment is clearly better."""
    rows = ["variant,pin,impressions,outbound_clicks,saves"]
    rows += [f"Mood first,m{i},{4000 + 300 * i},{12 + i},{(20, 31, 16, 27, 22)[i]}" for i in range(5)]
    rows += [f"Value first,v{i},{4100 + 250 * i},{31 + i},{(26, 17, 30, 21, 23)[i]}" for i in range(5)]
    return "\n".join(rows).encode()


def test_the_planner_answers_without_any_file():
    at = opened("experiments")
    assert [title.value for title in at.title] == ["Could a test tell? Did it work?"]
    said = texts(at)
    assert "With 5 Pins a variant you will see a rise of +50 %" in said
    assert "An assumption, not your account" in said
    assert "Hypothesis: If only the image composition changes" in said
    assert len(at.get("vega_lite_chart")) == 1
    assert len(at.dataframe[0].value) == 10


def test_with_the_sample_it_plans_from_the_account_s_own_pins():
    said = texts(opened("experiments", sample=True))
    assert "of your own Pins" in said


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda row: row.key)
def test_every_template_makes_a_plan(template):
    at = opened("experiments")
    field(at, "selectbox", "Start from").set_value(template.label)
    at = checked(at.run())
    assert not at.error
    press(at, "Save this plan")
    (one,) = logged(at)
    assert (one.plan.design.template, one.plan.design.variable, one.plan.design.days) == (template.key, template.variable, template.days)
    assert describe_outlook(one.plan.outlook) in texts(at)


def test_two_variables_are_refused_with_the_reason():
    at = opened("experiments")
    field(at, "multiselect", "What changes?").set_value(["Headline", "Format"])
    at = checked(at.run())
    assert "change at once" in texts(at)
    assert not any(button.label.startswith("Save") for button in at.button)


def test_a_saved_plan_is_frozen_and_stands_in_the_log():
    at = press(opened("experiments"), "Save this plan")
    (one,) = logged(at)
    field(at, "number_input", "Pins you can make").set_value(8)
    at = checked(at.run())
    assert logged(at) == (one,)
    at = part(at, LOG)
    assert hypothesis(one.plan.design) in texts(at)
    assert "Planned" in set(at.dataframe[0].value["state"])


def test_the_form_is_kept_while_another_part_is_shown():
    at = opened("experiments")
    field(at, "number_input", "Pins you can make").set_value(8)
    at = part(part(checked(at.run()), LOG), PLAN)
    assert field(at, "number_input", "Pins you can make").value == 8


def test_links_get_tags_and_a_bad_one_says_why():
    at = opened("experiments")
    links = [widget for widget in at.text_input if widget.label == "Link"]
    links[0].set_value("https://example.com/soup?utm_source=old")
    links[1].set_value("soup")
    at = checked(at.run())
    assert at.code[0].value.startswith("https://example.com/soup?utm_source=pinterest")
    assert "is no web address" in texts(at)


def brought(at, content, name="test.csv"):
    at = part(at, READOUT)
    if field(at, "radio", "Where are").value != "A table (CSV)":
        field(at, "radio", "Where are").set_value("A table (CSV)")
        at = checked(at.run())
    at.file_uploader[0].upload(name, content)
    return checked(at.run())


def test_a_table_gives_its_verdict_at_once(table):
    at = brought(opened("experiments"), table)
    said = texts(at)
    assert VERDICT_BY_KEY["winner"].label in said
    assert "More clickable, but no more lasting value." in said
    assert len(at.get("vega_lite_chart")) == 3
    assert at.session_state["pincore"].lab.table_name == "test.csv"


def test_the_bytes_of_the_table_are_let_go(table):
    at = brought(opened("experiments"), table)
    assert not at.file_uploader


def test_a_bad_cell_is_named(table):
    at = brought(opened("experiments"), table.replace(b"4000,12", b"4000,9000"))
    assert "Row 2, column “Outbound clicks”: 9,000 is more than the 4,000 impressions" in texts(at)


def test_a_file_of_another_kind_says_what_is_missing():
    at = brought(opened("experiments"), b"a,b\n1,2\n")
    assert "No row names the columns Variant and Impressions" in texts(at)


def test_texts_of_the_file_are_shown_letter_by_letter(table):
    at = brought(opened("experiments"), table.replace(b"Value first", HOSTILE.encode()), f"{HOSTILE}.csv")
    shown_texts = [str(e.value) for kind in ("markdown", "caption", "warning") for e in at.get(kind)] + [b.label for b in at.button]
    found = [text for text in shown_texts if "evil" in text]
    assert found and not [text for text in found if "![x]" in text or "](http" in text]


def test_a_winner_is_replicated_in_one_click(table):
    at = press(brought(opened("experiments"), table), "Plan the replication")
    assert at.radio(key="step").value == PLAN
    assert [w.value for w in at.text_input if w.label.startswith(("Control", "Treatment"))] == ["Mood first", "Value first"]


def planned_and_read(table, days_ago, day):
    at = opened("experiments")
    field(at, "date_input", "First day").set_value(lab.today() - timedelta(days_ago))
    at = press(checked(at.run()), "Save this plan")
    at = brought(at, table)
    field(at, "number_input", "Days of the test").set_value(day)
    return checked(at.run())


def test_a_plan_is_read_out_kept_and_replicated(table):
    at = press(planned_and_read(table, 14, 14), "Keep this result")
    (one,) = logged(at)
    assert one.decision.verdict == "winner" and one.decision.day == 14
    assert dict(one.pins)["Value first"] == ("v0", "v1", "v2", "v3", "v4")
    at = press(at, "Plan the replication")
    at = press(at, "Save this plan")
    again = logged(at)[1]
    assert again.replicates == one.key and again.plan.design.template == "phase_3"
    at = part(at, LOG)
    assert f"Not yet confirmed: {one.name}" in texts(at)


def test_between_looks_there_is_no_verdict(table):
    at = planned_and_read(table, 14, 5)
    said = texts(at)
    assert VERDICT_BY_KEY["too_early"].label in said and "The next look is after day 7" in said
    assert "What clicks and saves say together" not in said


def test_other_variants_than_planned_are_no_readout_of_the_plan(table):
    at = press(opened("experiments"), "Save this plan")
    at = brought(at, table.replace(b"Mood first", b"Other"))
    assert "not the plan that was frozen" in texts(at)
    assert not any(button.label.startswith("Keep this result") for button in at.button)


def test_one_pin_a_variant_gets_no_verdict():
    at = brought(opened("experiments"), b"variant,pin,impressions,outbound_clicks\nA,1,1000,4\nB,2,1000,9\n")
    said = texts(at)
    assert "No verdict: one Pin a variant" in said
    assert "Winner" not in said


def test_the_made_up_test_can_be_tried():
    at = press(part(opened("experiments"), READOUT), "Try it with a made-up test")
    readout = read_out(typed_experiment(lab_tables.EXAMPLE_ROWS.to_dict("records")))
    head = f"{VERDICT_BY_KEY[readout.verdict].label}. "
    assert describe_readout(readout).removeprefix(head) in texts(at)


def test_a_pasted_table_is_read_out(table):
    at = part(opened("experiments"), READOUT)
    field(at, "radio", "Where are").set_value("Type or paste")
    at = checked(at.run())
    at.text_area[0].set_value(table.decode().replace(",", "\t"))
    assert VERDICT_BY_KEY["winner"].label in texts(checked(at.run()))


SEPTEMBER = date(2026, 9, 1)
PINS = [f"1100356121459093{i:03d}" for i in range(10)]


def exports():
    clicks = [12, 11, 14, 10, 13, 30, 34, 29, 33, 36]
    for metric, counts in (("Impressions", [4000 + 100 * i for i in range(10)]), ("Outbound clicks", clicks), ("Saves", [20] * 10)):
        yield f"{metric}.csv", overview(SEPTEMBER, metric, [2000] * 21, list(zip(PINS, counts, strict=True)))


def test_three_exports_of_one_metric_each_are_read_out_after_picking():
    at = part(shown(uploaded(*exports()), "experiments"), READOUT)
    control, treatment = (widget for widget in at.multiselect if widget.label.startswith("Pins of"))
    control.set_value(PINS[:5])
    treatment.set_value(PINS[5:])
    at = checked(at.run())
    said = texts(at)
    assert VERDICT_BY_KEY["winner"].label in said
    assert "1–21 Sep 2026" in said


def test_exports_can_be_brought_on_the_spot():
    at = part(opened("experiments"), READOUT)
    field(at, "radio", "Where are").set_value("My exports")
    at = checked(at.run())
    for name, content in exports():
        at.file_uploader[0].upload(name, content)
    at = checked(at.run())
    assert [w.label for w in at.multiselect] == ["Pins of Control", "Pins of Treatment"]


def test_pins_are_found_by_several_ids():
    at = part(shown(uploaded(*exports()), "experiments"), READOUT)
    field(at, "text_input", "Find Pins").set_value(f"{PINS[2]}, {PINS[7]}")
    at = checked(at.run())
    assert "2 of 10 Pins fit" in texts(at)


def test_a_pin_in_both_variants_is_refused():
    at = part(shown(uploaded(*exports()), "experiments"), READOUT)
    for widget in at.multiselect:
        widget.set_value(PINS[:3])
    assert "A Pin belongs to one variant" in texts(checked(at.run()))


def test_the_log_is_taken_along_and_loaded_again(table):
    from pincore.experiments.log_file import log_json

    at = press(planned_and_read(table, 21, 14), "Keep this result")
    (one,) = logged(at)
    at = part(opened("experiments"), LOG)
    at.file_uploader[0].upload("log.json", log_json([one]))
    assert logged(checked(at.run())) == (one,)


def test_a_file_that_is_no_log_says_so():
    at = part(opened("experiments"), LOG)
    at.file_uploader[0].upload("log.json", b"{}")
    assert "holds no log of experiments" in texts(checked(at.run()))


def test_an_experiment_is_filtered_annotated_and_removed():
    at = part(press(opened("experiments"), "Save this plan"), LOG)
    field(at, "text_area", "What was learned").set_value("Value pulls.")
    at = checked(at.run())
    assert logged(at)[0].learning == "Value pulls."
    field(at, "radio", "State").set_value("Planned")
    at = checked(at.run())
    assert len(at.dataframe[0].value) == 1
    assert not logged(press(at, "Remove"))


def test_own_files_push_out_the_sample_but_not_the_log():
    at = press(opened("experiments", sample=True), "Save this plan")
    (one,) = logged(at)
    at = uploaded(*exports(), at=shown(at, "upload"))
    assert logged(at) == (one,)


@pytest.mark.parametrize(
    ("said", "variable"),
    [
        ("call to action and description", "call_to_action"),
        ("headline and description", "headline"),
        ("text on the image", "composition"),
        ("board", ""),
    ],
)
def test_a_recommendation_s_words_name_one_variable(said, variable):
    assert opening.recommended("the diagnosis", "Test", "Do it.", "It rises.", said, "ocr").variable == variable
