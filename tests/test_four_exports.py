"""The four overview exports of one period (three metrics, and one of mixed choices), against a count by hand.

The numbers were added up by hand from the files: the daily block, the boards table, the Pins table.
"""

from datetime import date
from pathlib import Path

import pytest

from pincore.history import History, stitch
from pincore.kpis import kpis
from pincore.measures import by, totals
from pincore.periods import Period
from pincore.reading import read_files
from pincore.reading.imports import Import

PERIOD = Period(date(2026, 8, 5), date(2026, 8, 18))
NAMES = (
    "Pinterest Analytics overview 20260805-20260818.csv",
    "Pinterest Analytics overview 20260805-20260818 (1).csv",
    "Pinterest Analytics overview 20260805-20260818 (2).csv",
    "overview_chart_outbound__pins_by_impressions.csv",
)
BOARDS = {
    "_quick_creates": (6564, 137, 60, 42),
    "slow-sunday-recipes": (5210, 109, 45, 30),
    "tiny-balcony-garden": (4052, 85, 35, 23),
    "printable-planners": (2508, 52, 22, 14),
    "capsule-wardrobe-ideas": (964, 20, 8, 5),
}
PINS = {"900719925475433012": (8325, 71, 41), "900719925472530829": (2810, 33, 22), "900719925471441955": (40, 0, 0)}


@pytest.fixture(scope="module")
def exports(real_samples: Path) -> tuple[Import, ...]:
    folder = next(path.parent for path in real_samples.rglob(NAMES[0]))
    outcomes = read_files([(name, (folder / name).read_bytes()) for name in NAMES])
    return tuple(outcome for outcome in outcomes if isinstance(outcome, Import))


@pytest.fixture(scope="module")
def history(exports: tuple[Import, ...]) -> History:
    return stitch(exports)


def test_the_account(history):
    found = totals(history, PERIOD)
    assert found.counts["impressions"] == 1210 + 1175 + 1330 + 1302 + 998 + 1044 + 1251 + 1420 + 1388 + 1501 + 2250 + 1620 + 1487 + 1322 == 19298
    assert found.counts["outbound_clicks"] == 170
    assert found.counts["saves"] == 5 + 6 + 7 + 9 + 4 + 6 + 8 + 8 + 7 + 11 + 19 + 9 + 8 + 7 == 114
    assert found.counts["pin_clicks"] == 137 + 109 + 85 + 52 + 20 == 403
    assert found.basis["pin_clicks"] == "boards"
    assert {found.basis[key] for key in ("impressions", "outbound_clicks", "saves")} == {"account"}
    assert found.rates["ocr"].value == 170 / 19298


def test_the_boards(history):
    table = by(history, "board", PERIOD).set_index("label")
    counts = table[["impressions", "pin_clicks", "outbound_clicks", "saves"]]
    assert {board: tuple(row) for board, row in zip(counts.index, counts.to_numpy(), strict=True)} == BOARDS


def test_the_pins(history):
    table = by(history, "pin", PERIOD).set_index("key")
    assert len(table) == 15
    for pin, (impressions, clicks, saves) in PINS.items():
        row = table.loc[pin]
        assert (row["impressions"], row["outbound_clicks"], row["saves"]) == (impressions, clicks, saves)
    assert table["pin_clicks"].isna().all()


def test_everything_reconciles(history):
    assert history.checks
    assert all(check.ok for check in history.checks)


@pytest.mark.parametrize("places", [(3, 2, 1, 0), (1, 0, 3, 2), (0, 1, 2, 3, 0, 2)])
def test_the_order_and_repeats_change_no_number(history, exports, places):
    other = stitch([exports[place] for place in places])
    assert kpis(other, PERIOD, None) == kpis(history, PERIOD, None)
