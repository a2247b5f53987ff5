"""Numbers in words: the only room where a share becomes percent."""

import math
from datetime import date, datetime

from pincore.periods import Period

UNKNOWN = "unknown"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_known(x: float | None) -> bool:
    """Whether the number is there."""
    return x is not None and not math.isnan(x)


def describe_number(x: float | None) -> str:
    """A count with thousands separators.

    >>> describe_number(19298.0), describe_number(3.456), describe_number(None)
    ('19,298', '3.5', 'unknown')
    """
    if x is None or math.isnan(x):
        return UNKNOWN
    if x == round(x):
        return f"{int(x):,}"
    return f"{x:,.1f}"


def describe_share(x: float | None) -> str:
    """A share as percent, with at least two digits that say something.

    >>> describe_share(0.004), describe_share(0.1234), describe_share(0.00003), describe_share(0.0)
    ('0.40 %', '12.3 %', '0.003 %', '0 %')
    """
    if x is None or math.isnan(x):
        return UNKNOWN
    return f"{_percent(x)} %"


def _percent(x: float) -> str:
    percent = x * 100
    size = abs(percent)
    if size == 0:
        return "0"
    if size >= 100:
        return f"{percent:,.0f}"
    if size >= 10:
        return f"{percent:.1f}"
    if size >= 0.01:
        return f"{percent:.2f}"
    return f"{percent:.1g}" if size >= 0.0001 else "0.0000"


def describe_range(low: float | None, high: float | None) -> str:
    """Two shares as a range.

    >>> describe_range(0.0016, 0.0102)
    '0.16 to 1.02 %'
    """
    if low is None or high is None:
        return UNKNOWN
    return f"{_percent(low)} to {_percent(high)} %"


def describe_points(x: float | None) -> str:
    """A difference of two shares in percentage points, signed.

    >>> describe_points(0.0005), describe_points(-0.012), describe_points(0.0)
    ('+0.05 pp', '-1.20 pp', '0 pp')
    """
    if x is None or math.isnan(x):
        return UNKNOWN
    if x == 0:
        return "0 pp"
    text = _percent(abs(x))
    return f"{'+' if x > 0 else '-'}{text} pp"


def describe_difference(x: float | None) -> str:
    """A difference of two counts, signed.

    >>> describe_difference(1204.0), describe_difference(-3.0), describe_difference(0.0)
    ('+1,204', '-3', '0')
    """
    if x is None or math.isnan(x):
        return UNKNOWN
    if x == 0:
        return "0"
    return f"{'+' if x > 0 else '-'}{describe_number(abs(x))}"


def describe_relative(x: float | None) -> str:
    """A relative change, signed.

    >>> describe_relative(0.067), describe_relative(-0.5), describe_relative(2.345), describe_relative(0.0)
    ('+6.7 %', '-50 %', '+235 %', '0 %')
    """
    if x is None or math.isnan(x):
        return UNKNOWN
    percent = abs(x) * 100
    text = f"{percent:,.0f}" if percent >= 10 else f"{percent:.1f}"
    if float(text.replace(",", "")) == 0:
        return "0 %"
    return f"{'+' if x > 0 else '-'}{text} %"


def describe_p(p: float | None) -> str:
    """A p-value, or the limit of one.

    >>> describe_p(0.0462562), describe_p(0.000207), describe_p(0.05), describe_p(1e-9)
    ('0.046', '0.0002', '0.05', 'below 0.0001')
    """
    if p is None or math.isnan(p):
        return UNKNOWN
    if p < 0.0001:
        return "below 0.0001"
    return f"{p:.2g}" if p >= 0.001 else f"{p:.1g}"


def describe_times(share: float) -> str:
    """A chance as so many times in 10 or 100.

    >>> describe_times(0.8), describe_times(0.37), describe_times(0.02), describe_times(0.999)
    ('8 times in 10', '4 times in 10', '2 times in 100', 'nearly always')
    """
    if share >= 0.95:
        return "nearly always"
    if share < 0.005:
        return "almost never"
    times, of = (round(share * 100), 100) if share < 0.095 else (round(share * 10), 10)
    return f"{'once' if times == 1 else f'{times} times'} in {of}"


def describe_change(change: float | None, relative: float | None, points: bool = False) -> str:
    """A change in absolute terms and in percent; points for shares.

    >>> describe_change(1204.0, 0.067), describe_change(0.0005, 0.125, points=True), describe_change(None, None)
    ('+1,204 (+6.7 %)', '+0.05 pp (+12 %)', 'change unknown')
    """
    if change is None or math.isnan(change):
        return "change unknown"
    absolute = describe_points(change) if points else describe_difference(change)
    return absolute if relative is None else f"{absolute} ({describe_relative(relative)})"


def describe_day(day: date) -> str:
    """A day.

    >>> describe_day(date(2026, 8, 5))
    '5 Aug 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def describe_moment(at: datetime) -> str:
    """A moment that is told in UTC.

    >>> describe_moment(datetime(2026, 8, 5, 9, 3))
    '5 Aug 2026 at 09:03 UTC'
    """
    return f"{describe_day(at.date())} at {at:%H:%M} UTC"


def describe_month(day: date) -> str:
    """The month of a day.

    >>> describe_month(date(2026, 8, 5))
    'Aug 2026'
    """
    return f"{_MONTHS[day.month - 1]} {day.year}"


def describe_period(period: Period) -> str:
    """A period, as short as it stays clear.

    >>> describe_period(Period(date(2026, 8, 5), date(2026, 8, 18)))
    '5–18 Aug 2026'
    >>> describe_period(Period(date(2025, 12, 29), date(2026, 1, 4)))
    '29 Dec 2025 – 4 Jan 2026'
    """
    a, b = period.start, period.end
    if a == b:
        return describe_day(a)
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{describe_day(b)}"
    if a.year == b.year:
        return f"{a.day} {_MONTHS[a.month - 1]} – {describe_day(b)}"
    return f"{describe_day(a)} – {describe_day(b)}"


def describe_days(n: int) -> str:
    """A number of days.

    >>> describe_days(1), describe_days(14)
    ('1 day', '14 days')
    """
    return f"{n:,} day" if n == 1 else f"{n:,} days"


def name_list(items: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Items in one phrase.

    >>> name_list(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
