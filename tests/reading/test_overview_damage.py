"""Damaged overview exports: nothing is wrong in silence, and nothing crashes."""

from datetime import date

import pytest

from pincore.check import summarise
from pincore.history import stitch
from pincore.periods import Period
from pincore.reading import Declined, read_files
from pincore.reading.imports import Import

RANGE = "2026-08-05 - 2026-08-18"
FILTERS = ["Content types,All", "Devices,All", "Source,All", "Publish Types,", "Age,All", "Claimed accounts,All Pins", "Curated content,Not included"]
DAYS = [f"2026-08-{day:02d},{day * 100}" for day in range(5, 19)]
BOARDS = [f"https://www.pinterest.com/atelier/{board},{n},9,8,7,6" for board, n in (("recipes/", 500), ("garden/", 400), ("diy/", 300))]
PINS = [f"https://www.pinterest.com/pin/90071992547543301{i}/,Organic,From you,No,{90 - i}" for i in range(6)]
TOTAL = sum(day * 100 for day in range(5, 19))


def lines(days=DAYS, boards=BOARDS, pins=PINS, filters=FILTERS, metric="Impressions"):
    return [
        "Analytics overview", RANGE, *filters, "", f"Date,{metric}", *days, "",
        f"Top Boards {RANGE}", "Pinterest Link,Impressions,Engagement,Pin clicks,Outbound clicks,Saves", *boards,
        '"Top boards table is restricted to data from the last 6 months."', "",
        f"Top Pins {RANGE}", "Pinterest Link,Content Type,Source,Canonical,Impressions", *pins,
        '"Top pins table is restricted to data from the last 6 months."', "",
    ]  # fmt: skip


def outcome(text, name="overview.csv"):
    (found,) = read_files([(name, (text if isinstance(text, str) else "\r\n".join(text)).encode())])
    return found


def read(text, name="overview.csv") -> Import:
    found = outcome(text, name)
    assert isinstance(found, Import), found
    return found


def declined(text) -> Declined:
    found = outcome(text)
    assert isinstance(found, Declined), found
    return found


def said(item, code):
    """The one note of a code."""
    (note,) = [note for note in item.notes if note.code == code]
    return note.says


def warned(item):
    return {note.code for note in item.notes if note.level == "warning"}


def row_of(text, beginning):
    return next(i for i, line in enumerate(text, 1) if line.startswith(beginning))


def total(item):
    return summarise(item)["totals"]["impressions"]


def test_a_whole_export_has_no_warning():
    item = read(lines())
    assert not warned(item)
    assert total(item) == TOTAL
    assert item.window == Period(date(2026, 8, 5), date(2026, 8, 18))


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-30"])
def test_a_footnote_with_a_day_that_does_not_exist(day):
    item = read(lines(days=[*DAYS, f"Data starting from {day} is an estimate that gets adjusted as it's verified over time."]))
    assert day in said(item, "date_impossible")
    assert item.estimated_from is None
    assert total(item) == TOTAL


@pytest.mark.parametrize("bad", ["2026-02-30 - 2026-08-18", "2026-08-18 - 2026-08-05"])
def test_a_range_that_does_not_exist(bad):
    item = read([line.replace(RANGE, bad) if line == RANGE else line for line in lines()])
    assert bad in said(item, "date_impossible")
    assert total(item) == TOTAL


def test_a_range_as_a_spreadsheet_writes_it():
    item = read([line.replace(RANGE, "05.08.2026 - 18.08.2026") for line in lines()])
    assert item.window == Period(date(2026, 8, 5), date(2026, 8, 18))
    assert len(item.frames["pins"]) == 6


def test_numbers_with_commas_inside_decline_the_file():
    found = declined(lines(days=[f"2026-08-{day:02d},{day},000" for day in range(5, 19)]))
    assert found.code == "too_damaged"
    assert "14 of 14" in found.problem
    assert "cells" in found.problem


@pytest.mark.parametrize(("kind", "bad"), [("days", "2026-08-05,1,500"), ("boards", "https://www.pinterest.com/atelier/gar"),
                                           ("boards", "https://www.pinterest.com/atelier/recipes/,1,500,9,8,7,6"), ("pins", "https://www.pinterest.com/pin/9007"),
                                           ("pins", "https://www.pinterest.com/pin/900719925475433010/,Organic,From you")])  # fmt: skip
def test_a_row_of_too_many_or_too_few_cells_is_left_out_and_named(kind, bad):
    rows = {"days": DAYS, "boards": [*BOARDS, *(line.replace("/atelier/", "/atelier/x") for line in BOARDS)], "pins": PINS}[kind]
    text = lines(**{kind: [bad, *rows[1:]]})
    item = read(text)
    assert f"row {text.index(bad) + 1}." in said(item, "damaged_rows")
    assert len(item.frames[{"days": "account"}.get(kind, kind)]) == len(rows) - 1


def test_days_without_their_header_are_no_filters():
    item = read([line for line in lines() if not line.startswith("Date,")])
    assert item.filters == ()
    assert "daily block" in said(item, "block_left_out")
    assert "14 rows" in said(item, "block_left_out")
    assert total(item) is None


@pytest.mark.parametrize(("header", "block", "rows"), [(0, "Top Boards", "3 rows"), (1, "Top Pins", "6 rows")])
def test_a_list_without_its_header(header, block, rows):
    text = lines()
    headers = [i for i, line in enumerate(text) if line.startswith("Pinterest Link")]
    del text[headers[header]]
    note = said(read(text), "block_left_out")
    assert block in note
    assert rows in note


def test_an_unknown_metric_is_named():
    item = read(lines(metric="Profile visits"))
    assert "Profile visits" in said(item, "block_left_out")
    assert item.filters == ()
    assert total(item) is None


def test_other_lines_above_the_days_are_not_repeated():
    item = read(lines(filters=["Prepared by,Jane Doe", "E-mail,jane@example.com", *FILTERS]))
    assert item.filters == ()
    assert "rows 3, 4" in said(item, "lines_skipped")
    assert "jane" not in repr(item.notes).lower()


@pytest.mark.parametrize("word", ["all", "Alle", "Todos", "Todas", "Tous", "Toutes", "Tutti", "Tutte", "Wszystkie", "Alles", "すべて"])
def test_all_in_other_languages_is_no_filter(word):
    assert read(lines(filters=[f"Devices,{word}"])).filters == ()


def test_the_order_of_filters_does_not_matter():
    filters = ["Devices,Mobile", "Age,25-34"]
    assert read(lines(filters=filters)).filters == read(lines(filters=filters[::-1])).filters == (("Age", "25-34"), ("Devices", "Mobile"))


@pytest.mark.parametrize("second", [lines(), lines(metric="Saves"), lines()[1:], [line.replace("2026-08", "2026-07") for line in lines()],
                                    lines()[lines().index("Date,Impressions") :]])  # fmt: skip
def test_two_exports_in_one_file(second):
    found = declined(lines() + second)
    assert found.code == "several_exports"
    assert "two overview exports" in found.problem


@pytest.mark.parametrize("end", ["2026-08-12,1", "700\r\n2026-0", "Top Bo", "Pinterest Link,Impressions,Engag", "atelier/gar", "atelier/diy/,30", "Top Pi",
                                 "Content Type,Sou", "pin/9007199254", "From you,No,8"])  # fmt: skip
def test_a_file_cut_off_anywhere(end):
    text = "\r\n".join(lines())
    item = read(text[: text.index(end) + len(end)])
    assert "cut off (truncated)" in said(item, "cut_off")
    assert "not_enough_data" not in {note.code for note in item.notes}
    if "boards" in item.frames:
        assert set(item.frames["boards"]["board"]) <= {"recipes", "garden", "diy"}


def test_not_enough_data_is_said_only_of_the_text():
    text = lines(boards=["Not enough data."])
    assert "not_enough_data" in {note.code for note in read(text).notes}
    assert "not_enough_data" not in {note.code for note in read(lines(boards=[])).notes}


@pytest.mark.parametrize("day", ["2026-07-09", "2027-08-09"])
def test_a_day_outside_the_range(day):
    text = lines(days=[*DAYS, f"{day},500"])
    item = read(text)
    assert "outside the range" in said(item, "damaged_rows")
    assert f"row {row_of(text, day)}." in said(item, "damaged_rows")
    assert total(item) == TOTAL


def test_a_day_that_is_missing():
    item = read(lines(days=[line for line in DAYS if "08-09" not in line]))
    assert "1 day" in said(item, "days_missing")
    assert "2026-08-09" in said(item, "days_missing")
    assert item.window == Period(date(2026, 8, 5), date(2026, 8, 18))


@pytest.mark.parametrize(("link", "keys"), [
    ("https://www.pinterest.com/other/recipes/", {"atelier/recipes", "other/recipes", "garden", "diy"}),
    ("https://www.pinterest.com/atelier/diy/recipes/", {"atelier/recipes", "diy/recipes", "garden", "diy"}),
])  # fmt: skip
def test_boards_whose_addresses_end_alike(link, keys):
    item = read(lines(boards=[*BOARDS, f"{link},100,1,1,1,1"]))
    assert set(item.frames["boards"]["board"]) == keys
    assert item.frames["boards"]["impressions"].sum() == 1300
    assert not warned(item)


@pytest.mark.parametrize(("kind", "rows", "changed"), [("days", DAYS, "2026-08-06,7"), ("boards", BOARDS, BOARDS[1].replace("400", "7")),
                                                       ("pins", PINS, PINS[1].replace(",89", ",7"))])  # fmt: skip
def test_what_stands_twice(kind, rows, changed):
    frame = {"days": "account"}.get(kind, kind)
    text = lines(**{kind: [*rows[:2], rows[1], *rows[2:]]})
    at = text.index(rows[1]) + 1
    same = read(text)
    assert f"rows {at}, {at + 1}." in said(same, "same_twice")
    assert "counts once" in said(same, "same_twice")
    other = read(lines(**{kind: [*rows[:2], changed, *rows[2:]]}))
    assert f"rows {at}, {at + 1}." in said(other, "conflicting_rows")
    assert 7 in other.frames[frame]["impressions"].tolist()
    assert len(other.frames[frame]) == len(same.frames[frame]) == len(rows)
    blank = rows[1].rsplit(",", 1)[0] + ","
    kept = read(lines(**{kind: [*rows[:2], blank, *rows[2:]]}))
    assert not kept.frames[frame].drop(columns=["estimated"]).isna().any(axis=None)
    assert "conflicting_rows" not in warned(kept)


def test_a_pin_with_an_organic_and_a_paid_row_keeps_both():
    item = read(lines(pins=[*PINS, PINS[0].replace("Organic", "Paid").replace(",90", ",10")]))
    assert not warned(item)
    assert item.frames["pins"]["impressions"].sum() == 90 + 89 + 88 + 87 + 86 + 85 + 10


def test_an_unreadable_rate_blanks_its_cell():
    days = [f"2026-08-{day:02d},{'150%' if day == 9 else '1.5%'}" for day in range(5, 19)]
    item = read(lines(days=days, metric="Outbound click rate"))
    assert "1 cell" in said(item, "rates_unreadable")
    assert len(item.frames["account"]) == 14
    assert int(item.frames["account"]["ocr"].isna().sum()) == 1


def test_totals_are_never_those_of_the_pins():
    text = lines()
    summary = summarise(read(text[: text.index("Date,Impressions")] + text[row_of(text, "Top Boards") - 1 :]))
    assert set(summary["totals"].values()) == {None}
    assert summary["pins_totals"] is not None
    assert summary["pins_totals"]["impressions"] == 90 + 89 + 88 + 87 + 86 + 85


def test_two_accounts_are_not_added():
    mine = read(lines(), "mine.csv")
    theirs = read([line.replace("/atelier/", "/other/").replace("/90071", "/81071") for line in lines()], "theirs.csv")
    note = said(stitch([mine, theirs]), "other_account")
    assert "must not be loaded together" in note
    assert "added" not in note
    again = read([line.replace("/90071", "/81071") for line in lines()], "again.csv")
    assert "other_account" not in warned(stitch([mine, again]))
