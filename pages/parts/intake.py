"""Files at the door: received, read, asked about, and shown with what became of each."""

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.parts import cards, questions, state
from pages.parts.plain import plain
from pages.parts.session import FileEntry, read_of
from pincore import reading
from pincore.reading.imports import Answer, Asked, Declined, Import, Outcome, Question
from pincore.wording import describe_number, describe_period

MOST_FILES = 100


def receive(files: Sequence[Any]) -> None:
    """Reads uploaded files, shows the progress by file and step, and lets the bytes go."""
    with st.status(f"Reading {len(files)} files…" if len(files) > 1 else "Reading the file…", expanded=True) as status:
        bar = st.progress(0.0)
        entries = []
        for place, file in enumerate(files[:MOST_FILES]):
            entries.append(_read(file.name, file.getvalue(), bar, place / len(files)))
        bar.progress(1.0, "Putting it all together")
        there = {} if state.session().sample else dict(state.session().files)
        state.keep(entries)
        state.session().again = {one.digest: one.name for one in entries if one.digest in there and _same_read(there[one.digest], one)}
        state.session().unread = tuple(file.name for file in files[MOST_FILES:])
        state.history()
        status.update(label="Read", state="complete")
    state.let_go(files)


def _same_read(one: FileEntry, other: FileEntry) -> bool:
    return [o.digest for o in read_of(one)] == [o.digest for o in read_of(other)]


def _read(name: str, content: bytes, bar: Any, done: float) -> FileEntry:
    def progress(file: str, step: str) -> None:
        bar.progress(done, f"{plain(file)}: {plain(step)}")

    progress(name, "opening")
    outcomes = reading.read_files([(name, content)], state.session().answers, progress)
    asked = any(isinstance(outcome, Asked) for outcome in outcomes)
    return FileEntry(hashlib.sha256(content).hexdigest(), name, outcomes, content if asked else None)


def read_again() -> None:
    """Reads the waiting files again, now that there is an answer."""
    bar = st.progress(0.0)
    state.keep([_read(entry.name, entry.content or b"", bar, 0.5) for entry in _waiting()])
    st.rerun()


def _waiting() -> tuple[FileEntry, ...]:
    return tuple(entry for entry in state.session().files.values() if any(isinstance(outcome, Asked) for outcome in entry.outcomes))


def show_file(entry: FileEntry) -> None:
    """Shows one file and what became of it."""
    icon, words, opened = _standing(entry.outcomes)
    again = state.session().again.get(entry.digest)
    known = " :blue-badge[was here already]" if again is not None else ""
    with st.expander(f"**{plain(entry.name)}** · {words}{known}", expanded=opened, icon=icon, key=f"file-{entry.digest}"):
        if again is not None:
            cards.whisper(f"You brought the same file again{f', as “{again}”' if again != entry.name else ''}: nothing changed.")
        for place, outcome in enumerate(entry.outcomes):
            _show_outcome(entry, outcome, place)
        if not state.session().sample and st.button("Remove this file", key=f"remove-{entry.digest}", type="tertiary", icon=":material/delete:"):
            state.drop(entry.digest)
            st.rerun()


def _standing(outcomes: Sequence[Outcome]) -> tuple[str, str, bool]:
    if any(isinstance(o, Asked) for o in outcomes):
        return ":material/help:", ":orange-badge[needs your answer]", True
    declined = [o for o in outcomes if isinstance(o, Declined)]
    if declined and len(declined) == len(outcomes):
        return ":material/block:", ":red-badge[not read]", True
    words = "partly read" if declined else "read"
    kinds = list(dict.fromkeys(_kind(o.kind) for o in outcomes if isinstance(o, Import)))
    return ":material/check_circle:", f":green-badge[{words}] {plain(', '.join(kinds[:2]))}", bool(declined)


def _kind(key: str) -> str:
    kind = reading.KINDS.get(key)
    return kind.label if kind else key


def _show_outcome(entry: FileEntry, outcome: Outcome, place: int) -> None:
    if len(entry.outcomes) > 1:
        st.markdown(f"**{plain(outcome.name)}**")
    if isinstance(outcome, Import):
        _show_import(outcome)
    elif isinstance(outcome, Declined):
        st.error(f"**{plain(outcome.problem)}**\n\n{plain(outcome.remedy)}", icon=":material/block:")
    else:
        _ask(outcome.question, f"{entry.digest}-{place}")
    cards.show_notes(outcome.notes)


def _show_import(found: Import) -> None:
    facts = [_kind(found.kind)]
    if found.window:
        facts.append(describe_period(found.window))
    facts.append(f"{describe_number(found.n_rows)} rows")
    facts += [f"{name}: {value}" for name, value in found.filters]
    cards.whisper(" · ".join(facts))


def _ask(question: Question, key: str) -> None:
    with st.form(f"ask-{key}", border=False):
        st.markdown(f"**{plain(question.says)}**")
        answer = questions.ask(question, key)
        if st.form_submit_button("Read the file with this answer", type="primary"):
            if answer is None:
                st.warning("Give both days: the first and the last of the list.")
                return
            known = state.session().answers.get(question.shape, Answer())
            state.session().answers[question.shape] = answer.after(known)
            read_again()
