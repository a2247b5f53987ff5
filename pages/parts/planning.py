"""Plan: could a test tell? The answer, the curve, what to know, and the plan that goes into the log."""

import pandas as pd
import streamlit as st

from pages.parts import cards, design_form, failing, lab_texts, schedule, state
from pages.parts.design_form import Wanted
from pages.parts.plain import plain
from pincore.errors import InputError
from pincore.experiments.design import Design, hypothesis
from pincore.experiments.foresight import Outlook, describe_assumptions, describe_detectable, describe_outlook
from pincore.experiments.log import record
from pincore.experiments.planning import Plan, plan_experiment, power_by_lift, power_curve, power_if_waiting
from pincore.experiments.power import Aim, Pins
from pincore.history import History

FAR = 90


def show(history: History) -> None:
    """Shows the planner."""
    design_form.show_origin(history)
    answer = st.container()
    try:
        wanted = design_form.ask(history)
        plan = _planned(wanted, state.lab().seed)
    except InputError as error:
        with answer:
            cards.show_problem(error)
        return
    with answer:
        cards.show_answer(describe_outlook(plan.outlook), describe_assumptions(plan.outlook))
    _outlook(plan)
    st.header("What to do next", anchor=False)
    cards.say(f"Hypothesis: {hypothesis(plan.design)}")
    _save(plan)
    schedule.show(plan)
    _how(plan)


def _planned(wanted: Wanted, seed: int) -> Plan:
    with st.spinner("Working out what these Pins could show…"):
        boards = list(wanted.boards)
        return _plan(wanted.design, wanted.pins, wanted.number, wanted.start.isoformat(), boards, seed, wanted.aim, wanted.smallest_effect)


@st.cache_data(max_entries=128, show_spinner=False)
def _plan(design: Design, pins: Pins, number: int, start: str, boards: list[str], seed: int, aim: Aim, smallest: float) -> Plan:
    return plan_experiment(design, pins, number, pd.Timestamp(start).date(), boards, seed, aim, smallest)


@st.cache_data(max_entries=128, show_spinner=False)
def _curve(pins: Pins, aim: Aim, most: int) -> pd.DataFrame:
    return power_curve(pins, aim, most)


@st.cache_data(max_entries=128, show_spinner=False)
def _more(pins: Pins, aim: Aim, number: int) -> tuple[float | None, pd.DataFrame]:
    return power_if_waiting(pins, aim, number), power_by_lift(pins, aim, number)


@failing.alone()
def _outlook(plan: Plan) -> None:
    from pincore.charts.power import draw_power, shape_power

    outlook = plan.outlook
    unit = "Pairs of Pins" if plan.design.paired else "Pins a variant"
    with st.spinner("Drawing…"):
        rows = shape_power(_curve(outlook.assumed, outlook.aim, _most(outlook)), outlook)
        longer, by_lift = _more(outlook.assumed, outlook.aim, outlook.pins)
    cards.show_chart(draw_power(unit), rows, "power", "How often the test shows it", f"Power by number of Pins. {describe_outlook(outlook)}")
    cards.say(f"{describe_detectable(outlook)} {lab_texts.waiting(outlook, longer)}")
    if plan.warnings:
        st.warning("\n\n".join(plain(said) for said in plan.warnings), icon=":material/warning:")
    with st.expander("What else could these Pins show?"):
        cards.show_list(lab_texts.power_lines(by_lift["lift"].tolist(), by_lift["power"].tolist()))


def _most(outlook: Outlook) -> int:
    """How far the curve is drawn: beyond the Pins that are needed, where those can be made."""
    needed = outlook.needed if outlook.needed is not None and outlook.needed <= 4 * FAR else FAR
    return max(20, round(1.2 * max(needed, outlook.pins)))


def _save(plan: Plan) -> None:
    mine = state.lab()
    same = next((one for one in mine.log if one.plan == plan), None)
    if same is not None:
        st.success("In the log. The plan is frozen now: whoever changes something afterwards starts a new test.", icon=":material/check_circle:")
        return
    if st.button("Save this plan to the log", type="primary", icon=":material/bookmark_add:"):
        mine.put(record(plan, mine.log, mine.opening.replicates if mine.opening else ""))
        st.rerun()
    st.caption("A saved plan is frozen: metric, looks and variants count as planned, so that nobody is misled by choosing them afterwards.")


def _how(plan: Plan) -> None:
    with st.expander("How this was computed", icon=":material/calculate:"):
        cards.show_list(lab_texts.plan_method(plan.outlook, plan.smallest_effect))
        st.page_link("pages/glossary.py", label="All words and rules")
