"""A report of the sample account, with a name, a colour and a logo."""

from dataclasses import replace
from functools import lru_cache

from pages.parts import ready
from pincore.choosing import default_choice
from pincore.report.making import make_report
from pincore.report.telling import make_look
from pincore.report.types import Report, Scope
from tests.experiments.test_log import won
from tests.report.test_look import picture


@lru_cache(maxsize=1)
def dressed_report() -> Report:
    """The report of the sample account's usual period, with a won experiment."""
    history = ready.sample()[1]
    choice = default_choice(history)
    assert choice is not None and choice.against is not None
    made = make_report(history, Scope(choice.period, choice.against), [won(name="Soup")], choice.period.end)
    return replace(made, look=make_look("Fern & Fig", "#ffd400", picture("PNG")))
