"""The verdict table, looks, secondary metrics, and what is said."""

from dataclasses import replace

import pytest

from pincore.errors import InputError
from pincore.experiments.readout import Terms, read_out, secondary
from pincore.experiments.telling import (
    describe_both,
    describe_need,
    describe_readout,
    direction,
    exposure_ratio,
    more_pins,
    naive_test,
    teaching,
    warnings,
)
from pincore.experiments.words import BOTH, VERDICT_BY_KEY
from tests.experiments.made import sample_of


def rows(a, b, impressions=10_000, c=()):
    """Pins of A, B (and C) with these clicks."""
    return [(name, f"{name}{i}", impressions, n) for name, clicks in (("A", a), ("B", b), ("C", c)) for i, n in enumerate(clicks)]


FLAT = [1_000, 1_005, 995, 1_002]


@pytest.mark.parametrize(
    ("a", "b", "terms", "verdict"),
    [
        ([40, 50, 45], [90, 110, 95], Terms(), "winner"),
        ([90, 110, 95], [40, 50, 45], Terms(), "worse"),
        (FLAT, FLAT[::-1], Terms(), "no_difference"),
        ([40, 90, 20], [50, 30, 120], Terms(), "cannot_tell"),
        ([40, 50], [90, 110, 95], Terms(), "not_enough_pins"),
        ([40, 50, 45], [90, 110, 95], Terms(day=13), "too_early"),
        ([40, 50, 45], [90, 110, 95], Terms(day=0), "too_early"),
        ([40, 50], [90, 110, 95], Terms(day=13), "not_enough_pins"),
        ([40, 50, 45], [90, 110, 95], Terms(day=14), "winner"),
        ([40, 50, 45], [90, 110, 95], Terms(day=30), "winner"),
    ],
)
def test_the_verdict_table(a, b, terms, verdict):
    readout = read_out(sample_of(rows(a, b)), terms)
    assert readout.verdict == verdict
    assert describe_readout(readout).startswith(VERDICT_BY_KEY[verdict].label)


def test_numbers_are_given_without_a_verdict():
    readout = read_out(sample_of(rows([40, 50], [90, 110, 95])))
    assert readout.treatments[0].lift == pytest.approx(1.2, abs=0.2)
    assert "“A” has 2 of the 3 Pins" in describe_readout(readout)


def test_the_date_of_the_next_look_is_named():
    readout = read_out(sample_of(rows([40, 50, 45], [90, 110, 95])), Terms(day=8))
    assert readout.next_look == 14
    assert "after day 14" in describe_readout(readout) and "so far" in describe_readout(readout)


def test_after_the_last_look_its_limit_holds_and_it_is_said():
    readout = read_out(sample_of(rows([40, 50, 45], [90, 110, 95])), Terms(day=30))
    assert readout.after_last and readout.look is not None and readout.look.day == 21
    assert any("last planned look" in said for said in warnings(readout))


def test_an_early_looks_interval_is_wider():
    sample = sample_of(rows([40, 50, 45, 60], [90, 110, 95, 80]))
    final, early = read_out(sample), read_out(sample, Terms(day=7))
    assert early.treatments[0].low < final.treatments[0].low
    assert early.treatments[0].lift == final.treatments[0].lift


def test_several_variants_are_adjusted_and_one_winner_makes_a_winner():
    readout = read_out(sample_of(rows([40, 50, 45, 47], [41, 52, 44, 46], c=[120, 130, 115, 140])))
    assert readout.verdict == "winner" and readout.best.variant == "C"
    for row in readout.treatments:
        assert row.p_adjusted >= row.p_value


def test_what_is_clear_alone_but_not_among_several_is_no_winner():
    """B alone has p = 0.04; as one of four comparisons it does not count."""
    base = [("A", f"a{i}", 10_000, n) for i, n in enumerate([40, 52, 61, 45])]
    more = [(name, f"{name}{i}", 10_000, n) for name in "CDE" for i, n in enumerate([44, 50, 60, 41])]
    found = [
        read_out(sample_of([*base, *(("B", f"b{i}", 10_000, n + shift) for i, n in enumerate([40, 52, 61, 45])), *more])) for shift in range(10, 25)
    ]
    between = [readout for readout in found if readout.treatments[0].p_value <= 0.05 < readout.treatments[0].p_adjusted]
    assert between
    for readout in between:
        assert readout.treatments[0].verdict == "cannot_tell"
        assert "several comparisons" in describe_readout(readout)


def test_need_is_consistent_with_the_power_of_the_planner():
    readout = read_out(sample_of(rows([40, 90, 20], [50, 60, 130])))
    needed = more_pins(readout)
    assert needed is not None and needed > 3
    assert f"{needed:,} Pins a variant" in describe_need(readout)
    assert more_pins(replace(readout, variance=readout.variance / 4)) < needed


def test_one_pin_with_most_impressions_is_remarked():
    pins = (
        [("A", f"a{i}", 10_000, 100) for i in range(4)]
        + [("B", f"b{i}", 2_000, n) for i, n in enumerate([30, 31, 29])]
        + [("B", "big", 200_000, 900)]
    )
    pins[0] = ("A", "a0", 10_000, 101)
    readout = read_out(sample_of(pins))
    assert readout.treatments[0].lift > 0 and readout.treatments[0].pooled_rate < readout.variants[0].pooled_rate
    assert any("drives the pooled rate" in said for said in warnings(readout))


def test_pins_left_out_and_uneven_exposure_are_said():
    pins = [("A", f"a{i}", 1_000, 10 + i) for i in range(3)] + [("B", f"b{i}", 20_000, 210 + i) for i in range(3)] + [("A", "tiny", 20, 0)]
    readout = read_out(sample_of(pins))
    assert [dot.pin for dot in readout.left_out] == ["tiny"]
    assert readout.variants[0].pins == 4 and readout.variants[0].pins_used == 3
    assert exposure_ratio(readout) > 5
    said = " ".join(warnings(readout))
    assert "tiny" in said and "times the impressions" in said


def test_an_even_experiment_has_nothing_to_warn_of():
    assert warnings(read_out(sample_of(rows([40, 50, 45], [41, 52, 47])))) == ()


def test_secondary_metrics_never_make_a_verdict():
    sample = sample_of([("A", f"a{i}", 9_000, 40 + i, 50 + 2 * i) for i in range(4)] + [("B", f"b{i}", 9_000, 80 + i, 120 + i) for i in range(4)])
    clicks, (saves,) = read_out(sample, Terms("ocr")), secondary(sample, Terms("ocr"))
    assert saves.metric == "save_rate" and saves.verdict is None
    assert all(row.verdict is None for row in saves.variants)
    assert "exploratory" in describe_readout(saves)
    assert describe_both(clicks, saves, "B") == BOTH["up", "up"]
    assert direction(clicks.treatments[0], clicks.level) == "up"


def test_both_metrics_have_a_meaning_in_all_nine_cases():
    ways = ("up", "flat", "down")
    assert set(BOTH) == {(a, b) for a in ways for b in ways}


def test_a_winner_is_taught_to_repeat():
    winner = read_out(sample_of(rows([40, 50, 45], [90, 110, 95])))
    assert len(teaching(winner)) == len(teaching(read_out(sample_of(rows(FLAT, FLAT))))) + 1


def test_the_naive_test_calls_what_we_do_not():
    readout = read_out(sample_of(rows([40, 90, 20], [150, 60, 130])))
    naive = naive_test(readout, readout.treatments[0])
    assert readout.verdict == "cannot_tell" and naive.p_value < 0.001


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Terms("reach"), "metric_unknown"),
        (lambda: Terms(smallest_effect=-1), "number_impossible"),
        (lambda: Terms(day=-3), "number_impossible"),
        (lambda: read_out(sample_of(rows([1, 2, 3], [1, 2, 3])), Terms("save_rate")), "metric_missing"),
        (lambda: read_out(sample_of(rows([1, 2, 3], [1, 2, 3])), Terms(control="Z")), "control_unknown"),
        (lambda: sample_of(rows([1, 2, 3], [])), "one_variant"),
    ],
)
def test_terms_that_cannot_be(make, code):
    with pytest.raises(InputError) as error:
        make()
    assert error.value.code == code


def test_the_control_is_found_by_its_name():
    assert read_out(sample_of([(name, f"{name}{i}", 9_000, 40 + i) for name in ("New", "Control") for i in range(3)])).control == "Control"


def test_a_verdict_is_withheld_where_few_thinly_shown_pins_stand_against_many():
    """Three Pins with some four clicks each against nine with hundreds: the interval is clear of zero, and chance is larger than it knows."""
    many = [("B", f"b{i}", 40_000, n) for i, n in enumerate([300, 330, 350, 370, 390, 410, 430, 450, 480])]
    found = [read_out(sample_of([("A", f"a{i}", 400, n + more) for i, n in enumerate([0, 0, 1])] + many)) for more in range(1, 9)]
    withheld = [readout for readout in found if readout.treatments[0].is_withheld(readout.level)]
    assert withheld
    for readout in withheld:
        row = readout.treatments[0]
        assert row.low > 0 or row.high < 0
        assert readout.verdict == "cannot_tell" and direction(row, readout.level) == "flat"
        assert "shown much less" in describe_readout(readout) and "shown much less" in describe_need(readout)


def test_a_variant_without_a_single_event_is_remarked():
    readout = read_out(sample_of(rows([0, 0, 0], [90, 110, 95])))
    assert any("“A” got no outbound clicks at all" in said for said in warnings(readout))


def test_a_pin_whose_partner_is_missing_is_not_blamed_on_its_impressions_alone():
    pins = [(name, f"{name}{i}", 9_000, 40 + i, None, f"p{i}") for name in "AB" for i in range(4)] + [("A", "a9", 9_000, 41, None, "p9")]
    assert any("partner is missing" in said for said in warnings(read_out(sample_of(pins))))
