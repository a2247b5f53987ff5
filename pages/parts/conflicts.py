"""Experiments that were changed here and elsewhere at once: both are shown, and one is chosen."""

import streamlit as st

from pages.parts import keeping
from pages.parts.plain import plain
from pages.parts.session import Session
from pincore.experiments.log import Experiment
from pincore.store import Conflict


def show(mine: Session) -> None:
    """Asks about each of them."""
    for place, one in enumerate(mine.conflicts):
        either = one.mine or one.theirs
        if either is not None:
            _ask(one, either.name, place)


def _ask(one: Conflict, name: str, place: int) -> None:
    st.toast(f"“{plain(name)}” was changed elsewhere too: choose at the top of the page.", icon=":material/call_split:")
    with st.container(border=True, key=f"conflict-{place}"):
        st.markdown(f"**“{plain(name)}” was changed elsewhere while you changed it here.** Yours is not saved yet: choose which stays.")
        with st.grid(2, min_column_width=240):
            _tell("Yours", one.mine, one.theirs)
            _tell("Theirs", one.theirs, one.mine)
        with st.container(horizontal=True):
            st.button("Keep mine", key=f"mine-{place}-{one.key}", type="primary", on_click=keeping.resolve, args=(one, True))
            st.button("Take theirs", key=f"theirs-{place}-{one.key}", on_click=keeping.resolve, args=(one, False))


def _tell(whose: str, it: Experiment | None, other: Experiment | None) -> None:
    with st.container():
        st.markdown(f"**{whose}**")
        st.markdown("\n".join(f"- {line}" for line in _lines(it, other)))


def _lines(it: Experiment | None, other: Experiment | None) -> list[str]:
    """What is particular of one side."""
    if it is None:
        return ["It is taken off the log."]
    lines = []
    if other is None or it.learning != other.learning:
        lines.append(f"Learned: {plain(it.learning) if it.learning else 'nothing written'}")
    if other is None or it.decisions != other.decisions:
        lines.append("Readouts: " + (" ".join(plain(decision.says) for decision in it.decisions) or "none"))
    if other is None or it.pins != other.pins:
        lines.append("Pins: " + ("; ".join(f"{plain(name)}: {plain(', '.join(pins))}" for name, pins in it.pins) or "none picked"))
    if other is None or (it.plan, it.replicates) != (other.plan, other.replicates):
        lines.append(f"A plan that starts on {it.plan.start.isoformat()}")
    return lines
