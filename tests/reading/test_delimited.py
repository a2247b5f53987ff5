"""Parting text into cells: what a writer quotes comes back as it was, by the fast way and by the careful one."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincore.reading import Import, read_files
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
