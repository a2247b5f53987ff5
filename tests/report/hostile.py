"""Files and names that mean harm, for the tests of what is written."""

import csv
import io
from datetime import date, timedelta
from functools import lru_cache

from pincore.history import History, stitch
from pincore.periods import Period
from pincore.reading import read_files
from pincore.reading.imports import Import

EVIL = "evil.example"
TITLES = (
    f"<script>fetch('http://{EVIL}/1')</script>",
    f"</title></style></svg><img src=http://{EVIL}/2 onerror=\"document.title='run'\">",
    f'=HYPERLINK("http://{EVIL}/3","free")',
    f"![x](http://{EVIL}/4.png) [y](javascript:document.title='run')",
    "\u202egnp.esrever\u202c \u2066hidden\u2069",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1-1",
    "\x07bell &amp; {{7*7}} ${7*7} 'quote\"",
    "スープ 수프 汤 حساء מרק Ünïcode 🍲",
    "long " + "A" * 2**20,
)
AUGUST, JULY = Period(date(2026, 8, 1), date(2026, 8, 31)), Period(date(2026, 7, 1), date(2026, 7, 31))


@lru_cache(maxsize=1)
def hostile_csv() -> bytes:
    """Two months of Pin-days whose titles and boards mean harm."""
    target = io.StringIO()
    rows = csv.writer(target)
    rows.writerow(["Date", "Pin ID", "Pin title", "Board", "Link", "Impressions", "Outbound clicks", "Saves"])
    for n in range(62):
        for place, title in enumerate(TITLES):
            day, pin = JULY.start + timedelta(n), 1100356121459093715 + place
            link = f"javascript:alert({place})" if place % 2 else f"http://{EVIL}/page{place}"
            rows.writerow(
                [
                    day,
                    pin,
                    title if n > 60 else title[:200],
                    TITLES[-1 - place][:80],
                    link,
                    900 + 10 * place + n,
                    (n * (place + 3)) % 11 + 10 - place,
                    4,
                ]
            )
    return target.getvalue().encode()


def hostile_history() -> History:
    """What comes of these files."""
    return stitch([outcome for outcome in read_files([("hostile.csv", hostile_csv())]) if isinstance(outcome, Import)])
