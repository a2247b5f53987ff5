"""Could a test tell? Did it work? Plan a test of one change, read it out, and keep a log of what was learned."""

import streamlit as st

from pages.parts import frame, state
from pages.parts.opening import LOG, PART, PARTS, PLAN, READOUT

frame.guard()


def plan() -> None:
    from pages.parts import planning

    planning.show(state.history())


def read_out() -> None:
    from pages.parts import reading_out

    reading_out.show(state.history())


def log() -> None:
    from pages.parts import experiment_log

    experiment_log.show()


SHOWN = {PLAN: plan, READOUT: read_out, LOG: log}
frame.title("experiments")
part = st.radio("Step", PARTS, key=PART, bind="query-params", horizontal=True, label_visibility="collapsed")
SHOWN.get(str(part), plan)()
