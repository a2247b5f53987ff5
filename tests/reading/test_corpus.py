"""Odd and damaged files: each is read right, declined with its reason, or asked about. Never wrong in silence."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pincore.__main__ import main
from pincore.reading import Declined, read_files
from tests.reading.grading import faults

CORPUS = Path(__file__).parents[1] / "data" / "corpus"
INDEX = json.loads((CORPUS / "index.json").read_text(encoding="utf-8"))
KEPT = [row for row in INDEX if (CORPUS / row["file"]).exists()]
EXPECTED = {row["file"]: row["expect"] for row in INDEX}


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one answer of `pincore check` about a file."""
    capsys.readouterr()
    main(["check", str(path), "--titles"])
    (line,) = capsys.readouterr().out.splitlines()
    answer: dict[str, Any] = json.loads(line)
    return answer


@pytest.mark.parametrize("row", KEPT, ids=lambda row: row["file"])
def test_a_file_comes_out_as_expected(row: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert not faults(check(CORPUS / row["file"], capsys), row["expect"]), row["what"]


def test_all_but_the_largest_files_are_here() -> None:
    missing = {row["file"] for row in INDEX} - {row["file"] for row in KEPT}
    assert missing == {"txt_title_1mb.csv", "bomb_200mb_rows.xlsx", "bomb_nested_quotes_10mb.csv", "bomb_million_commas.csv"}


@pytest.mark.parametrize("row", [row for row in KEPT if "upload_as" in row["expect"]], ids=lambda row: row["file"])
def test_a_name_changes_nothing(row: dict[str, Any]) -> None:
    data = (CORPUS / row["file"]).read_bytes()
    plain, named = read_files([("pins.csv", data), (row["expect"]["upload_as"], data)])
    assert plain.digest == named.digest
    assert named.name == row["expect"]["upload_as"]


def test_a_title_of_a_megabyte_does_no_harm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header, *rows = (CORPUS / "clean_utf8.csv").read_text(encoding="utf-8").splitlines()
    cells = rows[4].split(",")
    rows[4] = ",".join([*cells[:2], "A" * 1_000_000, *cells[-7:]])
    path = tmp_path / "long title.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    answer = check(path, capsys)
    assert not faults(answer, EXPECTED["clean_utf8.csv"])
    assert max(map(len, answer["titles"].values())) < 10_000


def million_commas() -> bytes:
    return b"Date,Pin ID,Impressions" + b"," * 1_000_000 + b"\n2026-08-01,900719925475433012,5\n"


def ten_megabytes_of_quotes() -> bytes:
    return b'"' * 10_000_000


def one_endless_cell() -> bytes:
    return b'Date,Pin ID,Pin title,Impressions,Pin clicks,Outbound clicks,Saves\n2026-08-01,900719925475433012,"' + b"x\n" * 15_000_000


def workbook(rows: int, lie: bool = False) -> bytes:
    """A workbook of few bytes with very many rows; a lying one says in its table of contents that it is small."""
    base = (CORPUS / "x_dates_text_iso.xlsx").read_bytes()
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(base)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name.startswith("xl/worksheets/sheet"):
                row = b"<row><c><v>1</v></c></row>"
                start, end = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>', b"</sheetData></worksheet>"
                with target.open(name, "w", force_zip64=True) as sheet:
                    sheet.write(start)
                    for _ in range(rows // 10_000):
                        sheet.write(row * 10_000)
                    sheet.write(end)
            else:
                target.writestr(name, source.read(name))
        sizes = {info.filename: info.file_size for info in target.infolist()}
    data = made.getvalue()
    if lie:
        largest = max(sizes.values())
        data = data.replace(largest.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    return data


def archive_of_many() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.csv", b"")
    return made.getvalue()


def archive_of_zeros() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("pins.csv", "w", force_zip64=True) as member:
        for _ in range(600):
            member.write(bytes(1_000_000))
    return made.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "a million columns.csv": (million_commas, ("column", "header")),
    "ten megabytes of quotes.csv": (ten_megabytes_of_quotes, ("quote", "column", "header", "table", "read")),
    "a cell that never ends.csv": (one_endless_cell, ("quote", "row", "line")),
    "eight million rows.xlsx": (lambda: workbook(8_000_000), ("large", "unpack", "rows", "limit")),
    "eight million rows, denied.xlsx": (lambda: workbook(8_000_000, lie=True), ("large", "unpack", "rows", "limit", "damaged")),
    "twenty thousand files.zip": (archive_of_many, ("files", "many", "limit", "entries")),
    "600 megabytes of nothing.zip": (archive_of_zeros, ("large", "unpack", "limit")),
}
MEASURED = """
import json, re, resource, sys, time
from pathlib import Path
from pincore.reading import Declined, read_files
path = Path(sys.argv[1])
started = time.process_time()
outcomes = read_files([(path.name, path.read_bytes())])
seconds = time.process_time() - started
status = Path("/proc/self/status")
if status.exists():  # the other count holds what the process that started this one had
    memory = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 2**10
else:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
said = [f"{outcome.problem} {outcome.remedy}" if isinstance(outcome, Declined) else None for outcome in outcomes]
print(json.dumps({"seconds": seconds, "megabytes": memory, "said": said}))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_declined_quickly_and_in_little_memory(name: str, tmp_path: Path) -> None:
    make, words = BOMBS[name]
    path = tmp_path / name
    path.write_bytes(make())
    told = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True, timeout=60)
    answer = json.loads(told.stdout)
    assert all(answer["said"]), "a bomb was read"
    assert any(word in answer["said"][0].lower() for word in words), answer["said"]
    assert answer["seconds"] < 5
    assert answer["megabytes"] < 500


def test_a_declined_file_leaves_the_others_alone() -> None:
    good, bad, again = read_files(
        [("a.csv", (CORPUS / "clean_utf8.csv").read_bytes()), ("b.csv", b""), ("c.csv", (CORPUS / "eol_crlf.csv").read_bytes())]
    )
    assert isinstance(bad, Declined)
    assert not isinstance(good, Declined)
    assert not isinstance(again, Declined)
