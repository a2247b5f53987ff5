"""Orders of a shop: Shopify, Etsy, Gumroad, Stripe. One row an order, of which only days, amounts, states and campaign tags are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincore.columns import normalise
from pincore.notes import Note
from pincore.reading.cells import Mask
from pincore.reading.context import Context
from pincore.reading.fields import Cells, Fields, blank_rows, find_header, leave_out, read_cells
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.sheets import Sheet
from pincore.reading.site.cells import UTM, find_currency, find_host, find_state, is_yes, short_key, tags_in
from pincore.reading.site.frame import dated_rows, read_counts, read_money, read_texts, site_frame, site_import, start_notes

_NOT_SOLD = {"void": ("was cancelled or failed", "were cancelled or failed"), "open": ("is not paid yet", "are not paid yet"),
             "other": ("is in a state that Pincore does not know", "are in states that Pincore does not know")}  # fmt: skip


def _names(**fields: Sequence[str]) -> Fields:
    return {key: tuple(map(normalise, names)) for key, names in fields.items()}


@dataclass(frozen=True, slots=True)
class Shop:
    """A row of SHOPS: how a shop's program lays out its orders. `currency` is the one that its headers name."""

    key: str
    label: str
    needs: tuple[tuple[str, ...], ...]
    fields: Fields
    usual_order: str | None = None
    currency: str | None = None
    item_rows: bool = False
    line_rows: bool = False

    def recognise(self, sheet: Sheet) -> bool:
        return find_header(sheet, self.needs) is not None

    def read(self, sheet: Sheet, context: Context) -> Import:
        """The import of the orders that were paid."""
        notes = start_notes(sheet, "days, amounts, states and campaign tags of the orders")
        header = find_header(sheet, self.needs)
        assert header is not None
        cells = read_cells(sheet, header, self.fields, notes)
        n = len(cells)
        items = _items(cells) if self.line_rows else {}
        if self.line_rows:
            cells = cells.where(~blank_rows(cells, ("status", "amount", "day")))
        cells, days = dated_rows(cells, "day", self.key, context, notes, self.usual_order)
        states = _states(cells)
        keep = np.ones(len(cells), dtype=bool)
        for state, (one, many) in _NOT_SOLD.items():
            rows = np.array([found == state for found in states], dtype=bool)
            keep &= ~rows
            leave_out(cells, rows, (f"order {one} and is no sale", f"orders {many} and are no sales"), "orders_not_sold", notes)
        keep &= ~self._repeated(cells, keep, notes)
        sold, day = cells.where(keep), days.values[keep].astype("datetime64[s]")
        frame = site_frame(
            self.key, day, day, day, self._texts(sold, [s for s, k in zip(states, keep, strict=True) if k]), self._numbers(sold, items, notes)
        )
        return site_import(self.key, frame, n, context, notes)

    def _repeated(self, cells: Cells, keep: Mask, notes: list[Note]) -> Mask:
        """The rows of orders that stand in the file a second time."""
        seen: set[str] = set()
        again = np.zeros(len(cells), dtype=bool)
        if self.item_rows:
            return again
        for i, order in enumerate(cells.texts("order")):
            if keep[i] and order:
                again[i] = order in seen
                seen.add(order)
        leave_out(
            cells, again, ("order stands in the file twice and counts once", "orders stand in the file twice and count once"), "same_twice", notes
        )
        return again

    def _texts(self, cells: Cells, states: Sequence[str | None]) -> dict[str, list[str | None]]:
        texts = read_texts(cells, UTM)
        if cells.has("attributes"):
            tags = [tags_in(text) for text in cells.texts("attributes")]
            texts |= {key: [row.get(key) for row in tags] for key in UTM}
        if cells.has("referrer"):
            hosts = [find_host(text) for text in cells.texts("referrer")]
            texts["source"] = [tag or host for tag, host in zip(texts.get("source", [None] * len(hosts)), hosts, strict=True)]
        texts["currency"] = [find_currency(text) or self.currency for text in cells.texts("currency")]
        texts["status"] = ["refunded" if refunded else state for refunded, state in zip(_wholly_refunded(cells), states, strict=True)]
        texts["order"] = [short_key(self.key, text) for text in cells.texts("order")]
        return texts

    def _numbers(self, cells: Cells, items: dict[str, float], notes: list[Note]) -> dict[str, NDArray[np.float64]]:
        money = read_money(cells, ("amount", "refunded"), notes)
        counts = read_counts(cells, ("items",), notes) if not self.line_rows else {}
        numbers = {"orders": np.ones(len(cells)), "amount": money["amount"]}
        if self.item_rows:
            orders = cells.texts("order")
            first = {order: i for i, order in reversed(list(enumerate(orders)))}
            numbers["orders"] = np.array([float(not order or first[order] == i) for i, order in enumerate(orders)])
        whole = np.array(_wholly_refunded(cells), dtype=bool) | np.array([state == "refunded" for state in _states(cells)], dtype=bool)
        if "refunded" in money or whole.any():
            refunded = money.get("refunded", np.zeros(len(cells)))
            numbers["refunded"] = np.where(whole & ~(refunded > 0), money["amount"], refunded)
        if self.line_rows:
            numbers["items"] = np.array([items.get(order, np.nan) for order in cells.texts("order")])
        return numbers | counts


def _items(cells: Cells) -> dict[str, float]:
    """How many things each order holds: the sum of its lines."""
    found: dict[str, float] = {}
    for order, quantity in zip(cells.texts("order"), cells.texts("quantity"), strict=True):
        if order and quantity.isdigit():
            found[order] = found.get(order, 0.0) + float(quantity)
    return found


def _states(cells: Cells) -> list[str | None]:
    """The state of each order: what its own column says, unless it was cancelled or never charged."""
    states = [find_state(text) for text in cells.texts("status")]
    cancelled = [bool(text) for text in cells.texts("cancelled")]
    return ["void" if gone else state for gone, state in zip(cancelled, states, strict=True)]


def _wholly_refunded(cells: Cells) -> list[bool]:
    """Orders that were paid back in full, or lost in a dispute."""
    lost = zip(cells.texts("disputed"), cells.texts("dispute_won"), strict=True)
    return [
        is_yes(whole) or (is_yes(disputed) and not is_yes(won)) for whole, (disputed, won) in zip(cells.texts("fully_refunded"), lost, strict=True)
    ]


SHOPS: tuple[Shop, ...] = (
    Shop(
        "shopify_orders", "Shopify orders", (("financialstatus",), ("lineitemname", "lineitemquantity"), ("createdat", "paidat")),
        _names(day=("Created at", "Paid at"), amount=("Total",), refunded=("Refunded Amount",), currency=("Currency",), status=("Financial Status",),
               cancelled=("Cancelled at",), order=("Name",), quantity=("Lineitem quantity",), attributes=("Note Attributes",)),
        line_rows=True,
    ),
    Shop(
        "etsy_orders", "Etsy sold orders", (("saledate",), ("orderid",), ("ordertotal", "ordervalue")),
        _names(day=("Sale Date",), amount=("Order Total", "Order Value"), currency=("Currency",), status=("Status",), order=("Order ID",), items=("Number of Items",)),
        usual_order="month_first",
    ),
    Shop(
        "etsy_items", "Etsy sold order items", (("saledate",), ("orderid",), ("itemtotal",)),
        _names(day=("Sale Date",), amount=("Item Total",), currency=("Currency",), order=("Order ID",), items=("Quantity",)),
        usual_order="month_first", item_rows=True,
    ),
    Shop(
        "gumroad_sales", "Gumroad sales", (("purchaseid",), ("purchasedate",), ("saleprice",)),
        _names(day=("Purchase Date",), amount=("Sale Price ($)",), refunded=("Partial Refund ($)",), fully_refunded=("Fully Refunded?",), disputed=("Disputed?",),
               dispute_won=("Dispute Won?",), order=("Purchase ID",), items=("Quantity",), referrer=("Referrer",), source=("UTM Source",), medium=("UTM Medium",),
               campaign=("UTM Campaign",), content=("UTM Content",), term=("UTM Term",)),
        currency="USD",
    ),
    Shop(
        "stripe_payments", "Stripe payments", (("id",), ("createddateutc", "createdutc"), ("amount",), ("amountrefunded",)),
        _names(day=("Created date (UTC)", "Created (UTC)"), amount=("Amount",), refunded=("Amount Refunded",), currency=("Currency",), status=("Status",), order=("id",),
               **{key: (f"utm_{key} (metadata)",) for key in UTM}),
    ),
)  # fmt: skip


def _kind(shop: Shop, recognise: Callable[[Sheet], bool], read: Callable[[Sheet, Context], Import]) -> Kind:
    return Kind(
        shop.key, shop.label, "Paid orders by day with amounts and campaign tags: kept for comparing clicks with sales.", "site", recognise, read
    )


KINDS = tuple(_kind(shop, shop.recognise, shop.read) for shop in SHOPS)
