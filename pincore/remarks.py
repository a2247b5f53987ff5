"""What stitching has to say: what was set aside, kept, revised, or looks odd."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import pandas as pd

from pincore.columns import BY_KEY, KPI_COUNTS
from pincore.facts import FilterGroup, History
from pincore.layouts import EPOCH, all_one_day, completed, day_numbers, day_span, seconds, used_categories
from pincore.notes import Note
from pincore.periods import Period
from pincore.reading.imports import Import
from pincore.wording import describe_day, describe_period, name_list

LEAST_PINS = 3
BREAKS: tuple[tuple[date, str], ...] = (
    (date(2021, 1, 1), "In January 2021 close-ups became pin clicks and link clicks became outbound clicks."),
    (date(2023, 3, 20), "On 20 Mar 2023 Pinterest cut its Pin metrics over to new definitions."),
)


def stitching_notes(imports: Sequence[Import], groups: Sequence[FilterGroup], chosen: tuple[tuple[str, str], ...], revised: int) -> tuple[Note, ...]:
    """Notes on how the files (in the order of upload) went together."""
    notes = [*_set_aside(groups, chosen), *_missing_columns(imports), *_other_account(imports), *_overlaps(imports)]
    if revised:
        says = "1 number differs" if revised == 1 else f"{revised:,} numbers differ"
        notes.append(
            Note(
                "revised",
                "info",
                f"{says} between the files for the same day or dates; the later export counts, and a verified number before an estimate.",
            )
        )
    return tuple(notes)


def content_notes(history: History) -> tuple[Note, ...]:
    """Notes on the stitched numbers themselves."""
    if history.days is None:
        return ()
    return tuple(
        Note("definition_break", "warning", f"{says} The data reach from before to after it: numbers on the two sides are not comparable.")
        for day, says in BREAKS
        if history.days.start < day <= history.days.end
    )


def breaks_between(before: Period, after: Period) -> tuple[str, ...]:
    """What changed in Pinterest's definitions between the start of one period and the end of the other."""
    first, last = min(before.start, after.start), max(before.end, after.end)
    return tuple(says for day, says in BREAKS if first < day <= last)


def first_estimated(history: History, imports: Sequence[Import]) -> date | None:
    """The first day of which only an estimate is known."""
    days = [day for frame in (history.account, history.pins) for day in _estimated_days(frame)]
    if days:
        return min(days)
    daily = any(bool((seconds(frame["start"]) == seconds(frame["end"])).any()) for frame in (history.account, history.pins))
    if daily or not imports:
        return None
    return max(imports, key=lambda item: item.window.end if item.window else date.min).estimated_from


def _estimated_days(frame: pd.DataFrame) -> list[date]:
    estimated = frame["estimated"].to_numpy(dtype=bool)
    if not estimated.any():
        return []
    rows = frame[estimated]
    daily = rows[rows["start"] == rows["end"]]
    return [daily["start"].min().date()] if len(daily) else []


def _set_aside(groups: Sequence[FilterGroup], chosen: tuple[tuple[str, str], ...]) -> list[Note]:
    return [
        Note(
            "filters_set_aside", "warning",
            f"{name_list(group.files)} {'was' if len(group.files) == 1 else 'were'} set aside: made with other filters ({group.says}), which are never mixed.",
            remedy="Choose these filters to look at these files instead, or export again without filters.",
        )
        for group in groups
        if group.filters != chosen
    ]  # fmt: skip


def _missing_columns(imports: Sequence[Import]) -> list[Note]:
    """A table of Pin-days without a column that an earlier one has for the same days."""
    tables = [(item, days) for item in imports if len(imports) > 1 and (days := _pin_days(item)) is not None]
    notes = []
    for (earlier, before), (later, after) in combinations(tables, 2):
        if before.end < after.start or after.end < before.start:
            continue
        for key in KPI_COUNTS:
            if _has(earlier, key) and not _has(later, key):
                label = BY_KEY[key].label
                notes.append(Note("missing_column", "warning", f"{label} is not in {later.name}; the earlier {label} of {earlier.name} are kept."))
    return notes


def _pin_days(item: Import) -> Period | None:
    pins = item.frames.get("pins")
    if pins is None or not len(pins):
        return None
    pins = completed("pins", pins)
    return Period(*day_span(pins)) if all_one_day(pins) else None


def _has(item: Import, key: str) -> bool:
    pins = item.frames["pins"]
    return key in pins and bool(pins[key].notna().any())


def _pins_of(item: Import) -> frozenset[str]:
    pins = item.frames.get("pins")
    if pins is None or not len(pins):
        return frozenset()
    return frozenset(map(str, used_categories(pins["pin"].astype("category"))))


def _owner_of(item: Import) -> frozenset[str]:
    boards = item.frames.get("boards")
    if boards is None or "url" not in boards:
        return frozenset()
    parts = (str(url).split("pinterest.", 1)[-1].split("/") for url in boards["url"].dropna())
    return frozenset(part[1] for part in parts if len(part) > 2 and part[1])


def _other_account(imports: Sequence[Import]) -> list[Note]:
    if len(imports) < 2:
        return []
    notes: list[Note] = []
    pins: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    overviews = 0
    for item in imports:
        own, owner = _pins_of(item), _owner_of(item)
        strangers = len(own) >= LEAST_PINS and len(pins) >= LEAST_PINS and not own & pins
        named = bool(owner and owners)
        if (named and not owner & owners) or (strangers and not named):
            why = "names boards of another user than the files before it" if named else "has no Pin in common with the files before it"
            if item.kind == "overview" and overviews:
                then = "Days that both have are taken from the later file, so exports of two accounts must not be loaded together."
            else:
                then = "Its numbers are added."
            notes.append(Note("other_account", "warning", f"{item.name} {why}: it may be of another account. {then}",
                              remedy="Remove the file if it belongs to another account."))  # fmt: skip
        pins, owners, overviews = pins | own, owners | owner, overviews + (item.kind == "overview")
    return notes


def _overlaps(imports: Sequence[Import]) -> list[Note]:
    windows = sorted({window for item in imports if len(imports) > 1 for window in _windows(item)})
    meeting = [(a, b) for a, b in combinations(windows, 2) if a.start <= b.end and b.start <= a.end]
    if not meeting:
        return []
    a, b = meeting[0]
    more = f" (and {len(meeting) - 1} more)" if len(meeting) > 1 else ""
    return [
        Note(
            "overlap",
            "info",
            f"Exports overlap: {describe_period(a)} and {describe_period(b)}{more}. Their boards and Pins stay apart and are never added.",
        )
    ]


def _windows(item: Import) -> set[Period]:
    found = set()
    for name in ("boards", "pins"):
        frame = item.frames.get(name)
        if frame is None or not len(frame) or "end" not in frame or all_one_day(frame):
            continue
        starts, ends = day_numbers(frame["start"]), day_numbers(frame["end"])
        longer = starts != ends
        found |= {Period(_day(a), _day(b)) for a, b in set(zip(starts[longer].tolist(), ends[longer].tolist(), strict=True))}
    return found


def _day(number: int) -> date:
    return date.fromordinal(int(number) + EPOCH)


def describe_estimated(day: date) -> str:
    """From when numbers are estimates, as a sentence."""
    return f"Numbers from {describe_day(day)} on are estimates that Pinterest still adjusts."
