"""The split of a change, the kept actions and the method in words and tables."""

from collections.abc import Iterable, Iterator

import pandas as pd

from pincore.diagnosis.limits import LIMIT_SAYS, Limits
from pincore.diagnosis.types import Diagnosis, Recommendation
from pincore.measures.table import MEASURE_BY_KEY
from pincore.split import Item, Split
from pincore.wording import describe_difference, describe_number, describe_period, describe_share, name_list

OVER_SAYS = {"pin": "Pins", "board": "boards", "format": "formats", "account": "the account"}
STATE_SAYS = {"both": "", "new": "new", "vanished": "vanished"}
COUNTED = frozenset({"high_impressions", "least_clicks", "top_pins", "board_pins", "large_reach"})
ITEM_COLUMNS = {"label": "Item", "state": "New or vanished", "before": "Before", "after": "After", "total": "Change", "reach": "By reach", "rate": "By rate",
                "mix": "By mix"}  # fmt: skip
KEPT_COLUMNS = {
    "title": "Finding", "do": "What to do", "because": "Because", "hypothesis": "Hypothesis", "variable": "The single variable", "metric": "Metric",
    "controls": "Control Pins", "window": "Days of the test",
}  # fmt: skip


def describe_split(split: Split) -> str:
    """What moved the count, and by how much."""
    name = MEASURE_BY_KEY[split.key].label
    moved = [("the season", split.season)] if split.season_known else []
    moved += [("reach", split.reach), ("the rate" if split.over == "account" else "the items' own rates", split.rate)]
    moved += [] if split.over == "account" else [("the mix", split.mix)]
    parts = [f"{describe_difference(float(round(size)))} by {part}" for part, size in moved]
    head = f"{name} went from {describe_number(split.before)} to {describe_number(split.after)} ({describe_difference(split.total)})"
    return f"{head}: {name_list(parts)}, split over {OVER_SAYS[split.over]}."


def describe_lead(split: Split) -> str:
    """Which part is the largest, and what that means."""
    parts = {"season": split.season, "reach": split.reach, "rate": split.rate, "mix": split.mix}
    if not split.total or not any(parts.values()):
        return "There is no change to explain."
    lead = max(parts, key=lambda part: abs(parts[part]))
    return {
        "season": "Mostly the season: the same weeks last year moved the same way.",
        "reach": "Mostly reach: Pinterest showed the Pins more or less often.",
        "rate": "Mostly the rate: of the people who saw the same Pins, more or fewer acted.",
        "mix": "Mostly the mix: impressions moved between items whose rates differ; new and vanished ones count here.",
    }[lead]


def describe_season(split: Split) -> str:
    """Whether the season is known."""
    if split.season_known:
        return "The season is the growth of impressions between the same weeks a year before; it is taken off first."
    return "Whether the season moved it cannot be known: the same weeks a year before are not in the files."


def item_table(items: Iterable[Item]) -> pd.DataFrame:
    """The items that explain most of a change, one a row."""
    rows = [(item.label, STATE_SAYS[item.state], item.before, item.after, item.total, item.reach, item.rate, item.mix) for item in items]
    frame = pd.DataFrame(rows, columns=list(ITEM_COLUMNS))
    parts = ["reach", "rate", "mix"]
    return frame.assign(**frame[parts].astype("float64").round(1))


def kept_table(kept: Iterable[Recommendation]) -> pd.DataFrame:
    """The actions that were kept, one a row, with all that a test needs."""
    rows = [
        (row.title, row.do, row.because, row.hypothesis, row.variable, MEASURE_BY_KEY[row.metric].label, " ".join(row.control_pins), str(row.window))
        for row in kept
    ]
    return pd.DataFrame(rows, columns=list(KEPT_COLUMNS), dtype="str")


def describe_test(row: Recommendation) -> str:
    """The test that an action asks for."""
    metric = MEASURE_BY_KEY[row.metric].label.lower()
    said = f"Hypothesis: {row.hypothesis} Change only: {row.variable}. Watch: {metric}. Days: {describe_period(row.window)}."
    return (
        f"{said} Keep as they are: Pins {name_list([f'“{name}”' for name in row.control_names] or row.control_pins)}." if row.control_pins else said
    )


def range_of(limit: str) -> tuple[float, float]:
    """Between which numbers a limit can be set; a share moves in steps of the first."""
    if limit in COUNTED:
        return 1, 10_000_000
    return (0.0005 if getattr(Limits(), limit) < 0.05 else 0.01), 1.0


def describe_limits(limits: Limits) -> Iterator[str]:
    """Every limit in words."""
    for name, says in LIMIT_SAYS.items():
        value = getattr(limits, name)
        yield f"{says}: {describe_number(value) if name in COUNTED else describe_share(value)}."


def how(found: Diagnosis) -> Iterator[str]:
    """The sentences of "How this was computed"."""
    yield f"Period: {describe_period(found.period)}, compared with {describe_period(found.against)}. Counts are compared by the day."
    yield (
        "A rule on a change fires only when the change goes beyond its limit and beyond what ordinary weeks do: weekly counts are held against what each "
        "Pin would have brought at its own rate, and the limits come from how much the weeks before differed."
    )
    yield "Reach, rate and mix are each the mean of both orders, so that they add up exactly; new and vanished items count as mix."
    yield "A finding that says the same as a more precise one is left out. Findings go with the numbers; no rule can prove a cause."
    yield from found.notes
