"""The tables of experiments: templates, variables, objectives, verdicts, states, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Metric = Literal["ocr", "save_rate", "close_up_rate"]
VerdictKey = Literal["winner", "worse", "no_difference", "cannot_tell", "too_early", "not_enough_pins"]
State = Literal["planned", "running", "to_read_out", "decided", "replicated"]


@dataclass(frozen=True, slots=True)
class Objective:
    """What the creator wants, and the metric that decides it."""

    key: str
    label: str
    metric: Metric
    says: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A metric of a readout: which count, over impressions."""

    key: Metric
    label: str
    count: str
    event: str


@dataclass(frozen=True, slots=True)
class Variable:
    """What a test may change. `measured_by` are the metrics that it can move first."""

    key: str
    label: str
    says: str
    control: str
    treatment: str


@dataclass(frozen=True, slots=True)
class Template:
    """A ready-made test: how long, for what, with which variable and metrics."""

    key: str
    label: str
    says: str
    days: int
    variable: str
    objective: str
    secondary: tuple[Metric, ...]
    variants: tuple[str, ...]
    same_tags: bool = False


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """A verdict: its headline, what it means, what to do."""

    key: VerdictKey
    label: str
    says: str
    do: str


METRICS: tuple[Counted, ...] = (
    Counted("ocr", "Outbound click rate", "outbound_clicks", "outbound clicks"),
    Counted("save_rate", "Save rate", "saves", "saves"),
    Counted("close_up_rate", "Close-up rate", "pin_clicks", "pin clicks"),
)
METRIC_BY_KEY: Mapping[str, Counted] = {metric.key: metric for metric in METRICS}

OBJECTIVES: tuple[Objective, ...] = (
    Objective("visits", "Visits", "ocr", "People should leave for your page: the outbound click rate decides."),
    Objective("distribution", "Distribution", "save_rate", "Pinterest should show the Pins to more people: the save rate decides."),
    Objective("clarity", "Clarity", "close_up_rate", "The image should make people look closer: the close-up rate decides."),
)

VARIABLES: tuple[Variable, ...] = (
    Variable("headline", "Headline", "The text on the Pin.", "today's headline", "the new headline"),
    Variable("composition", "Image composition", "What the image shows and how: the value first, or the mood first.", "mood first", "value first"),
    Variable("call_to_action", "Call to action", "What the Pin asks people to do.", "today's call to action", "the new call to action"),
    Variable(
        "landing_headline",
        "Landing-page headline",
        "The headline of the page behind the Pin.",
        "today's page headline",
        "the Pin's promise as page headline",
    ),
    Variable("description", "Description", "The text below the Pin.", "today's description", "the new description"),
    Variable("format", "Format", "Image, video, carousel or idea Pin.", "image", "video"),
)

TEMPLATES: tuple[Template, ...] = (
    Template("phase_1", "Phase 1: creative clarity", "Does an image that shows the value first do better than one that sets a mood? Two weeks.",
             14, "composition", "visits", ("close_up_rate", "save_rate"), ("Mood first", "Value first")),
    Template("phase_2", "Phase 2: call to action and destination", "For Pins that won phase 1: does a call to action, or a page headline that keeps the Pin's promise, "
             "bring more visits? Three weeks, the same campaign tags on both links.", 21, "call_to_action", "visits", ("save_rate",),
             ("Today's call to action", "New call to action"), True),
    Template("phase_3", "Phase 3: replication", "Does the winner repeat? One or two winners in five new Pins a variant, for more keywords and boards. Four weeks.",
             28, "headline", "distribution", ("ocr",), ("Usual style", "Winner's style")),
    Template("free", "Free", "A test of your own.", 21, "headline", "visits", ("save_rate", "close_up_rate"), ("A", "B")),
)  # fmt: skip

VERDICTS: tuple[VerdictWord, ...] = (
    VerdictWord("not_enough_pins", "Not enough Pins", "A variant has fewer than 3 Pins with enough impressions, so the Pins of one design cannot be told from the design itself.",
                "Publish more Pins of the variant that lacks them, or let these gather impressions."),
    VerdictWord("too_early", "Too early", "Verdicts are given only on the days that were planned, because looking every day finds winners that are none.",
                "Wait for the next look; numbers so far are no verdict."),
    VerdictWord("winner", "Winner: replicate it", "The variant's typical Pin does better than the control's by more than chance between Pins explains.",
                "Repeat it with new Pins before you change everything: a winner that repeats counts far more than any single spike."),
    VerdictWord("worse", "Worse: drop it", "The variant's typical Pin does worse than the control's by more than chance between Pins explains.",
                "Keep the control and test another idea."),
    VerdictWord("no_difference", "No difference that matters", "The whole interval lies within the smallest effect that matters to you.",
                "Choose whichever is less work, and test something bolder."),
    VerdictWord("cannot_tell", "Cannot tell", "The interval reaches from worse to better: these Pins cannot decide it.",
                "Make more Pins of both variants, or test a bigger change."),
)  # fmt: skip
VERDICT_BY_KEY: Mapping[str, VerdictWord] = {word.key: word for word in VERDICTS}
OVERALL: tuple[VerdictKey, ...] = ("not_enough_pins", "too_early", "winner", "cannot_tell", "no_difference", "worse")
"""The verdict of an experiment is the first of these that one of its variants has."""

STATES: Mapping[str, str] = {
    "planned": "The Pins are not out yet.",
    "running": "Pins are out; the next look is still to come.",
    "to_read_out": "A planned look has come: read it out.",
    "decided": "A verdict was given.",
    "replicated": "A replication with new Pins has been read out.",
}

Direction = Literal["up", "flat", "down"]
BOTH: Mapping[tuple[Direction, Direction], tuple[str, str]] = {
    ("up", "up"): ("Clicks and saves both rise.", "Do more of it, once a replication with new Pins agrees."),
    ("up", "flat"): ("More clickable, but no more lasting value.", "Good for visits now; give people a reason to keep the Pin too (steps, a list)."),
    ("up", "down"): (
        "More clickable, less lasting value.",
        "Check that the Pin does not promise more than it shows: Pinterest spreads what is saved.",
    ),
    ("flat", "up"): ("More worth keeping, but no more clicks.", "Adjust the call to action and what the landing page shows first."),
    ("flat", "flat"): ("Neither clicks nor saves are known to differ.", "Test a bigger change."),
    ("flat", "down"): ("Fewer saves for no more clicks.", "Drop it."),
    ("down", "up"): ("More worth keeping, fewer clicks.", "Adjust the call to action and what the landing page shows first."),
    ("down", "flat"): ("Fewer clicks for no more saves.", "Drop it."),
    ("down", "down"): ("Clicks and saves both fall.", "Drop it."),
}
"""(clicks, saves) -> (what it means, what to do)."""

ASSOCIATION = "Pinterest chooses who sees which Pin, so this is an association. Posting the variants in turns, on the same boards, in the same weeks makes it credible."
REPLICATE = "A winner that repeats counts far more than any single spike: it is called confirmed only when a replication with new Pins agrees."
ONE_PIN = (
    "With one Pin a variant nothing can be said about the design: two Pins of one design differ as much as that all the time. "
    "Two smaller questions have an honest answer."
)
