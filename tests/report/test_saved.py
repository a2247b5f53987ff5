"""A kept report comes back as it was; a damaged or hostile one does not come back."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincore.errors import InputError
from pincore.report.cleaning import clean
from pincore.report.making import make_report
from pincore.report.saved import MOST_BYTES, read_report, report_json
from pincore.report.telling import make_look
from pincore.report.types import Chart, Report, Scope, Text
from tests.report.hostile import AUGUST, EVIL, JULY, TITLES, hostile_history
from tests.report.made import dressed_report
from tests.report.test_look import bomb


@pytest.fixture
def report() -> Report:
    return dressed_report()


def test_the_report_of_the_sample_comes_back_as_it_was(report: Report) -> None:
    kept = report_json(report)
    assert read_report(kept) == report
    assert report_json(read_report(kept)) == kept
    assert len(kept) < 200_000


def test_hostile_titles_come_back_as_the_texts_they_are() -> None:
    made = make_report(hostile_history(), Scope(AUGUST, JULY), remarks=TITLES)
    dressed = replace(made, look=make_look(TITLES[1] + TITLES[4], "#2c7553", None))
    assert EVIL.encode() in report_json(dressed)
    assert read_report(report_json(dressed)) == dressed


@given(st.text(max_size=60), st.integers(2, 30))
def test_what_is_clean_stays_as_it_is(text: str, most: int) -> None:
    assert clean(clean(text, most), most) == clean(text, most)


Told = dict[str, Any]


def first_chart(told: Told) -> Told:
    return next(block for section in told["report"]["sections"] for block in section["blocks"] if block["kind"] == "Chart")


def in_spec(**more: object) -> Any:
    """Harm that puts something into the specification of the first chart."""

    def harm(told: Told) -> None:
        chart = first_chart(told)
        chart["spec"] = json.dumps(json.loads(chart["spec"]) | more)

    return harm


def in_layer(**more: object) -> Any:
    def harm(told: Told) -> None:
        chart = first_chart(told)
        spec = json.loads(chart["spec"])
        spec["layer"][0] |= more
        chart["spec"] = json.dumps(spec)

    return harm


FAR = f"http://{EVIL}/1.png"
HARMS = {
    "another kind of file": lambda told: told.update(pincore_report2=told.pop("pincore_report")),
    "another version": lambda told: told.update(pincore_report=2),
    "more beside it": lambda told: told.update(more=1),
    "no sections": lambda told: told["report"].pop("sections"),
    "a section too many fields": lambda told: told["report"]["sections"][0].update(html="<b>"),
    "a block of no kind": lambda told: told["report"]["sections"][0]["blocks"][0].pop("kind"),
    "a block of another kind": lambda told: told["report"]["sections"][0]["blocks"][0].update(kind="Report"),
    "a reversed period": lambda told: told["report"]["scope"]["period"].update(end="2001-01-01"),
    "a number that is a text": lambda told: told["report"]["sections"][0]["blocks"][0]["items"][0]["value"].update(number="7"),
    "a key with markup": lambda told: told["report"]["sections"][0].update(key='a"><script>'),
    "a key twice": lambda told: told["report"]["sections"][0].update(key="method"),
    "a colour with style": lambda told: told["report"]["look"].update(colour="#b00020}body{background:url(http://x)"),
    "a logo that is a drawing": lambda told: told["report"]["look"].update(logo=base64.b64encode(b"<svg onload='x()'/>").decode()),
    "a logo that explodes": lambda told: told["report"]["look"].update(logo=base64.b64encode(bomb(60_000)).decode()),
    "a row too short": lambda told: next(b for s in told["report"]["sections"] for b in s["blocks"] if b["kind"] == "Table")["rows"][0].pop(),
    "a spec that is none": lambda told: first_chart(told).update(spec="{"),
    "a spec that is a list": lambda told: first_chart(told).update(spec="[]"),
    "a spec without a look": in_spec(config={}),
    "data from afar": in_spec(data={"url": FAR}),
    "data with a format": in_spec(data={"values": [], "format": {"type": "topojson"}}),
    "data that is nested": in_spec(data={"values": [{"a": {"b": 1}}]}),
    "a picture in the tooltip": in_spec(data={"values": [{"image": FAR}]}),
    "a picture as tooltip's title": in_layer(encoding={"tooltip": [{"field": "words", "title": "image"}]}),
    "marks that are pictures": in_layer(mark={"type": "Image", "url": FAR}),
    "data of a layer": in_layer(data={"url": FAR}),
    "a link": in_layer(encoding={"href": {"value": FAR}}),
    "a field beside the chart": in_spec(params=[{"name": "p", "bind": {"input": "text", "element": "body"}}]),
    "options of the page": in_spec(usermeta={"embedOptions": {"config": FAR}}),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_harmed_report_is_refused(report: Report, harm: Any) -> None:
    told = json.loads(report_json(report))
    harm(told)
    with pytest.raises(InputError) as raised:
        read_report(json.dumps(told).encode())
    assert raised.value.code == "report_unreadable"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"null", b'{"pincore_report": NaN}', b"[" * 100_000, b" " * (MOST_BYTES + 1)])
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as raised:
        read_report(data)
    assert raised.value.code == "report_unreadable"


def test_hidden_signs_do_not_come_back(report: Report) -> None:
    told = json.loads(report_json(report))
    told["report"]["says"] = "\u202egnp\x00.exe"
    assert read_report(json.dumps(told).encode()).says == "gnp.exe"


def test_a_report_that_could_not_be_read_again_is_not_kept(report: Report) -> None:
    many = tuple(Text("x" * 2_000) for _ in range(5_000))
    with pytest.raises(InputError) as raised:
        report_json(replace(report, sections=(replace(report.sections[0], blocks=many),)))
    assert raised.value.code == "report_large"


def test_every_chart_of_a_report_is_one_that_is_read(report: Report) -> None:
    keys = [block.key for section in read_report(report_json(report)).sections for block in section.blocks if isinstance(block, Chart)]
    assert len(keys) >= 4
