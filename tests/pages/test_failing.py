"""One part of a page fails: it alone says so, with a reference under which the log has the error."""

import logging
import re
from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.logger import get_logger
from streamlit.testing.v1 import AppTest

from pages.parts import cache, cards, closer_look, failing
from pincore.charts import trend
from tests.pages.app import looking, opened, shown

CELL = "jane@example.com"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[logging.LogRecord]]:
    """What the room of failing has logged so far."""
    found: list[logging.LogRecord] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", found.append)
    logger = get_logger(failing.__name__)
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def stumble(*_: object, **__: object) -> None:
    raise ValueError(CELL)


def told(at: AppTest) -> list[str]:
    assert not at.exception
    return [error.value for error in at.error if error.value.startswith(failing.BLOCK)]


@pytest.mark.parametrize(("room", "name"), [(trend, "draw_trend"), (cache, "trend")])
def test_a_failing_chart_says_so_in_its_block_alone(
    room: object, name: str, monkeypatch: pytest.MonkeyPatch, logged: list[logging.LogRecord]
) -> None:
    whole = opened("dashboard", sample=True)
    at = opened(sample=True)
    monkeypatch.setattr(room, name, stumble)
    at.switch_page("pages/dashboard.py").run()
    [said] = told(at)
    reference = re.search(r"\*\*([A-Z]{6})\*\*", said)
    assert reference and CELL not in said
    assert [header.value for header in at.header] == [header.value for header in whole.header]
    assert len(at.get("vega_lite_chart")) == len(whole.get("vega_lite_chart")) - 1
    [record] = logged
    assert record.exc_info and vars(record.exc_info[1])["reference"] == reference[1]


def test_every_chart_and_table_stands_alone(monkeypatch: pytest.MonkeyPatch, logged: list[logging.LogRecord]) -> None:
    at = opened(sample=True)
    st.cache_resource.clear()  # what was drawn before is sent again as it was
    monkeypatch.setattr(cards.st, "vega_lite_chart", stumble)
    at.switch_page("pages/dashboard.py").run()
    for place, part in enumerate((closer_look.DAYS, closer_look.TOP, closer_look.PLANE), 1):
        at.pills(key="look").set_value(part).run()
        assert len(told(at)) == 1 and len(at.metric) >= 7
        assert len(logged) == place + 1
    looking(at, closer_look.TABLES)
    assert len(at.dataframe) == 1


def test_a_page_without_a_fault_says_nothing(logged: list[logging.LogRecord]) -> None:
    at = shown(opened(sample=True), "dashboard")
    assert not told(at) and not logged


def test_choices_of_the_flow_pass_through() -> None:
    """A part that switches the page or stops the run is no failure."""

    def script() -> None:
        import streamlit as st

        from pages.parts import failing

        with failing.alone():
            st.stop()
        st.write("never")

    at = AppTest.from_function(script).run()
    assert not at.error and not at.markdown


def test_a_failing_page_says_what_to_tell() -> None:
    def script() -> None:
        from pages.parts import failing

        fault = ValueError("jane@example.com")
        assert failing.show_page(fault) is True

    at = AppTest.from_function(script).run()
    [error] = at.error
    assert error.value.startswith(failing.PAGE) and re.search(r"\*\*[A-Z]{6}\*\*", error.value)
    assert CELL not in error.value
    assert [button.label for button in at.button] == ["Try again"]
