"""Names, e-mails and addresses stay out of everything that outlives the reading of a file."""

import gc
import logging
import pickle
from collections.abc import Callable, Iterator

import pytest

from pincore import reading
from pincore.history import stitch
from pincore.reading.header import show_sample
from pincore.reading.imports import Answer, Asked, Import, Outcome
from tests.reading.resaved import WAYS, Rows, rows_of
from tests.reading.site_files import FILES, GA4_FREE

_DRAWKCAB = "yranacaidohpaz"
"""Written backwards, so that this module is not found when memory is searched for the name."""
NEVER_TOUCHED = {
    "Created at", "Paid at", "Total", "Refunded Amount", "Sale Date", "Order Total", "Item Total", "Order Value", "Number of Items", "Quantity", "Purchase Date",
    "Sale Price ($)", "Partial Refund ($)", "Fully Refunded?", "Disputed?", "Dispute Won?", "Created date (UTC)", "Amount", "Amount Refunded", "OPTIN_TIME",
    "CONFIRM_TIME", "created_at", "Subscription date", "Sessions", "Engaged sessions", "Key events", "Total revenue", "Date", "date", "visitors", "pageviews",
    "visits", "unique_entrances", "total_entrances", "Commission", "clicks", "commissions", "orders", "items_sold", "Order Count", "Clicks", "Order Volume",
    "Commissions Earned", "Lineitem quantity", "Status", "Financial Status", "Cancelled at", "status",
}  # fmt: skip
"""Columns of days, numbers and states; every other cell of every row gets a person."""
TEXTS_KEPT = {"Session source / medium", "Session campaign", "Session manual ad content", "Landing page + query string", "name", "UTM Source", "UTM Medium",
              "UTM Campaign", "UTM Content", "UTM Term", "utm_source (metadata)", "utm_content (metadata)", "Note Attributes", "Referrer", "url", "URL",
              "Direct to retailer link"}  # fmt: skip
"""Columns of which something is kept: a person can only be told there by an address."""


def canary() -> str:
    return _DRAWKCAB[::-1]


def spoiled(rows: Rows) -> Rows:
    """The table with a person in every cell that is no day, number or state."""
    header_at = max(range(min(len(rows), 12)), key=lambda i: len(rows[i]))
    name, mail = canary().title(), f"{canary()}@example.org"
    found = []
    for i, row in enumerate(rows):
        if i <= header_at or len(row) < 2 or row == rows[header_at] or row[0].startswith("#"):
            found.append(row)
            continue
        cells = []
        for column, cell in zip(rows[header_at], row, strict=False):
            if column in TEXTS_KEPT:
                cells.append(f"/hello/{mail}?email={mail}&utm_term={mail}" if cell.startswith(("/", "http")) else mail)
            elif column in NEVER_TOUCHED:
                cells.append(cell)
            else:
                cells.append(f"{name}, 12 {name} Lane, {mail}")
        found.append(cells)
    return found


def texts_in_memory() -> Iterator[str | bytes]:
    """Every text that an object of the running program refers to."""
    for thing in gc.get_objects():
        for held in gc.get_referents(thing):
            if isinstance(held, str | bytes):
                yield held
            elif isinstance(held, tuple | dict) and not gc.is_tracked(held):
                yield from (text for text in gc.get_referents(held) if isinstance(text, str | bytes))


def remembered() -> list[str]:
    gc.collect()
    needle, rawneedle = canary(), canary().encode()
    return [
        repr(text)[:200]
        for text in texts_in_memory()
        if (needle in text.lower() if isinstance(text, str) else rawneedle in text.lower()) and len(text) > len(needle)
    ]


def told(outcomes: tuple[Outcome, ...]) -> str:
    """Everything that the outcomes and their history hold, as one text."""
    imports = [outcome for outcome in outcomes if isinstance(outcome, Import)]
    frames = [frame.to_csv() for item in imports for frame in item.frames.values()]
    kept = [
        repr(outcomes),
        str([str(outcome) for outcome in outcomes]),
        *frames,
        str(pickle.dumps(outcomes)),
        str(pickle.dumps(stitch(imports).site)),
    ]
    return "".join(kept).lower()


def read(data: bytes, answers: dict[str, Answer] | None = None) -> tuple[Outcome, ...]:
    return reading.read_files([("export.csv", data)], answers)


@pytest.mark.parametrize("save", WAYS)
@pytest.mark.parametrize("kind", FILES)
def test_no_person_outlives_the_reading(kind: str, save: Callable[[Rows], bytes], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    outcomes = read(save(spoiled(rows_of(FILES[kind][0]))))
    assert all(isinstance(outcome, Import) and outcome.kind == kind for outcome in outcomes), outcomes
    assert canary() not in told(outcomes)
    assert canary() not in caplog.text.lower()


def test_nothing_keeps_them_in_memory() -> None:
    outcomes = [read(save(spoiled(rows_of(text)))) for text, _ in FILES.values() for save in WAYS]
    assert len(outcomes) == len(FILES) * len(WAYS)
    assert not remembered()


def test_nor_in_an_exploration_of_ga4() -> None:
    outcomes = read(WAYS[0](spoiled(rows_of(GA4_FREE))))
    assert isinstance(outcomes[0], Import)
    assert canary() not in told(outcomes)


@pytest.mark.parametrize("kind", FILES)
def test_nor_in_what_is_said_of_damaged_rows(kind: str) -> None:
    rows = rows_of(FILES[kind][0])
    width = max(map(len, rows))
    at = "@example.org" if kind == "plausible_names" else ""  # there a name is a campaign's name, for all that the file tells
    body = rows + [row for row in rows[-1:] for _ in range(3)]
    outcomes = read(WAYS[0]([*body, [f"{canary()} {i}{at}" for i in range(width)], [canary()] * (width + 2)]))
    assert canary() not in told(outcomes)


def test_nor_in_a_question_about_columns() -> None:
    person = f"{canary().title()},{canary()}@example.org,+49 170 1234567,Boston,2026-08-05,https://example.org/{'a'}?mail={canary()}@example.org,17"
    (found,) = read(f"Customer,Contact,Telephone,Town,Since,Site,Things\n{person}\n{person}\n".encode())
    assert isinstance(found, Asked)
    samples = dict(found.question.headers)
    assert canary() not in repr(found).lower()
    assert samples["Customer"] == "(text) · (text)"
    assert samples["Since"] == "2026-08-05 · 2026-08-05"
    assert samples["Things"] == "17 · 17"
    assert samples["Site"].startswith("https://example.org/a")
    assert "1234567" not in samples["Telephone"]
    assert not remembered()


@pytest.mark.parametrize(("text", "shown"), [
    ("", ""), ("12", "12"), ("1,234.5", "1,234.5"), ("4.2%", "4.2%"), ("08/05/2026", "08/05/2026"), ("2026-08-05T10:00:00Z", "2026-08-05"),
    ("2026-08-05 jane", "2026-08-05"), ("5 May 2026 jane", "(text)"), ("4915112345678", "(13 digits)"), ("900719925475433012", "(18 digits)"),
    ("jane@example.com", "(text)"), ("https://x.example/a?mail=jane", "https://x.example/a"), ("https://jane@x.example/a", "(text)"), ("+49 170 1234567", "(text)"),
])  # fmt: skip
def test_samples_show_numbers_days_and_links(text: str, shown: str) -> None:
    assert show_sample(text) == shown


def test_json_of_persons_is_declined_without_their_names() -> None:
    data = f'{{"{canary().title()}": {{"mail": "{canary()}@example.org"}}, "{canary()}@example.org": 1}}'.encode()
    outcomes = reading.read_files([("people.json", data)])
    assert canary() not in repr(outcomes).lower() or "(text)" in repr(outcomes)
    assert f"{canary()}@example.org" not in repr(outcomes).lower()
