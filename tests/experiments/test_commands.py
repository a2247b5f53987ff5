"""The commands `plan` and `readout`: stable keys, one line an experiment, errors that name the cell."""

import io
import json
import subprocess
import sys
import warnings

import openpyxl
import pytest

from pincore.__main__ import main
from pincore.experiments.commands import PLAN_KEYS, READOUT_KEYS, VARIANT_KEYS

ROWS = "variant,pin,impressions,outbound_clicks,saves\n" + "".join(
    f"{variant},{variant}{i},{4000 + 300 * i},{(16 if variant == 'A' else 40) + i},{20 + i}\n" for variant in "AB" for i in range(5)
)


def run(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def written(tmp_path):
    def write(text, name="test.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_the_pins_needed(capsys):
    status, (told,) = run(capsys, "plan", "--metric", "ocr", "--baseline", 0.004, "--cv", 0.6, "--lift", 0.5)
    assert status == 0
    assert set(told) == set(PLAN_KEYS)
    assert told["pins_per_variant"] == 35
    assert 0.8 <= told["power"] < 0.82
    assert told["detectable_lift"] == pytest.approx(0.5, abs=0.01)
    assert [look["day"] for look in told["looks"]] == [7, 14, 21]
    assert [look["p_limit"] for look in told["looks"]] == pytest.approx([0.00021, 0.0120, 0.0463], abs=5e-5)


def test_the_power_of_the_pins_there_are(capsys):
    _, (told,) = run(capsys, "plan", "--baseline", 0.004, "--lift", 1, "--pins", 5, "--variants", 2)
    assert told["pins_per_variant"] == 5
    assert told["power"] == pytest.approx(0.375, abs=0.01)
    assert told["says"] == "With 5 Pins a variant you will see a doubling 4 times in 10; for 8 times in 10 you need 13 Pins a variant."


def test_pairs_and_more_variants_move_the_power_as_they_should(capsys):
    powers = [
        run(capsys, "plan", "--baseline", 0.004, "--lift", 1, "--pins", 5, *more)[1][0]["power"]
        for more in (["--variants", 4], [], ["--paired-share", 0.8])
    ]
    assert powers == sorted(powers)
    _, (told,) = run(capsys, "plan", "--baseline", 0.004, "--lift", 1, "--pins", 2, "--variants", 4)
    assert told["power"] == 0
    assert len(told["warnings"]) >= 2


@pytest.mark.parametrize(
    "wrong",
    [["--baseline", 2], ["--lift", -0.5], ["--cv", 0], ["--power", 1.5], ["--variants", 1], ["--pins", 0], ["--metric", "reach"], ["--cv", "nan"]],
)
def test_a_number_that_cannot_be(capsys, wrong):
    status, (told,) = run(capsys, "plan", "--baseline", 0.004, "--lift", 0.5, *wrong)
    assert status == 1
    assert set(told) == set(PLAN_KEYS)
    assert told["error"]["problem"] and told["error"]["remedy"]


def test_a_readout(capsys, written):
    status, (told,) = run(capsys, "readout", written(ROWS))
    assert status == 0
    assert set(told) == set(READOUT_KEYS)
    assert all(set(row) == set(VARIANT_KEYS) for row in told["variants"])
    assert (told["metric"], told["control"], told["df"], told["verdict"]) == ("ocr", "A", 8, "winner")
    control, treatment = told["variants"]
    assert control["lift"] is None and control["verdict"] is None
    assert treatment["low"] > 0 and treatment["p_value"] == treatment["p_adjusted"]
    assert (treatment["impressions"], treatment["count"]) == (23_000, 210)
    assert treatment["pooled_rate"] == pytest.approx(210 / 23_000)


def test_another_metric_control_and_day(capsys, written):
    path = written(ROWS)
    _, (told,) = run(capsys, "readout", path, "--metric", "save_rate", "--smallest-effect", 0.5)
    assert (told["metric"], told["verdict"]) == ("save_rate", "no_difference")
    _, (told,) = run(capsys, "readout", path, "--control", "B")
    assert (told["control"], told["verdict"]) == ("B", "worse")
    _, (early,) = run(capsys, "readout", path, "--day", 9)
    assert early["verdict"] == "too_early" and "day 14" in early["says"]
    _, (look,) = run(capsys, "readout", path, "--day", 14)
    assert look["verdict"] == "winner"
    assert look["variants"][1]["low"] < told["variants"][1]["low"] or look["variants"][1]["high"] > 0


def test_an_early_look_asks_for_more(capsys, written):
    rows = "variant,pin,impressions,outbound_clicks\n" + "".join(
        f"{v},{v}{i},5000,{n}\n" for v, ns in (("A", (10, 20, 15)), ("B", (30, 45, 38))) for i, n in enumerate(ns)
    )
    verdicts = [run(capsys, "readout", written(rows), *day)[1][0]["verdict"] for day in ([], ["--day", 21], ["--day", 14], ["--day", 7])]
    assert verdicts == ["winner", "winner", "cannot_tell", "cannot_tell"]


def test_semicolons_other_names_and_numbers_with_marks(capsys, written):
    text = "Test;Variante;Pin;Impressionen;Ausgehende Klicks\r\n" + "".join(f"t;{v};{v}{i};5.{i}00;{20 + i}\r\n" for v in "AB" for i in range(1, 5))
    status, (told,) = run(capsys, "readout", written(text))
    assert status == 0
    assert told["experiment"] == "t"
    assert told["variants"][0]["impressions"] == 5_100 + 5_200 + 5_300 + 5_400


def test_tabs_and_quoted_thousands(capsys, written):
    text = "variant\tpin\timpressions\toutbound clicks\n" + "".join(f'{v}\t{v}{i}\t"5,{i}00"\t{20 + i}\n' for v in "AB" for i in range(1, 5))
    _, (told,) = run(capsys, "readout", written(text))
    assert told["variants"][1]["impressions"] == 21_000


def test_many_experiments_one_line_each_and_a_bad_one_stops_no_other(capsys, written):
    lines = ROWS.splitlines()
    text = "experiment," + lines[0] + "\n" + "".join(f"{name},{line}\n" for name in ("one", "two", "three") for line in lines[1:])
    text = text.replace("two,B,B4,5200,44,24", "two,B,B4,5200,5201,24")
    status, told = run(capsys, "readout", written(text))
    assert status == 1
    assert [line["experiment"] for line in told] == ["one", "two", "three"]
    assert [line["verdict"] for line in told] == ["winner", None, "winner"]
    assert told[1]["error"]["code"] == "above_impressions"
    assert "Row 21" in told[1]["error"]["problem"] and "Outbound clicks" in told[1]["error"]["problem"]


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        (("A,A1,4300,17,21", "A,A1,4300,,21"), "cell_missing", "Row 3, column “Outbound clicks”"),
        (("A,A1,4300,17,21", "A,A1,,17,21"), "cell_missing", "Row 3, column “Impressions”"),
        (("A,A1,4300,17,21", "A,A1,4300,-17,21"), "cell_negative", "Row 3, column “Outbound clicks”"),
        (("A,A1,4300,17,21", "A,A1,4300,many,21"), "cell_unreadable", "Row 3, column “Outbound clicks”"),
        (("A,A1,4300,17,21", "A,A1,4300,17.5,21"), "cell_unreadable", "Row 3, column “Outbound clicks”"),
        (("A,A1,4300,17,21", "A,A0,4300,17,21"), "pin_twice", "Row 3"),
        (("B,B1,4300", "B,A1,4300"), "pin_in_two_variants", "Row 8, column “Variant”"),
        (("A,A1,4300,17,21", ",A1,4300,17,21"), "cell_missing", "Row 3, column “Variant”"),
        (("A,A1,4300,17,21", "A,,4300,17,21"), "cell_missing", "Row 3, column “Pin id”"),
        (("A,A1,4300,17,21", "A,A1,4300,17"), "row_unreadable", "Row 3"),
        (("A,A1,4300,17,21", "a,A1,4300,17,21"), "variants_alike", "Row 3, column “Variant”"),
        (("A,A1,4300,17,21", "A,A1,4300,0.4%,21"), "cell_unreadable", "Row 3, column “Outbound clicks”"),
        (("A,A1,4300,17,21", "A,A1,4300,=8+9,21"), "cell_unreadable", "Row 3, column “Outbound clicks”"),
        (("A,A1,4300,17,21", "A,A1,4300,NaN,21"), "cell_missing", "Row 3, column “Outbound clicks”"),
        (("A,A1,4300,17,21", "A,Total,4300,17,21"), "total_row", "Row 3"),
        (("A,A1,4300,17,21", "Summe,x,4300,17,21"), "total_row", "Row 3"),
        (("saves", "Outbound clicks"), "columns_twice", "(column 4) and “Outbound clicks” (column 5)"),
        (("variant,", "what,"), "columns_missing", "Variant"),
        (("outbound_clicks", "things"), "metric_missing", ""),
    ],
)
def test_a_bad_cell_is_named(capsys, written, change, code, named):
    assert change[0] in ROWS
    status, (told,) = run(capsys, "readout", written(ROWS.replace(*change)), *(["--metric", "ocr"] if code == "metric_missing" else []))
    assert status == 1
    assert set(told) == set(READOUT_KEYS)
    assert told["error"]["code"] == code
    assert named in told["error"]["problem"]
    assert told["error"]["remedy"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, b"variant,pin,impressions,saves\n", b"a,b\n1,2\n"])
def test_a_file_that_is_no_table_of_pins(capsys, written, data):
    status, (told,) = run(capsys, "readout", written(data))
    assert status == 1
    assert told["error"]["problem"] and told["error"]["remedy"]


def test_a_file_that_is_not_there(capsys, tmp_path):
    status, (told,) = run(capsys, "readout", tmp_path / "none.csv")
    assert status == 1
    assert told["error"]["code"] == "file_unreadable"


def test_the_wrong_control_is_told_the_names(capsys, written):
    _, (told,) = run(capsys, "readout", written(ROWS), "--control", "C")
    assert told["error"]["code"] == "control_unknown" and "A, B" in told["error"]["remedy"]


def test_pairs_are_read_out_as_pairs(capsys, written):
    text = "variant,pin,impressions,outbound_clicks,pair_id\n" + "".join(
        f"{v},{v}{i},6000,{(10 + 9 * i) * (2 if v == 'B' else 1) + i % 2},p{i}\n" for i in range(6) for v in "AB"
    )
    _, (told,) = run(capsys, "readout", written(text))
    assert (told["df"], told["verdict"]) == (5, "winner")
    alone = run(capsys, "readout", written(text.replace("pair_id", "other")))[1][0]
    assert (alone["df"], alone["verdict"]) == (10, "cannot_tell")
    _, (told,) = run(capsys, "readout", written(text.replace("p3\n", "\n")))
    assert told["error"]["code"] == "pair_missing"
    _, (told,) = run(capsys, "readout", written(text.replace("p3\n", "p4\n")))
    assert told["error"]["code"] == "pair_twice"


def test_a_plan_loads_no_table_or_statistics_library():
    code = "import sys; from pincore.__main__ import main; main(['plan', '--baseline', '0.004', '--lift', '0.5'])\n"
    code += "print([name for name in ('pandas', 'pyarrow', 'scipy', 'statsmodels') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_ids_that_a_spreadsheet_rounded_are_said(capsys, written):
    text = ROWS.replace(",A1,", ",9.00719E+17,").replace(",A2,", ",9.00719E+17,")
    _, (told,) = run(capsys, "readout", written(text))
    assert told["error"]["code"] == "pin_twice" and "rounded" in told["error"]["remedy"]


def test_a_cell_that_is_no_number_stops_no_other_experiment(capsys, written):
    lines = ROWS.splitlines()
    text = "experiment," + lines[0] + "\n" + "".join(f"{name},{line}\n" for name in ("one", "two") for line in lines[1:])
    status, told = run(capsys, "readout", written(text.replace("two,B,B4,5200,44,24", "two,B,B4,5200,many,24")))
    assert status == 1
    assert told[0]["verdict"] == "winner"
    assert told[1]["error"]["code"] == "cell_unreadable" and "Row 21" in told[1]["error"]["problem"]


def test_rows_without_an_experiment_are_no_experiment_of_their_own(capsys, written):
    lines = ROWS.splitlines()
    text = "experiment," + lines[0] + "\n" + "".join(f"{name},{line}\n" for name in ("one", "") for line in lines[1:])
    status, told = run(capsys, "readout", written(text))
    assert status == 1
    assert [line["verdict"] for line in told] == ["winner", None]
    assert "Row 12, column “Experiment”" in told[1]["error"]["problem"]


def test_another_metric_than_the_usual_one_is_said(capsys, written):
    _, (told,) = run(capsys, "readout", written(ROWS.replace("outbound_clicks", "things")))
    assert told["metric"] == "save_rate"
    assert "no column of outbound clicks" in told["warnings"][0]
    _, (told,) = run(capsys, "readout", written(ROWS), "--metric", "save_rate")
    assert told["warnings"] == []


def test_a_column_of_products_makes_no_pairs(capsys, written):
    lines = ROWS.splitlines()
    text = lines[0] + ",product\n" + "".join(f"{line},p{i % 5}\n" for i, line in enumerate(lines[1:]))
    assert run(capsys, "readout", written(text))[1][0]["df"] == 8


@pytest.mark.parametrize("smallest", [-0.1, 1.5, 10, "nan"])
def test_a_smallest_effect_that_is_no_share(capsys, written, smallest):
    status, (told,) = run(capsys, "readout", written(ROWS), "--smallest-effect", smallest)
    assert status == 1
    assert told["error"]["code"] == "number_impossible"


def test_the_controls_name_may_have_other_capitals_and_spaces(capsys, written):
    assert run(capsys, "readout", written(ROWS), "--control", " b ")[1][0]["control"] == "B"
    assert run(capsys, "readout", written(ROWS.replace("B,", "Kontrolle,")))[1][0]["control"] == "Kontrolle"


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_codings_read_the_same(capsys, written, coding):
    assert run(capsys, "readout", written(ROWS.encode(coding))) == run(capsys, "readout", written(ROWS))


def sheets(**tables):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbooks_table_is_found_on_its_sheet(capsys, written):
    table = [[int(cell) if cell.isdecimal() else cell for cell in line.split(",")] for line in ROWS.splitlines()]
    plain = run(capsys, "readout", written(ROWS))
    assert run(capsys, "readout", written(sheets(data=table), "a.xlsx")) == plain
    assert run(capsys, "readout", written(sheets(notes=[["notes"]], data=table), "b.xlsx")) == plain
    _, (told,) = run(capsys, "readout", written(sheets(one=table, two=table), "c.xlsx"))
    assert told["error"]["code"] == "several_sheets" and "“one”, “two”" in told["error"]["problem"]


def test_a_huge_interval_is_told_without_a_warning_of_the_arithmetic(capsys, written):
    rows = [("A", 10**6, 0), ("A", 10**6, 10**6), ("B", 10**6, 0), ("B", 10**6, 10**6)]
    text = "variant,pin,impressions,outbound_clicks\n" + "".join(f"{v},{i},{n},{c}\n" for i, (v, n, c) in enumerate(rows))
    path = written(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, (told,) = run(capsys, "readout", path, "--day", 7)
    assert told["variants"][1]["high"] is None


def test_a_plan_keeps_to_rates_below_1_and_counts_one_pin(capsys):
    _, (told,) = run(capsys, "plan", "--baseline", 0.3, "--lift", 0.5, "--pins", 3)
    assert told["detectable_lift"] is None
    _, (told,) = run(capsys, "plan", "--baseline", 0.004, "--lift", 0.5, "--pins", 1)
    assert told["says"].startswith("With 1 Pin a variant")


def test_a_plan_says_that_impressions_are_what_lacks(capsys):
    _, (told,) = run(capsys, "plan", "--baseline", 0.004, "--lift", 5, "--impressions", 1)
    assert told["pins_per_variant"] is None
    assert any("so few impressions" in said for said in told["warnings"])
    _, (told,) = run(capsys, "plan", "--baseline", 0.004, "--lift", 0.5, "--impressions", 800)
    assert any("% of the Pins will have enough impressions" in said for said in told["warnings"])
