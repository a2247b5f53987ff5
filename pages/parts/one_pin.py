"""One Pin a variant: no verdict on the design, and the two smaller questions that have an honest answer."""

import streamlit as st

from pages.parts import cards, own
from pincore.experiments.counts import PinCounts, Sample
from pincore.experiments.one_pin import account_day_variance, daily_counts, these_pins, usual_gap
from pincore.experiments.readout import Readout
from pincore.experiments.words import METRIC_BY_KEY, ONE_PIN
from pincore.history import History
from pincore.periods import Period
from pincore.wording import describe_number, describe_share

NO_DAYS = "This needs the numbers of both Pins by day: bring a table by Pin and day (one row for each Pin and day)."
NO_HISTORY = "This needs the account's other Pins: bring its exports, and pick the two Pins from them."


def show(sample: Sample, readout: Readout, history: History, window: Period | None) -> None:
    """Shows why there is no verdict, and both answers."""
    control = next(pin for pin in sample.pins if pin.variant == readout.control)
    treatment = next(pin for pin in sample.pins if pin.variant != readout.control)
    with st.container(border=True, gap="small"):
        st.markdown(":gray-badge[:material/group_add: **No verdict: one Pin a variant**]")
        cards.say(ONE_PIN)
        cards.show_list(_told(pin, readout) for pin in (control, treatment))
    st.header("Did these two Pins differ in these days?", anchor=False)
    cards.say(_these(control, treatment, history, window, readout.metric))
    st.header("More than two of your Pins usually do?", anchor=False)
    cards.say(_usual(control, treatment, history, readout.metric))
    st.header("What to do next", anchor=False)
    cards.say("Make at least 3 Pins of each design, better 5 to 10: only then can the design be told from the Pin.")


def _told(pin: PinCounts, readout: Readout) -> str:
    count = pin.counts[METRIC_BY_KEY[readout.metric].count]
    rate = next(dot.rate for dot in readout.dots if dot.pin == pin.pin)
    event = METRIC_BY_KEY[readout.metric].event
    return f"“{pin.variant}”: {describe_number(count)} {event} of {describe_number(pin.impressions)} impressions ({describe_share(rate)})."


def _these(control: PinCounts, treatment: PinCounts, history: History, window: Period | None, metric: str) -> str:
    if window is None or history.empty:
        return NO_DAYS
    days = [daily_counts(history, pin.pin, window, metric) for pin in (control, treatment)]
    if days[0] is None or days[1] is None:
        return NO_DAYS
    return these_pins(days[0], days[1], account_day_variance(history, window, metric)).says


def _usual(control: PinCounts, treatment: PinCounts, history: History, metric: str) -> str:
    found = own.comparable(history, metric, (control.pin, treatment.pin))
    if found is None:
        return NO_HISTORY
    count = METRIC_BY_KEY[metric].count
    both = [(pin.counts[count] or 0.0, pin.impressions) for pin in (control, treatment)]
    return usual_gap(both[0], both[1], found).says
