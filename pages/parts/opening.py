"""How the planner is opened filled in, from a recommendation, a brief or a winner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from pages.parts import state

if TYPE_CHECKING:
    from pincore.concentration.winners import Brief
    from pincore.diagnosis import Recommendation
    from pincore.experiments.log import Experiment
    from pincore.experiments.readout import Readout
    from pincore.periods import Period

PART, PLAN, READOUT, LOG = "step", "Plan", "Read out", "Log"
PARTS = (PLAN, READOUT, LOG)
EXPERIMENT = "readout-experiment"
# a word of a recommendation -> the variable of the test; the first that fits counts, so that one thing changes
_VARIABLES = (
    ("call to action", "call_to_action"), ("landing", "landing_headline"), ("headline", "headline"), ("description", "description"),
    ("keyword", "description"), ("next step", "call_to_action"), ("image", "composition"), ("overlay", "composition"), ("creative", "composition"),
    ("format", "format"),
)  # fmt: skip
_OBJECTIVES = {
    "save_rate": "distribution",
    "impressions": "distribution",
    "saves": "distribution",
    "close_up_rate": "clarity",
    "pin_clicks": "clarity",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What the planner begins with. `source` says where it comes from, `hypothesis` and `do` in which words.

    `control_pins` stay as they are meanwhile, and `window` is the time that the recommendation speaks of.
    """

    source: str
    hypothesis: str = ""
    do: str = ""
    template: str = "free"
    variable: str = ""
    objective: str = ""
    variants: tuple[str, ...] = ()
    control_pins: tuple[str, ...] = ()
    window: Period | None = None
    name: str = ""
    paired: bool = False
    replicates: str = ""


def recommended(
    source: str, name: str, do: str, hypothesis: str, variable: str, metric: str, control_pins: tuple[str, ...] = (), window: Period | None = None
) -> Opening:
    """The opening of a recommendation or a brief; its variable may be told in any words."""
    found = next((key for word, key in _VARIABLES if word in variable.casefold()), "")
    return Opening(source, hypothesis, do, "free", found, _OBJECTIVES.get(metric, "visits"), control_pins=control_pins, window=window, name=name)


def of_action(row: Recommendation) -> Opening:
    """The opening of a recommendation of the diagnosis."""
    return recommended("the diagnosis", row.title, row.do, row.hypothesis, row.variable, row.metric, row.control_pins, row.window)


def of_brief(brief: Brief) -> Opening:
    """The opening of a brief for a variation of a winner."""
    do = f"Of “{brief.title}”, change {brief.changes}. Keep {brief.stays}."
    return recommended("a brief", f"{brief.title}: {brief.element}", do, brief.hypothesis, brief.element, brief.metric)


def open_with(opening: Opening) -> NoReturn:
    """Opens the planner filled in, from any page."""
    fill(opening)
    st.switch_page("pages/experiments.py")


def fill(opening: Opening) -> None:
    """Fills the planner in and turns to it: for a button of the experiments page itself, as its callback."""
    mine = state.lab()
    mine.opening, mine.round = opening, mine.round + 1
    state.choose(PART, PLAN)


def read_out(key: str) -> None:
    """Turns to the readout of an experiment of the log, as a callback."""
    state.choose(EXPERIMENT, key)
    state.choose(PART, READOUT)


def replicating(experiment: Experiment) -> Opening:
    """The opening of the replication of a winner of the log."""
    from pincore.experiments.log import replication

    design = replication(experiment)
    return Opening(
        "a winner of the log", "", "", design.template, design.variable, design.objective, tuple(v.name for v in design.variants),
        name=design.name, paired=design.paired, replicates=experiment.key,
    )  # fmt: skip


def repeating(readout: Readout) -> Opening:
    """The opening of the replication of a winner that was read out without a plan."""
    from pincore.experiments.words import OBJECTIVES

    objective = next(row.key for row in OBJECTIVES if row.metric == readout.metric)
    return Opening("a winner", template="phase_3", objective=objective, variants=(readout.control, readout.best.variant), paired=readout.paired)
