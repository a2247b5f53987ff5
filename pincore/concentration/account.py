"""The concentration of an account: a period's Pins against its total."""

import pandas as pd

from pincore.concentration import shares
from pincore.concentration.shares import Spread
from pincore.concentration.types import NORMAL, Concentration
from pincore.facts import History
from pincore.measures import MEASURE_BY_KEY, Choice
from pincore.measures.breakdown import pin_labels
from pincore.measures.cube import pin_facts, pin_rows
from pincore.measures.listing import Listing, pin_listing
from pincore.periods import Period
from pincore.wording import describe_number

OTHERS = "All other Pins"


def concentration(history: History, period: Period, key: str = "outbound_clicks", choice: Choice = Choice()) -> Concentration:
    """How concentrated the count is over the Pins of exactly this period."""
    listing = pin_listing(history, period, key, choice)
    measure = MEASURE_BY_KEY[key]
    if listing.total is None:
        return Concentration(measure, period, listing, reason=listing.reason, remarks=_remarks(listing))
    found = spread_of(listing)
    if found.total <= 0:
        nothing = f"{measure.label}: the total of these dates is 0, so there is nothing to share out."
        return Concentration(measure, period, listing, reason=nothing, remarks=_remarks(listing))
    hhi = shares.hhi(found)
    best = ((part, shares.share_of_best(found, part), usual) for part, usual in NORMAL)
    return Concentration(
        measure, period, listing, covered=min(1.0, float(found.values.sum()) / found.total),
        top1=shares.top_share(found, 1), top3=shares.top_share(found, 3), top10=shares.top_share(found, 10),
        hhi=hhi, effective=shares.effective(hhi), gini=shares.gini(found), by_chance=shares.effective_by_chance(found),
        normal=tuple((part, held, usual) for part, held, usual in best if held is not None), remarks=_remarks(listing),
    )  # fmt: skip


def spread_of(listing: Listing) -> Spread:
    """The Pins' counts as parts of the account's total, which must be known."""
    assert listing.total is not None
    return Spread(listing.values, listing.total, listing.ranked, everything=not listing.blanks)


def _remarks(listing: Listing) -> tuple[str, ...]:
    said = [listing.remark] if listing.remark else []
    if listing.blanks:
        lacking = "1 row of a Pin lacks" if listing.blanks == 1 else f"{describe_number(listing.blanks)} rows of Pins lack"
        seems = "a top Pin may be missing" if listing.rest else "the Pins that are known seem larger than they are"
        said.append(f"{lacking} the number; it is unknown, not zero, so {seems}.")
    values = listing.values
    if 1 < len(values) <= 10 and listing.rest == 0:
        said.append(f"There are only {len(values)} Pins, so the top 10 are all of them.")
    tied = [rank for rank in (3, 10) if len(values) > rank and values[rank - 1] == values[rank] > 0]
    return (*said, *(f"Pins tie at rank {rank}: which of them is counted makes no difference to the share." for rank in tied))


def ranked_pins(history: History, found: Concentration, most: int | None = None) -> pd.DataFrame:
    """Columns rank, pin, label, link, board, count, share, cumulated: the Pins with most, then a row for all other Pins.

    The last row has no rank and an empty `pin`; it is there when others hold something. Shares are missing when the total is not known.
    """
    listing = found.listing
    cut = listing.places[:most]
    facts = pin_facts(history).take(cut)
    counts = [float(value) for value in listing.values[: len(cut)]]
    keys = [str(pin) for pin in pin_rows(history).pins[cut]]
    rank, label = [float(i + 1) for i in range(len(cut))], pin_labels(facts).tolist()
    link, board = (facts[name].astype("str").tolist() if name in facts else [None] * len(cut) for name in ("link", "board"))
    total = listing.total
    others = None if total is None else total - sum(counts)
    if others is not None and others > 1e-9 * max(1.0, total or 0.0):
        counts.append(others)
        rank, keys, label, link, board = [*rank, float("nan")], [*keys, ""], [*label, OTHERS], [*link, None], [*board, None]
    count = pd.Series(counts, dtype="float64")
    share = count / total if total else count * float("nan")
    columns = {"rank": rank, "pin": keys, "label": label}
    return pd.DataFrame(columns | {"link": link, "board": board, "count": count, "share": share, "cumulated": share.cumsum().clip(upper=1.0)})
