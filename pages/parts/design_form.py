"""The planner's form: what is tested, with how many Pins, and what those Pins are like."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from pages.parts import cards, lab_texts, own, state
from pages.parts.lab import today
from pages.parts.opening import Opening
from pages.parts.plain import plain
from pincore.experiments.design import Design, Variant, make_design
from pincore.experiments.power import Aim, Pins
from pincore.experiments.words import OBJECTIVES, TEMPLATES, VARIABLES, Objective, Template
from pincore.history import History
from pincore.wording import name_list

RISES = (0.2, 0.3, 0.5, 1.0, 2.0)
EFFECTS = (0.05, 0.1, 0.2)
MOST_VARIANTS = 5
USUAL_PINS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for: the design, what its Pins are like, and the numbers of the plan."""

    design: Design
    pins: Pins
    number: int
    start: date
    boards: tuple[str, ...]
    aim: Aim
    smallest_effect: float


def ask(history: History) -> Wanted:
    """What is wanted. Raises InputError when it cannot be tested."""
    opening = state.lab().opening or Opening("", template=TEMPLATES[0].key)
    with st.container(border=True):
        template = _template(opening)
        changes = _changes(opening, template)
        objective = _objective(opening, template)
        names = _names(opening, template, changes)
        with st.grid(3, min_column_width=170, gap="small", vertical_alignment="bottom"):
            number = int(st.number_input("Pins you can make, a variant", 1, 200, USUAL_PINS, **kept("pins")))
            start = st.date_input("First day", today() + timedelta(1), format="YYYY-MM-DD", **kept("start"))
            days = int(st.number_input("Days", 7, 180, template.days, 7, **kept("days", template.key)))
        boards = tuple(map(str, st.multiselect(
            "Boards", own.boards(history), accept_new_options=True, placeholder="Choose, or type a name and press Enter",
            help="The same boards for every variant; each round of Pins stays on one board.", **kept("boards"),
        )))  # fmt: skip
        name = st.text_input("Name of the test", opening.name, max_chars=80, placeholder=template.label, **kept("name", template.key))
        with st.expander("More choices: the rise to see, pairs, what your Pins are like"):
            aim, smallest = _aim()
            paired = st.toggle("In pairs: the same product in every design", opening.paired, **kept("paired"),
                               help="Two Pins of one product, one in each design, are compared with each other. Stronger where topics differ much.")  # fmt: skip
            pins = own.ask(history, objective.metric, days)
    variants = [Variant(said.strip()) for said in names]
    design = make_design(name, template.key, changes, objective.key, variants, days, paired)
    return Wanted(design, pins, number, start, boards, aim, smallest)


def kept(*names: str) -> dict[str, str]:
    """The key of a widget of this form, whose value stays while other parts or pages are shown."""
    return {"key": "-".join((f"plan{state.lab().round}", *names)), "persist_state": "session"}


def _template(opening: Opening) -> Template:
    labels = {row.label: row for row in TEMPLATES}
    place = next(i for i, row in enumerate(TEMPLATES) if row.key == opening.template)
    found = labels[str(st.selectbox("Start from", list(labels), place, **kept("template")))]
    cards.whisper(found.says)
    return found


def _changes(opening: Opening, template: Template) -> list[str]:
    labels = {row.label: row.key for row in VARIABLES}
    default = opening.variable or template.variable
    given = [label for label, key in labels.items() if key == default]
    picked = st.multiselect("What changes? One thing a test.", list(labels), given, select_all=False, **kept("changes", template.key))
    return [labels[str(label)] for label in picked]


def _objective(opening: Opening, template: Template) -> Objective:
    labels = {row.label: row for row in OBJECTIVES}
    default = opening.objective or template.objective
    place = next(i for i, row in enumerate(OBJECTIVES) if row.key == default)
    found = labels[str(st.radio("What for?", list(labels), place, horizontal=True, **kept("objective", template.key)))]
    cards.whisper(found.says)
    return found


def _names(opening: Opening, template: Template, changes: list[str]) -> list[str]:
    variable = changes[0] if len(changes) == 1 else template.variable
    usual = opening.variants or (template.variants if variable == template.variable and template.key != "free" else lab_texts.variant_names(variable))
    count = int(
        st.radio(
            "Variants, the control included", list(range(2, MOST_VARIANTS + 1)), max(0, len(opening.variants) - 2), horizontal=True, **kept("count")
        )
    )
    said = []
    with st.grid(2, min_column_width=220, gap="small"):
        for i in range(count):
            label = "Control: as it is" if i == 0 else "Treatment: the change" if count == 2 else f"Treatment {chr(64 + i)}"
            default = usual[i] if i < len(usual) else f"Treatment {chr(64 + i)}"
            said.append(st.text_input(label, default, max_chars=60, **kept("variant", template.key, variable, str(i))))
    return said


def _aim() -> tuple[Aim, float]:
    rises = {lab_texts.rise(lift): lift for lift in RISES}
    effects = {lab_texts.effect(size): size for size in EFFECTS}
    with st.grid(2, min_column_width=220, gap="small", vertical_alignment="bottom"):
        rise = st.selectbox("The change you hope to see", list(rises), RISES.index(0.5), **kept("rise"))
        smallest = st.selectbox("The smallest change that matters", list(effects), 1, **kept("effect"))
    return Aim(rises[str(rise)]), effects[str(smallest)]


def show_origin(history: History) -> None:
    """Shows where the form was filled in from, and the Pins that stay as they are."""
    opening = state.lab().opening
    if opening is None:
        return
    said = [f"Filled in from {opening.source}."]
    said += [f"To test: {opening.hypothesis}"] if opening.hypothesis else []
    said += [f"What to do: {opening.do}"] if opening.do else []
    titles = {one.pin: one.title for one in own.candidates(history, "", None)} if opening.control_pins else {}
    named = name_list([f"“{titles.get(pin, pin)}”" for pin in opening.control_pins])
    said += [f"Leave these Pins as they are meanwhile: {named}."] if named else []
    st.info(" ".join(plain(text) for text in said), icon=":material/edit_note:")
