"""Made accounts that share no word and no daily number, so that a trace of one in another's session is seen."""

import io
import json
import random
import re
import struct
from dataclasses import dataclass
from datetime import date, timedelta

from pincore.commands import Opened, kpis
from pincore.measures import MEASURE_BY_KEY
from pincore.wording import describe_number, describe_share

FIRST, DAYS, PINS = date(2026, 8, 1), 61, 6
WORDS = ("Title", "Board", "Link", "File")


@dataclass(frozen=True, slots=True)
class Account:
    """One visitor's files: what is in them, and by which traces they are known wherever they turn up."""

    mark: str
    files: tuple[tuple[str, bytes], ...]
    days: tuple[int, ...]

    def traces(self) -> dict[str, set[bytes]]:
        """Bytes that only this account's content holds, by what they are: words, counts in words, numbers of charts."""
        return {
            "words": {f"{self.mark}{word}".encode() for word in WORDS},
            "counts": {number.encode() for number in self.numbers().values() if "%" not in number},
            "charts": {struct.pack("<d", day) for day in self.days},
        }

    def numbers(self) -> dict[str, str]:
        """What `pincore kpis` says of these files, as the metrics of the dashboard: label and number in words."""
        out = io.StringIO()
        assert kpis([Opened(name, content) for name, content in self.files], None, None, out) == 0
        found = json.loads(out.getvalue())["measures"]
        return {
            MEASURE_BY_KEY[key].label: (describe_share if MEASURE_BY_KEY[key].unit == "share" else describe_number)(row["value"])
            for key, row in found.items()
        }


def make_account(place: int, of: int) -> Account:
    """The account at a place of so many: a table of Pin-days whose daily sums leave that place as the rest of a division."""
    chance = random.Random(place)
    mark = "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=9)).capitalize()
    lines = ["Date,Pin ID,Pin title,Board,Format,Link,Impressions,Pin clicks,Outbound clicks,Saves"]
    days = []
    for n in range(DAYS):
        shown = [chance.randint(9_000, 90_000) for _ in range(PINS)]
        shown[0] += (place - sum(shown)) % of
        days.append(sum(shown))
        for pin, count in enumerate(shown):
            clicks = f"{count // 30},{count // chance.randint(90, 300)},{count // chance.randint(70, 200)}"
            lines.append(
                f"{FIRST + timedelta(n)},{10**15 * (place + 101) + pin},{mark}Title {pin},{mark}Board {pin % 2},{('Image', 'Video')[pin % 2]},"
                f"https://www.example.com/{mark}Link-{pin % 3},{count},{clicks}"
            )
    return Account(mark, ((f"{mark}File.csv", "\n".join([*lines, ""]).encode()),), tuple(days))


COUNT = re.compile(rb"(?<![\d,.])\d[\d,]*\d")
WORD = re.compile(rb"[A-Z][a-z]{8}(?:" + "|".join(WORDS).encode() + rb")")
WHOLE = re.compile(rb"(?=(\0{4}....))", re.DOTALL)  # the bytes of every whole number below two million, as a chart gets it


def told(heard: bytes) -> dict[str, set[bytes]]:
    """All that may be a trace of some account in what was received; a count in words is seen as a whole, not within a longer one."""
    return {kind: set(form.findall(heard)) for kind, form in (("words", WORD), ("counts", COUNT), ("charts", WHOLE))}
