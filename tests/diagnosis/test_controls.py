"""The Pins that stay as they are while something is tried, by the names that their owner knows."""

from dataclasses import replace

import pytest

from pages.parts import ready
from pincore.choosing import default_choice
from pincore.diagnosis import Diagnosis, diagnose
from pincore.diagnosis.diagnosing import _names
from pincore.diagnosis.saying import describe_test


@pytest.fixture(scope="module")
def found() -> Diagnosis:
    history = ready.sample()[1]
    choice = default_choice(history)
    assert choice is not None and choice.against is not None
    return diagnose(history, choice.period, choice.against)


def test_control_pins_are_named_by_their_titles(found: Diagnosis) -> None:
    row = found.recommendations[0]
    said = describe_test(row)
    assert len(row.control_pins) == len(row.control_names) == 3
    assert not [pin for pin in row.control_pins if pin in said]
    assert all(f"“{name}”" in said and " " in name for name in row.control_names)


def test_pins_of_one_title_have_their_numbers_too_and_one_without_is_its_number(found: Diagnosis) -> None:
    assert _names({"1": "Soup", "2": "Soup", "3": "Bread", "4": "4"}) == ("Soup (1)", "Soup (2)", "Bread", "4")
    kept_before = replace(found.recommendations[0], control_names=())
    assert all(pin in describe_test(kept_before) for pin in kept_before.control_pins)
