"""What if the best Pins stop? How much hangs on few Pins, how fast they fade, and which winners to repurpose."""

import streamlit as st

from pages.parts import briefs, cards, failing, frame, risk, sidebar, state, texts
from pages.parts.cache import View
from pages.parts.plain import plain
from pincore.charts import decay as decay_charts
from pincore.concentration import STOPS, answering, brief_rows, stops
from pincore.history import History

frame.guard()


def numbers(known: risk.Risk, fading: risk.Fading) -> None:
    found = known.found
    cells = [
        cards.Number("Top 3 Pins", answering.say_share(found.top3), answering.describe_limit(found, "top3")),
        cards.Number("Top 10 Pins", answering.say_share(found.top10), answering.describe_limit(found, "top10")),
        cards.Number("Effective number of Pins", answering.say_effective(found), answering.describe_effective(found)),
        cards.Number("Half-life of a Pin, in days", answering.say_days(fading.days), fading.half_life),
    ]
    with st.grid(len(cells), min_column_width=190, gap="small"):
        for cell in cells:
            cards.show_number(cell)


@failing.alone()
def concentrated(known: risk.Risk, history: History, view: View) -> None:
    found = known.found
    st.header("How much hangs on how few", anchor=False)
    if not found.n_listed:
        cards.whisper(found.reason)
        return
    if found.top1 is not None:
        spec, rows = risk.ranked_chart(history, known)
        cards.show_chart(spec, rows, "ranked", "The Pins by rank, with the share they hold together", texts.alt("Share of each Pin by rank", view))
    cards.show_list([
        answering.describe_rest(found), answering.describe_change(found, known.before) or "There is nothing to compare with.",
        *answering.describe_normal(found), answering.describe_gini(found), *found.remarks,
    ])  # fmt: skip
    curve = risk.lorenz_chart(known)
    if curve:
        cards.show_chart(*curve, "lorenz", "Lorenz curve", texts.alt("What the weakest Pins hold together, against equal Pins", view))
    cards.show_table(risk.pins(history, known), risk.PIN_COLUMNS, risk.PIN_FORMATS, "pins", "The Pins by rank")


@failing.alone()
def grouped(known: risk.Risk) -> None:
    st.header("By board, destination page and format", anchor=False)
    title = str(st.radio("Show", list(risk.DIMENSIONS), key="part", bind="query-params", horizontal=True))
    part = next(part for part in known.parts if part.dimension == risk.DIMENSIONS[title])
    cards.whisper(part.says or part.reason)
    if part.groups:
        rows = risk.groups(part)
        shown = {name: label for name, label in risk.GROUP_COLUMNS.items() if name in rows}
        cards.show_table(rows, shown, risk.PIN_FORMATS | {"n_pins": "count"}, "parts", title)


@failing.alone()
def stopping(known: risk.Risk, history: History) -> None:
    st.header("If it stopped tomorrow", anchor=False)
    names = {says[:1].upper() + says[1:]: which for which, says in STOPS.items()}
    name = str(st.radio("What stops", list(names), key="stops", bind="query-params", horizontal=True))
    how_much = st.slider("How much of it is lost", 0.1, 1.0, 1.0, 0.1, format="percent", key="lost", bind="query-params")
    stop = next(stop for stop in stops(history, known.found, known.parts, how_much) if stop.which == names[name])
    if stop.says:
        st.markdown(f"**{plain(stop.says)}**")
        cards.whisper(f"What stops: {stop.label}")
    else:
        cards.whisper(stop.reason)


@failing.alone()
def fade(known: risk.Risk, view: View, history: History) -> None:
    st.header("How fast they fade", anchor=False)
    label = known.found.measure.label
    if known.lives:
        cards.show_table(risk.lives(known), risk.LIFE_COLUMNS, {"label": "text"}, "lives", "The top Pins and their state")
    days = int(st.number_input("A Pin is fresh for so many days", 7, 365, 90, 1, key="fresh", bind="query-params"))
    found = risk.fading(view, history, known.found.measure.key, days)
    if found.reason:
        cards.whisper(found.reason)
        return
    cards.show_list([text for text in (found.half_life, found.fresh) if text])
    if len(found.curves):
        spec = decay_charts.draw_curves(label)
        cards.show_chart(spec, found.curves, "curves", "The top Pins since their publication", texts.alt("Mean count a day since publication", view))
    if len(found.weeks):
        spec = decay_charts.draw_freshness(label, tuple(dict.fromkeys(found.weeks["kind"])))
        cards.show_chart(spec, found.weeks, "freshness", "Fresh against old Pins", texts.alt("Counts by week of fresh and of old Pins", view))
    st.subheader("If nothing new is published", anchor=False)
    cards.say(found.outlook.says or found.outlook.reason)
    if found.outlook.says:
        form = dict.fromkeys(risk.AHEAD_COLUMNS, "count")
        cards.show_table(risk.ahead(found.outlook), risk.AHEAD_COLUMNS, form, "ahead", "The projection")


@failing.alone()
def doing(known: risk.Risk) -> None:
    cards.show_actions([(f"Repurpose “{winner.label}” into three variations.", winner.says) for winner in known.chosen])
    if known.chosen:
        with st.expander("The briefs: three variations of each, one change at a time", icon=":material/edit_note:"):
            for winner in known.chosen:
                st.markdown(f"**{plain(winner.label)}**")
                cards.show_list([f"Change {brief.changes}. Keep {brief.stays}. {brief.hypothesis}" for brief in winner.briefs])
        briefs.show_planner(known.chosen)
        cards.show_table(brief_rows(known.chosen), risk.BRIEF_COLUMNS, {"title": "text"}, "briefs", "The briefs")
    if known.left:
        with st.expander("Top Pins that are left out, and why"):
            cards.show_list([f"{left.label}: {left.why}." for left in known.left])


def how(known: risk.Risk, fading: risk.Fading) -> None:
    with st.expander("How this was computed", icon=":material/calculate:"):
        cards.show_list([answering.describe_bounds(known.found), answering.METHOD, *fading.remarks, *texts.left_out(state.imports())])
        st.page_link("pages/glossary.py", label="All words and rules")


def page() -> None:
    looked = sidebar.look("There is nothing to show yet.")
    if looked is None:
        return
    view, history = looked
    labels = list(risk.COUNTED)
    label = str(st.selectbox("Measure", labels, labels.index("Outbound clicks"), key="counted", bind="query-params", width=260))
    known = risk.risk(view, history, risk.COUNTED[label].key)
    fading = risk.fading(view, history, risk.COUNTED[label].key, 90)
    cards.show_answer(answering.answer(known.found), texts.about(view))
    if known.moved:
        cards.whisper(answering.describe_dates(known.found))
    numbers(known, fading)
    concentrated(known, history, view)
    grouped(known)
    stopping(known, history)
    fade(known, view, history)
    doing(known)
    how(known, fading)


frame.title("concentration")
page()
