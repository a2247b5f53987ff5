"""Tables say which dates they speak of."""

from pincore.history import stitch
from pincore.measures import by, options
from pincore.periods import Period
from tests.hand import day, imported

WEEK = Period(day(0), day(6))


def windows(*spans):
    return [{"pin": "1", "start": day(a), "end": day(b), "impressions": float(b - a)} for a, b in spans]


def test_the_exact_window_first_else_the_one_that_shares_most():
    history = stitch([imported(pins=windows((0, 6), (0, 8), (20, 30)))])
    exact = by(history, "pin", WEEK).iloc[0]
    assert exact["impressions"] == 6
    near = by(history, "pin", Period(day(0), day(7))).iloc[0]
    assert (near["start"].date(), near["end"].date()) in {(day(0), day(6)), (day(0), day(8))}
    assert by(history, "pin", Period(day(40), day(50))).empty


def test_days_come_before_windows_when_all_are_known():
    rows = [{"pin": "1", "start": day(n), "end": day(n), "impressions": 1.0} for n in range(7)]
    whole = by(stitch([imported(pins=[*rows, *windows((0, 6))])]), "pin", WEEK).iloc[0]
    assert (whole["basis"], whole["impressions"]) == ("days", 7)
    part = by(stitch([imported(pins=[*rows[:3], *windows((0, 6))])]), "pin", WEEK).iloc[0]
    assert (part["basis"], part["impressions"]) == ("window", 6)
    alone = by(stitch([imported(pins=rows[2:5])]), "pin", WEEK).iloc[0]
    assert (alone["start"].date(), alone["end"].date(), alone["days"]) == (day(2), day(4), 3)


def test_pages_are_one_whatever_the_campaign():
    known = [
        {"pin": "1", "link": "https://www.example.com/a/?utm_source=x"},
        {"pin": "2", "link": "http://example.com/a"},
        {"pin": "3", "link": None},
    ]
    rows = [{"pin": pin, "start": day(0), "impressions": 5.0} for pin in "123"]
    table = by(stitch([imported(pins=rows, known=known)]), "page", Period(day(0), day(0)))
    assert table.set_index("key")["impressions"].to_dict() == {"example.com/a": 10, "": 5}
    assert table["n_pins"].sum() == 3


def test_what_is_known_of_no_pin_gives_no_table():
    history = stitch([imported(pins=[{"pin": "1", "start": day(0), "impressions": 5.0}])])
    assert by(history, "format", Period(day(0), day(0))).empty
    assert by(history, "pin", Period(day(0), day(0)))["label"].tolist() == ["Pin …1"]


def test_pins_that_share_a_title_stay_apart():
    known = [{"pin": "1", "title": "Soup"}, {"pin": "2", "title": "Soup"}]
    rows = [{"pin": pin, "start": day(0), "impressions": 5.0} for pin in "12"]
    assert by(stitch([imported(pins=rows, known=known)]), "pin", Period(day(0), day(0)))["key"].tolist() == ["1", "2"]


def test_options_name_a_board_once():
    known = [{"pin": "1", "board": "Tiny Garden", "format": "Image"}]
    boards = [
        {"board": "tiny-garden", "start": day(0), "end": day(6), "saves": 1.0},
        {"board": "soups", "start": day(0), "end": day(6), "saves": 1.0},
    ]
    rows = [{"pin": "1", "start": day(0), "saves": 1.0, "content_type": "organic"}]
    found = options(stitch([imported(pins=rows, known=known, boards=boards)]))
    assert found == {"board": ("soups", "Tiny Garden"), "format": ("Image",), "source": (), "content_type": ("organic",)}


def test_a_board_is_called_by_its_name_where_a_table_tells_it():
    known = [{"pin": "1", "board": "Tiny Garden!"}]
    boards = [{"board": name, "start": day(0), "end": day(6), "impressions": count} for name, count in (("tiny-garden", 9.0), ("soups", 4.0))]
    pins = [{"pin": "1", "start": day(0), "end": day(6), "impressions": 9.0}]
    table = by(stitch([imported(pins=pins, known=known, boards=boards)]), "board", WEEK)
    assert table["label"].tolist() == ["Tiny Garden!", "soups"]
