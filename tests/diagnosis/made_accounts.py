"""Made accounts: pin-day tables whose sums are exact, with nothing wrong unless it is asked for."""

from collections.abc import Mapping
from datetime import date, timedelta

from pincore.diagnosis import Diagnosis, Limits, diagnose
from pincore.history import History, stitch
from pincore.periods import Period
from pincore.reading import Import, read_files

COUNTS = {"impressions": "Impressions", "pin_clicks": "Pin clicks", "outbound_clicks": "Outbound clicks", "saves": "Saves"}
HEALTHY = {"impressions": 100_000, "pin_clicks": 1_500, "outbound_clicks": 4_00, "saves": 500}
BOARDS = ("Soups", "Knitting", "Planners", "Balcony")
DAYS, PINS = 28, 24
FIRST = date(2026, 3, 2)
AGAINST = Period(FIRST + timedelta(2 * DAYS), FIRST + timedelta(3 * DAYS - 1))
NOW = Period(FIRST + timedelta(3 * DAYS), FIRST + timedelta(4 * DAYS - 1))
Shares = Mapping[str, tuple[float, ...]]


def spread(total: float, cells: int) -> list[int]:
    """Whole numbers, as even as can be, that add up to the total."""
    return [int((i + 1) * total // cells - i * total // cells) for i in range(cells)]


def table(
    now: Mapping[str, float] = {},
    before: Mapping[str, float] = {},
    heads: Mapping[str, tuple[int, ...]] = {},
    boards: tuple[str, ...] | None = BOARDS,
    formats: tuple[str, ...] | None = None,
    leave: tuple[str, ...] = (),
) -> bytes:
    """A pin-day table of four times 28 days: three as `before`, the last as `now`; what is not given is healthy.

    `heads` are the counts in `now` of the first Pins; the others share the rest evenly. `leave` are columns left out.
    """
    columns = [key for key in COUNTS if key not in leave]
    extra = [name for name, given in (("Board", boards), ("Format", formats)) if given]
    lines = [",".join(["Date", "Pin ID", "Pin title", *extra, *(COUNTS[key] for key in columns)])]
    cells = {part: _cells({**HEALTHY, **given}, heads if part == "now" else {}) for part, given in (("before", before), ("now", now))}
    for n in range(4 * DAYS):
        part, day = ("now" if n >= 3 * DAYS else "before"), n % DAYS
        for pin in range(PINS):
            facts = [given[pin % len(given)] for given in (boards, formats) if given]
            numbers = [str(cells[part][key][pin][day]) for key in columns]
            lines.append(",".join([str(FIRST + timedelta(n)), str(10**17 + pin), f"Pin {pin}", *facts, *numbers]))
    return "\n".join(lines).encode()


def _cells(totals: Mapping[str, float], heads: Mapping[str, tuple[int, ...]]) -> dict[str, list[list[int]]]:
    found = {}
    for key, total in totals.items():
        own = list(heads.get(key, ()))
        rest = PINS - len(own)
        by_day = spread(total - sum(own), DAYS * rest) if rest else []
        found[key] = [spread(count, DAYS) for count in own] + [by_day[pin::rest] for pin in range(rest)]
    return found


def history(*files: bytes, names: tuple[str, ...] = ()) -> History:
    outcomes = read_files([(names[i] if names else f"{i}.csv", data) for i, data in enumerate(files)])
    assert all(isinstance(outcome, Import) for outcome in outcomes), outcomes
    return stitch([outcome for outcome in outcomes if isinstance(outcome, Import)])


def diagnosed(*files: bytes, limits: Limits = Limits()) -> Diagnosis:
    return diagnose(history(*files), NOW, AGAINST, limits=limits)


def keys(found: Diagnosis) -> set[str]:
    return {finding.key for finding in found.found}


def clear(found: Diagnosis) -> set[str]:
    return {row.key for row in found.clear}


def unchecked(found: Diagnosis) -> set[str]:
    return {row.key for row in found.unchecked}
