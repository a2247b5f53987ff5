"""Affiliate programs (LTK, ShopMy): clicks, orders and commissions, without where the visitors came from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pincore.columns import normalise
from pincore.notes import Note
from pincore.reading.context import Context
from pincore.reading.fields import Fields, find_header, leave_out, read_cells
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.sheets import Sheet
from pincore.reading.site.cells import find_currency, find_state
from pincore.reading.site.frame import dated_rows, no_days, read_counts, read_money, read_pages, site_frame, site_import, start_notes

_COUNTS = ("clicks", "orders", "items")
_MONEY = ("amount", "commission")


def _names(**fields: Sequence[str]) -> Fields:
    return {key: tuple(map(normalise, names)) for key, names in fields.items()}


@dataclass(frozen=True, slots=True)
class Program:
    """A row of PROGRAMS: how an affiliate program lays out its links or earnings."""

    key: str
    label: str
    says: str
    needs: tuple[tuple[str, ...], ...]
    fields: Fields

    def recognise(self, sheet: Sheet) -> bool:
        return find_header(sheet, self.needs) is not None

    def read(self, sheet: Sheet, context: Context) -> Import:
        """The import of a program's numbers, with a note that they belong to no traffic source."""
        notes = start_notes(sheet, "pages, clicks, orders and amounts")
        header = find_header(sheet, self.needs)
        assert header is not None
        cells = read_cells(sheet, header, self.fields, notes)
        n = len(cells)
        day = no_days(n)
        if cells.has("day"):
            cells, days = dated_rows(cells, "day", self.key, context, notes)
            day = days.values.astype("datetime64[s]")
        states = [find_state(text) for text in cells.texts("status")]
        void = np.array([state == "void" for state in states], dtype=bool)
        cells = leave_out(cells, void, ("row was cancelled and was left out", "rows were cancelled and were left out"), "orders_not_sold", notes)
        day, states = day[~void], [state for state in states if state != "void"]
        texts: dict[str, list[str | None]] = read_pages(cells, "page") if cells.has("page") else {}
        texts |= {"status": states, "currency": [find_currency(text) for text in cells.texts("currency")]}
        numbers = read_counts(cells, _COUNTS, notes) | read_money(cells, _MONEY, notes)
        says = "The program does not tell where visitors came from: none of this can be credited to Pinterest."
        notes.append(Note("no_traffic_source", "warning", says, None, "Give your Pins links with a tag of their own, if the program offers that."))
        return site_import(self.key, site_frame(self.key, day, day, day, texts, numbers), n, context, notes)


PROGRAMS: tuple[Program, ...] = (
    Program(
        "ltk_earnings", "LTK earnings", "Commissions by day, without a traffic source: kept for comparing clicks with sales.",
        (("date",), ("commission",), ("directtoretailerlink", "publisher"), ("brand", "advertiser")),
        _names(day=("Date",), commission=("Commission",), status=("Status",), page=("Direct to retailer link",)),
    ),
    Program(
        "ltk_links", "LTK links", "Clicks, orders and commissions of each link, without dates or a traffic source: kept for comparing clicks with sales.",
        (("advertisername",), ("clicks",), ("commissions",)),
        _names(clicks=("clicks",), orders=("orders",), items=("items_sold",), commission=("commissions",), currency=("currency",), page=("url",)),
    ),
    Program(
        "shopmy_links", "ShopMy links", "Clicks, orders and commissions of each link, without dates or a traffic source: kept for comparing clicks with sales.",
        (("ordercount",), ("clicks",), ("commissionsearned",)),
        _names(clicks=("Clicks",), orders=("Order Count",), amount=("Order Volume",), commission=("Commissions Earned",), page=("URL",)),
    ),
)  # fmt: skip

KINDS = tuple(Kind(program.key, program.label, program.says, "site", program.recognise, program.read) for program in PROGRAMS)
