"""The counts of an experiment from the history: Pins are picked, the window is checked, what is missing is named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from pincore.errors import InputError
from pincore.experiments.counts import COUNTS, PinCounts, Sample, require_sample
from pincore.experiments.planning import Plan
from pincore.experiments.words import METRIC_BY_KEY
from pincore.facts import History
from pincore.links import normalise_link
from pincore.measures import by
from pincore.measures.totals import pin_windows
from pincore.periods import Period
from pincore.reading.pin_ids import parse_pin_id
from pincore.wording import describe_period, name_list


@dataclass(frozen=True, slots=True)
class Candidate:
    """A Pin of the history that can be picked."""

    pin: str
    title: str
    link: str
    board: str
    impressions: float | None


@dataclass(frozen=True, slots=True)
class Picked:
    """The sample of the picked Pins, the days that its numbers really speak of, and remarks on them."""

    sample: Sample
    window: Period
    remarks: tuple[str, ...]


def find_pins(history: History, text: str = "", period: Period | None = None) -> tuple[Candidate, ...]:
    """The Pins whose title, link or id holds the text, most impressions first; every Pin for an empty one.

    Several ids or links, parted by spaces, commas or semicolons, give the Pins of each in turn.
    """
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    if len(parts) < 2 or not all("/" in part or part.isdigit() for part in parts):
        return _find_pins(history, text, period)
    return tuple({one.pin: one for part in parts for one in _find_pins(history, part, period)}.values())


def pins_named(candidates: Sequence[Candidate], name: str, names: Sequence[str]) -> list[str]:
    """The Pins whose titles begin with a variant's name (and no longer one), as the bulk-create file of the schedule writes them."""
    longer = tuple(other.casefold() for other in names if other != name and other.casefold().startswith(name.casefold()))
    begins = [(one.pin, one.title.casefold()) for one in candidates]
    return [pin for pin, title in begins if title.startswith(name.casefold()) and not title.startswith(longer)]


def planned_windows(plan: Plan, last: date, windows: Sequence[Period]) -> tuple[Period, ...]:
    """The windows from the first day of a plan: those of exports, then those that end on a look up to the `last` known day, the longest first."""
    own = [window for window in windows if window.start == plan.start]
    ends = [plan.start + timedelta(look.day - 1) for look in reversed(plan.outlook.looks)]
    return (*own, *(Period(plan.start, end) for end in ends if end <= last and Period(plan.start, end) not in own))


def _find_pins(history: History, text: str, period: Period | None) -> tuple[Candidate, ...]:
    if history.days is None:
        return ()
    table = by(history, "pin", period or history.days)
    details = history.details.drop_duplicates("pin").set_index("pin") if len(history.details) else None
    wanted, as_link, as_id = text.strip().casefold(), normalise_link(text) if "/" in text else "", parse_pin_id(text)
    found = []
    for pin, label, shown in zip(table["key"], table["label"], table["impressions"], strict=True):
        known = details.loc[pin] if details is not None and pin in details.index else {}
        link, board = (str(known.get(key)) if isinstance(known.get(key), str) else "" for key in ("link", "board"))
        hit = not wanted or wanted in str(label).casefold() or wanted in link.casefold() or as_id == pin or wanted in str(pin)
        if hit or (as_link and normalise_link(link) == as_link):
            found.append(Candidate(str(pin), str(label), link, board, None if pd.isna(shown) else float(shown)))
    return tuple(found)


def pick_counts(history: History, picks: Mapping[str, Sequence[str]], window: Period, metric: str, pairs: Mapping[str, str] | None = None) -> Picked:
    """The counts of the picked Pins (variant -> Pin ids) over exactly the window.

    `pairs` gives each Pin its pair. Exports of one metric each were merged when the history was stitched. Raises
    InputError when the files do not cover the window, or lack a number of a Pin, naming it.
    """
    table = by(history, "pin", window)
    _require_window(history, table, window)
    rows = {str(row["key"]): row for row in table.to_dict("records")}
    wanted = METRIC_BY_KEY[metric].count
    pins, absent = [], []
    for variant, ids in picks.items():
        for pin in ids:
            row = rows.get(pin)
            if row is None:
                absent.append(pin)
                continue
            known = {key: None if pd.isna(row[key]) else float(row[key]) for key in COUNTS}
            pins.append(PinCounts(variant, pin, known, (pairs or {}).get(pin, ""), f"Pin {pin}", str(row["label"])))
    if absent:
        raise InputError("pin_unknown", f"Nothing is known of {name_list([f'Pin {pin}' for pin in absent[:5]])} in {describe_period(window)}.",
                         "A list of top Pins ends at 50, so they may be below it; export them, or type their numbers into the table.")  # fmt: skip
    lacking = [pin for pin in pins if pin.counts[wanted] is None]
    if lacking:
        raise InputError("count_unknown", f"The {METRIC_BY_KEY[metric].event} of {name_list([f'“{pin.named}”' for pin in lacking[:5]])} are not in the files.",
                         f"Export the same dates with the Top Pins sorted by {METRIC_BY_KEY[metric].event}, or type the numbers into the table.")  # fmt: skip
    return Picked(require_sample("", pins, metric), window, _remarks(history, table, window))


def _require_window(history: History, table: pd.DataFrame, window: Period) -> None:
    exports = pin_windows(history)
    if not len(table):
        raise InputError("window_unknown", f"The files say nothing of Pins in {describe_period(window)}.", _windows_say(exports, history))
    start, end = table["start"].iloc[0].date(), table["end"].iloc[0].date()
    if table["basis"].iloc[0] == "window" and Period(start, end) != window:
        raise InputError("window_differs", f"The experiment runs over {describe_period(window)}; the nearest export speaks of {describe_period(Period(start, end))}.",
                         f"{_windows_say(exports, history)} Export exactly these days, or choose the window of an export.")  # fmt: skip
    days = int(table["days"].iloc[0])
    if days < window.days:
        raise InputError("window_differs", f"Only {days} of the {window.days} days of {describe_period(window)} are in the files.",
                         "Export the missing days too, or choose a window that is covered.")  # fmt: skip


def _windows_say(exports: Sequence[Period], history: History) -> str:
    if exports:
        return f"Exports of Pins cover: {name_list([describe_period(export) for export in exports[-4:]])}."
    return f"The files reach over {describe_period(history.days)}." if history.days else "Upload an export first."


def _remarks(history: History, table: pd.DataFrame, window: Period) -> tuple[str, ...]:
    found = []
    if history.estimated_from is not None and history.estimated_from <= window.end:
        found.append("The last days are still estimates of Pinterest's; the numbers may yet change a little.")
    if table["basis"].iloc[0] == "days":
        found.append("Pins that were published within the window count from their first day on.")
    return tuple(found)
