"""Audience insights: the size and every share once."""

from collections.abc import Callable

import pytest

from pincore import reading
from pincore.history import stitch
from pincore.periods import Period
from pincore.reading.imports import Answer, Asked, Declined, Import, Outcome
from tests.reading.resaved import WAYS, Rows, as_csv, rows_of

INSIGHTS = """Audience View,Date,Aggregation,Audience Size
Your total audience,2026-08-18,Monthly,48000

Interests
Category,Bulk Sheet Category,Percent of audience,Affinity,Interest,Bulk Sheet Interests,Percent of audience,Affinity
Home Decor,"{'name': 'Home Decor', 'id': '1'}",0.781,1.288,Room Decor,"{'name': 'Room Decor', 'id': '2'}",0.874,1.251
Home Decor,"{'name': 'Home Decor', 'id': '1'}",0.781,1.288,House Moving,"{'name': 'House Moving', 'id': '3'}",0.016,
Food,"{'name': 'Food', 'id': '6'}",0.598,1.402,Desserts,"{'name': 'Desserts', 'id': '7'}",0.803,1.118

Countries,Percent of audience
United States,0.402
"Washington, DC",0.022
Other,0.171

Gender,Percent of audience
Female,0.812
Unspecified & custom,0.188
"""


def read(data: bytes, answers: dict[str, Answer] | None = None) -> Outcome:
    (found,) = reading.read_files([("file.csv", data)], answers)
    return found


def value(found: Import, dimension: str, item: str) -> float:
    frame = found.frames["audience"]
    (number,) = frame.loc[(frame["dimension"] == dimension) & (frame["item"] == item), "value"]
    return float(number)


@pytest.mark.parametrize("save", WAYS)
def test_size_and_shares_however_saved(save: Callable[[Rows], bytes]) -> None:
    found = read(save(rows_of(INSIGHTS)))
    assert isinstance(found, Import), found
    assert found.kind == "audience_insights"
    assert str(found.window) == "2026-08-18..2026-08-18"
    assert value(found, "size", "") == 48000
    assert value(found, "category", "Home Decor") == 0.781
    assert value(found, "category_affinity", "Home Decor") == 1.288
    assert value(found, "interest", "Home Decor / House Moving") == 0.016
    assert value(found, "countries", "Washington, DC") == 0.022
    assert value(found, "gender", "Female") == 0.812
    frame = found.frames["audience"]
    assert "Home Decor / House Moving" not in frame.loc[frame["dimension"] == "interest_affinity", "item"].tolist()
    assert set(frame["audience"]) == {"Your total audience"}
    assert set(frame["aggregation"]) == {"Monthly"}
    assert not frame.duplicated(["dimension", "item"]).any()
    assert len(frame) == 1 + 4 + 5 + 3 + 2


def test_percent_signs_and_percent_points() -> None:
    signed = INSIGHTS.replace("0.402", "40.2%").replace("0.022", "2.2%").replace("0.171", "17.1%").replace("0.812", "81.2%").replace("0.188", "18.8%")
    for plain, percent in (("0.781", "78.1%"), ("0.874", "87.4%"), ("0.016", "1.6%"), ("0.598", "59.8%"), ("0.803", "80.3%")):
        signed = signed.replace(plain, percent)
    found = read(signed.encode())
    assert isinstance(found, Import)
    assert value(found, "countries", "United States") == pytest.approx(0.402)
    asked = read(signed.replace("%", "").encode())
    assert isinstance(asked, Asked)
    assert asked.question.topic == "unit"
    again = read(signed.replace("%", "").encode(), {asked.question.shape: Answer(units=((asked.question.column, "percent"),))})
    assert isinstance(again, Import)
    assert value(again, "countries", "United States") == pytest.approx(0.402)


def test_an_ambiguous_day_is_asked_about() -> None:
    asked = read(INSIGHTS.replace("2026-08-18", "08/05/2026").encode())
    assert isinstance(asked, Asked)
    assert asked.question.topic == "date_order"


def test_several_audiences_are_declined() -> None:
    rows = rows_of(INSIGHTS)
    found = read(as_csv([*rows[:2], ["Your engaged audience", "2026-08-18", "Monthly", "900"], *rows[2:]]))
    assert isinstance(found, Declined)
    assert found.code == "audience_rows"


def test_it_fits_the_history() -> None:
    found = read(INSIGHTS.encode())
    later = read(INSIGHTS.replace("2026-08-18", "2026-09-18").replace("48000", "51000").encode())
    assert isinstance(found, Import)
    assert isinstance(later, Import)
    history = stitch([found, later])
    assert len(history.audience) == 2 * len(found.frames["audience"])
    assert history.days is None
    assert isinstance(found.window, Period)
