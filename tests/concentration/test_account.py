"""The concentration of an account from its files."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pincore.concentration import answer, concentration, groupings, ranked_pins, stops
from pincore.concentration.account import OTHERS
from pincore.history import History, stitch
from pincore.measures.listing import listed_period, pin_listing
from pincore.periods import Period
from pincore.reading import read_files
from pincore.reading.imports import Import
from tests.hand import daily, day, imported
from tests.pages.made import overview

CLICKS = "outbound_clicks"
WEEK = Period(day(0), day(6))


def pin_days(counts: dict[str, list[float | None]], **account: list[float | None]) -> History:
    rows = [{"pin": pin, "start": day(i), CLICKS: value} for pin, values in counts.items() for i, value in enumerate(values)]
    return stitch([imported(pins=rows, account=daily(day(0), **account) if account else ())])


def opened(folder: Path, pattern: str) -> History:
    outcomes = read_files([(path.name, path.read_bytes()) for path in sorted(folder.rglob(pattern))])
    return stitch([outcome for outcome in outcomes if isinstance(outcome, Import)])


def test_pin_days_alone_are_the_whole_account() -> None:
    found = concentration(pin_days({"1": [10.0] * 7, "2": [10.0] * 7}), WEEK)
    assert (found.total, found.covered, found.top1, found.top3, found.top10) == (140, 1, 0.5, 1, 1)
    assert found.effective == (2, 2) and found.gini == 0
    assert found.over == ("top3", "top10")
    assert found.remarks == ("There are only 2 Pins, so the top 10 are all of them.",)


def test_one_pin() -> None:
    found = concentration(pin_days({"1": [1.0] * 7}), WEEK)
    assert (found.top1, found.hhi, found.effective) == (1, (1, 1), (1, 1))


def test_all_zero_is_no_share() -> None:
    found = concentration(pin_days({"1": [0.0] * 7, "2": [0.0] * 7}), WEEK)
    assert found.total == 0 and found.n_listed == 2
    assert (found.top1, found.top3, found.covered, found.gini, found.hhi) == (None, None, None, None, (None, None))
    assert "0" in found.reason


def test_a_missing_column_is_unknown() -> None:
    found = concentration(pin_days({"1": [1.0] * 7}), WEEK, "saves")
    assert (found.total, found.n_listed, found.top1) == (None, 0, None)
    assert "Saves" in found.reason


def test_a_blank_is_not_zero() -> None:
    found = concentration(pin_days({"1": [10.0] * 7, "2": [None] * 7}), WEEK)
    assert found.n_listed == 1 and found.gini is None and not found.whole
    assert any("lack the number" in remark for remark in found.remarks)


def test_the_account_s_own_total_counts_before_the_sum_of_the_pins() -> None:
    found = concentration(pin_days({"1": [10.0] * 7, "2": [5.0] * 7}, outbound_clicks=[20.0] * 7), WEEK)
    assert (found.total, found.covered, found.top1) == (140, 0.75, 0.5)
    assert found.gini is None
    assert found.hhi == pytest.approx(((70**2 + 35**2) / 140**2, (70**2 + 35**2 + 35**2) / 140**2))


def test_a_period_beyond_what_is_known_has_no_total() -> None:
    history = pin_days({"1": [10.0] * 7})
    found = concentration(history, Period(day(0), day(9)))
    assert found.total is None and found.top1 is None and "only" in found.reason
    assert concentration(history, Period(day(20), day(22))).n_listed == 0


def test_one_day() -> None:
    assert concentration(pin_days({"1": [3.0, 1.0], "2": [1.0, 1.0]}), Period(day(0), day(0))).top1 == 0.75


def fifty(start: date, days: int, total: float, pins: list[float]) -> bytes:
    counts = [total // days] * (days - 1)
    listed = [(str(1100356121459093715 + i), int(value)) for i, value in enumerate(pins)]
    return overview(start, "Outbound clicks", [*counts, total - sum(counts)], listed)


def of_exports(*files: bytes) -> History:
    outcomes = read_files([(f"{i}.csv", data) for i, data in enumerate(files)])
    return stitch([outcome for outcome in outcomes if isinstance(outcome, Import)])


def test_fifty_pins_and_the_total() -> None:
    month = Period(date(2026, 8, 1), date(2026, 8, 31))
    found = concentration(of_exports(fifty(month.start, 31, 725, [10.0] * 50)), month)
    assert (found.n_listed, found.total, found.covered) == (50, 725, 500 / 725)
    assert found.top3 == pytest.approx(30 / 725)
    assert found.hhi == pytest.approx((5000 / 725**2, (5000 + 2225) / 725**2))
    assert found.gini is None and found.by_chance is None


def test_all_other_pins_have_a_row() -> None:
    month = Period(date(2026, 8, 1), date(2026, 8, 31))
    history = of_exports(fifty(month.start, 31, 725, [10.0] * 50))
    rows = ranked_pins(history, concentration(history, month), 5)
    assert rows["label"].iloc[-1] == OTHERS and rows["count"].iloc[-1] == 675
    assert rows["share"].sum() == pytest.approx(1)
    assert pd.isna(rows["rank"].iloc[-1]) and rows["cumulated"].iloc[-1] == 1


def test_windows_that_overlap_are_never_added() -> None:
    history = of_exports(fifty(date(2026, 8, 1), 31, 31 * 24, [10.0] * 50), fifty(date(2026, 8, 15), 30, 30 * 24, [12.0] * 50))
    assert concentration(history, Period(date(2026, 8, 1), date(2026, 8, 31))).covered == 500 / (31 * 24)
    assert concentration(history, Period(date(2026, 8, 15), date(2026, 9, 13))).covered == 600 / (30 * 24)
    between = Period(date(2026, 8, 10), date(2026, 9, 10))
    assert concentration(history, between).top1 is None
    assert listed_period(history, between, CLICKS) in (Period(date(2026, 8, 1), date(2026, 8, 31)), Period(date(2026, 8, 15), date(2026, 9, 13)))


def test_pins_that_add_up_to_more_than_the_account_are_no_part_of_it() -> None:
    month = Period(date(2026, 8, 1), date(2026, 8, 31))
    found = concentration(of_exports(fifty(month.start, 31, 400, [10.0] * 50)), month)
    assert found.top1 is None and "more than" in found.reason
    assert found.listing.stated == 400


def test_the_real_overview_by_hand(real_samples: Path) -> None:
    """Outbound clicks of 5 to 18 August: 71, 33, 20, 14, 9, 8, 6, 4, 2, 1, 1, 1 and three of 0, 170 in all; 3 Pins have 124, 10 have 168."""
    found = concentration(opened(real_samples, "Pinterest Analytics overview*.csv"), Period(date(2026, 8, 5), date(2026, 8, 18)))
    assert found.listing.values.tolist() == [71, 33, 20, 14, 9, 8, 6, 4, 2, 1, 1, 1, 0, 0, 0]
    assert (found.n_listed, found.total, found.covered) == (15, 170, 1)
    assert found.top1 == 71 / 170 and found.top3 == 124 / 170 and found.top10 == 168 / 170
    squares = 71**2 + 33**2 + 20**2 + 14**2 + 9**2 + 8**2 + 6**2 + 4**2 + 2**2 + 3
    assert found.hhi == pytest.approx((squares / 170**2,) * 2)
    assert found.over == ("top3", "top10")


@pytest.mark.parametrize(("key", "top3", "total"), [("impressions", None, None), ("saves", 76, 114)])
def test_the_other_exports_by_hand(real_samples: Path, key: str, top3: int | None, total: int | None) -> None:
    """Saves of the same days: 41, 22 and 13 of 114; impressions are counted from the listing itself."""
    history, period = opened(real_samples, "Pinterest Analytics overview*.csv"), Period(date(2026, 8, 5), date(2026, 8, 18))
    found = concentration(history, period, key)
    listing = pin_listing(history, period, key)
    top3, total = (top3, total) if top3 is not None else (int(listing.values[:3].sum()), int(listing.total or 0))
    assert found.total == total and found.top3 == top3 / total


def test_by_board_page_and_format() -> None:
    rows = [{"pin": str(i), "start": day(d), CLICKS: count} for d in range(7) for i, count in enumerate((50.0, 30.0, 10.0, 10.0))]
    known = [{"pin": str(i), "title": f"t{i}", "link": link, "board": board, "format": "Image"}
             for i, (link, board) in enumerate([("https://a.b/x", "A"), ("https://a.b/x?utm_source=p", "B"), ("https://a.b/x#y", "A"), ("https://a.b/z", "A")])]  # fmt: skip
    history = stitch([imported(pins=rows, known=known)])
    found = concentration(history, WEEK)
    board, page, form = groupings(history, found)
    assert [(group.key, group.share) for group in board.groups] == [("a", 0.7), ("b", 0.3)]
    assert page.groups[0].share == pytest.approx(0.9) and "one article" in page.says
    assert form.effective == (1, 1)
    top, top3, top_board, top_page = stops(history, found, (board, page, form))
    assert (top.lost, top.share, top.average_pins) == (350, 0.5, 3)
    assert top.a_month == 1500
    assert (top3.lost, top3.average_pins) == (630, 9)
    assert top_board.average_pins == pytest.approx(490 / 210)
    assert top_page.average_pins == 9
    half = stops(history, found, (board, page, form), 0.5)[0]
    assert (half.lost, half.share) == (175, 0.25)


def test_the_answer_names_the_limits_that_are_passed() -> None:
    assert "60.0 %" in answer(concentration(pin_days({"1": [10.0] * 7, "2": [10.0] * 7}), WEEK))
    equal = pin_days({str(i): [10.0] * 7 for i in range(30)})
    assert "within the limits" in answer(concentration(equal, WEEK))
    assert "cannot be told" in answer(concentration(equal, WEEK, "saves"))


def test_lists_by_several_counts_that_hold_the_same_pins_are_still_lists_of_the_top() -> None:
    """Six Pins in the lists by impressions and by clicks: nothing outside has more clicks than the last of them."""
    pins = [(str(1100356121459093715 + i), count) for i, count in enumerate((40, 30, 20, 15, 10, 5))]
    files = [overview(date(2026, 8, 1), name, [20] * 7, pins) for name in ("Outbound clicks", "Impressions")]
    found = concentration(of_exports(*files), Period(date(2026, 8, 1), date(2026, 8, 7)))
    assert found.top3 == pytest.approx(90 / 140)
    listed = 40**2 + 30**2 + 20**2 + 15**2 + 10**2 + 5**2
    assert found.hhi == pytest.approx((listed / 140**2, (listed + 4 * 5**2) / 140**2))


def test_a_pin_without_its_count_may_be_the_top_one() -> None:
    pins = [("1100356121459093715", 50), ("1100356121459093716", ""), ("1100356121459093717", 20)]
    found = concentration(of_exports(overview(date(2026, 8, 1), "Outbound clicks", [40] * 7, pins)), Period(date(2026, 8, 1), date(2026, 8, 7)))
    assert found.top1 is None and found.top3 is None
    assert found.hhi == pytest.approx(((50**2 + 20**2) / 280**2, (50**2 + 20**2 + 210**2) / 280**2))
    assert found.remarks == ("1 row of a Pin lacks the number; it is unknown, not zero, so a top Pin may be missing.",)
