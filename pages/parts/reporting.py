"""The parts of the report's page: the report of what was chosen, and whose it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, lab, state
from pages.parts.cache import View
from pincore.diagnosis import Limits
from pincore.errors import InputError
from pincore.history import History
from pincore.periods import comparison
from pincore.report.look import MOST_BYTES, readable_colour
from pincore.report.telling import make_look
from pincore.report.types import Look, Report, Scope

if TYPE_CHECKING:
    from pincore.experiments.log import Experiment


def made(view: View, limits: Limits, history: History, log: "Sequence[Experiment]", remarks: Sequence[str]) -> Report:
    """The report of the view, without a look; made once for the files, choices and experiments."""
    key = repr((view, limits, tuple(log), lab.today() if log else None, tuple(remarks)))
    return _made(key, view, limits, history, tuple(log), tuple(remarks))


@st.cache_data(max_entries=32, show_spinner="Writing the report…")
def _made(key: str, _view: View, _limits: Limits, _history: History, _log: "tuple[Experiment, ...]", _remarks: tuple[str, ...]) -> Report:
    from pincore.report.making import make_report

    against = _view.against or comparison(_view.period)
    scope = Scope(_view.period, against, _view.choice, _view.thresholds, _limits, _view.save_rate_over)
    return make_report(_history, scope, _log, lab.today(), _remarks)


def choose_look() -> Look:
    """Name, colour and logo, as they are typed and picked; a logo that cannot be is said and left out."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rules = state.session().rules
        name = _asked_name(rules.report_name)
        colour = _asked_colour(rules.report_colour or Look().colour)
    cards.whisper(readable_colour(colour).says)
    picked = st.file_uploader("Logo, a PNG or JPEG of at most 1 MB", ["png", "jpg", "jpeg"], key="report-logo", max_upload_size=MOST_BYTES // 2**20)
    try:
        return make_look(name, colour, picked.getvalue() if picked else None)
    except InputError as error:
        cards.show_problem(error)
        return make_look(name, colour, None)


def _asked_name(name: str) -> str:
    state.mirror("report-name", name)
    return st.text_input("Name on the report", max_chars=80, key="report-name", width=320, placeholder="Yours or your client's", on_change=_set_look)


def _asked_colour(colour: str) -> str:
    state.mirror("report-colour", colour)
    return str(st.color_picker("Colour", key="report-colour", on_change=_set_look))


def _set_look() -> None:
    rules, colour = state.session().rules, str(state.chosen("report-colour"))
    rules.report_name, rules.report_colour = str(state.chosen("report-name")), "" if colour == Look().colour else colour
