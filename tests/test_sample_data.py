"""The sample account: made again byte for byte, and its files agree with each other."""

import csv
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "sample_data"
MONTHS = {"20260901-20260930": "2026-09", "20261001-20261031": "2026-10"}
COPIES = {"": "Impressions", " (1)": "Outbound clicks", " (2)": "Saves"}


@cache
def rows_of(name: str) -> list[list[str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@cache
def pin_days(month: str = "") -> list[dict[str, str]]:
    header, *rows = rows_of("pin-days.csv")
    return [dict(zip(header, row, strict=True)) for row in rows if row[0].startswith(month)]


def overview(span: str, copy: str) -> dict[str, list[list[str]]]:
    """The blocks of an overview export by the first cell of their header line (the boards' and Pins' by their title)."""
    blocks: dict[str, list[list[str]]] = {}
    name = ""
    for row in rows_of(f"Pinterest Analytics overview {span}{copy}.csv"):
        if not row:
            name = ""
        elif not name:
            name = row[0].split(" 20")[0]
            blocks[name] = [row]
        else:
            blocks[name].append(row)
    return blocks


def test_the_files_are_what_the_script_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOLDER / "make_sample.py", tmp_path], check=True, timeout=120)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made.keys() == {path.name for path in FOLDER.glob("*.csv")}
    for name, content in made.items():
        assert content == (FOLDER / name).read_bytes(), f"{name} differs"


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 3_000_000


def test_the_pin_days_cover_a_year_and_contradict_nothing() -> None:
    rows = pin_days()
    assert 14_000 < len(rows) < 20_000
    assert all(re.fullmatch(r"202[56]-\d\d-\d\d", row["Date"]) for row in rows)
    assert (min(row["Date"] for row in rows), max(row["Date"] for row in rows)) == ("2025-11-01", "2026-10-31")
    assert len({row["Date"] for row in rows}) == 365
    assert len({(row["Date"], row["Pin ID"]) for row in rows}) == len(rows)
    assert len({row["Pin ID"] for row in rows}) == len({row["Pin title"] for row in rows}) == 64
    assert len({row["Board"] for row in rows}) == 6
    for row in rows:
        assert re.fullmatch(r"[1-9]\d{16,18}", row["Pin ID"])
        assert row["Published"] <= row["Date"]
        assert int(row["Outbound clicks"]) <= int(row["Pin clicks"]) <= int(row["Impressions"])
        assert int(row["Saves"]) <= int(row["Impressions"])
        if row["Format"] == "Video":
            assert int(row["95% views"]) <= int(row["Video views"]) <= int(row["Impressions"])
        else:
            assert row["Video views"] == row["95% views"] == ""


@pytest.mark.parametrize("span", MONTHS)
@pytest.mark.parametrize("copy", COPIES)
def test_an_overview_export_is_the_sum_of_the_pin_days(span: str, copy: str) -> None:
    metric, rows, blocks = COPIES[copy], pin_days(MONTHS[span]), overview(span, copy)
    days: dict[str, int] = defaultdict(int)
    boards: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    pins: dict[str, int] = defaultdict(int)
    for row in rows:
        days[row["Date"]] += int(row[metric])
        pins[row["Pin ID"]] += int(row[metric])
        for place, column in enumerate(("Impressions", "Pin clicks", "Outbound clicks", "Saves")):
            boards[row["Board"].lower().replace(" ", "-")][place] += int(row[column])
    header, *written_days = blocks["Date"]
    assert header == ["Date", metric]
    assert written_days == [[day, str(count)] for day, count in sorted(days.items())]

    _, header, *written_boards, _ = blocks["Top Boards"]
    assert header[2] == "Engagement"
    found = {row[0].split("/")[-2]: [int(row[place]) for place in (1, 3, 4, 5)] for row in written_boards}
    assert found == boards
    assert sum(found[board][("Impressions", "", "Outbound clicks", "Saves").index(metric)] for board in found) == sum(days.values())

    _, header, *written_pins, _ = blocks["Top Pins"]
    assert header[-1] == metric
    assert len(pins) > len(written_pins) == 50
    listed = {row[0].split("/")[-2]: int(row[-1]) for row in written_pins}
    assert all(pins[pin] == count > 0 for pin, count in listed.items())
    assert min(listed.values()) >= max(count for pin, count in pins.items() if pin not in listed)
    assert list(listed.values()) == sorted(listed.values(), reverse=True)


def test_the_template_speaks_of_the_same_pins() -> None:
    header, *rows = rows_of("pinterest_bulk_create_template.csv")
    known = {(row["Pin title"], row["Board"], row["Link"], row["Published"]) for row in pin_days()}
    templates = [dict(zip(header, row, strict=True)) for row in rows]
    assert len(templates) > 10
    for row in templates:
        assert (row["Title"], row["Pinterest board"], row["Link"], row["Publish date"][:10]) in known
    assert len({row["Link"] for row in templates}) == len(templates)


def test_sessions_and_orders_follow_the_clicks() -> None:
    *_, header, totals = rows_of("ga4_landing_pages_by_day.csv")[:9]
    visits = [dict(zip(header, row, strict=True)) for row in rows_of("ga4_landing_pages_by_day.csv")[9:]]
    assert totals[:3] == ["", "", ""]
    assert [float(total) for total in totals[3:]] == [sum(float(row[column]) for row in visits) for column in header[3:]]
    clicks: dict[str, int] = defaultdict(int)
    for row in pin_days("2026-09") + pin_days("2026-10"):
        clicks[row["Date"].replace("-", "")] += int(row["Outbound clicks"])
    sessions: dict[str, int] = defaultdict(int)
    for visit in visits:
        if visit["Session source / medium"] == "pinterest / social":
            sessions[visit["Date"]] += int(visit["Sessions"])
    assert all(sessions[day] <= clicks[day] for day in clicks)
    assert 0.8 < sum(sessions.values()) / sum(clicks.values()) < 0.95

    header, *rows = rows_of("shopify_orders_export.csv")
    assert len(header) == 79
    orders = [dict(zip(header, row, strict=True)) for row in rows]
    assert all(row["Email"].endswith("@example.com") and row["Name"].startswith("#") for row in orders)
    assert sum(float(row["Total"]) for row in orders if row["Total"]) == float(totals[-1])
    assert sum("utm_source: pinterest" in row["Note Attributes"] for row in orders) > 20


def test_the_story_is_in_the_numbers() -> None:
    """Impressions hold from September to October, outbound clicks per impression fall by more than a quarter, saves hold."""
    counts = {month: {column: sum(int(row[column]) for row in pin_days(month)) for column in COPIES.values()} for month in MONTHS.values()}
    before, after = counts["2026-09"], counts["2026-10"]
    assert 0.95 < after["Impressions"] / before["Impressions"] < 1.1
    rates = {column: (after[column] / after["Impressions"]) / (before[column] / before["Impressions"]) for column in ("Outbound clicks", "Saves")}
    assert rates["Outbound clicks"] < 0.75
    assert 0.9 < rates["Saves"] < 1.1
    by_pin: dict[str, int] = defaultdict(int)
    for row in pin_days():
        by_pin[row["Pin title"]] += int(row["Impressions"])
    assert max(by_pin.values()) / sum(by_pin.values()) > 0.3
