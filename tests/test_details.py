"""Rows of a bulk-create template find their Pins."""

from pincore.details import stitch_details
from tests.hand import details

PINS = details([
    {"pin": "1", "title": "Soup", "link": "https://www.example.com/soup/?utm_source=pinterest", "board": None, "created": None},
    {"pin": "2", "title": "Stew", "link": None},
    {"pin": "3", "title": "Bread", "link": "https://example.com/bread"},
    {"pin": "4", "title": "Bread again", "link": "https://example.com/bread"},
])  # fmt: skip


def template(*rows):
    return details([{"pin": None, **row} for row in rows])


def test_by_link_however_it_is_written():
    found, notes = stitch_details([template({"title": "Another title", "link": "http://example.com/soup#top", "board": "Soups"}), PINS])
    row = found.set_index("pin").loc["1"]
    assert row["board"] == "Soups"
    assert row["title"] == "Soup"
    assert [note.code for note in notes] == ["template_matched"]


def test_else_by_exact_title():
    found, _ = stitch_details([PINS, template({"title": "Stew", "link": "https://example.com/stew", "board": "Stews"})])
    assert found.set_index("pin").loc["2", "link"] == "https://example.com/stew"


def test_a_link_of_several_pins_is_decided_by_the_title():
    found, notes = stitch_details([PINS, template({"title": "Bread again", "link": "https://example.com/bread", "board": "Baking"})])
    assert found.set_index("pin")["board"].dropna().to_dict() == {"4": "Baking"}
    assert [note.code for note in notes] == ["template_matched"]


def test_what_fits_no_pin_or_several_is_counted():
    rows = template({"title": "Cake", "link": "https://example.com/cake"}, {"title": "Loaf", "link": "https://example.com/bread"})
    found, notes = stitch_details([PINS, rows])
    assert len(found) == 4
    assert [note.code for note in notes] == ["template_unmatched"]
    assert "2 of 2" in notes[0].says


def test_a_template_alone_gives_no_pins():
    found, notes = stitch_details([template({"title": "Cake", "link": None})])
    assert found.empty
    assert notes[0].code == "template_unmatched"
