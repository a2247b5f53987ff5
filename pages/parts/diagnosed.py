"""The parts of the diagnosis page: actions, what was checked, the list of kept actions, the limits."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any

import streamlit as st

from pages.parts import cards, opening, state
from pages.parts.plain import plain
from pincore import exports
from pincore.diagnosis import LIMIT_SAYS, RULE_BY_KEY, Checked, Diagnosis, Finding, Limits, Recommendation, saying
from pincore.wording import describe_number

_SIGNS = {
    "found": (":material/error:", "Found"),
    "clear": (":material/check_circle:", "Clear"),
    "unchecked": (":material/help:", "Not checked"),
}


def show_action(place: int, row: Recommendation, finding: Finding) -> None:
    """Shows one recommended action: what, because of which numbers, and the button that keeps it."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{place}. {plain(row.do)}**")
        st.markdown(f"**{plain(row.title)}.** {plain(finding.signals)}")
        st.markdown(f"Because: {plain(finding.because)}")
        cards.whisper(saying.describe_test(row))
        for note in finding.notes:
            cards.whisper(f"On Pinterest: {note}")
        kept = row in state.kept()
        with st.container(horizontal=True, gap="small"):
            if st.button(
                "Plan this test", key=f"plan-{row.key}", icon=":material/science:", help=f"Opens the planner filled in with “{plain(row.title)}”"
            ):
                opening.open_with(opening.of_action(row))
            if st.button("On your list" if kept else "Keep for a test", key=f"keep-{row.key}", disabled=kept, icon=":material/bookmark:"):
                state.keep_action(row)
                st.rerun()


def count(rows: Sequence[object]) -> str:
    """How many checks."""
    return f"{describe_number(float(len(rows)))} {'check' if len(rows) == 1 else 'checks'}"


def show_found(found: Diagnosis) -> None:
    """Shows every finding, and those that it says more precisely."""
    for finding in found.found:
        st.markdown(f":material/error: **Found: {plain(finding.title)}.** {plain(finding.because)} {plain(finding.signals)}")
        cards.whisper(f"{finding.do} Source: {finding.source}")
    if not found.found:
        st.markdown(":material/check_circle: **Nothing found.**")
    for row in found.silenced:
        cards.whisper(f"{row.title}: said more precisely by “{RULE_BY_KEY[row.by].title}”.")


def show_rows(rows: Sequence[tuple[str, str]]) -> None:
    """Shows checks with what they say."""
    st.markdown("\n".join(f"- **{plain(title)}.** {plain(says)}" for title, says in rows) or "None.")


def show_checklist(rows: Sequence[Checked]) -> None:
    """Shows the latent problems, by group."""
    lines = [f"{_SIGNS[row.outcome][0]} **{_SIGNS[row.outcome][1]}.** {plain(row.group)}: {plain(row.question)} {plain(row.says)}" for row in rows]
    st.markdown("\n\n".join(lines))


def show_kept() -> None:
    """Shows the actions that were kept, with a download; they stay until they are taken off or the session ends."""
    st.header("Your list of tests", anchor=False)
    kept = state.kept()
    if not kept:
        cards.whisper("Keep an action above; it stays here when you change the page or the period.")
        return
    for place, row in enumerate(kept):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container():
                st.markdown(f"**{plain(row.do)}**")
                cards.whisper(f"{row.because} {saying.describe_test(row)}")
            if st.button(
                "Plan it", key=f"plan-kept-{place}", type="tertiary", icon=":material/science:", help=f"Opens the planner with “{plain(row.title)}”"
            ):
                opening.open_with(opening.of_action(row))
            if st.button("Take off", key=f"off-{place}", type="tertiary", icon=":material/close:", help=f"Take “{plain(row.title)}” off the list"):
                state.drop_action(row)
                st.rerun()
    make = partial(_kept_csv, kept)
    st.download_button("Save the list as CSV", make, "pincore tests.csv", "text/csv", key="kept-csv", on_click="ignore", icon=":material/download:")


def _kept_csv(kept: tuple[Recommendation, ...]) -> bytes:
    return exports.csv_bytes(saying.kept_table(kept), saying.KEPT_COLUMNS)


def choose_limits() -> Limits:
    """The limits of the rules, the defaults until they are changed; they hold on every page."""
    box = st.expander("Limits of the rules", key="limits", on_change="rerun")
    if not box.open:
        return limits()
    with box:
        for field in fields(Limits):
            _ask_limit(field.name)
        cards.whisper("Defaults from creators' practice or our own choice; each rule names its source in the glossary.")
    return limits()


def limits() -> Limits:
    """The limits of the rules, as they were set."""
    return state.session().rules.limits or Limits()


def _ask_limit(name: str) -> None:
    label, key = LIMIT_SAYS[name], f"limit-{name}"
    least, most = saying.range_of(name)
    if name in saying.COUNTED:
        state.mirror(key, int(getattr(limits(), name)))
        st.number_input(label, int(least), int(most), step=1, key=key, on_change=_set_limit, args=(name,))
        return
    state.mirror(key, float(getattr(limits(), name)))
    st.number_input(label, least, most, step=least, format="%.4f" if least < 0.01 else "%.2f", key=key, on_change=_set_limit, args=(name,))


def _set_limit(name: str) -> None:
    changed: dict[str, Any] = {name: state.chosen(f"limit-{name}")}
    state.session().rules.limits = replace(limits(), **changed)
