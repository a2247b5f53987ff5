"""KPIs: values, changes, and words that never say more than the numbers."""

import pytest

from pincore.history import EMPTY, stitch
from pincore.kpis import Thresholds, answer, kpis, top_pin_trends, video
from pincore.measures import MEASURES, Choice
from pincore.periods import Period
from pincore.uncertainty import wilson
from tests.hand import daily, day, imported

NOW, BEFORE = Period(day(14), day(27)), Period(day(0), day(13))


def of(history, key, now=NOW, before=BEFORE, **more):
    return next(kpi for kpi in kpis(history, now, before, **more) if kpi.measure.key == key)


@pytest.fixture(scope="module")
def month():
    """Four weeks: 1000 impressions a day, 2 then 3 clicks a day, no saves until the third week."""
    return stitch([imported("a", daily(day(0), impressions=[1000.0] * 28, outbound_clicks=[2.0] * 14 + [3.0] * 14, saves=[0.0] * 14 + [1.0] * 14))])


def test_every_measure_but_video_in_order():
    assert [kpi.measure for kpi in kpis(EMPTY, NOW, BEFORE)] == [measure for measure in MEASURES if measure.group != "video"]


def test_counts_and_changes(month):
    clicks = of(month, "outbound_clicks")
    assert (clicks.value, clicks.before, clicks.change, clicks.relative) == (42, 28, 14, 0.5)
    rate = of(month, "ocr")
    assert (rate.count, rate.out_of, rate.value, rate.before) == (42, 14000, 0.003, 0.002)
    assert rate.change == pytest.approx(0.001)
    assert rate.band_says.startswith("workable or strong")
    assert rate.series == (0.003,) * 14


def test_the_interval_is_at_least_wilsons(month):
    rate = of(month, "ocr")
    low, high = wilson(42, 14000)
    assert rate.low <= low < high <= rate.high
    assert "0.30 %, could be" in rate.uncertainty


def test_from_zero_there_is_no_percent(month):
    saves = of(month, "saves")
    assert (saves.before, saves.change, saves.relative) == (0, 14, None)


def test_too_few_weeks_cannot_tell(month):
    clicks = of(month, "outbound_clicks")
    assert clicks.ordinary is None
    assert "cannot be told" in clicks.change_says
    assert "cannot be told" in answer(kpis(month, NOW, BEFORE), NOW, BEFORE)


def long(last, weeks=16):
    clicks = [8.0 + n % 3 for n in range(7 * weeks)]
    return stitch([imported("a", daily(day(0), impressions=[2000.0 + 50 * (n % 7) for n in range(7 * weeks)], outbound_clicks=clicks[:-14] + [last] * 14,
                            saves=[4.0] * 7 * weeks))])  # fmt: skip


@pytest.mark.parametrize(("last", "ordinary"), [(9.0, True), (2.0, False)])
def test_ordinary_changes_are_called_ordinary(last, ordinary):
    history = long(last)
    now, before = Period(day(98), day(111)), Period(day(84), day(97))
    clicks = of(history, "outbound_clicks", now, before)
    assert clicks.ordinary is ordinary
    words = "within what ordinary weeks do" if ordinary else "more than ordinary weeks do"
    assert words in clicks.change_says
    assert words in answer(kpis(history, now, before), now, before)


def test_an_unknown_comparison_says_which_export_helps(month):
    clicks = of(month, "outbound_clicks", before=Period(day(-14), day(-1)))
    assert (clicks.before, clicks.change, clicks.ordinary) == (None, None, None)
    assert clicks.change_says == "No comparison: not known for 16 Feb – 1 Mar 2026."
    assert "nothing to compare" in answer(kpis(month, NOW, Period(day(-14), day(-1))), NOW, Period(day(-14), day(-1)))


def test_an_unknown_value_has_a_reason_and_no_words_of_change(month):
    clicks = of(month, "pin_clicks")
    assert clicks.value is None
    assert clicks.reason
    assert (clicks.change_says, clicks.uncertainty, clicks.band) == ("", "", None)


def test_numbers_of_different_levels_are_not_compared():
    pins = [{"pin": "1", "start": day(n), "saves": 1.0} for n in range(14)]
    history = stitch([imported("a", daily(day(14), saves=[5.0] * 14)), imported("b", pins=pins)])
    saves = of(history, "saves")
    assert (saves.basis, saves.before, saves.change) == ("account", 14, None)
    assert "No comparison" in saves.change_says
    assert saves.basis_says == "From the account's own numbers by day."


def test_nothing_to_divide_by_is_unknown():
    history = stitch([imported("a", daily(day(14), impressions=[0.0] * 14, saves=[0.0] * 14))])
    rate = of(history, "save_rate")
    assert rate.value is None
    assert "nothing to divide by" in rate.reason


def test_saves_above_impressions_have_a_value_without_a_range():
    rate = of(stitch([imported("a", daily(day(14), impressions=[1.0] * 14, saves=[2.0] * 14))]), "save_rate")
    assert (rate.value, rate.low, rate.band) == (2.0, None, None)
    assert "no range" in rate.uncertainty


def test_the_save_rate_over_pin_clicks_has_no_band():
    history = stitch([imported("a", daily(day(14), pin_clicks=[10.0] * 14, saves=[1.0] * 14, impressions=[100.0] * 14))])
    rate = of(history, "save_rate", save_rate_over="pin_clicks")
    assert (rate.value, rate.band, rate.band_says, rate.out_of_key) == (0.1, None, "", "pin_clicks")
    assert "10.0 % of pin clicks" in answer(kpis(history, NOW, None, save_rate_over="pin_clicks"), NOW)


def test_thresholds_are_the_users(month):
    assert of(month, "ocr", thresholds=Thresholds(ocr=(0.0001, 0.0005))).band == "strong"


def test_months_of_different_length_are_compared_by_day_too():
    history = stitch([imported("a", daily(day(0), saves=[1.0] * 59))])
    assert "A day: 0 %" in of(history, "saves", Period(day(31), day(58)), Period(day(0), day(30))).change_says


def test_the_answer_of_nothing_claims_nothing():
    assert "cannot be told" in answer(kpis(EMPTY, NOW, BEFORE), NOW, BEFORE)
    shown = stitch([imported("a", daily(day(14), impressions=[10.0] * 14))])
    assert "shown 140 times" in answer(kpis(shown, NOW, BEFORE), NOW, BEFORE)
    assert "saves are not known" in answer(kpis(stitch([imported("a", daily(day(14), outbound_clicks=[1.0] * 14))]), NOW, None), NOW)


def test_estimated_days_are_said():
    rows = [{"start": day(n), "saves": 1.0, "estimated": n > 25} for n in range(28)]
    saves = of(stitch([imported("a", rows)]), "saves")
    assert saves.estimated
    assert "estimates" in saves.uncertainty


def test_a_break_in_definitions_is_said():
    from datetime import date

    history = stitch([imported("a", daily(date(2023, 3, 6), saves=[1.0] * 28))])
    saves = of(history, "saves", Period(date(2023, 3, 20), date(2023, 4, 2)), Period(date(2023, 3, 6), date(2023, 3, 19)))
    assert "20 Mar 2023" in saves.change_says


def test_video_only_where_there_is_any(month):
    assert video(month, NOW) == ()
    pins = [{"pin": "1", "start": day(n), "video_views": 10.0, "video_watch_time": 5.0} for n in range(14, 28)]
    found = {kpi.measure.key: kpi.value for kpi in video(stitch([imported("a", pins=pins)]), NOW)}
    assert found == {"video_views": 140, "video_avg_watch_time": 30.0, "video_watch_time": 70, "video_95": None}


def test_a_choice_reaches_every_number():
    pins = [{"pin": pin, "start": day(n), "saves": 1.0, "impressions": 10.0} for pin in "ab" for n in range(28)]
    history = stitch([imported("a", pins=pins, known=[{"pin": "a", "format": "Video"}, {"pin": "b", "format": "Image"}])])
    assert of(history, "saves", choice=Choice(format="Video")).value == 14
    assert of(history, "saves").value == 28
    assert set(top_pin_trends(history, NOW, Choice(format="Video"))["pin"]) == {"a"}


def test_trends_are_days_or_windows():
    days = stitch([imported("a", pins=[{"pin": "a", "start": day(n), "impressions": float(n)} for n in range(15, 28)])])
    lines = top_pin_trends(days, NOW)
    assert len(lines) == 14
    assert lines["value"].isna().sum() == 1
    spans = [(0, 13), (14, 27)]
    rows = [{"pin": pin, "start": day(a), "end": day(b), "impressions": n + a} for pin, n in (("a", 5.0), ("b", 9.0)) for a, b in spans]
    bars = top_pin_trends(stitch([imported("a", pins=rows)]), NOW)
    assert bars["pin"].tolist() == ["b", "b", "a", "a"]
    assert top_pin_trends(EMPTY, NOW).empty
