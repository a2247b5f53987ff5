"""The parts of the report's page: the report of what was chosen, and whose it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, lab, state
from pages.parts.cache import View
from pages.parts.plain import plain
from pages.parts.storage import told_at
from pages.parts.typed import typed
from pincore.diagnosis import Limits
from pincore.errors import InputError
from pincore.history import History
from pincore.lengths import MOST_NAME
from pincore.periods import comparison
from pincore.report.look import MOST_BYTES, read_logo, readable_colour
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
    rules = state.session().rules
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = _asked_name(rules.report_name)
        colour = _asked_colour(rules.report_colour or Look().colour)
    cards.whisper(readable_colour(colour).says)
    if rules.report_logo is None:
        _ask_logo()
    else:
        st.button("Take the logo off", key="logo-off", icon=":material/delete:", type="tertiary", on_click=_drop_logo)
    return replace(make_look(name, colour, None), logo=rules.report_logo)


def _ask_logo() -> None:
    key = f"logo-{state.uploader_key()}"
    picked = st.file_uploader("Logo, a PNG or JPEG of at most 1 MB", ["png", "jpg", "jpeg"], key=key, max_upload_size=MOST_BYTES // 2**20)
    if picked is None:
        return
    try:
        state.session().rules.report_logo = read_logo(picked.getvalue())
    except InputError as error:
        cards.show_problem(error)
        return
    state.let_go([picked])
    st.rerun()


def _drop_logo() -> None:
    state.session().rules.report_logo = None


def _asked_name(name: str) -> str:
    said = state.session().heard("report-name")
    if said:
        st.error(plain(said))
    else:
        state.mirror("report-name", name)
    st.text_input("Name on the report", key="report-name", width=320, placeholder="Yours or your client's", on_change=_set_look)
    return name


def _asked_colour(colour: str) -> str:
    state.mirror("report-colour", colour)
    return str(st.color_picker("Colour", key="report-colour", on_change=_set_look))


def _set_look() -> None:
    rules, colour = state.session().rules, str(state.chosen("report-colour"))
    rules.report_colour = "" if colour == Look().colour else colour
    with told_at("report-name"):
        rules.report_name = typed("report-name", MOST_NAME, "The name")
