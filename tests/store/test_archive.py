"""A workspace as one file: everything comes back, other tools read it, and a damaged or hostile file gives an error and nothing else."""

import base64
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincore.bands import Thresholds
from pincore.choosing import choices
from pincore.errors import InputError
from pincore.kpis import kpis
from pincore.reading import Declined, read_files
from pincore.reading.imports import Import
from pincore.report.look import read_logo
from pincore.report.types import Subject
from pincore.store import Content, Loaded, Saved, Settings, Upload
from pincore.store.archive import archive, read_archive
from pincore.store.limits import MOST_COMMENTS
from pincore.store.types import Comment, Thread
from tests.report.test_look import picture
from tests.store.made import assert_same, content, experiment, history_of, learned, sample_uploads, upload_of

DATA = Path(__file__).parents[1] / "data"
SMALL = (
    "Date,Pin ID,Pin title,Impressions,Outbound clicks,Saves\n2026-08-01,1100356121459093715,=1+1 🍲,10,1,\n2026-08-02,1100356121459093715,x,,0,2\n"
)
OURS: dict[str, Any] = {"compression": "NONE", "store_schema": False, "write_statistics": False}
PINS = "files/01-small/pins.parquet"


def saved(kept: Content, name: str = "Fern & Fig") -> Saved:
    return Saved("a" * 32, name, 3, kept, {})


def thread() -> Thread:
    """A talk on a day that is resolved and shown over links."""
    said = (
        Comment("b" * 32, "Fern", True, "Why?", datetime(2026, 10, 1, 8, tzinfo=UTC)),
        Comment("c" * 32, "Anna", False, "The newsletter.", datetime(2026, 10, 2, 8, tzinfo=UTC)),
    )
    return Thread("b" * 32, Subject("day", "2026-09-30", "30 September 2026"), True, datetime(2026, 10, 3, tzinfo=UTC), said)


@lru_cache(maxsize=1)
def small() -> bytes:
    return archive(saved(Content((upload_of("small.csv", SMALL.encode()),), (experiment(),), Settings(report_name="F"))))


def made_again(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The archive with its entries changed, and whole as a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    change(entries)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content_of in entries.items():
            written.writestr(name, content_of)
    return out.getvalue()


def told_with(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The archive with another `workspace.json`."""

    def put(entries: dict[str, bytes]) -> None:
        told = json.loads(entries["workspace.json"])
        change(told)
        entries["workspace.json"] = json.dumps(told).encode()

    return made_again(data, put)


def code_or_content(data: bytes) -> Content | str:
    """What the file holds, or the code of its error."""
    try:
        return read_archive(data).content
    except InputError as error:
        return error.code


def table_of(**columns: Any) -> bytes:
    """A pins frame as a Parquet file of another's making."""
    days = pa.array([20000], pa.date32())
    whole = {"pin": pa.array(["1"]), "start": days, "end": days, "estimated": pa.array([False]), **columns}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(whole), sink, **OURS)
    return bytes(sink.getvalue())


def with_pins(parquet: bytes) -> bytes:
    return made_again(small(), lambda entries: entries.update({PINS: parquet}))


def test_everything_comes_back_as_it_was() -> None:
    kept = Content(sample_uploads(), (learned("x"),), Settings(Thresholds(ocr=(0.002, 0.005)), filters=(("Device", "Mobile"),)))
    found = read_archive(archive(saved(kept)))
    assert found.name == "Fern & Fig"
    assert_same(kept, found.content)


def test_a_logo_comes_back_and_a_foreign_one_is_drawn_anew() -> None:
    logo = read_logo(picture("PNG"))
    kept = Content((), (), Settings(report_name="Fern", report_colour="#2c7553", report_logo=logo))
    assert read_archive(archive(saved(kept))).content == kept
    foreign = base64.b64encode(picture("JPEG") + b"<script>").decode()
    found = read_archive(told_with(archive(saved(kept)), lambda told: told["settings"].update(report_logo=foreign))).content.settings.report_logo
    assert found and found.startswith(b"\x89PNG") and b"script" not in found


def test_the_numbers_are_the_same_afterwards() -> None:
    found = read_archive(archive(saved(content()))).content
    before, after = history_of(sample_uploads()), history_of(found.uploads)
    assert (before.digest, before.notes, before.checks) == (after.digest, after.notes, after.checks)
    chosen = choices(before)[0]
    assert kpis(before, chosen.period, chosen.against) == kpis(after, chosen.period, chosen.against)


def test_whatever_can_be_read_can_be_taken_along() -> None:
    uploads = {}
    for path in sorted((DATA / "samples").rglob("*")):
        imports = tuple(outcome for outcome in read_files([(path.name, path.read_bytes())]) if isinstance(outcome, Import)) if path.is_file() else ()
        if imports:
            uploads[imports[0].digest] = Upload(imports[0].digest, path.name, imports)
    assert len({item.kind for one in uploads.values() for item in one.imports}) > 15
    imports = tuple(item for one in uploads.values() for item in one.imports)[:3]
    uploads["0" * 64] = Upload("0" * 64, "several in one.zip", imports)
    kept = Content(tuple(uploads.values()))
    assert_same(kept, read_archive(archive(saved(kept))).content)


def test_an_empty_workspace_comes_back() -> None:
    assert read_archive(archive(saved(Content(), ""))) == Loaded("", Content())


def test_other_tools_read_it() -> None:
    with zipfile.ZipFile(io.BytesIO(small())) as opened:
        told = json.loads(opened.read("workspace.json"))
        table = pq.read_table(io.BytesIO(opened.read(PINS)))
    assert (told["pincore_workspace"], told["name"], told["uploads"][0]["told"]["name"]) == (1, "Fern & Fig", "small.csv")
    assert [str(kind) for kind in table.schema.types] == ["string", "date32[day]", "date32[day]", *["double"] * 3, "bool"]
    assert table.column("impressions").to_pylist() == [10, None]


def test_talk_goes_along_and_comes_back() -> None:
    data = archive(saved(Content()), (thread(),))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        (told,) = json.loads(opened.read("workspace.json"))["talk"]
    assert [one["text"] for one in told["comments"]] == ["Why?", "The newsletter."]
    assert read_archive(data) == Loaded("Fern & Fig", Content(), (thread(),))


TALK: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "nothing said": (lambda told: told.update(comments=[]), "says nothing"),
    "a note without letters": (lambda told: told["comments"][1].update(text=" \u202e\x00"), "says nothing"),
    "a day that is none": (lambda told: told["subject"].update(key="2026-09-31"), "a day that is none"),
    "a day and more": (lambda told: told["subject"].update(key="2026-09-30x"), "a day that is none"),
    "a subject of another kind": (lambda told: told["subject"].update(kind="person"), "talk"),
    "a moment that is none": (lambda told: told["comments"][0].update(made_at="yesterday"), "talk"),
}


@pytest.mark.parametrize("name", TALK)
def test_talk_that_cannot_be_is_declined(name: str) -> None:
    change, says = TALK[name]
    with pytest.raises(InputError, match=says):
        read_archive(told_with(archive(saved(Content()), (thread(),)), lambda told: change(told["talk"][0])))


def test_more_talk_than_is_kept_is_declined() -> None:
    many = replace(thread(), comments=thread().comments * (MOST_COMMENTS // 2) + thread().comments[:1])
    with pytest.raises(InputError, match="too large"):
        read_archive(archive(saved(Content()), (many,)))


def test_the_usual_door_says_where_it_belongs() -> None:
    (found,) = read_files([("mine.zip", small())])
    assert isinstance(found, Declined)
    assert (found.code, found.remedy) == ("workspace_file", "Load it on the Workspaces page.")


def test_an_archive_of_exports_beside_another_workspace_json_is_read_as_ever() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        opened.writestr("workspace.json", '{"folders": []}')
        opened.writestr("small.csv", SMALL)
    assert any(isinstance(outcome, Import) for outcome in read_files([("exports.zip", out.getvalue())]))


@settings(max_examples=100)
@given(st.integers(0, 10**9), st.integers(0, 7))
def test_a_flipped_bit_gives_an_error_or_changes_nothing(at: int, bit: int) -> None:
    damaged = bytearray(small())
    damaged[at % len(damaged)] ^= 1 << bit
    found = code_or_content(bytes(damaged))
    assert found == "workspace_unreadable" or not isinstance(found, str)
    if isinstance(found, Content):
        assert_same(read_archive(small()).content, found)


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_a_file_cut_off_gives_an_error(at: int) -> None:
    with pytest.raises(InputError, match="no workspace: it is damaged"):
        read_archive(small()[: at % len(small())])


@settings(max_examples=150)
@given(st.integers(0, 10**9), st.integers(0, 255))
def test_a_changed_byte_within_a_table_gives_an_error_or_a_table(at: int, byte: int) -> None:
    with zipfile.ZipFile(io.BytesIO(small())) as opened:
        table = bytearray(opened.read(PINS))
    table[at % len(table)] = byte
    found = code_or_content(with_pins(bytes(table)))
    if isinstance(found, Content):
        assert len(found.uploads[0].imports[0].frames["pins"].dropna(subset=["pin", "start", "end"])) == 2
    else:
        assert found in ("workspace_unreadable", "workspace_large")


def test_a_table_of_another_s_making_is_checked() -> None:
    assert len(read_archive(with_pins(table_of())).content.uploads[0].imports[0].frames["pins"]) == 1


WRONG: dict[str, tuple[Any, str]] = {
    "a column of ours in another type": (table_of(impressions=pa.array(["many"])), "“impressions” is none of a known type"),
    "a column that nobody knows": (table_of(email=pa.array(["a@b.de"])), "“email” is none of a known type"),
    "a list": (table_of(impressions=pa.array([[1.0]])), "no Parquet file as Pincore writes it"),
    "bytes in place of text": (table_of(pin=pa.array([b"\xff"])), "no Parquet file as Pincore writes it"),
    "a row without its Pin": (table_of(pin=pa.array([None], pa.string())), "a row of it has no key"),
    "an end before its start": (table_of(end=pa.array([19999], pa.date32())), "a row of it has no key"),
    "a day after all days": (table_of(start=pa.array([2**31 - 1], pa.date32())), "out of all bounds"),
    "an endless number": (table_of(impressions=pa.array([float("inf")])), "a number in it cannot be"),
    "a number below zero": (table_of(impressions=pa.array([-1.0])), "a number in it cannot be"),
    "no Parquet": (b"PAR1 nothing PAR1", "no Parquet file as Pincore writes it"),
    "nothing": (b"", "no Parquet file as Pincore writes it"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_table_that_is_none_of_ours_is_declined(name: str) -> None:
    parquet, says = WRONG[name]
    with pytest.raises(InputError, match=re.escape(says)):
        read_archive(with_pins(parquet))


def test_a_missing_column_is_told() -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"pin": ["1"]}), sink, **OURS)
    with pytest.raises(InputError, match="“start” is missing"):
        read_archive(with_pins(bytes(sink.getvalue())))


@pytest.mark.parametrize(
    "options", [{"compression": "zstd"}, {"column_encoding": {"pin": "DELTA_BYTE_ARRAY"}, "use_dictionary": False}], ids=["packed", "delta"]
)
def test_pages_that_can_grow_are_declined(options: dict[str, Any]) -> None:
    days = pa.array([20000], pa.date32())
    sink = pa.BufferOutputStream()
    table = pa.table({"pin": ["1"], "start": days, "end": days, "estimated": [False]})
    pq.write_table(table, sink, **{**OURS, **options})
    with pytest.raises(InputError, match="no Parquet file as Pincore writes it"):
        read_archive(with_pins(bytes(sink.getvalue())))


ACTION = {
    "key": "x", "title": "x", "do": "x", "because": "x", "hypothesis": "x", "variable": "x", "metric": "saves", "control_pins": [],
    "window": {"start": "2026-08-01", "end": "2026-08-14"}, "signals": "",
}  # fmt: skip


def first_frame(told: dict[str, Any], place: int, name: str, path: str) -> None:
    frames = told["uploads"][0]["frames"]
    frames[[one[1] for one in frames].index("pins")] = [place, name, path]


TOLD: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a path that leads elsewhere": (lambda told: first_frame(told, 0, "pins", "../../etc/passwd"), "not those that it tells of"),
    "one entry for two tables": (lambda told: first_frame(told, 0, "pins", "workspace.json"), "not those that it tells of"),
    "a table of another name": (lambda told: first_frame(told, 0, "people", PINS), "a table that Pincore does not know"),
    "a place that is not there": (lambda told: first_frame(told, 9, "pins", PINS), "a table that Pincore does not know"),
    "a kind of file that is none": (lambda told: told["uploads"][0]["told"]["imports"][0].update(kind="x"), "a kind of file"),
    "no import": (lambda told: told["uploads"][0]["told"].update(imports=[]), "does not know"),
    "an upload twice": (lambda told: told["uploads"].append(told["uploads"][0]), "the same mark"),
    "a mark that is none": (lambda told: told["uploads"][0].update(digest="<b>"), "the same mark"),
    "an experiment twice": (lambda told: told["experiments"].append(told["experiments"][0]), "the same key"),
    "an experiment that contradicts itself": (lambda told: told["experiments"][0]["plan"]["design"].update(days=7), r"experiments\[0\]"),
    "a setting of another type": (lambda told: told["settings"].update(report_name=3), "settings.report_name must be a text"),
    "a field that nobody knows": (lambda told: told.update(owner="me"), "must have exactly the fields"),
    "edges of a band the wrong way round": (lambda told: told["settings"]["thresholds"].update(ocr=[0.004, 0.001]), "the edges of a band"),
    "edges of a band beyond all sliders": (lambda told: told["settings"]["thresholds"].update(save_rate=[0.1, 0.9]), "the edges of a band"),
    "a limit of more than all": (lambda told: told["settings"]["limits"].update(ocr_fall=1.5), "a limit in it"),
    "a limit of nothing": (lambda told: told["settings"]["limits"].update(board_pins=0), "a limit in it"),
    "a colour that is none": (lambda told: told["settings"].update(report_colour="red;background:url(http://x)"), "the look of its report"),
    "a logo that is none": (lambda told: told["settings"].update(report_logo="PHN2Zy8+"), "the look of its report"),
    "an action on no measure": (lambda told: told["settings"].update(kept=[ACTION | {"metric": "money"}]), "a measure that Pincore does not know"),
    "a period that ends before it starts": (
        lambda told: told["uploads"][0]["told"]["imports"][0].update(window={"start": "2026-08-02", "end": "2026-08-01"}), "cannot be",
    ),
    "another kind of file": (lambda told: told.pop("pincore_workspace"), "another kind of file"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_a_listing_that_cannot_be_is_declined(name: str) -> None:
    change, says = TOLD[name]
    with pytest.raises(InputError, match=says):
        read_archive(told_with(small(), change))


@pytest.mark.parametrize("version", [2, True, "1", None])
def test_another_version_is_told(version: object) -> None:
    with pytest.raises(InputError, match="The file is of version"):
        read_archive(told_with(small(), lambda told: told.update(pincore_workspace=version)))


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"nothing at all", SMALL.encode(), b"PK\5\6" + bytes(18)], ids=["empty", "two", "text", "csv", "no entries"]
)
def test_another_file_is_declined(data: bytes) -> None:
    with pytest.raises(InputError, match="The file holds no workspace"):
        read_archive(data)


def test_nobody_can_take_the_mark_of_another_s_file() -> None:
    """What is cached for all visitors is found by an import's digest: a file that claims another's must not get it."""
    other = sample_uploads()[0].imports[0].digest
    found = read_archive(told_with(small(), lambda told: told["uploads"][0]["told"]["imports"][0].update(digest=other)))
    assert found.content.uploads[0].imports[0].digest == upload_of("small.csv", SMALL.encode()).imports[0].digest


def test_a_password_is_an_error() -> None:
    locked = bytearray(small())
    listed = locked.index(b"PK\x01\x02")
    locked[6] |= 1
    locked[listed + 8] |= 1
    with pytest.raises(InputError, match="damaged"):
        read_archive(bytes(locked))


def many_rows(path: Path) -> None:
    """A hundred million unknown numbers in a few kilobytes."""
    n = 25_000_000
    sink = pa.BufferOutputStream()
    nothing = pa.nulls(n, pa.float64())
    columns = dict.fromkeys(("impressions", "saves", "pin_clicks", "outbound_clicks"), nothing)
    pq.write_table(pa.table(columns), sink, row_group_size=n, **OURS)
    path.write_bytes(with_pins(bytes(sink.getvalue())))


def long_texts(path: Path) -> None:
    """One text of a megabyte, named two thousand times."""
    sink = pa.BufferOutputStream()
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), pa.array(["x" * 2**20]))
    pq.write_table(pa.table({"pin": ["1"] * 2000, "title": text}), sink, **OURS)

    def put(entries: dict[str, bytes]) -> None:
        told = json.loads(entries["workspace.json"])
        told["uploads"][0]["frames"] = [[0, "details", "files/1.parquet"]]
        entries.clear()
        entries |= {"workspace.json": json.dumps(told).encode(), "files/1.parquet": bytes(sink.getvalue())}

    path.write_bytes(made_again(small(), put))


def zeros(path: Path) -> None:
    """Three hundred megabytes of nothing in less than one."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("workspace.json", b'{"pincore_workspace": 1}')
        with out.open("files/01-x/pins.parquet", "w") as entry:
            for _ in range(300):
                entry.write(bytes(2**20))


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        for number in range(60_000):
            out.writestr(f"{number}", b"")


def many_braces(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("workspace.json", b'{"pincore_workspace": 1, "talk": [' + b"{}," * 5_000_000 + b"{}]}")


def deep(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("workspace.json", b'{"pincore_workspace": 1, "talk": ' + b"[" * 300_000)


BOMBS = (many_rows, long_texts, zeros, many_entries, many_braces, deep)
MEASURED = """
import json, re, resource, sys, time
from pathlib import Path
from pincore.errors import InputError
from pincore.store.archive import read_archive
data = Path(sys.argv[1]).read_bytes()
started = time.process_time()
try:
    said = str(read_archive(data))
except InputError as error:
    said = error.code
seconds = time.process_time() - started
status = Path("/proc/self/status")
if status.exists():  # the other count holds what the process that started this one had
    memory = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 2**10
else:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps([said, seconds, memory]))
"""


@pytest.mark.parametrize("make", BOMBS, ids=lambda make: make.__name__)
def test_a_bomb_is_declined_quickly_and_in_little_memory(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "bomb.zip")
    ran = subprocess.run([sys.executable, "-c", MEASURED, str(tmp_path / "bomb.zip")], capture_output=True, text=True, check=True, timeout=60)
    said, seconds, megabytes = json.loads(ran.stdout)
    assert said == ("workspace_unreadable" if make is deep else "workspace_large")
    assert seconds < 5
    assert megabytes < 500
