"""The verdict of a readout: the sentence, the pictures, what it means, and what to do next."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import cards, failing, lab_texts, one_pin, opening, state, verdict_details
from pages.parts.lab import today
from pages.parts.plain import plain
from pincore.experiments.counts import Sample
from pincore.experiments.log import Experiment, decided, next_look
from pincore.experiments.readout import Readout, Terms, Verdict, secondary
from pincore.experiments.telling import describe_both, describe_need, describe_readout, teaching, warnings
from pincore.experiments.words import METRIC_BY_KEY, VERDICT_BY_KEY
from pincore.history import History
from pincore.periods import Period
from pincore.wording import describe_period

OPEN = ("too_early", "not_enough_pins")


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What stands around a readout: the experiment whose plan it follows, the history, the window and the remarks on the numbers."""

    experiment: Experiment | None
    history: History
    window: Period | None
    remarks: tuple[str, ...]


def show(answer: Any, sample: Sample, readout: Readout, terms: Terms, around: Context) -> None:
    """Shows everything about a readout, its answer in the place kept for it."""
    if len(sample.pins) == len(sample.variants) == 2:
        with answer:
            one_pin.show(sample, readout, around.history, around.window)
        verdict_details.show(readout, ())
        return
    others = secondary(sample, terms)
    with answer:
        _headline(readout, around)
    _intervals(readout)
    _meaning(readout, others)
    _dots(readout)
    noticed = (*warnings(readout), *around.remarks)
    if noticed:
        st.warning("\n\n".join(map(plain, noticed)), icon=":material/warning:")
    _numbers(readout)
    _next(readout, around)
    verdict_details.show(readout, others)


def _headline(readout: Readout, around: Context) -> None:
    word = VERDICT_BY_KEY[readout.verdict or "cannot_tell"]
    sentence = describe_readout(readout).removeprefix(f"{word.label}. ")
    with st.container(border=True, gap="small"):
        st.markdown(f":{lab_texts.COLOURS[word.key]}-badge[:material/{lab_texts.ICONS[word.key]}: **{plain(word.label)}**]")
        st.markdown(f"**{plain(sentence)}**")
        st.markdown(f"{plain(word.says)}  \n**Next:** {plain(word.do)}")
        if around.window:
            cards.whisper(f"{describe_period(around.window)}.")


@failing.alone()
def _intervals(readout: Readout) -> None:
    from pincore.charts.readout import draw_intervals, shape_intervals

    rows = shape_intervals(readout)
    if rows.empty:
        return
    st.header("How sure is it?", anchor=False)
    said = " ".join(f"{row.variant}: {row.words}." for row in rows.itertuples())
    cards.show_chart(draw_intervals(readout.metric, readout.control, len(rows)), rows, "interval", "How sure is it?", said)
    cards.whisper("The bar holds what the difference could be; the dashed line is no difference; within the grey band it would not matter.")


@failing.alone()
def _meaning(readout: Readout, others: tuple[Readout, ...]) -> None:
    """What clicks and saves mean together; only once there is a verdict."""
    by_metric = {one.metric: one for one in (readout, *others)}
    if readout.verdict in OPEN or not {"ocr", "save_rate"} <= set(by_metric):
        return
    st.header("What clicks and saves say together", anchor=False)
    for row in readout.treatments:
        means, do = describe_both(by_metric["ocr"], by_metric["save_rate"], row.variant)
        name = f"{plain(row.variant)}: " if len(readout.treatments) > 1 else ""
        st.markdown(f"{name}**{plain(means)}** {plain(do)}")


@failing.alone()
def _dots(readout: Readout) -> None:
    from pincore.charts.pins import draw_pin_bars
    from pincore.charts.readout import draw_dots, shape_dots, shape_exposure

    st.header("Each Pin", anchor=False)
    rows = shape_dots(readout)
    name = METRIC_BY_KEY[readout.metric].label
    if not rows.empty:
        spec = draw_dots(readout.metric, len(readout.variants))
        cards.show_chart(spec, rows, "dots", f"{name} of each Pin", f"{name} of each Pin, by variant. {lab_texts.exposure(readout)}")
        cards.whisper("A dot is a Pin, the larger the more it was shown; the line is the typical Pin; faint Pins had too few impressions.")
    shares = shape_exposure(readout)
    if not shares.empty:
        st.subheader("Who was shown how often", anchor=False)
        cards.show_chart(
            draw_pin_bars("Share of impressions", len(shares)), shares, "exposure", "Who was shown how often", lab_texts.exposure(readout)
        )
        cards.whisper(lab_texts.exposure(readout))


NUMBERS = {
    "variant": "Variant", "pins": "Pins", "pins_used": "Used", "impressions": "Impressions", "count": "Count", "typical_rate": "Typical Pin",
    "lift": "Lift", "low": "Could be from", "high": "to", "pooled_rate": "All together (description only)",
}  # fmt: skip
_FORMATS = {"variant": "text"} | dict.fromkeys(("pins", "pins_used", "impressions", "count"), "count")
_FORMATS |= dict.fromkeys(("typical_rate", "lift", "low", "high", "pooled_rate"), "share")


def numbers(readout: Readout) -> pd.DataFrame:
    """The variants as a table."""
    return pd.DataFrame([[getattr(row, name) for name in NUMBERS] for row in readout.variants], columns=list(NUMBERS))


@failing.alone()
def _numbers(readout: Readout) -> None:
    st.header("The numbers", anchor=False)
    columns = NUMBERS | {"count": METRIC_BY_KEY[readout.metric].event.capitalize()}
    cards.show_table(numbers(readout), columns, _FORMATS, "readout", "The numbers of the test")


def _next(readout: Readout, around: Context) -> None:
    st.header("What to do next", anchor=False)
    word = VERDICT_BY_KEY[readout.verdict or "cannot_tell"]
    need = describe_need(readout) if readout.verdict in ("cannot_tell", "not_enough_pins") else ""
    cards.show_list([word.do, *([need] if need else [])])
    for said in teaching(readout):
        cards.whisper(said)
    with st.container(horizontal=True):
        if around.experiment is not None:
            _keep(readout, around)
        if readout.verdict == "winner":
            _replicate(readout.best, readout, around.experiment)


def _keep(readout: Readout, around: Context) -> None:
    experiment = around.experiment
    assert experiment is not None
    pins = tuple((row.variant, tuple(dot.pin for dot in readout.dots if dot.variant == row.variant)) for row in readout.variants)
    made = decided(experiment, readout)
    if experiment.decisions == made.decisions and experiment.pins == pins:
        st.success("Kept in the log.", icon=":material/check_circle:")
    elif st.button("Keep this result in the log", type="primary", icon=":material/bookmark_added:"):
        state.lab().keep(made, pins)
        st.rerun()
    coming = next_look(experiment, today())
    if coming is not None and readout.next_look is not None:
        cards.whisper(lab_texts.standing(experiment, today(), state.lab().log))


def _replicate(winner: Verdict, readout: Readout, experiment: Experiment | None) -> None:
    has = experiment is not None and experiment.decision is not None and experiment.decision.verdict == "winner"
    made = opening.replicating(experiment) if has and experiment is not None else opening.repeating(readout)
    st.button(f"Plan the replication of {plain(winner.variant)}", icon=":material/replay:", on_click=opening.fill, args=(made,))
