"""The groups of measures, and a measure's value and remarks in words."""

from dataclasses import dataclass

from pincore.kpis.types import Kpi
from pincore.measures.table import Measure
from pincore.wording import describe_change, describe_number, describe_share


@dataclass(frozen=True, slots=True)
class Group:
    """A row of GROUPS: a group of measures on the dashboard."""

    key: str
    title: str
    says: str


GROUPS: tuple[Group, ...] = (
    Group("attention", "Attention", "Diagnostic, not a goal: how far Pinterest spread your Pins. Many views can end in a handful of clicks."),
    Group("intent", "Intent", "Do people leave Pinterest for your page? A goal."),
    Group("endorsement", "Endorsement", "Do people keep your Pins? A goal: saves tell Pinterest whom to show them to."),
    Group("video", "Video", "How long people watch."),
)


def describe_value(measure: Measure, value: float | None) -> str:
    """A value of a measure in the measure's unit."""
    if measure.unit == "share":
        return describe_share(value)
    unit = {"minutes": " min", "seconds": " s"}.get(measure.unit, "")
    return f"{describe_number(value)}{unit}"


def change_in_words(kpi: Kpi) -> str:
    """The change of a measure in absolute terms and in percent."""
    return describe_change(kpi.change, kpi.relative, kpi.measure.unit == "share")


def remarks_on(kpi: Kpi) -> list[str]:
    """The sentences on a measure, less what its value and change say already."""
    said = (kpi.change_says.removeprefix(change_in_words(kpi)), kpi.uncertainty.removeprefix(f"{describe_value(kpi.measure, kpi.value)}, "))
    return [text[:1].upper() + text[1:] for text in map(str.strip, said) if text]
