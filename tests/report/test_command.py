"""`pincore report`: a file, a line, and an exit status that tells."""

import json

import pytest

from pincore.__main__ import main
from pincore.experiments.log_file import log_json
from tests.experiments.test_log import won
from tests.report.hostile import hostile_csv
from tests.report.test_look import picture

STARTS = {"html": b"<!doctype html>", "pdf": b"%PDF-", "xlsx": b"PK"}
KEYS = {"report", "period", "against", "answer", "sections", "bytes", "error", "files"}


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "pins.csv"
    path.write_bytes(hostile_csv().replace(b"A" * 2**20, b""))
    return path


def run(capsys, *arguments):
    status = main(["report", *map(str, arguments)])
    (line,) = capsys.readouterr().out.splitlines()
    return status, json.loads(line)


@pytest.mark.parametrize("ending", STARTS)
def test_a_report_is_written(capsys, tmp_path, export, ending):
    logo, log, out = tmp_path / "logo.png", tmp_path / "log.json", tmp_path / f"report.{ending}"
    logo.write_bytes(picture("PNG"))
    log.write_bytes(log_json([won()]))
    status, told = run(capsys, export, "-o", out, "--name", "Fern", "--logo", logo, "--colour", "#ffd400", "--experiments", log)
    assert status == 0 and told["error"] is None
    assert set(told) == KEYS
    assert out.read_bytes().startswith(STARTS[ending]) and out.stat().st_size == told["bytes"]
    assert told["period"] == "2026-08-01..2026-08-31"
    assert [section["key"] for section in told["sections"]] == ["numbers", "changes", "findings", "experiments", "risk", "method"]


def test_the_period_can_be_chosen(capsys, tmp_path, export):
    status, told = run(capsys, export, "-o", tmp_path / "r.html", "--period", "2026-08-01..2026-08-14", "--against", "2026-07-01..2026-07-14")
    assert status == 0
    assert (told["period"], told["against"]) == ("2026-08-01..2026-08-14", "2026-07-01..2026-07-14")


WRONG = {
    "format_unknown": ["-o", "{}/report.doc"],
    "colour_unreadable": ["-o", "{}/r.html", "--colour", "red"],
    "period_unreadable": ["-o", "{}/r.html", "--period", "august"],
    "period_outside": ["-o", "{}/r.html", "--period", "2020-01-01..2020-01-31"],
    "file_unwritable": ["-o", "{}/nowhere/r.html"],
    "file_unreadable": ["-o", "{}/r.html", "--logo", "{}/none.png"],
    "logo_unreadable": ["-o", "{}/r.html", "--logo", "{}/pins.csv"],
    "log_unreadable": ["-o", "{}/r.html", "--experiments", "{}/pins.csv"],
}


@pytest.mark.parametrize("code", WRONG)
def test_what_cannot_be_is_said_and_nothing_is_written(capsys, tmp_path, export, code):
    hostile = export.read_bytes()
    if code == "logo_unreadable":
        export.write_bytes(hostile[:500_000])
    status, told = run(capsys, export, *[word.format(tmp_path) for word in WRONG[code]])
    assert status == 1
    assert told["error"]["code"] == code and told["error"]["remedy"]
    assert set(told) == KEYS
    assert [path.name for path in tmp_path.iterdir()] == ["pins.csv"]


def test_a_file_that_is_not_read_is_told_and_the_rest_is_written(capsys, tmp_path, export):
    status, told = run(capsys, export, tmp_path / "none.csv", "-o", tmp_path / "r.xlsx")
    assert status == 1 and told["error"] is None and told["report"]
    assert [file["ok"] for file in told["files"]] == [True, False]


def test_no_numbers_no_report(capsys, tmp_path):
    status, told = run(capsys, tmp_path / "none.csv", "-o", tmp_path / "r.html")
    assert status == 1 and told["error"]["code"] == "nothing_known"
