"""Chart specifications: built once, without data, with a type for every field; and frames of the shape they expect."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from pincore.charts import concentration, coverage, decay, pins, plane, power, saving, trend
from pincore.charts import readout as readouts
from pincore.charts.look import Spec
from pincore.experiments.foresight import foresee
from pincore.experiments.planning import power_curve
from pincore.experiments.power import Aim, Pins
from pincore.experiments.readout import read_out
from tests.experiments.made import sample_of

CORNERS = ("Distribution multiplier", "Rethink", "Useful, but not pitched to the link", "Transactional")
HOSTILE = "</text><script>alert(1)</script>\"'![x](http://evil.example/x.png)"


def series(start: str, values: list[float]) -> pd.DataFrame:
    days = pd.date_range(start, periods=len(values))
    return pd.DataFrame({"day": days, "value": values, "estimated": [False] * (len(values) - 1) + [True]})


def charts() -> dict[str, tuple[Spec, pd.DataFrame]]:
    trend_rows = trend.shape_trend(series("2026-08-01", [1.0, np.nan, 3.0]), series("2026-07-01", [4.0, 5.0, 6.0]), False)
    placed = pd.DataFrame(
        {
            "pin": ["1", "2"],
            "label": [HOSTILE, "Soup"],
            "ocr": [0.004, np.nan],
            "save_rate": [0.01, 0.02],
            "impressions": [1000.0, 10.0],
            "quadrant": ["distribution_multiplier", None],
            "faint": [False, True],
        }
    )
    placed.attrs["boundaries"] = (0.004, 0.008)
    plane_rows = plane.shape_plane(placed, {"distribution_multiplier": CORNERS[0]})
    top = pd.DataFrame({"pin": ["1", "1", "2", "2"], "label": [HOSTILE] * 2 + ["Soup"] * 2, "start": pd.to_datetime(["2026-08-01", "2026-08-02"] * 2),
                        "end": pd.to_datetime(["2026-08-01", "2026-08-02"] * 2), "value": [1.0, 2.0, np.nan, 4.0]})  # fmt: skip
    grid = pd.DataFrame({"level": ["account"] * 2, "metric": ["Saves"] * 2, "period": ["Jul 2026", "Aug 2026"], "state": ["known", "missing"],
                         "known_days": [31, 0], "days": [31, 31]})  # fmt: skip
    ranked = pd.DataFrame({"rank": [1.0, 2.0, np.nan], "label": [HOSTILE, "Soup", "All other Pins"], "count": [6.0, 3.0, 1.0], "share": [0.6, 0.3, 0.1],
                           "cumulated": [0.6, 0.9, 1.0]})  # fmt: skip
    curve = pd.DataFrame({"label": [HOSTILE, HOSTILE, "Soup"], "age": [7.0, 8.0, 7.0], "value": [3.0, np.nan, 1.0]})
    weeks = pd.DataFrame({"week": pd.to_datetime(["2026-08-03", "2026-08-10"]), "fresh": [5.0, np.nan], "old": [9.0, 8.0], "unknown": [0.0, 0.0]})
    fresh = decay.shape_freshness(weeks)
    outlook = foresee(Pins(0.004), Aim(1.0), 5)
    sample = sample_of([(variant, f"{variant}{i}", 3000, 9 + i) for variant in ("Control", HOSTILE) for i in range(3)] + [("Control", "faint", 9, 0)])
    readout = read_out(sample)
    tests = {
        "power": (power.draw_power("Pins a variant"), power.shape_power(power_curve(outlook.assumed, outlook.aim, 20), outlook)),
        "intervals": (readouts.draw_intervals("ocr", HOSTILE, 1), readouts.shape_intervals(readout)),
        "dots": (readouts.draw_dots("ocr", 2), readouts.shape_dots(readout)),
        "exposure": (pins.draw_pin_bars("Share", 2), readouts.shape_exposure(readout)),
    }
    return tests | {
        "ranked": (concentration.draw_ranked("Saves", {"top3": 0.6, "top10": 0.7}), concentration.shape_ranked(ranked)),
        "lorenz": (concentration.draw_lorenz("Saves"), concentration.shape_lorenz(np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.2, 1.0]))),
        "decay": (decay.draw_curves("Saves"), decay.shape_curves(curve)),
        "freshness": (decay.draw_freshness("Saves", tuple(fresh["kind"].unique())), fresh),
        "trend": (trend.draw_trend("Saves", False, False, True), trend_rows),
        "trend with notes": (
            trend.draw_trend("Saves", False, False, True, True),
            trend.with_notes(trend_rows, {date(2026, 8, 2): HOSTILE}, False),
        ),
        "weekly rate": (trend.draw_trend("Save rate", True, True, False), trend_rows),
        "plane": (plane.draw_plane(CORNERS, "Save rate"), plane_rows),
        "top pins": (pins.draw_top_pins("Impressions"), pins.shape_top_pins(top)),
        "bars": (pins.draw_pin_bars("Impressions", 2, True), pins.shape_top_pins(top.iloc[::2])),
        "coverage": (coverage.draw_coverage(1), coverage.shape_coverage(grid)),
    }


def encodings(spec: Any) -> Iterator[dict[str, Any]]:
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key == "encoding":
                for name, channel in value.items():
                    second = {"type": "quantitative"} if name in ("x2", "y2") else {}  # a second end is of its first one's type
                    yield from channel if isinstance(channel, list) else [channel | second]
            yield from encodings(value)
    elif isinstance(spec, list):
        for part in spec:
            yield from encodings(part)


@pytest.mark.parametrize("name", list(charts()))
def test_a_specification_holds_no_data_and_types_every_field(name: str) -> None:
    spec, rows = charts()[name]
    assert "data" not in spec and "datasets" not in spec
    fields = [part for part in encodings(spec) if "field" in part]
    assert fields
    for part in fields:
        assert part["type"] in ("quantitative", "temporal", "nominal", "ordinal")
        assert part["field"] in rows.columns or part["field"] in ("part", "limit"), "a column, or worked out in the chart"
    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict({**spec, "data": {"name": "rows"}}, validate=True)


def test_a_specification_is_built_once() -> None:
    assert trend.draw_trend("Saves", False, False, True) is trend.draw_trend("Saves", False, False, True)


def test_notes_stand_on_their_day_or_week_also_of_the_comparison() -> None:
    days = trend.shape_trend(series("2026-08-01", [1.0, np.nan, 3.0]), series("2026-07-01", [4.0, 5.0, 6.0]), False)
    noted = trend.with_notes(days, {date(2026, 8, 2): "two", date(2026, 8, 3): "x" * 500, date(2026, 7, 2): "before"}, False)
    told = noted[noted[trend.NOTE].notna()]
    assert list(told["series"]) == [trend.BEFORE, trend.NOW, trend.NOW]
    assert list(told["at"].dt.day) == [2, 2, 3], "a day of the comparison stands where it is drawn"
    assert [(len(note), at) for note, at in zip(told[trend.NOTE], told["noted"], strict=True)] == [(6, 5.0), (3, 0.0), (trend.MOST_NOTE, 3.0)]
    weeks = days.assign(day=[f"Mon {day}" for day in ("20 Jul 2026", "27 Jul 2026", "03 Aug 2026", "03 Aug 2026", "10 Aug 2026", "17 Aug 2026")])
    notes = {
        date(2026, 8, 16): "later",
        date(2026, 8, 12): "first",
        date(2026, 8, 24): "after",
        date(2026, 8, 4): "once",
        date(2026, 7, 26): "before",
    }
    weekly = trend.with_notes(weeks, notes, True)
    assert dict(zip(weekly["day"] + weekly["series"], weekly[trend.NOTE], strict=True)) == {
        f"Mon 20 Jul 2026{trend.BEFORE}": "before", f"Mon 27 Jul 2026{trend.BEFORE}": None, f"Mon 03 Aug 2026{trend.BEFORE}": None,
        f"Mon 03 Aug 2026{trend.NOW}": "once", f"Mon 10 Aug 2026{trend.NOW}": "first · later", f"Mon 17 Aug 2026{trend.NOW}": None,
    }  # fmt: skip
    assert trend.with_notes(days, {date(2020, 1, 1): "long ago"}, False) is days


def test_the_comparison_is_moved_onto_the_days_of_the_period() -> None:
    rows = trend.shape_trend(series("2026-08-01", [1.0, np.nan]), series("2026-07-01", [4.0, 5.0, 6.0]), False)
    before = rows[rows["series"] == trend.BEFORE]
    assert list(before["at"].dt.strftime("%m-%d")) == ["08-01", "08-02"]
    assert list(before["day"]) == ["Wed 01 Jul 2026", "Thu 02 Jul 2026"]
    now = rows[rows["series"] == trend.NOW]
    assert np.isnan(now["value"].iloc[1]), "a missing day stays missing"


def test_two_pins_of_one_title_are_told_apart() -> None:
    first = pd.to_datetime(["2026-08-01"] * 2)
    frame = pd.DataFrame({"pin": ["111", "222"], "label": ["Soup"] * 2, "start": first, "end": first, "value": [1.0, 2.0]})
    assert pins.shape_top_pins(frame)["label"].nunique() == 2


def test_the_pins_that_are_made_and_those_needed_are_marked() -> None:
    rows = charts()["power"][1]
    assert dict(zip(rows["mark"], rows["pins"], strict=True)) | {"": 0} == {power.YOURS: 5, power.NEEDED: 13, "": 0}


def test_a_pin_that_is_left_out_is_drawn_faint() -> None:
    rows = charts()["dots"][1]
    assert list(rows.loc[rows["state"] == readouts.LEFT_OUT, "label"]) == ["faint"]


def test_a_pin_without_both_rates_is_not_placed() -> None:
    assert len(charts()["plane"][1]) == 1


@pytest.mark.parametrize("name", list(charts()))
def test_a_chart_can_be_saved(name: str) -> None:
    spec, rows = charts()[name]
    svg = saving.save_svg(spec, rows, "Title & <b>", "subtitle").decode()
    assert svg.startswith("<svg") and "<script" not in svg and "Title &amp; &lt;b" in svg
    assert saving.save_png(spec, rows, "Title").startswith(b"\x89PNG")


def test_small_and_large_counts_read_as_they_are() -> None:
    days = pd.date_range("2026-08-01", periods=3)
    for most, written, never in ((3.0, "0.5", "500m"), (12_000.0, "12k", "12000")):
        now = pd.DataFrame({"day": days, "value": [most, 0.0, np.nan], "estimated": False})
        svg = saving.save_svg(trend.draw_trend("Impressions", False, False, False), trend.shape_trend(now, None, False), "Title").decode()
        assert f">{written}<" in svg and f">{never}<" not in svg
