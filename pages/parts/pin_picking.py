"""The numbers of a test from the exports: the Pins of each variant are picked, and the window is checked."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from pages.parts import cards, own, state
from pages.parts.lab import today
from pages.parts.plain import plain
from pincore.experiments.log import Experiment
from pincore.experiments.picking import Candidate, Picked, pick_counts, pins_named, planned_windows
from pincore.experiments.words import OBJECTIVES
from pincore.history import History
from pincore.measures.totals import pin_windows
from pincore.periods import Period
from pincore.wording import describe_day, describe_number, describe_period

OTHER = "Other dates"
USUAL_DAYS = 21
_KEEP = {"persist_state": "session"}


def ask(history: History, experiment: Experiment | None) -> tuple[str, Picked] | None:
    """The metric that decides and the counts of the picked Pins; None until some are picked for each variant. Raises InputError when the files cannot tell them."""
    if history.empty or not _reaches(history, experiment):
        _bring(history, experiment)
        return None
    with st.grid(2, min_column_width=240, gap="small", vertical_alignment="bottom"):
        window = _window(history, experiment)
        metric = experiment.plan.design.metric if experiment else _metric()
    names = [variant.name for variant in experiment.plan.design.variants] if experiment else _names()
    picks = _picks(history, experiment, names, window)
    if not all(picks.values()):
        return None
    pairs = {pin: str(place) for ids in picks.values() for place, pin in enumerate(ids, 1)} if experiment and experiment.plan.design.paired else None
    return metric, pick_counts(history, picks, window, metric, pairs)


def _reaches(history: History, experiment: Experiment | None) -> bool:
    """Whether the files hold any day of the plan."""
    return experiment is None or (history.days is not None and history.days.end >= experiment.plan.start)


def _bring(history: History, experiment: Experiment | None) -> None:
    """Takes exports on the spot."""
    if history.days and experiment:
        cards.say(
            f"Your files reach to {describe_day(history.days.end)}, and the test starts on {describe_day(experiment.plan.start)}. Bring exports of its days."
        )
    files = st.file_uploader("Your exports of the days of the test: overview exports (one for each measure), or a table by Pin and day",
                             accept_multiple_files=True, key=f"exports-{state.uploader_key()}")  # fmt: skip
    st.caption("Read in memory, in this session only. Which files help is told under “Your exports”.")
    if files:
        from pages.parts import intake

        intake.receive(files)
        st.rerun()
    if any(entry for entry in state.session().files.values()):
        st.page_link("pages/upload.py", label="**See what became of your files**", icon=":material/arrow_forward:")


def _window(history: History, experiment: Experiment | None) -> Period:
    """The days of the test, as the exports or the plan know them."""
    windows = {describe_period(window): window for window in reversed(pin_windows(history))}
    known = history.days or Period(*_last(None))
    planned = planned_windows(experiment.plan, known.end, list(windows.values())) if experiment else ()
    offered = {describe_period(window): window for window in planned} if experiment else windows
    label = str(
        st.selectbox("Days of the test", [*offered, OTHER], key=f"window-{experiment.key if experiment else ''}-{history.digest[:8]}", **_KEEP)
    )
    if label != OTHER:
        return offered[label]
    start, end = _last(known) if experiment is None else (experiment.plan.start, known.end)
    days = st.date_input("From and to, both included", (start, end), key="window-days", format="YYYY-MM-DD", **_KEEP)
    picked = days if isinstance(days, tuple) else (days,)
    return Period(min(picked), max(picked)) if picked else known


def _last(known: Period | None) -> tuple[date, date]:
    end = known.end if known else today()
    start = end - timedelta(USUAL_DAYS - 1)
    return (max(start, known.start) if known else start), end


def _metric() -> str:
    labels = {row.label: row.metric for row in OBJECTIVES}
    says = {row.label: row.says for row in OBJECTIVES}
    label = str(st.selectbox("What was it for?", list(labels), key="readout-objective", help=" ".join(says.values()), **_KEEP))
    return labels[label]


def _names() -> list[str]:
    with st.grid(2, min_column_width=200, gap="small"):
        control = st.text_input("Name of the control", "Control", max_chars=60, key="readout-name-0", **_KEEP)
        treatment = st.text_input("Name of the treatment", "Treatment", max_chars=60, key="readout-name-1", **_KEEP)
    first = control.strip() or "Control"
    return [first, treatment.strip() if treatment.strip() not in ("", first) else "Treatment"]


def _picks(history: History, experiment: Experiment | None, names: Sequence[str], window: Period) -> dict[str, list[str]]:
    text = st.text_input(
        "Find Pins by title, link or id (several, parted by commas, work too)", key="readout-search", icon=":material/search:", **_KEEP
    )
    every = own.candidates(history, "", window) or own.candidates(history, "", None)
    by_pin = {one.pin: one for one in every}
    found = [one.pin for one in own.candidates(history, text.strip(), window)] if text.strip() else list(by_pin)
    if text.strip():
        cards.whisper(f"{describe_number(len(found))} of {describe_number(len(by_pin))} Pins fit.")
    kept = dict(experiment.pins) if experiment else {}
    picks = {}
    for place, name in enumerate(names):
        key = f"picked-{experiment.key if experiment else ''}-{place}"
        chosen = [str(pin) for pin in state.chosen(key) or ()]
        default = [pin for pin in kept.get(name) or pins_named(every, name, names) if pin in by_pin]
        options = list(dict.fromkeys([*chosen, *default, *found]))
        picks[name] = [str(pin) for pin in st.multiselect(f"Pins of {plain(name)}", options, default, format_func=lambda pin: label(by_pin, str(pin)), key=key,
                                                            placeholder="Choose Pins", **_KEEP)]  # fmt: skip
    return picks


def label(by_pin: Mapping[str, Candidate], pin: str) -> str:
    """What a Pin is called in the list: its title, the end of its id, its impressions."""
    one = by_pin.get(pin)
    if one is None:
        return pin
    title = one.title if one.title != pin else "Pin"
    return f"{title} · …{pin[-5:]} · {describe_number(one.impressions)} impressions"
