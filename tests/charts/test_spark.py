"""The line on a card: every known value is where it belongs, and what is not known is a gap."""

from base64 import b64decode
from itertools import groupby
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincore.charts.spark import EDGE, HEIGHT, WIDTH, as_address, draw_spark

VALUES = st.lists(st.none() | st.floats(0, 1e12), max_size=60)


def drawn(values):
    """The points of each line of the picture."""
    root = ElementTree.fromstring(draw_spark(values))
    return [
        [tuple(float(part) for part in point.split(",")) for point in found.get("points").split()]
        for found in root.iter("{http://www.w3.org/2000/svg}polyline")
    ]


@given(VALUES)
def test_every_known_value_is_drawn_where_it_belongs(values):
    known = [value for value in values if value is not None]
    if len(known) < 2:
        assert draw_spark(values) == ""
        return
    runs = [list(run) for there, run in groupby(enumerate(values), lambda row: row[1] is not None) if there]
    lines = drawn(values)
    assert [len(line) for line in lines] == [max(2, len(run)) for run in runs]
    low, high = min(known), max(known)
    for run, line in zip(runs, lines, strict=True):
        for (at, value), (x, y) in zip(run, line, strict=False):
            assert x == pytest.approx(at / (len(values) - 1) * WIDTH, abs=0.06)
            share = (value - low) / (high - low) if high > low else 0.5
            assert (HEIGHT - EDGE - y) / (HEIGHT - 2 * EDGE) == pytest.approx(share, abs=0.001)


def test_what_is_not_known_is_a_gap_and_a_day_alone_is_a_dot():
    first, alone, last = drawn([1, 2, None, 3, None, 4, 5])
    assert len(first) == len(last) == 2 and alone[0] == alone[1] == (300, 36)


@pytest.mark.parametrize("values", [(), (None, None), (7.0,), (None, 7.0, None)])
def test_one_number_has_no_course(values):
    assert draw_spark(values) == ""


def test_the_address_is_the_picture():
    kind, _, data = as_address(draw_spark([1, 2])).partition(";base64,")
    assert kind == "data:image/svg+xml" and b64decode(data).decode() == draw_spark([1, 2])
