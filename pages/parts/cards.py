"""What pages are built from: text, cards and charts (tables have a room of their own). The only room that calls st.metric."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import streamlit as st

from pages.parts import failing, once, texts, viewing
from pages.parts.plain import plain
from pages.parts.tables import show_table as show_table
from pincore.charts.spark import as_address, draw_spark
from pincore.errors import PincoreError
from pincore.history import Check
from pincore.kpis import Coverage, Kpi
from pincore.kpis.grouping import change_in_words, remarks_on
from pincore.notes import Note
from pincore.wording import UNKNOWN, is_known

if TYPE_CHECKING:
    from pincore.report.types import Figure

Spec = dict[str, Any]
_BAND_COLOURS = {"poor": "orange", "workable": "blue", "strong": "green"}


def say(text: str) -> None:
    """Shows a sentence of the core as it is."""
    st.markdown(plain(text))


def whisper(text: str) -> None:
    """Shows a sentence of the core in small letters; nothing when there is none."""
    if text:
        st.caption(plain(text))


def show_answer(sentence: str, about: str) -> None:
    """Shows the one sentence that answers the page's question, and what it speaks of."""
    st.markdown(_with_whisper(f"**{plain(sentence)}**", about))


def show_heading(title: str, says: str) -> None:
    """Shows the heading of a part of the page, and what the part tells."""
    st.markdown(_with_whisper(f"## {plain(title)}", says), anchors=False)


def _with_whisper(shown: str, text: str) -> str:
    """Markdown with a sentence in small letters below it, in one message; nothing where there is none."""
    return f"{shown}\n\n:small[:gray[{plain(text)}]]" if text else shown


def show_kpi(kpi: Kpi) -> None:
    """Shows a measure: value, change, course, band, uncertainty and what to do, all in words of the core."""
    measure = kpi.measure
    with st.container(border=True, height="stretch", gap="small"):
        if not is_known(kpi.value):
            st.metric(measure.label, UNKNOWN.capitalize(), help=measure.says)
            whisper(kpi.reason)
            return
        changed = is_known(kpi.change)
        st.metric(
            measure.label,
            texts.describe(measure, kpi.value),
            change_in_words(kpi) if changed else None,
            delta_color="normal" if measure.better == "up" and kpi.ordinary is False else "off",
            delta_arrow=_arrow(kpi.change),
            help=measure.says,
        )
        _show_words(kpi)


def show_figure(figure: "Figure") -> None:
    """Shows a number of a report: value, change and remarks in words."""
    with st.container(border=True, height="stretch", gap="small"):
        st.metric(
            plain(figure.label), plain(figure.value.says), plain(figure.change) or None, delta_color="off", delta_arrow=_arrow(figure.difference)
        )
        if figure.lines:
            st.markdown("\n\n".join(f":small[{plain(line)}]" for line in figure.lines))


class Number(NamedTuple):
    """A number on a page: its name, the number in words, and what is said of it."""

    label: str
    value: str
    says: str


def show_number(number: Number) -> None:
    """Shows a number with its sentence."""
    with st.container(border=True, height="stretch", gap="small"):
        st.metric(number.label, number.value)
        whisper(number.says)


def _arrow(change: float | None) -> str:
    if not change or not is_known(change):
        return "off"
    return "up" if change > 0 else "down"


def _show_words(kpi: Kpi) -> None:
    """The line of its days, and the sentences of the core less what the number and the change above them say already."""
    lines = [f":{_BAND_COLOURS[kpi.band]}-badge[{plain(kpi.band_says)}]"] if kpi.band else []
    lines += [plain(text) for text in remarks_on(kpi)]
    if kpi.action:
        lines.append(f"**Next:** {plain(kpi.action)}")
    shown = [f":small[{line}]" for line in lines]
    picture = draw_spark(kpi.series) if kpi.measure.group != "video" else ""
    if picture:
        shown.insert(0, f"![{plain(kpi.measure.label)}: its course]({as_address(picture)})")
    if shown:
        st.markdown("\n\n".join(shown))


@failing.alone()
def show_chart(spec: Spec, rows: pd.DataFrame, key: str, title: str, alt: str, known: str = "") -> None:
    """Shows a chart, with buttons that save it as PNG and SVG. Where `known` determines all of it, it is drawn once for it."""
    with st.container(gap=None):
        once.draw(known, lambda: st.vega_lite_chart(rows, spec, key=key, alt=alt))
        saved = st.container(horizontal=True, horizontal_alignment="right", gap="small")
    with saved:
        for kind, mime in (("PNG", "image/png"), ("SVG", "image/svg+xml")):
            make = viewing.taken_along(partial(_picture, kind, spec, rows, title, alt))
            st.download_button(kind, make, f"pincore {key}.{kind.lower()}", mime, key=f"{key}-{kind}", on_click="ignore",
                               type="tertiary", icon=":material/download:", help=f"Save “{plain(title)}” as {kind}")  # fmt: skip


def _picture(kind: str, spec: Spec, rows: pd.DataFrame, title: str, subtitle: str) -> bytes:
    from pincore.charts import saving

    return (saving.save_png if kind == "PNG" else saving.save_svg)(spec, rows, title, subtitle)


def show_notes(notes: Iterable[Note]) -> None:
    """Shows what was noticed, warnings first."""
    lines = []
    for note in sorted(notes, key=lambda note: note.level != "warning"):
        icon, name = (":material/warning:", "Warning") if note.level == "warning" else (":material/info:", "Note")
        lines.append(f"{icon} **{name}.** {plain(note.says)} {plain(note.remedy)}".rstrip())
    if lines:
        st.markdown("\n\n".join(lines))


def show_actions(actions: Iterable[tuple[str, str]]) -> None:
    """Shows what to do next, as (what, because of which numbers)."""
    st.header("What to do next", anchor=False)
    lines = [f"{i}. **{plain(do)}**  \n   {plain(because)}" for i, (do, because) in enumerate(actions, 1)]
    st.markdown("\n".join(lines) or "The numbers so far ask for nothing: export again when new days are verified.")


_CHECKED = {
    True: (":material/check_circle:", "Agrees."),
    False: (":material/warning:", "Does not agree."),
    None: (":material/help:", "Cannot be told."),
}


def show_checks(checks: Iterable[Check]) -> None:
    """Shows the reconciliations and how each came out."""
    lines = [f"{_CHECKED[check.ok][0]} **{_CHECKED[check.ok][1]}** {plain(check.says)}" for check in checks]
    st.markdown("\n\n".join(lines) or "There is nothing to compare yet.")


def show_list(sentences: Iterable[str]) -> None:
    """Shows sentences of the core as a list."""
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


@failing.alone()
def show_coverage(found: Coverage) -> None:
    """Shows what is known, estimated and missing, as a small grid."""
    from pincore.charts import coverage as coverage_chart

    rows = coverage_chart.shape_coverage(found.grid)
    if rows.empty:
        return
    spec = coverage_chart.draw_coverage(rows["row"].nunique())
    show_chart(spec, rows, "coverage", "What is known", f"What is known, estimated and missing. {found.says}")


def show_steps(steps: Iterable[str]) -> None:
    """Shows the clicks to make, numbered."""
    st.markdown("\n".join(f"{i}. {plain(step)}" for i, step in enumerate(steps, 1)))


def show_term(name: str, says: str) -> None:
    """Shows a word and what it means."""
    st.markdown(f"**{plain(name)}**  \n{plain(says)}")


def show_problem(error: PincoreError) -> None:
    """Shows why something cannot be done, and what mends it."""
    st.error(f"**{plain(error.problem)}** {plain(error.remedy)}")
