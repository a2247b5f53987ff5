"""The command `concentration`: its keys, its numbers, and what cannot be known."""

import json
from pathlib import Path

import pytest

from pincore.__main__ import main

KEYS = {"measure", "period", "pins_listed", "account_total", "covered", "top1", "top3", "top10", "limits", "hhi", "effective_pins", "gini",
        "by_chance_effective_pins", "half_life_days", "without_top", "projection"}  # fmt: skip


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    status = main(["concentration", *map(str, arguments)])
    return status, json.loads(capsys.readouterr().out)


def table(path: Path, rows: list[tuple[str, int, int]], days: int = 3) -> Path:
    lines = ["Date,Pin ID,Impressions,Outbound clicks"]
    lines += [f"2026-08-{day + 1:02d},{pin},{shown},{clicks}" for day in range(days) for pin, shown, clicks in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def pin(i: int) -> str:
    return str(1100356121459093715 + i)


def test_two_equal_pins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = told(capsys, table(tmp_path / "a.csv", [(pin(0), 100, 10), (pin(1), 50, 10)]))
    assert status == 0 and set(found) >= KEYS and found["error"] is None
    assert (found["measure"], found["period"], found["pins_listed"], found["account_total"]) == ("outbound_clicks", "2026-08-01..2026-08-03", 2, 60)
    assert (found["top1"], found["top3"], found["hhi"], found["effective_pins"], found["gini"]) == (0.5, 1, [0.5, 0.5], [2, 2], 0)
    assert found["limits"] == {"top3": 0.6, "top10": 0.7}
    assert set(found["half_life_days"]) == {"account", "low", "high", "pins"}
    assert [set(point) for point in found["projection"]] == [{"day", "low", "mid", "high"}] * 3


def test_another_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = told(capsys, table(tmp_path / "a.csv", [(pin(0), 100, 10), (pin(1), 50, 10)]), "--measure", "impressions")
    assert (found["measure"], found["account_total"], found["top1"]) == ("impressions", 450, 2 / 3)


def test_a_missing_column_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = told(capsys, table(tmp_path / "a.csv", [(pin(0), 100, 10)]), "--measure", "saves")
    assert [found[key] for key in ("account_total", "covered", "top1", "top3", "gini", "hhi")] == [None] * 5 + [[None, None]]
    assert found["projection"] == [] and found["reasons"]


@pytest.mark.parametrize(("option", "code"), [
    (("--period", "2024-01-01..2024-01-31"), "period_outside"), (("--period", "x"), "period_unreadable"), (("--measure", "ocr"), "measure_unknown"),
    (("--measure", "nonsense"), "measure_unknown"),
])  # fmt: skip
def test_what_cannot_be_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str], code: str) -> None:
    status, found = told(capsys, table(tmp_path / "a.csv", [(pin(0), 100, 10)]), *option)
    assert status == 1 and found["error"]["code"] == code and set(found) >= KEYS


def test_the_exports_of_a_month_agree_with_its_pin_days(sample_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The lists hold 50 of 61 Pins: the same shares, and bounds that hold what the Pin-days tell."""
    _, days = told(capsys, sample_folder / "pin-days.csv", "--period", "2026-10-01..2026-10-31")
    exports = sorted(sample_folder.glob("Pinterest Analytics overview 20261001*.csv"))
    _, lists = told(capsys, *exports)
    assert (lists["pins_listed"], days["pins_listed"]) == (50, 61)
    for key in ("account_total", "top1", "top3", "top10"):
        assert lists[key] == days[key]
    assert lists["hhi"][0] <= days["hhi"][0] <= lists["hhi"][1]
    assert lists["gini"] is None and days["gini"] is not None
    assert lists["without_top"]["pin"]["lost"] == days["without_top"]["pin"]["lost"] == 232
