"""Parting text into cells: what a writer quotes comes back as it was, by the fast way and by the careful one."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincore.reading import Import, read_files, splitting
from pincore.reading.delimited import find_dialect, open_text
from pincore.reading.splitting import Dialect

TITLES = st.text(st.sampled_from(list("abc ,;|\"'\n\t=äé秋\u2028")), max_size=12).map(lambda t: f"x{t}x")


@settings(max_examples=60, deadline=None)
@given(titles=st.lists(TITLES, min_size=1, max_size=12), delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n"]))
def test_titles_come_back_as_they_were_written(titles: list[str], delimiter: str, end: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Date", "Pin ID", "Title", "Impressions", "Saves"])
    for i, title in enumerate(titles):
        writer.writerow(["2026-08-05", f"9007199254740{i:05d}", title, 100 + i, i])
    (outcome,) = read_files([("t.csv", stream.getvalue().encode())])
    assert isinstance(outcome, Import), outcome
    details = outcome.frames["details"].set_index("pin")["title"]
    assert [details[f"9007199254740{i:05d}"] for i in range(len(titles))] == titles
    assert outcome.frames["pins"]["impressions"].sum() == sum(100 + i for i in range(len(titles)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10**7), st.integers(0, 99)), min_size=1, max_size=40), st.integers(0, 39))
def test_a_damaged_row_changes_no_other(numbers: list[tuple[int, int, int]], at: int) -> None:
    lines = [f"2026-08-{day + 1:02d},{10**17 + i},Title,{shown},{saved}" for i, (day, shown, saved) in enumerate(numbers)]
    header = "Date,Pin ID,Title,Impressions,Saves"
    (clean,) = read_files([("a.csv", "\n".join([header, *lines]).encode())])
    hurt = [*lines]
    hurt.insert(min(at, len(lines)), '2026-08-05,1,"6 inch,5,5,5,5')
    (mended,) = read_files([("b.csv", "\n".join([header, *hurt]).encode())])
    assert isinstance(clean, Import)
    if len(lines) < 4:
        return
    assert isinstance(mended, Import)
    for key in ("impressions", "saves"):
        assert np.array_equal(clean.frames["pins"][key].to_numpy(), mended.frames["pins"][key].to_numpy())
    assert any(n.code == "ragged_rows" and n.row == min(at, len(lines)) + 2 for n in mended.notes)


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [("Date,Pin ID,Impressions", ","), ("Date;Pin ID;Impressions", ";"), ("Date\tPin ID\tImpressions", "\t"), ("Date|Pin ID|Impressions", "|")],
)
def test_the_delimiter_is_the_one_under_which_known_words_appear(line: str, delimiter: str) -> None:
    assert find_dialect([line, "a;b;c;d,e|f", "a;b;c;d,e|f"]) == Dialect(delimiter, '"')


def test_row_numbers_count_physical_lines_through_blank_lines_and_quoted_breaks() -> None:
    text = 'Date,Pin ID,Title,Impressions\n2026-08-05,1234567,"a\nb",5\n\n2026-08-05,1234568,c,6\n2026-08-05,1234569,d,bad\n2026-08-06,1234567,x,5\n'
    text += "".join(f"2026-08-07,{1234570 + i},x,5\n" for i in range(5))
    sheet = open_text(text.encode())
    body = sheet.body(sheet.head()[0], [0, 1, 3], (), [2])
    numbers = dict(zip([body.coded[1].values[c] for c in body.coded[1].codes], body.row_numbers(np.arange(body.n)), strict=False))
    assert (numbers["1234568"], numbers["1234569"]) == (5, 6)


def _pin_days(rows: int, last: str = "5", title: str = "Lamp") -> bytes:
    lines = [f"2026-08-{i % 28 + 1:02d},{10**17 + i // 28},{title},{7 * i},{i % 9}" for i in range(rows)]
    return "\n".join(["Date,Pin ID,Title,Impressions,Saves", *lines, f"2026-08-29,{10**17},Lamp,5,{last}"]).encode()


@settings(max_examples=20, deadline=None)
@given(rows=st.integers(1, 200), block=st.integers(32, 4000))
def test_a_text_read_in_parts_is_the_text_read_at_once(rows: int, block: int) -> None:
    text = _pin_days(rows, title='"Lamp, ""large"""')
    (whole,) = read_files([("t.csv", text)])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(splitting, "_SMALLEST_PART", block)
        (parts,) = read_files([("t.csv", text)])
    assert isinstance(whole, Import)
    assert isinstance(parts, Import)
    assert parts.digest == whole.digest


@pytest.mark.parametrize("at", range(3, 60, 7))
def test_a_quote_left_open_where_a_part_ends_is_told(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "_SMALLEST_PART", 120)
    lines = _pin_days(60).split(b"\n")
    cell = lines[at].rpartition(b",")
    lines[at] = cell[0] + b',"' + cell[2]
    (outcome,) = read_files([("t.csv", b"\n".join(lines))])
    assert isinstance(outcome, Import)
    assert [(note.code, note.row) for note in outcome.notes if note.code == "mended_quotes"] == [("mended_quotes", at + 1)]
    assert outcome.frames["pins"]["saves"].sum() == sum(i % 9 for i in range(60)) + 5


def test_a_last_cell_cut_off_within_its_quotes_is_told() -> None:
    (outcome,) = read_files([("t.csv", _pin_days(60, '"4'))])
    assert isinstance(outcome, Import)
    assert [note.row for note in outcome.notes if note.code == "mended_quotes"] == [62]
    assert outcome.frames["details"].set_index("pin")["title"][str(10**17)] == "Lamp"
