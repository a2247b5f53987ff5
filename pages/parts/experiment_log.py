"""The log: every experiment with its state, what has been learned, and the file to take along."""

from dataclasses import replace
from datetime import date

import streamlit as st

from pages.parts import cards, lab_texts, opening, speakers, state, subjects, talking
from pages.parts.lab import today
from pages.parts.plain import plain
from pincore.errors import InputError
from pincore.experiments.design import hypothesis
from pincore.experiments.log import COLUMNS, Experiment, learned, log_frame, state_of
from pincore.experiments.log_file import log_json, read_log
from pincore.experiments.words import STATES

EVERY = "All"
_KEPT = "The log is kept in your workspace; you can also take it along as a file."
_NOT_KEPT = "The log lives in this session: save it on the page Workspaces, or take it along as a file and load it again next time."
_FORMATS = {"name": "text", "lift": "share", "low": "share", "high": "share"}
_SHOWN = ("name", "state", "start", "metric", "verdict", "lift", "low", "high", "result", "learning", "hypothesis", "replicates")


def show() -> None:
    """Shows the log."""
    log, now = state.lab().log, today()
    cards.show_answer(lab_texts.log_answer(log, now), _KEPT if state.session().workspace else _NOT_KEPT)
    if log:
        _learned(log)
        _table(log, now)
        for one in sorted(log, key=lambda each: each.plan.start, reverse=True):
            _one(one, log, now)
        about = [subjects.About("experiment", one.key, one.name) for one in log]
        talking.show(speakers.owner(), about, "experiments", "Notes on experiments")
    _file(log)


def _learned(log: tuple[Experiment, ...]) -> None:
    st.header("What has been learned so far", anchor=False)
    found = learned(log)
    if found:
        cards.show_list(found)
    else:
        cards.whisper("Nothing is decided yet. What a readout decides is listed here, confirmed winners first.")


def _table(log: tuple[Experiment, ...], now: date) -> None:
    st.header("All experiments", anchor=False)
    there = dict.fromkeys(state_of(one, now, log) for one in log)
    labels = {lab_texts.STATE_LABELS[key]: key for key in STATES if key in there}
    picked = st.radio("State", [EVERY, *labels], horizontal=True, key="log-state", persist_state="session")
    rows = log_frame(log, now)
    rows = rows[rows["state"] == labels[str(picked)]] if str(picked) in labels else rows
    rows = rows.assign(state=rows["state"].map(lab_texts.STATE_LABELS))
    filled = [key for key in _SHOWN if (rows[key].notna() & rows[key].ne("")).any()]
    cards.show_table(rows, {key: COLUMNS[key] for key in filled}, _FORMATS, "log", "All experiments")


def _one(one: Experiment, log: tuple[Experiment, ...], now: date) -> None:
    with st.expander(f"**{plain(one.name)}** · {plain(lab_texts.standing(one, now, log))}", key=f"log-{one.key}"):
        cards.say(hypothesis(one.plan.design))
        cards.whisper(f"Looks after days {lab_texts.look_days(one)}.")
        cards.show_list([decision.says for decision in one.decisions])
        state.mirror(f"learning-{one.key}", one.learning)
        st.text_area("What was learned", max_chars=1000, key=f"learning-{one.key}", placeholder="In your own words", height=80,
                     on_change=_learn, args=(one,))  # fmt: skip
        with st.container(horizontal=True):
            st.button("Read it out", key=f"read-{one.key}", type="primary", on_click=opening.read_out, args=(one.key,))
            if one.decision is not None and one.decision.verdict == "winner":
                st.button("Plan its replication", key=f"repeat-{one.key}", icon=":material/replay:", on_click=_replicate, args=(one,))
            st.button("Remove", key=f"remove-{one.key}", type="tertiary", icon=":material/delete:", on_click=state.lab().drop, args=(one.key,))


def _learn(one: Experiment) -> None:
    state.lab().put(replace(one, learning=str(state.chosen(f"learning-{one.key}")).strip()))


def _replicate(one: Experiment) -> None:
    opening.fill(opening.replicating(one))


def _file(log: tuple[Experiment, ...]) -> None:
    st.header("Take the log along", anchor=False)
    if log:
        st.download_button("The log as a file", lambda: log_json(log), "pincore experiments.json", "application/json", on_click="ignore",
                           icon=":material/download:")  # fmt: skip
    file = st.file_uploader("Load a log that was saved here", ["json"], key=f"log-{state.uploader_key()}")
    if file is None:
        return
    try:
        found = read_log(file.getvalue())
    except InputError as error:
        cards.show_problem(error)
        return
    for one in found:
        state.lab().put(one)
    state.let_go([file])
    st.rerun()
