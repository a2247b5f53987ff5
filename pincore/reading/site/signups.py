"""Subscribers of a mailing list: how many signed up on each day, and nothing about who they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pincore.columns import normalise
from pincore.notes import Note
from pincore.reading.cells import Coded
from pincore.reading.context import Context
from pincore.reading.fields import Cells, Fields, find_header, read_cells
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.sheets import Sheet
from pincore.reading.site.cells import find_host, find_state
from pincore.reading.site.frame import Dates, dated_rows, no_days, site_frame, site_import, start_notes


def _names(**fields: Sequence[str]) -> Fields:
    return {key: tuple(map(normalise, names)) for key, names in fields.items()}


@dataclass(frozen=True, slots=True)
class MailingList:
    """A row of LISTS: how a program lays out its subscribers. `fallback` is a second column of days, for rows without the first."""

    key: str
    label: str
    needs: tuple[tuple[str, ...], ...]
    fields: Fields
    fallback: str = ""

    def recognise(self, sheet: Sheet) -> bool:
        return find_header(sheet, self.needs) is not None

    def read(self, sheet: Sheet, context: Context) -> Import:
        """The import of sign-ups: one row a day, state and source."""
        notes = start_notes(sheet, "the days of sign-ups, their states and where they came from")
        header = find_header(sheet, self.needs)
        assert header is not None
        cells = read_cells(sheet, header, self.fields, notes)
        n = len(cells)
        cells = _with_fallback(cells, self.fallback)
        cells, days = dated_rows(cells, "day", self.key, context, notes)
        if "left" in self.fields and cells.has("left"):
            says = "The file lists people who left or could not be reached; they are counted on the day they signed up."
            notes.append(Note("list_of_leavers", "info", says))
        counted = Counter(zip(days.values.astype("datetime64[s]").tolist(), _states(cells), _sources(cells), strict=True))
        rows = sorted(counted, key=lambda row: (row[0], str(row[1]), str(row[2])))
        day: Dates = np.array([row[0] for row in rows], dtype="datetime64[s]") if rows else no_days(0)
        texts = {"status": [row[1] for row in rows], "source": [row[2] for row in rows]}
        frame = site_frame(self.key, day, day, day, texts, {"signups": [float(counted[row]) for row in rows]})
        return site_import(self.key, frame, n, context, notes)


def _with_fallback(cells: Cells, fallback: str) -> Cells:
    """The cells with the second day where the first is blank."""
    if not fallback or not cells.has(fallback):
        return cells
    if not cells.has("day"):
        return Cells(cells.header, {**cells.places, "day": cells.places[fallback]}, {**cells.columns, "day": cells.columns[fallback]}, cells.numbers)
    merged = [first or second for first, second in zip(cells.texts("day"), cells.texts(fallback), strict=True)]
    return Cells(cells.header, cells.places, {**cells.columns, "day": Coded.of(merged)}, cells.numbers)


def _states(cells: Cells) -> list[str | None]:
    return [find_state(text) for text in cells.texts("status")]


def _sources(cells: Cells) -> list[str | None]:
    """The host that a subscriber came from; any other text (a person's recommendation) is only "other"."""
    return [
        (find_host(free or paid) or "other") if free or paid else None
        for free, paid in zip(cells.texts("source"), cells.texts("source_paid"), strict=True)
    ]


LISTS: tuple[MailingList, ...] = (
    MailingList(
        "mailchimp_subscribers", "Mailchimp audience", (("emailaddress",), ("optintime", "confirmtime"), ("memberrating", "leid", "euid", "lastchanged")),
        _names(day=("OPTIN_TIME",), confirmed=("CONFIRM_TIME",), left=("UNSUB_TIME", "CLEAN_TIME")), fallback="confirmed",
    ),
    MailingList(
        "substack_subscribers", "Substack subscribers", (("email",), ("subscriptiondate", "startdate"), ("subscriptionsourcefree", "subscriptionsourcepaid", "subscriptiontype")),
        _names(day=("Subscription date", "Start date"), status=("Subscription type",), source=("Subscription source (free)",),
               source_paid=("Subscription source (paid)",)),
    ),
    MailingList(
        "kit_subscribers", "Kit subscribers", (("email", "emailaddress"), ("createdat",), ("status", "state")),
        _names(day=("created_at",), status=("status", "state")),
    ),
)  # fmt: skip

KINDS = tuple(
    Kind(
        each.key,
        each.label,
        "How many signed up on each day, and nothing about who: kept for comparing clicks with sign-ups.",
        "site",
        each.recognise,
        each.read,
    )
    for each in LISTS
)
