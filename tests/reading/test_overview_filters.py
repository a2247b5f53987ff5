"""The filter lines of an overview export in whatever language, and exports of different filters together."""

import pytest

from pincore.history import stitch
from tests.reading.test_overview_damage import FILTERS, lines, read

ENGLISH = ["Content types,All", "Devices,All", "Source,All", "Publish Types,", "Age,All", "Gender,All", "Claimed accounts,All Pins", "Format,All",
           "Curated content,Not included"]  # fmt: skip
FINNISH = ["Sisältötyypit,Kaikki", "Laitteet,Kaikki", "Lähde,Kaikki", "Julkaisutyypit,", "Ikä,Kaikki", "Sukupuoli,Kaikki", "Tilit,Kaikki", "Muoto,Kaikki",
           "Kuratoitu sisältö,Kaikki"]  # fmt: skip
GERMAN = ["Inhaltstypen,Alle", "Geräte,Mobil", "Quelle,Alle", "Alter,Alle"]


@pytest.mark.parametrize(("filters", "found"), [
    (ENGLISH, ()),
    (FINNISH, ()),
    ([line.replace("Laitteet,Kaikki", "Laitteet,Puhelin") for line in FINNISH], (("Devices", "Puhelin"),)),
    (GERMAN, (("Geräte", "Mobil"),)),
    ([line.replace("Mobil", "Alle") for line in GERMAN], ()),
    ([*ENGLISH[:4], "Country,Austria", *ENGLISH[4:]], (("Country", "Austria"),)),
    ([*ENGLISH, "Country,Austria"], (("Country", "Austria"),)),
    ([*ENGLISH, "Country,All"], ()),
    (["Prepared by,Jane Doe", "E-mail,jane@example.com", *ENGLISH], ()),
    (["Client,Jane Doe", *FILTERS], ()),
])  # fmt: skip
def test_what_narrows_an_export(filters, found):
    item = read(lines(filters=filters))
    assert item.filters == found
    assert "jane" not in repr(item.notes).lower()


def test_filters_in_another_language_are_never_mixed_with_others():
    narrow = read(lines(filters=GERMAN, days=["2026-08-05,1"]), "narrow.csv")
    history = stitch([read(lines(), "whole.csv"), narrow])
    assert len(history.filter_groups) == 2
    assert history.account["impressions"].max() == 1800
    assert "filters_set_aside" in {note.code for note in history.notes}


def test_boards_have_one_name_over_several_files():
    other = "https://www.pinterest.com/other/recipes/,100,1,1,1,1"
    mine = "https://www.pinterest.com/atelier/recipes/,500,9,8,7,6"
    history = stitch([read(lines(boards=[mine]), "a.csv"), read(lines(boards=[mine, other]), "b.csv")])
    assert history.boards.set_index("board")["impressions"].to_dict() == {"atelier/recipes": 500, "other/recipes": 100}


def test_a_comma_inside_a_number_is_damage_even_where_the_last_cell_is_empty():
    boards = [f"https://www.pinterest.com/atelier/b{n}/,{900 - n},9,8,7," for n in range(9)]
    item = read(lines(boards=["https://www.pinterest.com/atelier/big/,72,281,3527,2649,2,", *boards]))
    assert "big" not in set(item.frames["boards"]["board"])
    assert "damaged_rows" in {note.code for note in item.notes}
