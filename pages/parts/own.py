"""What the account's own Pins are like, and what is known of them, for the planner and the readout."""

import streamlit as st

from pages.parts import cards, state
from pincore.experiments.own_pins import OwnPins, assumed_pins, own_pins
from pincore.experiments.picking import Candidate, find_pins
from pincore.experiments.power import ASSUMED_CV, Pins
from pincore.experiments.words import METRIC_BY_KEY
from pincore.history import History
from pincore.measures import options
from pincore.periods import Period

OWN, ASSUMED, TYPED = "My own Pins", "An assumption", "My own numbers"


def ask(history: History, metric: str, days: int) -> Pins:
    """What the Pins of the test will be like: as the account's, as is usual, or as the visitor says."""
    found = comparable(history, metric)
    usable = found is not None and found.enough
    usual = assumed_pins(found, metric, days)
    offered = [OWN, ASSUMED, TYPED] if usable else [ASSUMED, TYPED]
    keys = {"persist_state": "session"}
    before = f"plan{state.lab().round}-{metric}-{history.digest[:8]}"
    source = st.radio("Baseline and spread between Pins from", offered, horizontal=True, key=f"{before}-source", **keys)
    if source == OWN:
        return usual
    assumed = Pins(usual.baseline, ASSUMED_CV)
    if source == ASSUMED:
        cards.whisper("For less than 20 comparable Pins in your files the spread is assumed." if not usable else "")
        return assumed
    name = METRIC_BY_KEY[metric].label
    baseline = st.slider(f"{name} of your typical Pin", 0.0005, 0.06, min(0.06, max(0.0005, round(assumed.baseline, 4))), 0.0005,
                         format="percent", key=f"{before}-baseline", **keys)  # fmt: skip
    spread = st.slider("Spread between Pins of one design (0.3 alike, 1 very different)", 0.1, 2.0, ASSUMED_CV, 0.1, key=f"{before}-cv", **keys)
    shown = int(st.number_input("Impressions a Pin gets during the test, 0 for plenty", 0, 10_000_000, 0, 500, key=f"{before}-shown", **keys))
    return Pins(baseline, spread, float(shown) or None)


def comparable(history: History, metric: str, without: tuple[str, ...] = ()) -> OwnPins | None:
    """The account's comparable Pins; None without any history."""
    return None if history.empty or history.days is None else _comparable(history.digest, metric, without, history)


@st.cache_data(max_entries=64, show_spinner=False)
def _comparable(digest: str, metric: str, without: tuple[str, ...], _history: History) -> OwnPins:  # noqa: ARG001
    assert _history.days is not None
    return own_pins(_history, metric, _history.days, without)


def boards(history: History) -> list[str]:
    """The names of the account's boards."""
    return [] if history.empty else list(options(history).get("board", ()))


def candidates(history: History, text: str, period: Period | None) -> tuple[Candidate, ...]:
    """The Pins that can be picked, most impressions first."""
    return _candidates(history.digest, text, period, history)


@st.cache_data(max_entries=128, show_spinner=False)
def _candidates(digest: str, text: str, period: Period | None, _history: History) -> tuple[Candidate, ...]:  # noqa: ARG001
    return find_pins(_history, text, period)
