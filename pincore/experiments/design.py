"""A test as it is meant: what is changed, for what, in which variants, and its hypothesis in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from pincore.errors import InputError
from pincore.experiments.words import METRIC_BY_KEY, OBJECTIVES, TEMPLATES, VARIABLES, Metric, Objective, Template, Variable
from pincore.links import normalise_link
from pincore.wording import name_list

MOST_VARIANTS = 8
Row = TypeVar("Row", Template, Variable, Objective)


@dataclass(frozen=True, slots=True)
class Variant:
    """One design under test. `image` and `link` are what tells its Pins apart on Pinterest, where known."""

    name: str
    says: str = ""
    image: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """A test with one variable; the first variant is the control. Made by `make_design`, which refuses what cannot be tested."""

    name: str
    template: str
    variable: str
    objective: str
    variants: tuple[Variant, ...]
    days: int
    paired: bool = False

    @property
    def metric(self) -> Metric:
        """The one metric that decides."""
        return find_objective(self.objective).metric

    @property
    def secondary(self) -> tuple[Metric, ...]:
        """The other metrics: exploratory, they never make a verdict."""
        listed = find_template(self.template).secondary
        return tuple(dict.fromkeys(key for key in (*listed, *METRIC_BY_KEY) if key != self.metric))  # type: ignore[misc]

    @property
    def control(self) -> str:
        """The name of the control."""
        return self.variants[0].name


def find_template(key: str) -> Template:
    """The template with this key."""
    return _found(key, TEMPLATES, "template")


def find_variable(key: str) -> Variable:
    """The variable with this key."""
    return _found(key, VARIABLES, "variable")


def find_objective(key: str) -> Objective:
    """The objective with this key."""
    return _found(key, OBJECTIVES, "objective")


def _found(key: str, rows: Sequence[Row], what: str) -> Row:
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise InputError("choice_unknown", f"There is no {what} “{key}”.", f"Choose one of: {', '.join(row.key for row in rows)}.")
    return found


def make_design(
    name: str, template: str, changes: Sequence[str], objective: str, variants: Sequence[Variant], days: int | None = None, paired: bool = False
) -> Design:
    """The design. Raises InputError when not exactly one thing is changed, or the variants cannot be told apart."""
    chosen = find_template(template)
    labels = [find_variable(key).label.lower() for key in dict.fromkeys(changes)]
    if len(labels) > 1:
        raise InputError("two_variables", f"{name_list(labels).capitalize()} change at once: if one variant does better, nobody can say which of them did it.",
                         "Change one thing a test; keep the other for the next.")  # fmt: skip
    if not labels:
        raise InputError("no_variable", "Nothing is changed between the variants.", "Choose the one thing that the test changes.")
    find_objective(objective)
    _require_variants(variants)
    length = chosen.days if days is None else days
    if not 7 <= length <= 180:
        raise InputError("number_impossible", f"A test of {length} days cannot be planned.", "Give 7 to 180 days, best whole weeks.")
    return Design(name.strip() or chosen.label, template, changes[0], objective, tuple(variants), length, paired)


def _require_variants(variants: Sequence[Variant]) -> None:
    names = [variant.name.strip() for variant in variants]
    if len(names) < 2:
        raise InputError("one_variant", "A test needs at least two variants.", "Name the control first, then what it is held against.")
    if len(names) > MOST_VARIANTS:
        raise InputError("too_many_variants", f"{len(names)} variants are too many for one test.", "Test at most 3, or two after each other.")
    if "" in names or len({name.casefold() for name in names}) < len(names):
        raise InputError("variants_alike", "Two variants have the same name, or one has none.", "Give each variant a name of its own.")


def hypothesis(design: Design) -> str:
    """What is expected, in one sentence."""
    variable, metric = find_variable(design.variable), METRIC_BY_KEY[design.metric]
    others = name_list([f"“{variant.name}”" for variant in design.variants[1:]], "or")
    return (
        f"If only the {variable.label.lower()} changes from “{design.control}” to {others}, the {metric.label.lower()} of the typical Pin rises, "
        f"while everything else (boards, days, topic{', link' if design.variable != 'landing_headline' else ''}) stays the same."
    )


def design_warnings(design: Design, pins: int) -> tuple[str, ...]:
    """What speaks against the design with so many Pins a variant; whole sentences."""
    found = []
    if pins < 3:
        found.append("Fewer than 3 Pins a variant: no verdict will be possible.")
    if len(design.variants) > 3:
        found.append("More than 3 variants: every further one makes each comparison weaker.")
    if design.days % 7:
        found.append(f"{design.days} days cut a week: weekdays differ, so plan whole weeks.")
    pooled = _pooled(design.variants)
    if pooled:
        found.append(
            f"{name_list(pooled)} share image and link: Pinterest adds up such Pins as one, so their numbers cannot be told apart. Give each another image or link."
        )
    if (
        design.template == "phase_2"
        and len({normalise_link(v.link) for v in design.variants if v.link}) > 1
        and design.variable != "landing_headline"
    ):
        found.append("The variants lead to different pages: then two things change. Use one page, with the same tags.")
    return tuple(found)


def _pooled(variants: Sequence[Variant]) -> list[str]:
    """Variants that Pinterest would take for one: the same image and the same link, tags included."""
    seen: dict[tuple[str, str], list[str]] = {}
    for variant in variants:
        if variant.image.strip() and variant.link.strip():
            seen.setdefault((variant.image.strip(), variant.link.strip()), []).append(f"“{variant.name}”")
    return next((names for names in seen.values() if len(names) > 1), [])
