"""The command line: one JSON object a line, stable keys, an exit status that tells."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest

from pincore.__main__ import main
from pincore.commands import KEYS

CHECKED = {
    "file", "ok", "kind", "n_rows", "n_pins", "date_min", "date_max", "totals", "boards_totals", "pins_totals", "blanks", "estimated_from",
    "warnings", "notes", "error", "ask",
}  # fmt: skip
MEASURED = {"value", "count", "out_of", "before", "change", "relative", "low", "high", "band"}


def run(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "pin days.csv"
    days = [date(2026, 7, 1) + timedelta(n) for n in range(62)]
    lines = [f"{day},1100356121459093715,Soup,{100 + n},{2},{1}" for n, day in enumerate(days)]
    path.write_text("\n".join(["Date,Pin ID,Pin title,Impressions,Outbound clicks,Saves", *lines]) + "\n")
    return path


@pytest.fixture
def overview(real_samples):
    return next(real_samples.rglob("Pinterest Analytics overview 20260805-20260818.csv"))


def test_check_of_a_pin_day_table(capsys, table):
    status, (told,) = run(capsys, "check", table)
    assert status == 0
    assert set(told) == CHECKED
    assert (told["ok"], told["kind"], told["n_rows"], told["n_pins"]) == (True, "pin_days", 62, 1)
    assert (told["date_min"], told["date_max"]) == ("2026-07-01", "2026-08-31")
    assert told["totals"] == {"impressions": sum(range(100, 162)), "pin_clicks": None, "outbound_clicks": 124, "saves": 62}
    assert told["boards_totals"] is None
    assert told["notes"][0].keys() == {"code", "level", "row", "says", "remedy"}


def test_check_of_an_overview(capsys, overview):
    status, (told,) = run(capsys, "check", overview)
    assert status == 0
    assert told["totals"] == {"impressions": 19298, "pin_clicks": None, "outbound_clicks": None, "saves": None}
    assert told["boards_totals"] == {"impressions": 19298, "pin_clicks": 403, "outbound_clicks": 170, "saves": 114}
    assert told["pins_totals"]["impressions"] == 19298
    assert told["n_pins"] == 15


def test_titles_when_asked_for(capsys, table):
    _, (told,) = run(capsys, "check", "--titles", table)
    assert told["titles"] == {"1100356121459093715": "Soup"}


def test_a_bad_file_has_an_error_and_the_others_a_line(capsys, table, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    status, told = run(capsys, "check", empty, table, tmp_path / "none.csv", tmp_path)
    assert status == 1
    assert [line["ok"] for line in told] == [False, True, False, False]
    assert told[0]["error"].keys() == {"code", "problem", "remedy"}
    assert told[2]["error"]["code"] == "file_unreadable"
    assert all(set(line) == CHECKED for line in told)


def test_a_file_that_must_be_asked_about(capsys, tmp_path):
    path = tmp_path / "ambiguous.csv"
    path.write_text("Date,Pin ID,Impressions\n" + "".join(f"0{m}/0{d}/2026,1100356121459093715,5\n" for m in (3, 4) for d in (1, 2, 3, 4, 5)))
    status, (told,) = run(capsys, "check", path)
    assert status == 1
    assert told["ok"] is None
    assert told["ask"]


def test_kpis_of_the_default_period(capsys, table):
    status, (told,) = run(capsys, "kpis", table)
    assert status == 0
    assert (told["period"], told["against"]) == ("2026-08-01..2026-08-31", "2026-07-01..2026-07-31")
    assert set(told["measures"]) == set(KEYS)
    assert all(set(measure) >= MEASURED for measure in told["measures"].values())
    clicks = told["measures"]["outbound_clicks"]
    assert (clicks["value"], clicks["before"], clicks["change"], clicks["relative"]) == (62, 62, 0, 0)
    assert told["measures"]["pin_clicks"]["value"] is None
    assert told["measures"]["ocr"]["out_of"] == sum(range(131, 162))


def test_kpis_of_a_period(capsys, table):
    status, (told,) = run(capsys, "kpis", table, "--period", "2026-08-01..2026-08-07", "--against", "2026-07-01..2026-07-07")
    assert status == 0
    assert told["measures"]["saves"]["value"] == 7
    _, (told,) = run(capsys, "kpis", table, "--period", "2026-08-01..2026-08-07")
    assert told["against"] == "2026-07-25..2026-07-31"


@pytest.mark.parametrize("period", ["August", "2020-01-01..2020-01-31", "2026-08-09..2026-08-01"])
def test_a_period_that_cannot_be(capsys, table, period):
    status, (told,) = run(capsys, "kpis", table, "--period", period)
    assert status == 1
    assert told["error"]["problem"]
    assert told["measures"] is None


def test_kpis_with_a_bad_file_give_the_rest_and_say_so(capsys, table, tmp_path):
    status, (told,) = run(capsys, "kpis", table, tmp_path / "none.csv")
    assert status == 1
    assert told["measures"]["saves"]["value"] == 31
    assert [file["ok"] for file in told["files"]] == [True, False]


def test_help_loads_nothing_that_it_does_not_use():
    code = "import sys; sys.argv = ['pincore', '--help']\ntry:\n import pincore.__main__ as m; m.main()\nexcept SystemExit: pass\n"
    code += "print([name for name in ('pandas', 'numpy', 'altair', 'streamlit') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_diagnose_says_what_is_found_clear_and_unchecked(capsys, table):
    status, (told,) = run(capsys, "diagnose", table, "--period", "2026-08-01..2026-08-28", "--against", "2026-07-04..2026-07-31")
    assert status == 0
    assert {"period", "against", "found", "clear", "unchecked", "change"} <= set(told)
    assert all({"key", "subject", "evidence", "signals", "do", "because"} <= set(row) for row in told["found"])
    assert all(set(part) == {"name", "value", "limit"} for row in told["found"] for part in row["evidence"])
    assert "low_ocr" in told["clear"]
    assert {"key", "needs"} == set(told["unchecked"][0])
    parts = told["change"]["saves"]
    assert parts["total"] == pytest.approx(parts["reach"] + parts["rate"] + parts["mix"] + (parts["season"] or 0), abs=1e-9)


def test_diagnose_of_a_period_that_nothing_tells_of_is_an_error(capsys, table):
    status, (told,) = run(capsys, "diagnose", table, "--period", "2020-01-01..2020-01-31")
    assert status == 1
    assert told["error"]["code"] == "period_outside"
