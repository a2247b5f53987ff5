"""Counts from the history, what the own Pins are like, and one Pin a variant."""

from datetime import date, timedelta

import numpy as np
import pytest

from pincore import read_files, stitch
from pincore.errors import InputError
from pincore.experiments.one_pin import account_day_variance, daily_counts, day_variance, these_pins, usual_gap
from pincore.experiments.own_pins import assumed_pins, own_pins, spread_between
from pincore.experiments.picking import Candidate, find_pins, pick_counts, pins_named
from pincore.experiments.readout import read_out
from pincore.periods import Period

START = date(2026, 8, 3)
WINDOW = Period(START, START + timedelta(13))
FIRST = 1100356121459090000


def pin_id(i):
    return str(FIRST + 7 * i)


def history_of(pins=30, days=14, cv=0.6, seed=1, columns=("Impressions", "Outbound clicks", "Saves")):
    """A pin-day table of log-normal Pins."""
    chance = np.random.default_rng(seed)
    rates = 0.02 * np.exp(np.sqrt(np.log1p(cv**2)) * chance.standard_normal(pins))
    lines = [",".join(["Date", "Pin ID", "Pin title", "Link", *columns])]
    for i in range(pins):
        for day in range(days):
            shown = int(chance.integers(200, 600))
            numbers = [shown, chance.binomial(shown, min(0.5, rates[i])), chance.binomial(shown, 0.01)][: len(columns)]
            lines.append(f"{START + timedelta(day)},{pin_id(i)},Soup {i},https://example.com/soup-{i}?utm_source=x,{','.join(map(str, numbers))}")
    return stitch(read_files([("pins.csv", "\n".join(lines).encode())]))


def overview(metric, counts, window=("2026-08-03", "2026-08-16")):
    """An overview export whose Top Pins are sorted by the metric."""
    rows = "".join(f"https://www.pinterest.com/pin/{pin}/,Organic,From you,No,{n}\r\n" for pin, n in counts.items())
    days = "".join(f"{date.fromisoformat(window[0]) + timedelta(i)},1000\r\n" for i in range(14))
    text = (
        f"Analytics overview\r\n{window[0]} - {window[1]}\r\nContent types,All\r\n\r\nDate,{metric}\r\n{days}\r\n"
        f"Top Pins {window[0]} - {window[1]}\r\nPinterest Link,Content Type,Source,Canonical,{metric}\r\n{rows}"
    )
    return f"Pinterest Analytics overview {metric}.csv", text.encode()


@pytest.fixture(scope="module")
def daily():
    return history_of()


def test_pins_are_found_by_title_link_and_id(daily):
    assert len(find_pins(daily)) == 30
    assert {pin.pin for pin in find_pins(daily, "soup 7")} == {pin_id(7)}
    assert [pin.pin for pin in find_pins(daily, "https://www.example.com/soup-12")] == [pin_id(12)]
    assert [pin.title for pin in find_pins(daily, f"https://www.pinterest.com/pin/{pin_id(3)}/")] == ["Soup 3"]
    assert [pin.pin for pin in find_pins(daily, f"{pin_id(5)}; {pin_id(2)}, {pin_id(5)}")] == [pin_id(5), pin_id(2)]
    assert find_pins(daily, "bread") == ()
    assert find_pins(stitch(())) == ()


def test_pins_of_a_variant_are_known_by_the_name_at_the_front():
    pins = [
        Candidate(pin, title, "", "", None)
        for pin, title in (("1", "Value first 1"), ("2", "value: soup"), ("3", "Value first, again"), ("4", "Mood"))
    ]
    assert pins_named(pins, "Value", ("Value", "Value first", "Mood")) == ["2"]
    assert pins_named(pins, "Value first", ("Value", "Value first", "Mood")) == ["1", "3"]


def test_counts_are_those_of_the_window(daily):
    picks = {"A": [pin_id(i) for i in range(4)], "B": [pin_id(i) for i in range(4, 8)]}
    half = Period(START, START + timedelta(6))
    picked = pick_counts(daily, picks, half, "ocr")
    rows = daily.pins[(daily.pins["pin"] == pin_id(2)) & (daily.pins["start"] <= "2026-08-09")]
    found = next(pin for pin in picked.sample.pins if pin.pin == pin_id(2))
    assert found.counts["impressions"] == rows["impressions"].sum()
    assert found.counts["outbound_clicks"] == rows["outbound_clicks"].sum()
    assert found.label == "Soup 2"
    assert read_out(picked.sample).df == 6
    assert picked.window == half


def test_a_window_that_is_not_covered_is_refused(daily):
    with pytest.raises(InputError) as error:
        pick_counts(daily, {"A": [pin_id(0)], "B": [pin_id(1)]}, Period(START, START + timedelta(20)), "ocr")
    assert error.value.code == "window_differs" and "14 of the 21 days" in error.value.problem
    with pytest.raises(InputError) as error:
        pick_counts(daily, {"A": [pin_id(0)], "B": [pin_id(1)]}, Period(date(2025, 1, 1), date(2025, 1, 14)), "ocr")
    assert error.value.code == "window_unknown"


def test_three_exports_of_one_metric_each_are_one_table():
    pins = [pin_id(i) for i in range(6)]
    shown = overview("Impressions", {pin: 9_000 + i for i, pin in enumerate(pins)})
    clicks = overview("Outbound clicks", {pin: 40 + 9 * i for i, pin in enumerate(pins)})
    picks = {"A": pins[:3], "B": pins[3:]}
    picked = pick_counts(stitch(read_files([shown, clicks])), picks, WINDOW, "ocr")
    assert [pin.counts["outbound_clicks"] for pin in picked.sample.pins] == [40, 49, 58, 67, 76, 85]
    with pytest.raises(InputError) as error:
        pick_counts(stitch(read_files([shown])), picks, WINDOW, "ocr")
    assert error.value.code == "count_unknown" and "sorted by outbound clicks" in error.value.remedy
    with pytest.raises(InputError) as error:
        pick_counts(stitch(read_files([shown, clicks])), picks, Period(START, START + timedelta(9)), "ocr")
    assert error.value.code == "window_differs" and "3–16 Aug 2026" in error.value.problem
    with pytest.raises(InputError) as error:
        pick_counts(stitch(read_files([shown, clicks])), {"A": pins[:3], "B": ["999"]}, WINDOW, "ocr")
    assert error.value.code == "pin_unknown" and "50" in error.value.remedy


def test_the_spread_between_own_pins_is_found():
    own = own_pins(history_of(pins=300, cv=0.6), "ocr", WINDOW)
    assert own.enough and own.cv == pytest.approx(0.6, abs=0.1)
    alike = own_pins(history_of(pins=300, cv=0.01), "ocr", WINDOW)
    assert alike.cv < 0.1


def test_few_own_pins_are_an_assumption():
    few = own_pins(history_of(pins=12), "ocr", WINDOW)
    assumed = assumed_pins(few, "ocr", 21)
    assert not few.enough and assumed.known_from == 0 and assumed.cv == 0.6
    assert assumed.baseline == pytest.approx(few.rate)
    many = own_pins(history_of(pins=40), "ocr", WINDOW)
    known = assumed_pins(many, "ocr", 28)
    assert known.known_from == 40 and known.impressions == pytest.approx(2 * many.impressions.mean())
    assert assumed_pins(None, "save_rate", 21).known_from == 0


def test_a_tests_own_pins_can_be_left_out(daily):
    assert len(own_pins(daily, "ocr", WINDOW, without=[pin_id(0), pin_id(1)]).pins) == 28


def test_paule_and_mandel_by_hand():
    """With equal variances of their own the estimate is the sample variance less that variance."""
    counts, impressions, rate = np.array([40.0, 80.0, 55.0, 120.0]), np.full(4, 10_000.0), 0.0075
    y = np.log((counts + 0.5) / (impressions + 1))
    assert spread_between(counts, impressions, rate) == pytest.approx(y.var(ddof=1) - 1 / 75, abs=1e-9)


def test_these_two_pins_and_what_they_usually_differ_by(daily):
    a, b = (daily_counts(daily, pin_id(i), WINDOW, "ocr") for i in (0, 1))
    answer = these_pins(a, b, account_day_variance(daily, WINDOW, "ocr"))
    assert answer.days == 14
    assert answer.ratio == pytest.approx(b[0].sum() / b[1].sum() / (a[0].sum() / a[1].sum()))
    assert answer.low < answer.ratio < answer.high
    assert (answer.p_value <= 0.05) == (answer.low > 1 or answer.high < 1)
    assert "not of their designs" in answer.says
    gap = usual_gap((a[0].sum(), a[1].sum()), (b[0].sum(), b[1].sum()), own_pins(daily, "ocr", WINDOW, without=[pin_id(0), pin_id(1)]))
    assert 0 <= gap.share <= 1 and gap.own == 28


def test_there_is_no_answer_where_there_is_nothing_to_tell(daily):
    days = np.full(14, 100.0)
    assert these_pins((np.zeros(14), days), (np.ones(14), days)).ratio is None
    assert daily_counts(daily, "999", WINDOW, "ocr") is None
    assert daily_counts(daily, pin_id(0), Period(START, START + timedelta(20)), "ocr") is None
    few = own_pins(history_of(pins=8), "ocr", WINDOW)
    assert usual_gap((20, 4_000), (40, 4_000), few).share is None
    assert usual_gap((0, 10), (40, 4_000), own_pins(daily, "ocr", WINDOW)).share is None


def test_days_that_only_chance_moves_have_hardly_any_variance():
    chance = np.random.default_rng(2)
    shown = np.full((400, 14), 1_000.0)
    assert day_variance(chance.poisson(20, shown.shape), shown) < 0.005
    noisy = chance.poisson(20 * np.exp(0.4 * chance.standard_normal(shown.shape)))
    assert day_variance(noisy, shown) == pytest.approx(np.expm1(0.16), abs=0.04)


@pytest.mark.parametrize("day_noise", [0.0, 0.3])
def test_both_answers_err_no_more_often_than_they_say(day_noise):
    """Two Pins of one spread, in the same days: (a) given equal Pins, (b) given Pins that differ as usual."""
    chance = np.random.default_rng(11)
    own = own_pins(history_of(pins=40, cv=0.6, seed=5), "ocr", WINDOW)
    called_a = called_b = 0
    for _ in range(600):
        shown = chance.integers(200, 600, (2, 14)).astype(float)
        days = np.exp(day_noise * chance.standard_normal((2, 14)))
        same = chance.poisson(0.02 * days * shown).astype(float)
        called_a += these_pins((same[0], shown[0]), (same[1], shown[1]), day_noise**2).p_value <= 0.05
        rates = 0.02 * np.exp(0.555 * chance.standard_normal((2, 1)))
        pins = chance.poisson(rates * shown).sum(axis=1)
        called_b += usual_gap((pins[0], shown[0].sum()), (pins[1], shown[1].sum()), own).p_value <= 0.05
    assert called_a <= 0.075 * 600
    assert called_b <= 0.09 * 600
