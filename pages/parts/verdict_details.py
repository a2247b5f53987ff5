"""What the expert wants to know of a readout: the other metrics, the method, and what the usual test would have said."""

import streamlit as st

from pages.parts import cards, lab_texts
from pincore.experiments.readout import Readout
from pincore.experiments.telling import describe_row, describe_secondary, naive_test


def show(readout: Readout, others: tuple[Readout, ...]) -> None:
    """Shows the details, folded away."""
    if others:
        with st.expander("The other metrics (exploratory, they make no verdict)", icon=":material/explore:"):
            cards.show_list(describe_secondary(one) for one in others)
    with st.expander("How this was computed, for the expert", icon=":material/calculate:"):
        cards.show_list(lab_texts.readout_method(readout))
        st.markdown("**What the usual test would have said**")
        cards.show_list(f"“{row.variant}”: {naive_test(readout, row).says}" for row in readout.treatments)
        st.markdown("**The pooled rates**")
        cards.show_list(f"“{row.variant}”: {describe_row(row)}" for row in readout.variants)
        st.page_link("pages/glossary.py", label="All words and rules")
