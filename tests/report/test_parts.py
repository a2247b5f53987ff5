"""A shared report holds what was chosen and nothing that names the rest."""

import csv
import io
from datetime import timedelta
from itertools import combinations

import pytest

from pincore.errors import InputError
from pincore.history import stitch
from pincore.reading import read_files
from pincore.reading.imports import Import
from pincore.report.making import make_report, warnings_of
from pincore.report.parts import choosable, only, subjects
from pincore.report.saved import report_json
from pincore.report.types import METHOD, Report, Scope, Section, Subject
from tests.experiments.test_log import made as planned
from tests.experiments.test_log import won
from tests.report.hostile import AUGUST, JULY

FILES = "marker-file-one.csv", "marker-file-two.csv"
SECRETS = (*FILES, "marker-file", "marker-link", "marker.example", "marker-column")
BOARDS = [f"Marker board {sign}" for sign in "ABC"]
TITLES = [f"Marker title {sign}" for sign in "QRSTUVWX"]
TESTS = "Marker test one", "Marker test two"
PINS = [str(1100356121459000000 + place) for place in range(len(TITLES))]
NAMES = (*BOARDS, *TITLES, *TESTS, *PINS)


def marked(days: int, saves: bool) -> bytes:
    """Pin-days whose every name can be found again; the second file lacks a column that the first one has."""
    target = io.StringIO()
    rows = csv.writer(target)
    names = ["Date", "Pin ID", "Pin title", "Board", "Link", "Impressions", "Pin clicks", "Outbound clicks"]
    rows.writerow([*names, *(["Saves", "marker-column"] if saves else [])])
    for n in range(days):
        for place, title in enumerate(TITLES):
            day, pin, board = JULY.start + timedelta(n), PINS[place], BOARDS[place % 3]
            clicks = 60 - n // 2 if place == 0 else (n + place) % 3
            link = f"https://marker.example/marker-link-{place}"
            rows.writerow([day, pin, title, board, link, 900 + n, 70 + n % 5, clicks, *([40 + n % 3, 7] if saves else [])])
    return target.getvalue().encode()


@pytest.fixture(scope="module")
def report() -> Report:
    imports = [one for one in read_files([(FILES[0], marked(62, True)), (FILES[1], marked(50, False))]) if isinstance(one, Import)]
    log = [won(name=TESTS[0]), planned(TESTS[1])]
    return make_report(stitch(imports), Scope(AUGUST, JULY), log, AUGUST.end, warnings_of(imports))


def told(report: Report) -> str:
    return report_json(report).decode()


def named_in(section: Section, report: Report) -> set[str]:
    alone = told(Report(report.scope, "", "", (section,)))
    return {name for name in NAMES if name in alone}


def test_the_whole_report_names_what_it_shows_and_no_file_or_link(report: Report) -> None:
    assert "is not in one of the files" in told(report), "the files differ, and this is said without their names"
    assert len({name for section in report.sections for name in named_in(section, report)}) > 6
    assert not [secret for secret in SECRETS if secret in told(report) and secret != "marker-column"]


def choices(report: Report) -> list[tuple[str, ...]]:
    keys = list(choosable(report))
    return [chosen for size in range(1, len(keys) + 1) for chosen in combinations(keys, size)]


def test_no_choice_of_sections_names_anything_of_the_others(report: Report) -> None:
    assert len(choices(report)) == 31
    for chosen in choices(report):
        part = only(report, chosen)
        shared = told(part)
        assert [section.key for section in part.sections] == [key for key in choosable(report) if key in chosen] + [METHOD]
        allowed = {name for section in report.sections if section.key in chosen for name in named_in(section, report)}
        assert {name for name in NAMES if name in shared} == allowed, chosen
        assert not [secret for secret in SECRETS if secret in shared], chosen
        assert [section for section in report.sections if section.key in chosen] == [section for section in part.sections if section.key != METHOD]
        assert (report.says in shared) == ("numbers" in chosen)


def test_the_method_speaks_of_what_is_kept(report: Report) -> None:
    part = told(only(report, ["risk"]))
    assert "Shares are of the account" in part
    assert "Bands:" not in part and "A rule on a change" not in part
    assert "Bands:" in told(only(report, ["numbers"]))
    assert "A rule on a change" in told(only(report, ["changes"])) and "A rule on a change" in told(only(report, ["findings"]))


def test_remarks_on_files_are_counted_and_not_quoted(report: Report) -> None:
    assert "marker-column" in told(report)
    assert "remarks; the owner of the account sees them" in told(only(report, choosable(report)))


@pytest.mark.parametrize("chosen", [[], ["nowhere"], ["numbers", "nowhere"], [METHOD]])
def test_a_choice_that_cannot_be_is_refused(report: Report, chosen: list[str]) -> None:
    with pytest.raises(InputError) as raised:
        only(report, chosen)
    assert raised.value.code == "sections_unknown"
    assert "What if the best Pins stop?" in raised.value.remedy


def test_what_can_be_spoken_of_is_what_the_report_shows(report: Report) -> None:
    found = subjects(report)
    assert len({(one.kind, one.key) for one in found}) == len(found)
    assert [one.key for one in found if one.kind == "section"] == [section.key for section in report.sections]
    assert {one.label for one in found if one.kind == "experiment"} == set(TESTS)
    assert [one for one in found if one.kind == "finding"]
    for one in found:
        assert one.label in told(report)
    kept = subjects(only(report, ["risk"]))
    assert kept == (Subject("section", "risk", "What if the best Pins stop?"), Subject("section", METHOD, "How this was computed"))
