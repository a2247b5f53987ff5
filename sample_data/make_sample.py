"""Writes the sample account: `python sample_data/make_sample.py [FOLDER]`. Same bytes every time."""

import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from catalogue import BOARDS, PINS, Pin
from chance import thin
from life import PinDay, live_through
from shop import take_orders, write_orders, write_site
from tables import write_table

MONTHS = ((date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 10, 31)))
METRICS = (("impressions", "Impressions"), ("outbound_clicks", "Outbound clicks"), ("saves", "Saves"))
SEED = 20261101


def address(pin: Pin) -> str:
    """The link of a Pin."""
    return f"https://example.com/{pin.page}?utm_source=pinterest&utm_medium=social"


def name_pins(rng: Random) -> dict[Pin, str]:
    """An id of 17 to 19 digits for every Pin."""
    starts = ("900719925", "900719925", "1100356121", "10555323")
    return {pin: f"{starts[int(rng.random() * 4)]}{int(rng.random() * 1e9):09d}" for pin in PINS}


def write_pin_days(path: Path, rows: Sequence[PinDay]) -> None:
    header = ("Date", "Pin ID", "Pin title", "Board", "Format", "Link", "Published", "Impressions", "Pin clicks", "Outbound clicks", "Saves",
              "Video views", "Average watch time (seconds)", "Total watch time (minutes)", "95% views")  # fmt: skip
    table: list[Sequence[object]] = [header]
    for row in rows:
        pin = row.about
        video: tuple[object, ...] = ("", "", "", "")
        if pin.format == "Video":
            watched = f"{row.video_views * row.watched_seconds / 60:.1f}"
            video = (row.video_views, f"{row.watched_seconds:.1f}" if row.video_views else "", watched, row.video_95)
        table.append((row.day, row.pin, pin.title, BOARDS[pin.board].name, pin.format, address(pin), pin.published, row.impressions,
                      row.pin_clicks, row.outbound_clicks, row.saves, *video))  # fmt: skip
    write_table(path, table)


def write_overview(path: Path, rows: Sequence[PinDay], start: date, end: date, key: str, label: str) -> None:
    """One overview export: the days, the boards and the top 50 Pins of a period, as Pinterest stacks them."""
    days: dict[date, int] = defaultdict(int)
    pins: dict[str, int] = defaultdict(int)
    boards: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        if start <= row.day <= end:
            days[row.day] += getattr(row, key)
            pins[row.pin] += getattr(row, key)
            for place, count in enumerate((row.impressions, row.pin_clicks, row.outbound_clicks, row.saves)):
                boards[BOARDS[row.about.board].slug][place] += count
    span = f"{start} - {end}"
    table: list[Sequence[object]] = [("Analytics overview",), (span,), ("Content types", "All"), ("Devices", "All"), ("Source", "All"),
        ("Publish Types", ""), ("Age", "All"), ("Gender", "All"), ("Claimed accounts", "All Pins"), ("Format", "All"),
        ("Curated content", "Not included"), (), ("Date", label)]  # fmt: skip
    table += sorted(days.items())
    table += [(), (f"Top Boards {span}",), ("Pinterest Link", "Impressions", "Engagement", "Pin clicks", "Outbound clicks", "Saves")]
    for slug, (impressions, closer, outbound, saves) in sorted(boards.items(), key=lambda item: -item[1][0]):
        engagement = closer + outbound + saves + impressions % 7 - 3  # Pinterest's own sum is off by a few, too
        table.append((f"https://www.pinterest.com/exampleatelier/{slug}/", impressions, engagement, closer, outbound, saves))
    table += [("Top boards table is restricted to data from the last 6 months.",), (), (f"Top Pins {span}",),
              ("Pinterest Link", "Content Type", "Source", "Canonical", label)]  # fmt: skip
    for pin, count in sorted(pins.items(), key=lambda item: (-item[1], item[0]))[:50]:
        source = "From you, Not from you." if int(pin) % 9 == 0 else "From you"
        table.append((f"https://www.pinterest.com/pin/{pin}/", "Organic", source, "Yes" if int(pin) % 4 == 0 else "No", count))
    table += [("Top pins table is restricted to data from the last 6 months.",), ()]
    write_table(path, table)


def write_template(path: Path) -> None:
    """The bulk-create template with which the Pins of the last months were scheduled."""
    table: list[Sequence[object]] = [("Title", "Media URL", "Pinterest board", "Thumbnail", "Description", "Link", "Publish date", "Keywords")]
    for pin in sorted(PINS, key=lambda pin: pin.published):
        if pin.published >= "2026-06-01":
            board = BOARDS[pin.board].name
            words = ",".join(dict.fromkeys((board.lower(), pin.page.replace("-", " "))))
            table.append((pin.title, f"https://cdn.example.com/{pin.page}-{pin.published[5:7]}.jpg", board, "", f"{pin.title}, from the atelier.",
                          address(pin), f"{pin.published}T14:30:00", words))  # fmt: skip
    write_table(path, table)


def make_sample(folder: Path) -> None:
    """Every file of the sample account, written into a folder."""
    rng = Random(SEED)
    names = name_pins(rng)
    rows = [row for pin in PINS for row in live_through(pin, names[pin], rng)]
    rows.sort(key=lambda row: (row.day, row.pin))
    folder.mkdir(parents=True, exist_ok=True)
    write_pin_days(folder / "pin-days.csv", rows)
    for start, end in MONTHS:
        for copy, (key, label) in zip(("", " (1)", " (2)"), METRICS, strict=True):
            write_overview(folder / f"Pinterest Analytics overview {start:%Y%m%d}-{end:%Y%m%d}{copy}.csv", rows, start, end, key, label)
    write_template(folder / "pinterest_bulk_create_template.csv")
    visits: defaultdict[tuple[date, str], int] = defaultdict(int)
    for row in rows:
        sessions = thin(rng, row.outbound_clicks, 0.87)
        if row.day >= MONTHS[0][0] and sessions:
            visits[row.day, row.about.page] += sessions
    orders = take_orders(visits, rng)
    write_orders(folder / "shopify_orders_export.csv", orders, rng)
    write_site(folder / "ga4_landing_pages_by_day.csv", visits, orders, rng)


if __name__ == "__main__":
    make_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
