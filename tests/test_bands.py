"""A band is named only when the data can tell."""

import pytest

from pincore.bands import ACTIONS, BANDS, Thresholds, place
from pincore.uncertainty import interval

OCR, SAVES = Thresholds().ocr, Thresholds().save_rate


@pytest.mark.parametrize(
    ("count", "out_of", "band"),
    [(500, 1_000_000, "poor"), (2000, 1_000_000, "workable"), (9000, 1_000_000, "strong"), (4, 1000, None), (0, 100, None), (1000, 1_000_000, None)],
)
def test_one_band_or_none(count, out_of, band):
    placing = place("ocr", interval(count, out_of), OCR)
    assert placing.band == band
    assert placing.says
    assert placing.action


def test_two_neighbours_are_said_and_three_are_too_many():
    assert place("ocr", interval(45, 10000), OCR).says.startswith("workable or strong")
    assert place("ocr", interval(5, 6000), OCR).says.startswith("poor or workable")
    assert place("ocr", interval(1, 300), OCR).says == "too few clicks to judge"


@pytest.mark.parametrize(("key", "edges", "enough"), [("ocr", OCR, 3000), ("save_rate", SAVES, 1500)])
def test_zero_needs_enough_impressions(key, edges, enough):
    assert place(key, interval(0, enough), edges).band == "poor"
    assert place(key, interval(0, enough * 0.9), edges).band is None


def test_nothing_known_is_no_band():
    assert place("ocr", None, OCR).band is None


def test_every_band_has_an_action():
    assert set(ACTIONS) == {(key, band) for key in ("ocr", "save_rate") for band in BANDS}
