"""Small exports in the layouts that Pinterest writes, made for tests."""

from collections.abc import Sequence
from datetime import date, timedelta

FILTERS = ("Content types", "Devices", "Source", "Publish Types", "Age", "Gender", "Claimed accounts", "Format", "Curated content")


def overview(
    start: date,
    metric: str,
    daily: Sequence[object],
    pins: Sequence[tuple[str, object]] = (),
    boards: Sequence[tuple[str, int, int, int, int, int]] = (),
    chosen: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """An overview export: daily block, boards (impressions, engagement, pin clicks, outbound clicks, saves) and top Pins."""
    end = start + timedelta(len(daily) - 1)
    span = f"{start} - {end}"
    lines = ["Analytics overview", span, *(f"{name},{dict(chosen).get(name, 'All')}" for name in FILTERS), "", f"Date,{metric}"]
    lines += [f"{start + timedelta(i)},{'' if value is None else value}" for i, value in enumerate(daily)]
    lines += ["", f"Top Boards {span}", "Pinterest Link,Impressions,Engagement,Pin clicks,Outbound clicks,Saves"]
    lines += [f"https://www.pinterest.com/someone/{slug}/,{','.join(map(str, counts))}" for slug, *counts in boards]
    lines += ["", f"Top Pins {span}", f"Pinterest Link,Content Type,Source,Canonical,{metric}"]
    lines += [f"https://www.pinterest.com/pin/{pin}/,Organic,From you,No,{count}" for pin, count in pins]
    return "\r\n".join([*lines, ""]).encode()


def month(metric: str, first: date, days: int, value: int) -> bytes:
    """An overview export of one metric with the same number every day, one board and two Pins."""
    total = value * days
    pins = [("1100356121459093715", total - 10), ("1100356121459093716", 10)]
    boards = [("soups", total, total, total, total, total)]
    return overview(first, metric, [value] * days, pins, boards)


DAMAGED = b"\x00\x01\x02\xff\xfe\x00garbage\x00" * 50
AMBIGUOUS = (
    "Date,Pin ID,Impressions,Outbound clicks,Saves\n"
    + "\n".join(f"0{month}/0{day}/2026,1100356121459093715,{100 * day},{day},{day}" for month in (3, 4) for day in (1, 2, 3, 4, 5))
).encode()
UNKNOWN_HEADERS = b"when,thing,seen,left\n2026-08-01,1100356121459093715,100,1\n2026-08-02,1100356121459093715,120,2\n"
