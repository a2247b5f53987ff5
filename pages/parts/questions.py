"""The small forms that a file is asked about with: the order of day and month, a unit, columns, a Pin, a window."""

from datetime import date
from typing import Any

import streamlit as st

from pages.parts.plain import plain
from pincore.periods import Period
from pincore.reading.imports import Answer, Question

LEAVE_OUT = "Leave it out"


def ask(question: Question, key: str) -> Answer | None:
    """Shows what the question needs; the answer as it now stands, or None while a part of it is open."""
    return _FORMS.get(question.topic, _ask_choice)(question, key)


def _ask_choice(question: Question, key: str) -> Answer:
    labels = {plain(label): value for value, label in question.options}
    picked = st.radio("Your answer", list(labels), key=f"pick-{key}", label_visibility="collapsed")
    value: Any = labels[str(picked)]
    if question.topic == "unit":
        return Answer(units=((question.column, value),))
    return Answer(subject=value) if question.topic == "subject" else Answer(date_order=value)


def _ask_pin(question: Question, key: str) -> Answer:
    return Answer(
        pin=st.text_input("The Pin's number or address, or nothing", dict(question.guesses).get("pin") or "", key=f"pin-{key}", max_chars=300)
    )


def _ask_window(question: Question, key: str) -> Answer | None:
    """The first and the last day: what the file does not say stays empty, since a day put in for the creator would be read in silence."""
    ends = [date.fromisoformat(text) if (text := dict(question.guesses).get(name)) else None for name in ("start", "end")]
    with st.grid(2, min_column_width=200):
        first = st.date_input("First day", ends[0], key=f"first-{key}", format="YYYY-MM-DD")
        last = st.date_input("Last day", ends[1], key=f"last-{key}", format="YYYY-MM-DD")
    return Answer(window=Period(min(first, last), max(first, last))) if first and last else None


def _ask_columns(question: Question, key: str) -> Answer:
    labels = {LEAVE_OUT: None} | {label: column for column, label in question.options}
    names = {column: label for label, column in labels.items()}
    guesses = dict(question.guesses)
    picked: list[tuple[str, str | None]] = []
    with st.grid(2, min_column_width=240):
        for place, (header, sample) in enumerate(question.headers):
            start = list(labels).index(names.get(guesses.get(header), LEAVE_OUT))
            label = f"{plain(header) or 'Column without a name'}  \n:small[{plain(sample)}]"
            picked.append((header, labels[st.selectbox(label, list(labels), start, key=f"map-{key}-{place}")]))
    return Answer(columns=tuple(picked))


_FORMS = {"columns": _ask_columns, "pin": _ask_pin, "window": _ask_window}
