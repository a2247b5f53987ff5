"""The schedule of a plan: the table, its downloads, and the links with their campaign tags."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from pages.parts import cards, state
from pincore.errors import InputError
from pincore.experiments.campaign import tagged_link
from pincore.experiments.design import Variant, find_template, make_design
from pincore.experiments.planning import Plan
from pincore.experiments.schedule import COLUMNS, Filled, schedule_frame, schedule_ics, template_csv


def show(plan: Plan) -> None:
    """Shows when and where each Pin goes out, with the files to take along."""
    st.header("When to publish which Pin", anchor=False)
    rows = schedule_frame(plan.slots)
    columns = {key: label for key, label in COLUMNS.items() if key in rows.columns}
    cards.show_table(rows, columns, {"pin": "count"}, "schedule", "When to publish which Pin")
    filled = _filled(plan)
    looks = [look.day for look in plan.outlook.looks]
    with st.container(horizontal=True):
        _download("Calendar (ICS)", partial(schedule_ics, plan.design.name, plan.slots, plan.start, looks), "plan.ics", "text/calendar",
                  "Every Pin and every look as a day in your calendar")  # fmt: skip
        _download("Bulk-create CSV", partial(template_csv, plan.slots, filled), "bulk create.csv", "text/csv",
                  "The layout of Pinterest's template for creating Pins in bulk: fill in the images and upload it")  # fmt: skip
        st.button("Draw another order", icon=":material/shuffle:", type="tertiary", on_click=_draw)


def _download(label: str, make: object, name: str, mime: str, says: str) -> None:
    st.download_button(label, make, f"pincore {name}", mime, key=f"schedule-{label}", on_click="ignore", icon=":material/download:", help=says)  # type: ignore[arg-type]


def _draw() -> None:
    state.lab().seed += 1


def _filled(plan: Plan) -> Mapping[str, Filled]:
    """What the Pins of each variant carry, as far as the visitor says so, with tagged links."""
    template = find_template(plan.design.template)
    found: dict[str, Filled] = {}
    with st.expander("Links with campaign tags, titles and images", expanded=template.same_tags, icon=":material/link:"):
        cards.whisper(
            "The same campaign tags on every link tell your site's numbers apart by variant. What you fill in goes into the bulk-create file."
        )
        for place, variant in enumerate(plan.design.variants):
            found[variant.name] = _ask(plan, variant.name, place)
        _warn(plan, found)
    return found


def _ask(plan: Plan, variant: str, place: int) -> Filled:
    cards.say(variant)
    before, keys = f"plan{state.lab().round}-{place}", {"persist_state": "session"}
    with st.grid(3, min_column_width=200, gap="small"):
        link = st.text_input("Link", placeholder="https://", key=f"{before}-link", **keys)
        title = st.text_input("Title", max_chars=100, key=f"{before}-title", **keys)
        media = st.text_input("Address of the image", placeholder="https://", key=f"{before}-media", **keys)
    tagged = ""
    if link.strip():
        try:
            tagged = tagged_link(link, plan.design.name, variant)
        except InputError as error:
            cards.show_problem(error)
        else:
            st.code(tagged, language=None, wrap_lines=True)
    return Filled(title=title, media=media, link=tagged)


def _warn(plan: Plan, filled: Mapping[str, Filled]) -> None:
    """Shows what speaks against these links and images."""
    from pincore.experiments.design import design_warnings

    design = plan.design
    named = [Variant(v.name, v.says, filled[v.name].media, filled[v.name].link) for v in design.variants]
    whole = make_design(design.name, design.template, [design.variable], design.objective, named, design.days, design.paired)
    for said in design_warnings(whole, len(plan.slots) // len(design.variants)):
        if said not in plan.warnings:
            cards.say(f"Warning: {said}")
