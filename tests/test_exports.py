"""Tables as CSV: nothing in them is a formula, numbers stay numbers."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from pincore.exports import csv_bytes, neutralise

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "＋1", "－1", "＠x", " =1", "\u3000=1", "\ufeff=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "soup", "a=b", "1.5", "https://example.com/?a=1", "'quoted"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutralise(text) == text


def test_numbers_stay_numbers_and_missing_is_empty() -> None:
    frame = pd.DataFrame(
        {
            "label": ["=cmd()", "Soup"],
            "clicks": [12.0, np.nan],
            "change": [-3.5, 0.0],
            "whole": np.array([-2, 7], dtype="int64"),
            "day": pd.to_datetime(["2026-08-01", None]),
            "sure": [True, False],
            "unused": ["=x", "=y"],
        }
    )
    labels = {"label": "Pin", "clicks": "Clicks", "change": "Change", "whole": "Whole", "day": "Day", "sure": "Sure", "absent": "Absent"}
    text = csv_bytes(frame, labels).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["Pin", "Clicks", "Change", "Whole", "Day", "Sure"],
        ["'=cmd()", "12", "-3.5", "-2", "2026-08-01", "yes"],
        ["Soup", "", "0", "7", "", "no"],
    ]


def test_a_hostile_header_is_neutralised_too() -> None:
    assert csv_bytes(pd.DataFrame({"a": ["x"]}), {"a": "=1"}).decode("utf-8-sig").splitlines()[0] == "'=1"
