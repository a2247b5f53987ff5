"""Hostile titles, names and remarks are text in every kind of report."""

import io
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from html.parser import HTMLParser
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from pypdf import PdfReader

from pincore.report import pictures
from pincore.report.formats import write_report
from pincore.report.making import make_report
from pincore.report.telling import make_look
from pincore.report.types import Chart, Report, Scope
from tests.report.hostile import AUGUST, EVIL, JULY, TITLES, hostile_history

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def report() -> Report:
    made = make_report(hostile_history(), Scope(AUGUST, JULY), remarks=TITLES)
    return replace(made, look=make_look(TITLES[1] + TITLES[4], "#2c7553", None))


@pytest.fixture(scope="module")
def written(report: Report) -> Callable[[str], bytes]:
    """The report in each kind, written once."""
    return cache(partial(write_report, report))


class Elements(HTMLParser):
    """The elements of a page, with everything that could lead elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.leads: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.leads += [
            f"{name}={value}" for name, value in attrs if name in ("href", "src", "srcset", "action", "style", "data") or name.startswith("on")
        ]

    def handle_data(self, data):
        self.said.append(data)


def test_the_web_page_holds_text_alone(report: Report) -> None:
    text = write_report(report, "html").decode()
    found = Elements()
    found.feed(text)
    assert not found.names & {"script", "iframe", "object", "embed", "link", "a", "form", "svg", "base"}
    assert found.leads
    assert all(lead.startswith(("src=data:image/svg+xml;base64,", "src=data:image/png;base64,")) for lead in found.leads)
    assert f"fetch('http://{EVIL}/1')" in "".join(found.said), "the title is there, as text"
    assert not BIDI.search(text)
    assert len(text) < 2_000_000, "a title of a megabyte is cut"


def test_the_charts_hold_text_alone(report: Report) -> None:
    charts = [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]
    assert len(charts) >= 4
    for chart in charts:
        drawn = pictures.svg(chart, report.look)
        elements = list(ElementTree.fromstring(drawn).iter())
        assert {element.tag.rpartition("}")[2] for element in elements} <= {"svg", "g", "path", "text", "rect", "line", "defs", "clipPath", "tspan"}
        assert not [name for element in elements for name in element.attrib if name.startswith("on") or "href" in name]
        assert not BIDI.search(drawn)


def test_the_workbook_holds_no_formula_and_no_link(report: Report) -> None:
    content = write_report(report, "xlsx")
    with ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in parts.namelist() if "externalLink" in name or "_rels/sheet" in name or "vba" in name.lower()]
        for name in sheets:
            written = parts.read(name).decode()
            assert not re.search(r"<f[ >]|hyperlink", written)
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("=HYPERLINK" in text for text in texts)
    assert not [text for text in texts if text[:1] in set("=+-@\t\r\n＝＋－＠")]
    assert not [text for text in texts if BIDI.search(text)]
    assert max(map(len, texts)) < 32_767


def test_the_pdf_holds_no_action_and_shows_every_script(written: Callable[[str], bytes]) -> None:
    content = written("pdf")
    assert not re.search(rb"/(JS|JavaScript|Launch|URI|EmbeddedFile|SubmitForm)\b|/OpenAction\s*<<", content)
    pages = PdfReader(io.BytesIO(content)).pages
    text = " ".join(page.extract_text() for page in pages)
    for word in ("スープ", "Ünïcode", "HYPERLINK"):
        assert word in text.replace("\n", ""), word
    assert len(pages) < 25, "a title of a megabyte is cut"


def _unnumbered(content: bytes) -> bytes:
    """A web page without the numbers that the charts' library counts through all charts of a process."""
    return re.sub(rb"data:image/svg\+xml;base64,([\w+/=]+)", lambda found: re.sub(rb"(clip|gradient_)\d+", rb"\1", b64decode(found[1])), content)


@pytest.mark.parametrize("key", ["html", "pdf", "xlsx"])
def test_the_same_report_is_written_twice_alike(report: Report, written: Callable[[str], bytes], key: str) -> None:
    first, second = (_unnumbered(content) for content in (written(key), write_report(report, key)))
    assert len(first) == len(second)
