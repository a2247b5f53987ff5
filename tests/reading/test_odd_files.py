"""Files as people really have them: every odd form is read right, asked about, or declined with its reason."""

import codecs
import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from pincore.reading import Answer, Asked, Declined, Import, Outcome, read_files

HEADER = "Date,Pin ID,Pin title,Board,Format,Link,Impressions,Pin clicks,Outbound clicks,Saves"
IMPRESSIONS = 30165
"""The sum over 10 days of 3 Pins with 1000 + day impressions each."""


def rows(
    days: int = 10,
    day: Callable[[int], str] = lambda d: f"2026-08-{d:02d}",
    pin: Callable[[int], str] = lambda p: f"81000000000000{p}123",
    number: Callable[[int], str] = str,
    title: Callable[[int], str] = lambda p: f"Title {p}",
) -> list[str]:
    return [HEADER] + [
        f"{day(d)},{pin(p)},{title(p)},Home,Image,https://example.com/{p},{number(1000 + d)},{number(30)},{number(5)},{number(8)}"
        for d in range(1, days + 1)
        for p in range(1, 4)
    ]


def joined(lines: list[str], end: str = "\n") -> bytes:
    return (end.join(lines) + end).encode()


def read(data: bytes, **kwargs: object) -> Outcome:
    outcomes = read_files([("export.csv", data)], **kwargs)  # type: ignore[arg-type]
    assert len(outcomes) == 1
    return outcomes[0]


def codes(outcome: Outcome) -> set[str]:
    return {note.code for note in outcome.notes}


TEXT = joined(rows()).decode()
AS_EXPECTED = {
    "utf-8 with its mark": codecs.BOM_UTF8 + TEXT.encode(),
    "utf-16 big endian": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16 little endian": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16 big endian without a mark": TEXT.encode("utf-16-be"),
    "utf-32": TEXT.encode("utf-32"),
    "returns alone as line ends": TEXT.replace("\n", "\r").encode(),
    "blank lines between": TEXT.replace("\n", "\n\n").encode(),
    "days as 2026/8/3": joined(rows(day=lambda d: f"2026/8/{d}")),
    "days as 20260803": joined(rows(day=lambda d: f"202608{d:02d}")),
    "days with dots and two digits": joined(rows(day=lambda d: f"{d:02d}.08.26")),
    "days with the weekday": joined(rows(day=lambda d: f'"Mon, Aug {d}, 2026"')),
    "Swiss thousands": joined(rows(number=lambda n: f"{n:,}".replace(",", "'"))),
    "full-width digits": joined(rows(number=lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}))),
    "Arabic digits": joined(rows(number=lambda n: str(n).translate({48 + i: 0x660 + i for i in range(10)}))),
    "counts with .0": joined(rows(number=lambda n: f"{n}.0")),
    "spaces around ids": joined(rows(pin=lambda p: f" 81000000000000{p}123 ")),
    "ids that are words": joined(rows(pin=lambda p: f"pin_{p}")),
    "a quoted title over two lines": joined([line.replace("Title 1", '"Title\none"') for line in rows()]),
    "inch marks doubled": joined([line.replace("Title 1", '"6"" pot, big"') for line in rows()]),
    "inch marks in pairs": joined([line.replace("Title 1", '6" x 8" pot') for line in rows()]),
    "an index column in front": joined(["," + HEADER] + [f"{i},{line}" for i, line in enumerate(rows()[1:])]),
    "semicolons with one at the end": joined([line.replace(",", ";") + ";" for line in rows()]),
    "gzip": gzip.compress(TEXT.encode()),
}


@pytest.mark.parametrize("data", AS_EXPECTED.values(), ids=AS_EXPECTED.keys())
def test_odd_but_whole_files_are_read_as_they_are(data: bytes) -> None:
    outcome = read(data)
    assert isinstance(outcome, Import), outcome
    pins = outcome.frames["pins"]
    assert (outcome.n_rows, pins["impressions"].sum(), pins["pin"].nunique()) == (30, IMPRESSIONS, 3)
    assert str(outcome.window) == "2026-08-01..2026-08-10"


REPAIRED = {
    "header repeated": (joined([*rows()[:15], HEADER, *rows()[15:]]), "repeated_header"),
    "the file twice in one": (joined(rows() + rows()), "same_twice"),
    "totals row on top": (joined([HEADER, "Total,,,,,,30165,900,150,240", *rows()[1:]]), "totals_row"),
    "padded footer": (joined([*rows(), "Report of an agency,,,,,,,,,"]), "totals_row"),
    "one inch mark": (joined([line.replace("Title 1", '"6 pot') if i == 4 else line for i, line in enumerate(rows())]), "mended_quotes"),
    "garbled before": (joined(rows(title=lambda p: f"CrÃ¨me {p}")), "mojibake"),
}


@pytest.mark.parametrize(("data", "code"), REPAIRED.values(), ids=REPAIRED.keys())
def test_what_was_repaired_is_said(data: bytes, code: str) -> None:
    outcome = read(data)
    assert isinstance(outcome, Import), outcome
    assert outcome.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert code in codes(outcome)


def test_american_dates_are_decided_on_the_whole_column() -> None:
    outcome = read(joined(rows(20, day=lambda d: f"8/{d}/26")))
    assert isinstance(outcome, Import)
    assert str(outcome.window) == "2026-08-01..2026-08-20"


def test_an_ambiguous_column_of_dates_is_asked_about_once() -> None:
    data = joined(rows(day=lambda d: f"{d:02d}/08/2026"))
    asked = read(data)
    assert isinstance(asked, Asked)
    assert asked.question.topic == "date_order"
    answered = read(data, answers={asked.question.shape: Answer(date_order="day_first")})
    other = read(data, answers={asked.question.shape: Answer(date_order="month_first")})
    assert isinstance(answered, Import)
    assert isinstance(other, Import)
    assert str(answered.window) == "2026-08-01..2026-08-10"
    assert str(other.window) == "2026-01-08..2026-10-08"
    assert answered.digest != other.digest


def test_the_digest_is_of_what_the_file_says_not_of_how_it_is_written() -> None:
    data = joined(rows())
    assert read(data).digest == read(data.replace(b"\n", b"\r\n")).digest == read(data.replace(b",", b";")).digest
    for other in (joined(rows(11)), joined(rows(title=lambda p: "Another")), joined(rows(number=lambda n: str(n + 1)))):
        assert read(other).digest != read(data).digest


def test_an_answer_about_another_file_does_not_touch_the_digest() -> None:
    data = joined(rows())
    assert read(data).digest == read(data, answers={"another": Answer(date_order="day_first")}).digest


def test_columns_that_say_nothing_are_asked_about_and_the_mapping_is_used() -> None:
    data = joined([HEADER.replace("Outbound clicks", "Exits"), *rows()[1:]])
    asked = read(data)
    assert isinstance(asked, Asked)
    assert asked.question.topic == "columns"
    outcome = read(data, answers={asked.question.shape: Answer(columns=(("Exits", "outbound_clicks"),))})
    assert isinstance(outcome, Import)
    assert outcome.frames["pins"]["outbound_clicks"].sum() == 150
    left_out = read(data, answers={asked.question.shape: Answer(columns=(("Exits", None),))})
    assert isinstance(left_out, Import)
    assert "outbound_clicks" not in left_out.frames["pins"]


def test_a_table_without_header_keeps_its_first_row() -> None:
    data = joined(rows()[1:])
    asked = read(data)
    assert isinstance(asked, Asked)
    keys = ("day", "pin", "title", "board", "format", "link", "impressions", "pin_clicks", "outbound_clicks", "saves")
    outcome = read(data, answers={asked.question.shape: Answer(columns=tuple((f"Column {i}", key) for i, key in enumerate(keys, 1)))})
    assert isinstance(outcome, Import)
    assert (outcome.n_rows, outcome.frames["pins"]["impressions"].sum()) == (30, IMPRESSIONS)


def test_rounded_and_abbreviated_numbers_are_read_with_a_word() -> None:
    short = read(joined(rows(number=lambda n: f"{n / 1000:.1f}k" if n >= 1000 else str(n))))
    assert isinstance(short, Import)
    assert short.frames["pins"]["impressions"].sum() == 30000
    assert "abbreviated" in codes(short)
    scientific = read(joined(rows(number=lambda n: f"{n:.3E}")))
    assert isinstance(scientific, Import)
    assert scientific.frames["pins"]["impressions"].sum() == IMPRESSIONS
    assert "scientific" in codes(scientific)


def test_rows_split_by_an_unknown_column_are_declined_not_merged() -> None:
    lines = [
        HEADER + ",Device",
        *(f"{line.replace(',30,5,8', f',3{i},5,8')},{device}" for line in rows()[1:] for i, device in enumerate(("Mobile", "Web"))),
    ]
    outcome = read(joined(lines))
    assert isinstance(outcome, Declined)
    assert outcome.code == "rows_split"
    assert "Device" in outcome.problem


def test_a_missing_column_is_unknown_and_never_zero() -> None:
    outcome = read(joined([line.rsplit(",", 1)[0] for line in rows()]))
    assert isinstance(outcome, Import)
    assert "saves" not in outcome.frames["pins"]
    assert any("Saves" in note.says and note.code == "missing_column" for note in outcome.notes)


def test_blank_counts_stay_missing() -> None:
    lines = rows()
    lines[3] = ",".join([*lines[3].split(",")[:9], ""])
    outcome = read(joined(lines))
    assert isinstance(outcome, Import)
    assert outcome.frames["pins"]["saves"].isna().sum() == 1
    assert outcome.frames["pins"]["saves"].sum() == 29 * 8


DECLINED = {
    "header alone": ((HEADER + "\n").encode(), "no_rows"),
    "prose": (b"Dear all,\nplease find attached\nthe numbers. Bye\n", "no_header"),
    "one word": (b"hello", "no_header"),
    "only commas": (b",,,,\n" * 1000, "empty"),
    "bytes of every value": (bytes(range(256)) * 1000, "not_a_table"),
    "a million columns": (b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000, "too_many_columns"),
    "half of the dates missing": (
        joined([HEADER, *(line if i % 2 else "," + line.split(",", 1)[1] for i, line in enumerate(rows()[1:]))]),
        "too_damaged",
    ),
    "an unnamed first column": (joined([HEADER, *(f"{i},{line}" for i, line in enumerate(rows()[1:]))]), "too_damaged"),
    "quotes without end": ((HEADER + "\n").encode() + b'"\n' * 200_000, "unreadable_rows"),
    "a zip cut off": (b"PK\x03\x04" + b"x" * 500, "archive_damaged"),
    "gzip cut off": (gzip.compress(TEXT.encode())[:-20], "archive_damaged"),
}


@pytest.mark.parametrize(("data", "code"), DECLINED.values(), ids=DECLINED.keys())
def test_what_is_no_table_is_declined_with_its_reason(data: bytes, code: str) -> None:
    outcome = read(data)
    assert isinstance(outcome, Declined), outcome
    assert outcome.code == code
    assert outcome.problem
    assert outcome.remedy


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_a_zip_gives_each_of_its_files_and_no_archive_inside() -> None:
    inner = zipped({"a.csv": TEXT.encode(), "b/c.csv": TEXT.replace("Home", "Garden").encode(), "__MACOSX/._a.csv": b"x"})
    assert [type(o) for o in read_files([("all.zip", inner)])] == [Import, Import]
    outcome = read(zipped({"inner.zip": inner}))
    assert isinstance(outcome, Declined)
    assert outcome.code == "nested_archive"


@pytest.mark.parametrize("packed", [gzip.compress(b"0" * 200_000_000, 1), zipped({"a.csv": b"0," * 100_000_000})], ids=["gzip", "zip"])
def test_archives_that_unpack_to_far_too_much_are_declined_before(packed: bytes) -> None:
    outcome = read(packed)
    assert isinstance(outcome, Declined)
    assert outcome.code == "too_large"


def test_a_clean_large_file_and_a_damaged_one_agree_on_every_other_row() -> None:
    lines = rows(days=28, day=lambda d: f"2026-08-{d:02d}") * 1
    for damage, code in (('"Title', "mended_quotes"), ("Ti,tle", "ragged_rows")):
        hurt = [line.replace("Title", damage) if i == 40 else line for i, line in enumerate(lines)]
        outcome = read(joined(hurt))
        assert isinstance(outcome, Import)
        assert code in codes(outcome)
        note = next(n for n in outcome.notes if n.code == code)
        assert note.row == 41
        assert "row 41" in note.says


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u2060", "\u00ad", "\u200e", "\u00a0"])
def test_characters_that_cannot_be_seen_change_no_cell(mark: str) -> None:
    outcome = read(joined(rows(number=lambda n: f"{mark}{str(n)[:1]}{mark}{str(n)[1:]}{mark}", day=lambda d: f"{mark}2026-08-{d:02d}")))
    assert isinstance(outcome, Import), outcome
    assert (outcome.n_rows, outcome.frames["pins"]["impressions"].sum()) == (30, IMPRESSIONS)


@pytest.mark.parametrize("shifted", [30, 12, 2])
def test_a_number_parted_by_its_comma_is_never_read(shifted: int) -> None:
    plain = [line.rsplit(",", 1)[0] + "," for line in rows()[1:]]
    parted = [",".join([*(cells := line.split(","))[:6], f"{cells[6][0]},{cells[6][1:]}", *cells[7:]]) for line in plain]
    outcome = read(joined([HEADER, *parted[:shifted], *plain[shifted:]]))
    assert isinstance(outcome, Declined if shifted > 6 else Import)
    if isinstance(outcome, Import):
        assert outcome.frames["pins"]["impressions"].sum() == IMPRESSIONS - 2 * 1001
        assert "rows 2, 3" in next(note.says for note in outcome.notes if note.code == "ragged_rows")


def test_rows_that_end_in_a_comma_are_no_shift() -> None:
    outcome = read(joined([HEADER, *(line + "," for line in rows()[1:])]))
    assert isinstance(outcome, Import), outcome
    assert outcome.frames["pins"]["impressions"].sum() == IMPRESSIONS
