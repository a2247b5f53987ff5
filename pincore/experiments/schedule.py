"""When and where each Pin of a test goes out; as a table, in the layout of Pinterest's bulk-create template, and as a calendar."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from pincore.exports import csv_bytes

TWO_WEEKS = 14
NO_BOARD = "(choose a board)"
COLUMNS: Mapping[str, str] = {"pin": "Pin", "day": "Date", "board": "Board", "variant": "Variant", "pair": "Pair"}
TEMPLATE = ("Title", "Media URL", "Pinterest board", "Thumbnail", "Description", "Link", "Publish date", "Keywords")
_HOUR = "T18:00:00"


@dataclass(frozen=True, slots=True)
class Slot:
    """One Pin to publish: its number in the plan, day, board and variant; Pins of one `pair` show the same product."""

    number: int
    day: date
    board: str
    variant: str
    pair: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """What the Pins of one variant carry in the bulk-create template."""

    title: str = ""
    media: str = ""
    description: str = ""
    link: str = ""
    keywords: str = ""


def make_schedule(
    variants: Sequence[str], pins: int, start: date, boards: Sequence[str], seed: int, days: int = TWO_WEEKS, paired: bool = False
) -> tuple[Slot, ...]:
    """The slots: rounds in which every variant comes once, in an order that the seed draws, spread evenly over the days.

    A round stays on one board, so that boards and weeks are the same for every variant.

    >>> [slot.variant for slot in make_schedule(["A", "B"], 2, date(2026, 9, 7), ["Soups"], seed=1)]
    ['A', 'B', 'B', 'A']
    """
    chance = random.Random(seed)
    places = list(boards) or [NO_BOARD]
    chance.shuffle(places)
    total = len(variants) * pins
    slots: list[Slot] = []
    for turn in range(pins):
        order = sorted(variants, key=lambda _: chance.random())
        for variant in order:
            day = start + timedelta(len(slots) * max(1, days) // total)
            slots.append(Slot(len(slots) + 1, day, places[turn % len(places)], variant, turn + 1 if paired else 0))
    return tuple(slots)


def schedule_frame(slots: Sequence[Slot]) -> pd.DataFrame:
    """Columns pin, day, board, variant and (in a paired test) pair."""
    frame = pd.DataFrame({
        "pin": [slot.number for slot in slots],
        "day": [slot.day.isoformat() for slot in slots],
        "board": [slot.board for slot in slots],
        "variant": [slot.variant for slot in slots],
        "pair": [slot.pair for slot in slots],
    })  # fmt: skip
    return frame if any(slot.pair for slot in slots) else frame.drop(columns="pair")


def schedule_csv(slots: Sequence[Slot]) -> bytes:
    """The schedule as CSV."""
    return csv_bytes(schedule_frame(slots), COLUMNS)


def template_csv(slots: Sequence[Slot], filled: Mapping[str, Filled] | None = None) -> bytes:
    """The schedule in the layout of Pinterest's bulk-create template; titles and images are filled in where a variant has them."""
    rows = []
    for slot in slots:
        one = (filled or {}).get(slot.variant, Filled())
        title = one.title or f"{slot.variant} {slot.number}"
        rows.append((title, one.media, slot.board, "", one.description, one.link, slot.day.isoformat() + _HOUR, one.keywords))
    return csv_bytes(pd.DataFrame(rows, columns=list(TEMPLATE)), {name: name for name in TEMPLATE})


def schedule_ics(name: str, slots: Sequence[Slot], start: date, look_days: Sequence[int]) -> bytes:
    """The schedule and the looks as a calendar of whole days (RFC 5545)."""
    events = [(slot.day, f"{name}: publish Pin {slot.number} ({slot.variant})", f"Board: {slot.board}") for slot in slots]
    events += [
        (start + timedelta(day), f"{name}: look after day {day}", "Export the numbers up to the day before and read them out.") for day in look_days
    ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pincore//Experiments//EN", "CALSCALE:GREGORIAN"]
    for number, (day, title, says) in enumerate(sorted(events, key=lambda event: event[0]), 1):
        lines += [
            "BEGIN:VEVENT", f"UID:{start:%Y%m%d}-{number}-{_mark(name)}@pincore", f"DTSTAMP:{start:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
            f"SUMMARY:{_escaped(title)}", f"DESCRIPTION:{_escaped(says)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _mark(name: str) -> str:
    return "".join(filter(str.isalnum, name.encode("ascii", "ignore").decode().lower()))[:20] or "test"


def _escaped(text: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, each further one beginning with a space."""
    pieces: list[str] = []
    piece = ""
    for c in line:
        if len((piece + c).encode()) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += c
    return "\r\n ".join([*pieces, piece])
