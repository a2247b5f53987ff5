"""What happens after the click: visits and orders, as the site and the shop export them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from catalogue import CITIES, FIRST_NAMES, LAST_NAMES, PRODUCTS
from chance import draw_count, thin
from life import WEEKDAYS
from tables import write_table

Visits = dict[tuple[date, str], int]


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the shop; `page` is the Pin's page that led to it, or empty when it came from elsewhere."""

    moment: datetime
    page: str
    items: tuple[tuple[str, float, int], ...]
    refunded: bool

    @property
    def total(self) -> float:
        return sum(price * number for _, price, number in self.items)


def order_on(day: date, page: str, rng: Random) -> Order:
    """An order of somebody who came to a page, or from elsewhere when it is empty."""
    fitting = [product for product in PRODUCTS if product[2] == page]
    name, price, _ = fitting[0] if fitting else PRODUCTS[int(rng.random() * len(PRODUCTS))]
    items = ((name, price, 1 + int(rng.random() < 0.1)),)
    other, other_price, _ = PRODUCTS[int(rng.random() * len(PRODUCTS))]
    if rng.random() < 0.2 and other != name:
        items += ((other, other_price, 1),)
    moment = datetime.combine(day, time(int(6 + rng.random() * 17), int(rng.random() * 60), int(rng.random() * 60)))
    return Order(moment, page, items, refunded=rng.random() < 0.04)


def take_orders(visits: Visits, rng: Random) -> list[Order]:
    """The orders of two months: some from visits that Pinterest sent, some from elsewhere."""
    shop_pages = {page for _, _, page in PRODUCTS}
    orders = []
    for (day, page), number in sorted(visits.items()):
        orders += [order_on(day, page, rng) for _ in range(thin(rng, number, 0.05 if page in shop_pages else 0.004))]
    for day in sorted({day for day, _ in visits}):
        orders += [order_on(day, "", rng) for _ in range(draw_count(rng, 0.7))]
    return sorted(orders, key=lambda order: order.moment)


ORDER_COLUMNS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,"
    "Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,"
    "Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,"
    "Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,"
    "Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,"
    "Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
).split(",")


def write_orders(path: Path, orders: Sequence[Order], rng: Random) -> None:
    """Orders as the shop system writes them: a row for every item, the order's own cells on the first one only."""
    table: list[Sequence[object]] = [ORDER_COLUMNS]
    for number, order in enumerate(orders, start=1041):
        first, last = FIRST_NAMES[int(rng.random() * len(FIRST_NAMES))], LAST_NAMES[int(rng.random() * len(LAST_NAMES))]
        city, province = CITIES[int(rng.random() * len(CITIES))]
        street = f"{1 + int(rng.random() * 180)} Example Lane"
        money = f"{order.total:.2f}"
        came = f"utm_source: pinterest\nutm_medium: social\nlanding_page: /{order.page}" if order.page else ""
        whole = {"Email": f"{first}.{last}@example.com".lower(), "Financial Status": "refunded" if order.refunded else "paid",
            "Paid at": f"{order.moment} +0000", "Fulfillment Status": "fulfilled", "Fulfilled at": f"{order.moment + timedelta(minutes=2)} +0000",
            "Accepts Marketing": "no", "Currency": "USD", "Subtotal": money, "Shipping": "0.00", "Taxes": "0.00", "Total": money,
            "Discount Amount": "0.00", "Created at": f"{order.moment} +0000", "Billing Name": f"{first} {last}", "Billing Street": street,
            "Billing Address1": street, "Billing City": city, "Billing Province": province, "Billing Country": "US", "Note Attributes": came,
            "Payment Method": "Example Payments", "Refunded Amount": money if order.refunded else "0.00", "Outstanding Balance": "0.00",
            "Id": str(5800000000000 + number * 7), "Risk Level": "Low", "Source": "web"}  # fmt: skip
        for place, (item, price, count) in enumerate(order.items):
            line = {"Name": f"#{number}", "Lineitem quantity": str(count), "Lineitem name": item, "Lineitem price": f"{price:.2f}",
                "Lineitem requires shipping": "false", "Lineitem taxable": "false", "Lineitem fulfillment status": "fulfilled",
                "Vendor": "Example Atelier", "Lineitem discount": "0.00", **(whole if place == 0 else {"Email": whole["Email"]})}  # fmt: skip
            table.append([line.get(column, "") for column in ORDER_COLUMNS])
    write_table(path, table, end="\n")


def write_site(path: Path, visits: Visits, orders: Sequence[Order], rng: Random) -> None:
    """A free-form exploration of the site's analytics: sessions by day, source and landing page."""
    sold: defaultdict[tuple[date, str], list[float]] = defaultdict(list)
    for order in orders:
        sold[order.moment.date(), order.page].append(order.total)
    rows: list[tuple[object, ...]] = []
    for day in sorted({day for day, _ in visits}):
        for page in sorted(page for at, page in visits if at == day):
            sessions, money = visits[day, page], sold.get((day, page), [])
            key_events = len(money) + thin(rng, sessions, 0.02)
            rows.append((f"{day:%Y%m%d}", "pinterest / social", f"/{page}", sessions, thin(rng, sessions, 0.58), key_events, sum(money)))
        elsewhere = (("google / organic", 46.0, []), ("(direct) / (none)", 14.0, sold.get((day, ""), [])), ("pinterest.com / referral", 1.2, []))
        for source, expected, money in elsewhere:
            sessions = draw_count(rng, expected * WEEKDAYS[day.weekday()])
            if sessions:
                key_events = len(money) + thin(rng, sessions, 0.015)
                rows.append((f"{day:%Y%m%d}", source, "/", sessions, thin(rng, sessions, 0.64), key_events, sum(money)))
    line = "# " + "-" * 40
    first, last = min(visits)[0], max(visits)[0]
    remarks = [line, "# Landing pages by day", "# Property: example.com", f"# Start date: {first:%Y%m%d}", f"# End date: {last:%Y%m%d}", line, ""]
    header = ("Date", "Session source / medium", "Landing page + query string", "Sessions", "Engaged sessions", "Key events", "Total revenue")
    totals = ("", "", "", *(sum(row[place] for row in rows) for place in (3, 4, 5, 6)))
    table = [(*row[:-1], f"{row[-1]:g}") for row in (totals, *rows)]
    write_table(path, [header, *table], before="\ufeff" + "\r\n".join(remarks) + "\r\n")
