"""Designs, power, schedules and links."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from pincore.errors import InputError
from pincore.experiments.campaign import tagged_link
from pincore.experiments.design import Variant, design_warnings, hypothesis, make_design
from pincore.experiments.fitting import fit, fit_pairs
from pincore.experiments.foresight import describe_assumptions, describe_detectable, describe_outlook, foresee
from pincore.experiments.planning import plan_experiment, power_by_lift, power_curve, power_if_waiting
from pincore.experiments.power import Aim, Pins, detectable_lift, pins_needed, power
from pincore.experiments.schedule import Filled, make_schedule, schedule_csv, schedule_ics, template_csv
from pincore.experiments.words import OBJECTIVES, TEMPLATES, VARIABLES
from pincore.reading import read_files

TABLE = {0.3: (61, 30, 13, 6, 3), 0.6: (166, 81, 35, 13, 6), 1.0: (348, 169, 71, 25, 11)}
LIFTS = (0.2, 0.3, 0.5, 1.0, 2.0)
START = date(2026, 9, 7)
TWO = (Variant("Mood first"), Variant("Value first"))


def design(**changes):
    given = {"name": "Soup", "template": "phase_1", "changes": ["composition"], "objective": "visits", "variants": TWO} | changes
    return make_design(**given)


@pytest.mark.parametrize(("cv", "row"), TABLE.items())
def test_pins_needed_are_those_of_the_published_table(cv, row):
    """Within the error of the simulation that the table came from (one Pin)."""
    assert [pins_needed(Pins(0.004, cv), Aim(lift)) for lift in LIFTS] == pytest.approx(row, abs=1)


def test_the_pins_needed_are_the_fewest_that_do():
    for shown in (None, 4_000.0):
        pins, aim = Pins(0.004, 0.6, shown), Aim(1.0)
        needed = pins_needed(pins, aim)
        assert power(pins, aim, needed) >= 0.8 > power(pins, aim, needed - 1)


def test_what_can_be_seen_is_seen_as_often_as_asked():
    pins, aim = Pins(0.004, 0.6, 8_000), Aim(1.0)
    lift = detectable_lift(pins, aim, 8)
    assert power(pins, Aim(lift), 8) == pytest.approx(0.8, abs=0.01)


def test_more_pins_impressions_and_pairs_help_and_more_variants_hurt():
    base = power(Pins(0.004, 0.6, 3_000), Aim(1.0), 6)
    assert power(Pins(0.004, 0.6, 3_000), Aim(1.0), 9) > base
    assert power(Pins(0.004, 0.6, 30_000), Aim(1.0), 6) > base
    assert power(Pins(0.004, 0.6, 3_000), Aim(1.0, paired_share=0.8), 6) > base
    assert power(Pins(0.004, 0.6, 3_000), Aim(1.0, variants=3), 6) < base
    assert power(Pins(0.004, 0.6, 3_000), Aim(1.0), 2) == 0


def test_waiting_adds_little_once_there_are_thirty_clicks():
    aim = Aim(1.0)
    assert power_if_waiting(Pins(0.004, 0.6, 10_000), aim, 8) - power(Pins(0.004, 0.6, 10_000), aim, 8) < 0.06
    assert power_if_waiting(Pins(0.004, 0.6), aim, 8) is None


def test_curves_rise():
    curve = power_curve(Pins(0.004), Aim(1.0), 30)
    assert curve["pins"].iloc[0] == 3 and curve["power"].is_monotonic_increasing
    assert power_by_lift(Pins(0.004), Aim(1.0), 5)["power"].is_monotonic_increasing


def test_the_sentence_and_its_assumption():
    outlook = foresee(Pins(0.004), Aim(1.0), 5)
    assert describe_outlook(outlook) == "With 5 Pins a variant you will see a doubling 4 times in 10; for 8 times in 10 you need 13 Pins a variant."
    assert "assumption" in describe_assumptions(outlook)
    assert "rise of +" in describe_detectable(outlook)
    assert describe_assumptions(foresee(Pins(0.004, known_from=31), Aim(1.0))).startswith("From 31 of your own Pins")


def test_every_template_makes_a_design():
    for template in TEMPLATES:
        made = make_design("", template.key, [template.variable], template.objective, [Variant(name) for name in template.variants])
        assert made.days == template.days and made.metric not in made.secondary and made.name == template.label
        assert made.control in hypothesis(made)
    assert len(VARIABLES) == 6
    assert [objective.metric for objective in OBJECTIVES] == ["ocr", "save_rate", "close_up_rate"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"changes": ["headline", "format"]}, "two_variables"),
        ({"changes": []}, "no_variable"),
        ({"changes": ["colour"]}, "choice_unknown"),
        ({"objective": "fame"}, "choice_unknown"),
        ({"variants": TWO[:1]}, "one_variant"),
        ({"variants": (TWO[0], Variant("mood FIRST"))}, "variants_alike"),
        ({"variants": tuple(Variant(str(i)) for i in range(9))}, "too_many_variants"),
        ({"days": 3}, "number_impossible"),
    ],
)
def test_a_design_that_cannot_be(changes, code):
    with pytest.raises(InputError) as error:
        design(**changes)
    assert error.value.code == code and error.value.remedy


def test_what_speaks_against_a_design():
    alike = (Variant("A", image="x.jpg", link="https://example.com/1"), Variant("B", image="x.jpg", link="https://example.com/1"))
    assert "adds up" in " ".join(design_warnings(design(variants=alike), 5))
    said = " ".join(design_warnings(design(days=10, variants=tuple(Variant(name) for name in "ABCD")), 2))
    assert "Fewer than 3" in said and "More than 3 variants" in said and "whole weeks" in said
    assert design_warnings(design(), 5) == ()


def test_a_schedule_is_interleaved_balanced_and_repeatable():
    slots = make_schedule(["A", "B"], 5, START, ["Soups", "Bread"], seed=4)
    assert slots == make_schedule(["A", "B"], 5, START, ["Soups", "Bread"], seed=4)
    assert len({tuple(slot.variant for slot in make_schedule(["A", "B"], 5, START, ["Soups"], seed)) for seed in range(20)}) > 5
    for turn in range(5):
        pair = slots[2 * turn : 2 * turn + 2]
        assert {slot.variant for slot in pair} == {"A", "B"} and len({slot.board for slot in pair}) == 1
    assert Counter((slot.variant, slot.board) for slot in slots).most_common(1)[0][1] == 3
    assert (slots[0].day, (slots[-1].day - START).days) == (START, 12)
    assert [slot.day for slot in slots] == sorted(slot.day for slot in slots)
    assert {slot.pair for slot in make_schedule(["A", "B"], 3, START, [], 1, paired=True)} == {1, 2, 3}


def test_the_order_is_drawn_fairly():
    first = Counter(make_schedule(["A", "B"], 1, START, [], seed)[0].variant for seed in range(400))
    assert 150 < first["A"] < 250


def test_the_schedule_as_files():
    slots = make_schedule(["=A", "B"], 2, START, ["Soups"], seed=4)
    assert "'=A" in schedule_csv(slots).decode("utf-8-sig")
    filled = {"B": Filled("Soup in ten minutes", "https://example.com/b.jpg", "Quick", "https://example.com/soup", "soup")}
    (read,) = read_files([("plan.csv", template_csv(slots, filled))])
    details = read.frames["details"]
    assert read.kind == "bulk_create" and read.notes == ()
    assert len(details) == 4 and set(details["board"]) == {"Soups"}
    assert [str(day)[:10] for day in details["created"]] == [slot.day.isoformat() for slot in slots]
    assert (details["title"] == "Soup in ten minutes").sum() == 2


def test_the_calendar_is_sound():
    text = schedule_ics("Soup; test, " + "ü" * 60, make_schedule(["A", "B"], 3, START, ["Soups"], 1), START, [7, 14, 21]).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 9
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Soup\\; test\\, üüü" in unfolded
    assert "DTSTART;VALUE=DATE:20260928" in unfolded  # the look after day 21
    uids = [line for line in unfolded.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == 9


@pytest.mark.parametrize("link", ["", "soup", "javascript:alert(1)", "https://", "ftp://example.com", "https://exa mple.com", "https://[::1"])
def test_a_link_that_is_none(link):
    with pytest.raises(InputError):
        tagged_link(link, "Soup")


def test_variants_get_tags_that_differ_in_content_alone():
    a, b = (tagged_link("https://example.com/soup?utm_campaign=old&a=1", "Soup test", name) for name in ("Old", "New"))
    assert a.replace("utm_content=old", "") == b.replace("utm_content=new", "")
    assert "old&" not in a.replace("utm_content=old", "") and "a=1" in a


def test_a_plan_is_frozen_and_whole():
    plan = plan_experiment(design(paired=True), Pins(0.004, impressions=4_000), 5, START, ["Soups"], 7, Aim(1.0, paired_share=0.6))
    assert len(plan.slots) == 10 and plan.outlook.aim.paired_share == 0.6
    assert [look.day for look in plan.outlook.looks] == [7, 14]
    with pytest.raises(AttributeError):
        plan.seed = 8
    with pytest.raises(InputError):
        plan_experiment(design(), Pins(0.004), 0, START, [], 7)


@pytest.mark.parametrize(("variants", "number", "cv", "shared"), [(5, 4, 0.3, None), (3, 6, 0.6, None), (2, 6, 0.6, 0.8), (2, 8, 0.6, 0.4)])
def test_power_with_few_impressions_is_that_of_simulated_readouts(variants, number, cv, shared):
    """Every variant needs its 3 usable Pins, and counts of few events blur what the two Pins of a pair share."""
    pins, lift = Pins(0.004, cv, impressions=1_500.0), 2.0
    chance = np.random.default_rng(9)
    shape = (4_000, number, variants)
    own = np.sqrt(shared or 0) * chance.standard_normal((4_000, number, 1)) + np.sqrt(1 - (shared or 0)) * chance.standard_normal(shape)
    logs = np.sqrt(pins.tau2) * own + np.sqrt(pins.noise) * chance.standard_normal(shape) - (pins.tau2 + pins.noise) / 2
    shown = np.round(np.exp(np.log(1_500) + chance.standard_normal(shape) - 0.5))
    counts = chance.poisson(0.004 * np.exp(logs) * np.r_[[1.0] * (variants - 1), 1 + lift] * shown)
    flat = (4_000, number * variants)
    paired = shared is not None
    found = fit_pairs(counts, shown, np.ones(shape, dtype=bool)) if paired else fit(
        counts.reshape(flat), shown.reshape(flat), np.tile(np.arange(variants), number), variants
    )  # fmt: skip
    seen = (found.pins >= 3).all(axis=1) & (np.nan_to_num(found.adjusted[:, -1], nan=1.0) <= 0.05)
    assert power(pins, Aim(lift, variants=variants, paired_share=shared), number) == pytest.approx(seen.mean(), abs=0.045)
