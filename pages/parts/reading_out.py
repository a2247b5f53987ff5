"""Read out: which test, where its numbers are, and on which terms the verdict is given."""

from dataclasses import dataclass, replace

import streamlit as st

from pages.parts import cards, lab_tables, lab_texts, opening, pin_picking, state, verdict
from pages.parts.lab import today
from pages.parts.plain import plain
from pincore.errors import PincoreError
from pincore.experiments.counts import Sample
from pincore.experiments.log import Experiment, plan_changes
from pincore.experiments.looks import planned_looks
from pincore.experiments.readout import Terms, read_out
from pincore.experiments.words import METRIC_BY_KEY
from pincore.history import History
from pincore.periods import Period

EXPORTS, FILE, TYPED = "My exports", "A table (CSV)", "Type or paste"
OVER, RUNS = "It is over", "It still runs"
NO_PLAN = ""
EFFECTS = (0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The numbers of a test: its sample, what decides where that is chosen already, the window they speak of where it is known, and remarks on them."""

    sample: Sample
    metric: str | None = None
    window: Period | None = None
    remarks: tuple[str, ...] = ()


def show(history: History) -> None:
    """Shows the readout: what is asked first, then the verdict."""
    answer = st.container()
    experiment = _which()
    try:
        gathered = _gather(history, experiment)
        if gathered is None:
            cards.whisper("The verdict comes as soon as the numbers are there.")
            return
        terms, planned = _terms(gathered, experiment)
        readout = read_out(gathered.sample, terms)
    except PincoreError as error:
        cards.show_problem(error)
        return
    verdict.show(
        answer, gathered.sample, readout, terms, verdict.Context(experiment if planned else None, history, gathered.window, gathered.remarks)
    )


def _which() -> Experiment | None:
    """The experiment of the log that is read out; None without a plan."""
    log = {one.key: one for one in state.lab().log}
    if not log:
        return None
    now = today()
    labels = {key: f"{one.name} ({lab_texts.standing(one, now, tuple(log.values()))})" for key, one in log.items()}
    due = next((i for i, one in enumerate(log.values(), 1) if lab_texts.is_due(one, now)), len(log))
    key = st.selectbox("Which test?", [NO_PLAN, *log], due, format_func=lambda key: labels.get(key, "A test without a plan here"),
                       key=opening.EXPERIMENT, persist_state="session")  # fmt: skip
    return log.get(str(key))


def _gather(history: History, experiment: Experiment | None) -> Gathered | None:
    usual = FILE if history.empty or state.lab().table else EXPORTS
    sources = [EXPORTS, FILE, TYPED]
    source = st.radio("Where are its numbers?", sources, sources.index(usual), horizontal=True, key="readout-source", persist_state="session")
    if source == EXPORTS:
        found = pin_picking.ask(history, experiment)
        return None if found is None else Gathered(found[1].sample, found[0], found[1].window, found[1].remarks)
    sample = lab_tables.ask_file(experiment) if source == FILE else lab_tables.ask_typed(experiment)
    return None if sample is None else Gathered(sample)


def _terms(gathered: Gathered, experiment: Experiment | None) -> tuple[Terms, bool]:
    """How the numbers are read out, and whether that is as planned."""
    sample, looks = gathered.sample, None if experiment is None else experiment.plan.outlook.looks
    if experiment is not None:
        changed = plan_changes(experiment.plan, experiment.plan.design.metric, sample.variants, [look.day for look in looks or ()])
        if not changed:
            return replace(experiment.terms(None), day=_planned_day(gathered, experiment)), True
        st.warning(plain(lab_texts.not_the_plan(changed)))
    return _free_terms(sample, gathered.metric), False


def _planned_day(gathered: Gathered, experiment: Experiment) -> int:
    """How many days of the test are over in the numbers."""
    if gathered.window is not None:
        day = (gathered.window.end - experiment.plan.start).days + 1
        cards.whisper(lab_texts.so_far(day))
        if gathered.window.start != experiment.plan.start:
            st.warning(plain(lab_texts.other_start(experiment, gathered.window.start)), icon=":material/warning:")
        return max(0, day)
    over = experiment.day(today())
    usual = max((look.day for look in experiment.plan.outlook.looks if look.day <= over), default=max(1, over))
    return int(
        st.number_input(f"Days of the test in these numbers (looks: {lab_texts.look_days(experiment)})", 1, 400, usual, key=f"day-{experiment.key}")
    )


def _free_terms(sample: Sample, metric: str | None) -> Terms:
    labels = {METRIC_BY_KEY[key].label: key for key in sample.metrics if metric in (None, key)}
    effects = {lab_texts.effect(size): size for size in EFFECTS}
    keys = {"persist_state": "session"}
    with st.expander("How it is read out: what decides, which is the control, whether it is over"):
        with st.grid(3, min_column_width=180, gap="small", vertical_alignment="bottom"):
            label = st.selectbox("What decides", list(labels), key="readout-metric", **keys) if labels else None
            control = st.selectbox(
                "Control", [None, *sample.variants], format_func=lambda name: name or "Found by its name or place", key="readout-control", **keys
            )
            effect = st.selectbox("The smallest change that matters", list(effects), 1, key="readout-effect", **keys)
        over = st.radio("The test", [OVER, RUNS], horizontal=True, key="readout-over", **keys)
        day = None
        if over == RUNS:
            day = int(st.number_input("Days that are over", 0, 400, 14, key="readout-day", **keys))
            cards.whisper("A verdict is given after whole weeks only, with limits that allow for looking early.")
    known = control if control in sample.variants else None
    return Terms(labels.get(str(label)), known, effects[str(effect)], day, planned_looks() if day is not None else ())
