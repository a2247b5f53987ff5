"""A brief becomes a planned test in one click."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import opening
from pincore.concentration.winners import Winner


def show_planner(chosen: Sequence[Winner]) -> None:
    """Shows the choice of a brief, and the button that opens the planner with it."""
    offered = {f"{place}. {winner.label}: {brief.element}": brief for place, winner in enumerate(chosen, 1) for brief in winner.briefs}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked = str(st.selectbox("Test one of the briefs", list(offered), key="brief", persist_state="session"))
        if st.button("Plan this test", icon=":material/science:", help="Opens the planner filled in with this brief"):
            opening.open_with(opening.of_brief(offered[picked]))
