"""Stitching: cell by cell, against a loop that a child could check."""

from datetime import date
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincore.columns import BY_KEY
from pincore.history import EMPTY, stitch
from pincore.measures import totals
from pincore.periods import Period
from pincore.reading.imports import Import
from tests.hand import COUNTS, counts_by_pin, daily, day, imported

WEEK = Period(day(0), day(6))


def codes(history):
    return [note.code for note in history.notes]


def test_nothing_is_known_of_nothing():
    assert EMPTY.empty
    assert not stitch([imported(known=[{"pin": "1", "title": "a"}])]).details.empty
    assert stitch([imported(known=[{"pin": "1", "title": "a"}])]).empty
    assert totals(EMPTY, WEEK).counts["saves"] is None


def test_three_exports_of_one_metric_become_one_table():
    window = {"start": day(0), "end": day(13)}
    files = [
        imported(
            f"{key}.csv", daily(day(0), **{key: [10.0] * 14}), pins=[{"pin": pin, **window, key: value} for pin, value in (("1", 7.0), ("2", 3.0))]
        )
        for key in ("impressions", "outbound_clicks", "saves")
    ]
    history = stitch(files)
    assert len(history.pins) == 2
    assert len(history.account) == 14
    assert history.pins[["impressions", "outbound_clicks", "saves"]].notna().all().all()
    assert not history.notes


def test_a_pin_outside_the_ranking_is_unknown_and_no_zero():
    window = {"start": day(0), "end": day(13)}
    history = stitch([imported("a", pins=[{"pin": "1", **window, "impressions": 9.0}, {"pin": "2", **window, "impressions": 5.0}]),
                      imported("b", pins=[{"pin": "1", **window, "saves": 1.0}])])  # fmt: skip
    by_pin = history.pins.set_index("pin")
    assert np.isnan(by_pin.loc["2", "saves"])
    assert by_pin.loc["1", "saves"] == 1


def test_a_verified_number_wins_over_a_later_estimate():
    verified = imported("old", daily(day(0), impressions=[54.0]))
    estimate = imported("new", [{"start": day(0), "impressions": 88.0, "estimated": True}, {"start": day(1), "impressions": 1.0, "estimated": True}])
    for files in ([verified, estimate], [estimate, verified]):
        history = stitch(files)
        assert history.account["impressions"].tolist() == [54.0, 1.0]
        assert history.account["estimated"].tolist() == [False, True]
        assert history.estimated_from == day(1)
        assert "revised" in codes(history)


def test_the_file_that_reaches_further_wins_whatever_the_order():
    short, far = imported("s", daily(day(0), saves=[1.0, 2.0])), imported("f", daily(day(0), saves=[5.0, 6.0, 7.0]))
    assert stitch([far, short]).account["saves"].tolist() == stitch([short, far]).account["saves"].tolist() == [5.0, 6.0, 7.0]


def test_of_files_that_reach_equally_far_the_later_upload_wins():
    first, second = imported("1", daily(day(0), saves=[1.0])), imported("2", daily(day(0), saves=[2.0]))
    assert stitch([first, second]).account["saves"].tolist() == [2.0]
    assert stitch([second, first]).account["saves"].tolist() == [1.0]


def test_a_missing_cell_never_overwrites():
    first = imported("1", daily(day(0), saves=[1.0, 2.0]))
    second = imported("2", daily(day(0), saves=[None, 3.0]))
    assert stitch([first, second]).account["saves"].tolist() == [1.0, 3.0]


def test_overlapping_windows_stay_apart():
    first = imported("1", pins=[{"pin": "1", "start": day(0), "end": day(13), "saves": 5.0}])
    second = imported("2", pins=[{"pin": "1", "start": day(7), "end": day(20), "saves": 6.0}])
    history = stitch([first, second])
    assert sorted(history.pins["saves"]) == [5.0, 6.0]
    assert "overlap" in codes(history)
    assert totals(history, Period(day(0), day(20))).counts["saves"] is None


def test_other_filters_are_set_aside_and_can_be_chosen():
    plain = imported("plain", daily(day(0), saves=[1.0]))
    mobile = imported("mobile", daily(day(0), saves=[9.0]), filters=(("Devices", "Mobile"),))
    details = imported("table", known=[{"pin": "1", "title": "a"}])
    history = stitch([mobile, plain, details])
    assert history.account["saves"].tolist() == [1.0]
    assert "filters_set_aside" in codes(history)
    assert "mobile" in history.notes[0].says
    assert [group.says for group in history.filter_groups] == ["Devices: Mobile", "no filters"]
    chosen = stitch([mobile, plain, details], (("Devices", "Mobile"),))
    assert chosen.account["saves"].tolist() == [9.0]
    assert len(chosen.details) == 1
    assert chosen.digest != history.digest
    assert stitch([mobile]).account["saves"].tolist() == [9.0]
    assert stitch([mobile, plain], (("Age", "18"),)).filters == ()


def test_organic_and_paid_rows_are_kept_and_added():
    rows = [{"pin": "1", "start": day(0), "impressions": n, "content_type": kind} for kind, n in (("organic", 10.0), ("paid", 5.0))]
    alone = stitch([imported("a", pins=rows)])
    assert totals(alone, Period(day(0), day(0))).counts["impressions"] == 15
    both = stitch([imported("a", pins=rows[:1]), imported("b", pins=rows[1:])])
    assert totals(both, Period(day(0), day(0))).counts["impressions"] == 15
    again = stitch([imported("a", pins=rows), imported("b", pins=rows)])
    assert totals(again, Period(day(0), day(0))).counts["impressions"] == 15


def test_an_undivided_row_does_not_count_beside_its_parts():
    parts = [{"pin": "1", "start": day(0), "impressions": n, "content_type": kind} for kind, n in (("organic", 10.0), ("paid", 5.0))]
    whole = [{"pin": "1", "start": day(0), "impressions": 15.0, "saves": 2.0}]
    for files in ([imported("a", pins=parts), imported("b", pins=whole)], [imported("b", pins=whole), imported("a", pins=parts)]):
        counts = totals(stitch(files), Period(day(0), day(0))).counts
        assert counts["impressions"] == 15
        assert counts["saves"] == 2


def test_a_column_that_the_second_file_lacks_is_kept_and_named():
    full = imported("full.csv", pins=[{"pin": "1", "start": day(0), "impressions": 5.0, "saves": 3.0}])
    lean = imported("lean.csv", pins=[{"pin": "1", "start": day(0), "impressions": 6.0}])
    history = stitch([full, lean])
    assert totals(history, Period(day(0), day(0))).counts["saves"] == 3
    (note,) = [note for note in history.notes if note.code == "missing_column"]
    assert BY_KEY["saves"].label in note.says
    assert "lean.csv" in note.says
    assert "missing_column" not in codes(stitch([lean, full]))


def test_files_without_a_common_pin_may_be_of_another_account():
    first = imported("a", pins=[{"pin": str(pin), "start": day(0), "saves": 1.0} for pin in range(5)])
    second = imported("b", pins=[{"pin": str(pin), "start": day(0), "saves": 1.0} for pin in range(10, 15)])
    assert codes(stitch([first, second])) == ["other_account"]
    one_pin = imported("c", pins=[{"pin": "77", "start": day(0), "saves": 1.0}])
    assert codes(stitch([first, one_pin])) == []
    urls = [f"https://www.pinterest.com/{user}/soups/" for user in ("anna", "bert")]
    boards = [imported(url, boards=[{"board": "soups", "start": day(0), "end": day(9), "saves": 1.0, "url": url}]) for url in urls]
    assert "other_account" in codes(stitch(boards))


def test_renamed_and_moved_pins_are_the_same_pins():
    first = imported(
        "a", pins=[{"pin": "1", "start": day(0), "saves": 1.0}], known=[{"pin": "1", "title": "Old", "board": "Soups", "format": "Image"}]
    )
    second = imported("b", pins=[{"pin": "1", "start": day(1), "saves": 1.0}], known=[{"pin": "1", "title": "New", "board": "Stews", "format": None}])
    for files in ([first, second], [second, first]):
        history = stitch(files)
        assert len(set(history.pins["pin"])) == 1
        assert history.details[["title", "board", "format"]].values.tolist() == [["New", "Stews", "Image"]]


def test_a_single_table_is_not_copied():
    table = imported("a", pins=[{"pin": "1", "start": day(0), "saves": 1.0, "estimated": False}])
    assert stitch([table]).pins is table.frames["pins"]


def test_a_break_in_definitions_is_named():
    crossing = stitch([imported("a", daily(date(2023, 3, 10), saves=[1.0] * 20))])
    assert "definition_break" in codes(crossing)
    assert "definition_break" in {check.key for check in crossing.checks}
    assert codes(stitch([imported("a", daily(date(2023, 3, 20), saves=[1.0] * 20))])) == []


def test_a_run_of_zeros_is_remarked():
    history = stitch([imported("a", daily(day(0), impressions=[5.0, *[0.0] * 8, 5.0]))])
    assert "zero_run" in codes(history)
    assert "zero_run" not in codes(stitch([imported("a", daily(day(0), impressions=[5.0, *[0.0] * 6, 5.0]))]))


cells = st.integers(0, 50).map(float) | st.none()
rows = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4), cells, cells, st.booleans()), min_size=1, max_size=8)


def file_of(place: int, made: list[tuple[str, int, float | None, float | None, bool]]) -> Import:
    unique = {(pin, n): (impressions, saves, estimated) for pin, n, impressions, saves, estimated in made}
    return imported(f"file {place}", pins=[
        {"pin": pin, "start": day(n), "impressions": impressions, "saves": saves, "estimated": estimated}
        for (pin, n), (impressions, saves, estimated) in unique.items()
    ])  # fmt: skip


def by_loop(files: list[Import]) -> dict[tuple[str, str, str], dict[str, float]]:
    """The plain way: every cell in turn, the winner by (verified, end of the window, upload)."""
    best: dict[tuple[str, str, str], tuple[tuple[bool, date, int], float]] = {}
    for place, item in enumerate(files):
        for row in item.frames["pins"].to_dict("records"):
            for key in COUNTS:
                value = row.get(key)
                if value is None or pd.isna(value):
                    continue
                rank = (not row["estimated"], item.window.end, place)
                cell = (str(row["pin"]), str(row["start"])[:10], key)
                if cell not in best or rank > best[cell][0]:
                    best[cell] = (rank, value)
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for (pin, start, key), (_, value) in best.items():
        found.setdefault((pin, start, start), {})[key] = value
    return found


@settings(max_examples=50)
@given(st.lists(rows, min_size=1, max_size=4))
def test_stitching_agrees_with_a_loop(made):
    files = [file_of(place, part) for place, part in enumerate(made)]
    found = {key: value for key, value in counts_by_pin(stitch(files).pins).items() if value}
    assert found == by_loop(files)


@settings(max_examples=25)  # each stitches the files three times
@given(st.lists(rows, min_size=1, max_size=3), st.randoms())
def test_the_same_files_again_and_other_row_orders_change_nothing(made, chance):
    files = [file_of(place, part) for place, part in enumerate(made)]
    shuffled = []
    for item in files:
        order = list(range(len(item.frames["pins"])))
        chance.shuffle(order)
        shuffled.append(Import(item.digest, item.name, item.kind, {"pins": item.frames["pins"].iloc[order]}, item.window, n_rows=item.n_rows))
    once = stitch(files)
    twice = stitch([*files, *files])
    assert once.digest == twice.digest
    assert counts_by_pin(once.pins) == counts_by_pin(twice.pins) == counts_by_pin(stitch(shuffled).pins)


def test_the_order_of_uploads_without_conflicts_changes_nothing():
    files = [
        imported(str(n), pins=[{"pin": pin, "start": day(7 * n + i), "saves": float(n + i)} for pin in "xyz" for i in range(7)]) for n in range(4)
    ]
    once = counts_by_pin(stitch(files).pins)
    assert all(counts_by_pin(stitch(list(order)).pins) == once for order in permutations(files))


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_sum_of_the_parts_is_the_whole(n):
    files = [imported(str(i), pins=[{"pin": "x", "start": day(7 * i + k), "saves": 1.0 + k} for k in range(7)]) for i in range(n)]
    assert totals(stitch(files), Period(day(0), day(7 * n - 1))).counts["saves"] == sum(f.frames["pins"]["saves"].sum() for f in files)
