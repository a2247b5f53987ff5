"""The bulk-create template: details of Pins that it does not number."""

from collections.abc import Callable

import pandas as pd
import pytest

from pincore import reading
from pincore.history import stitch
from pincore.reading.imports import Answer, Asked, Declined, Import, Outcome
from tests.reading.resaved import WAYS, Rows, as_csv, reordered, rows_of

TEMPLATE = """Title,Media URL,Pinterest board,Thumbnail,Description,Link,Publish date,Keywords
Cozy fall reading nook,https://cdn.example.com/a.jpg,Home Decor,,"A warm corner,
with soft light",https://example.com/nook?utm_source=pinterest,2026-08-10T14:30:00,"fall decor,reading nook"
Balcony herbs,https://cdn.example.com/b.jpg,Tiny Balcony Garden,,,https://example.com/herbs,2026-08-12T09:00:00,"herbs,balcony"
No date yet,https://cdn.example.com/c.jpg,Home Decor,,,https://example.com/later,,
,,,,,,,
"""


def read(data: bytes, answers: dict[str, Answer] | None = None) -> Outcome:
    (found,) = reading.read_files([("any name.csv", data)], answers)
    return found


@pytest.mark.parametrize("order", [list, reordered])
@pytest.mark.parametrize("save", WAYS)
def test_titles_links_boards_and_days_however_saved(save: Callable[[Rows], bytes], order: Callable[[Rows], Rows]) -> None:
    found = read(save(order(rows_of(TEMPLATE))))
    assert isinstance(found, Import), found
    details = found.frames["details"]
    assert found.kind == "bulk_create"
    assert details["pin"].isna().all()
    assert details["title"].tolist() == ["Cozy fall reading nook", "Balcony herbs", "No date yet"]
    assert details["board"].tolist() == ["Home Decor", "Tiny Balcony Garden", "Home Decor"]
    assert details["link"][0] == "https://example.com/nook?utm_source=pinterest"
    assert details["image"][1] == "https://cdn.example.com/b.jpg"
    assert details["created"].dt.strftime("%F").fillna("").tolist() == ["2026-08-10", "2026-08-12", ""]
    assert details["created"].dtype == "datetime64[s]"
    assert "soft light" not in str(details.to_dict())


def test_it_names_pins_in_the_history() -> None:
    pins = "Date,Pin ID,Title,Link,Impressions,Outbound clicks,Saves,Pin clicks\n2026-08-15,900719925475433012,,https://example.com/herbs,10,1,1,1\n"
    outcomes = reading.read_files([("pins.csv", pins.encode()), ("template.csv", TEMPLATE.encode())])
    history = stitch([o for o in outcomes if isinstance(o, Import)])
    row = history.details.set_index("pin").loc["900719925475433012"]
    assert row["title"] == "Balcony herbs"
    assert row["created"] == pd.Timestamp("2026-08-12")


def test_ambiguous_days_are_asked_about() -> None:
    text = TEMPLATE.replace("2026-08-10T14:30:00", "08/10/2026").replace("2026-08-12T09:00:00", "08/12/2026")
    asked = read(text.encode())
    assert isinstance(asked, Asked)
    assert asked.question.topic == "date_order"
    found = read(text.encode(), {asked.question.shape: Answer(date_order="month_first")})
    assert isinstance(found, Import)
    assert found.frames["details"]["created"][0] == pd.Timestamp("2026-08-10")


def test_a_day_that_cannot_be_read_stays_unknown() -> None:
    found = read(TEMPLATE.replace("2026-08-10T14:30:00", "soon").encode())
    assert isinstance(found, Import)
    assert found.frames["details"]["created"].isna().tolist() == [True, False, True]
    assert [n.code for n in found.notes] == ["bad_dates"]


def test_an_empty_template_is_declined() -> None:
    found = read(TEMPLATE.splitlines()[0].encode() + b"\n,,,,,,,\n")
    assert isinstance(found, Declined)
    assert found.code == "no_rows"


def test_a_repeated_header_is_no_pin() -> None:
    rows = rows_of(TEMPLATE)
    found = read(as_csv([*rows[:3], rows[0], *rows[3:]]))
    assert isinstance(found, Import)
    assert len(found.frames["details"]) == 3


def test_a_table_with_numbers_is_no_template() -> None:
    text = "Title,Media URL,Board,Pin ID,Date,Impressions\nA,https://x.example/a.jpg,B,900719925475433012,2026-08-05,4\n"
    found = read(text.encode())
    assert isinstance(found, Import)
    assert found.kind == "pin_days"
