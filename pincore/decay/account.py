"""The decay of an account: half-lives, lives of the top Pins, fresh against old, and the outlook."""

from dataclasses import dataclass, replace

import pandas as pd

from pincore.decay.courses import Courses, courses
from pincore.decay.freshness import FRESH, by_freshness, share_of_fresh
from pincore.decay.halflife import KINDS, AccountHalfLife, HalfLives, account_half_life, half_lives
from pincore.decay.projection import outlook
from pincore.decay.types import Outlook
from pincore.facts import History
from pincore.layouts import empty_frame
from pincore.measures import MEASURE_BY_KEY, Choice
from pincore.measures.cube import keep, pin_rows, remembered
from pincore.wording import describe_day, describe_days, describe_number, describe_share

NEEDED = (
    "How fast Pins fade is not checked: that needs a table with one row a Pin and day (from a scheduler, a connector or Pinterest's API) "
    "over at least 60 days."
)


@dataclass(frozen=True, slots=True, eq=False)
class Decay:
    """How fast the account's Pins fade. Without Pin-days everything is unknown, with the reason.

    `pins` has the columns pin, days, kind: every Pin whose half-life can be told, by its place.
    """

    courses: Courses | None
    halves: HalfLives | None
    account: AccountHalfLife
    outlook: Outlook
    fresh: pd.DataFrame
    fresh_share: float | None = None
    fresh_days: int = FRESH
    reason: str = ""
    remarks: tuple[str, ...] = ()


def decay(history: History, key: str = "outbound_clicks", choice: Choice = Choice()) -> Decay:
    """The decay of the Pins in one count, as of the last day of their Pin-days."""
    name = ("decay", key, choice)
    if remembered(history, name) is None:
        keep(history, name, _find(history, key, choice))
    found = remembered(history, name)
    assert isinstance(found, Decay)
    return found


def _find(history: History, key: str, choice: Choice) -> Decay:
    found = courses(history, key, choice)
    if found is None:
        return Decay(None, None, AccountHalfLife(reason=NEEDED), Outlook(reason=NEEDED), empty_frame("site"), reason=NEEDED)
    halves = half_lives(found)
    rows = by_freshness(found)
    return Decay(
        found,
        halves,
        account_half_life(halves),
        outlook(found, MEASURE_BY_KEY[key].short.lower()),
        rows,
        share_of_fresh(rows),
        remarks=_remarks(found, halves),
    )


def with_fresh_days(found: Decay, fresh_days: int) -> Decay:
    """The same, with fresh Pins those published in the last `fresh_days` days."""
    if found.courses is None or fresh_days == found.fresh_days:
        return found
    rows = by_freshness(found.courses, fresh_days)
    return replace(found, fresh=rows, fresh_share=share_of_fresh(rows), fresh_days=fresh_days)


def _remarks(found: Courses, halves: HalfLives) -> tuple[str, ...]:
    said = [
        f"As of {describe_day(found.last_day)}, from {describe_days(found.n_days)} of Pin-days; a Pin without a row on one of them had nothing counted."
    ]
    running = int(found.running.sum())
    if running:
        there = "1 Pin was" if running == 1 else f"{describe_number(running)} Pins were"
        said.append(f"{there} there on the first day and nothing tells when published: the age is at least what is seen.")
    elif bool(found.assumed[found.ages > 0].any()):
        said.append("Where nothing tells when a Pin was published, the first day it is seen is taken for it.")
    if bool(halves.assumed.any()):
        said.append("Half-lives of such Pins take the first day seen for the day of publication.")
    return tuple(said)


def half_life_rows(history: History, found: Decay, choice: Choice = Choice()) -> pd.DataFrame:
    """Columns place, pin, days, kind: the Pins whose half-life can be told."""
    halves = found.halves
    if halves is None:
        return pd.DataFrame({"place": [], "pin": [], "days": [], "kind": []})
    names = pin_rows(history, choice).pins[halves.places].astype(str)
    kinds = [KINDS[int(kind)] for kind in halves.kinds]
    return pd.DataFrame({"place": halves.places, "pin": names, "days": halves.days, "kind": kinds})


def describe_half_life(found: Decay, key: str = "outbound_clicks") -> str:
    """The account's half-life in one sentence."""
    account, name = found.account, MEASURE_BY_KEY[key].short.lower()
    if account.days is None:
        return account.reason
    low, high = (None if x is None else describe_number(round(x, 1)) for x in (account.low, account.high))
    limits = f", could be {low} to {high}" if low and high else f", at least {low}" if low else ""
    said = f"Half of a Pin's {name} of its first 60 days come within {describe_number(round(account.days, 1))} days{limits} (the median of {account.n_pins} Pins)."
    return f"{said} This takes the first day seen for the day of publication." if account.assumed else said


def describe_fresh(found: Decay, key: str = "outbound_clicks") -> str:
    """What fresh Pins bring, in one sentence; empty when it cannot be told."""
    if found.fresh_share is None:
        return ""
    name = MEASURE_BY_KEY[key].short.lower()
    return f"Pins published in the last {describe_days(found.fresh_days)} brought {describe_share(found.fresh_share)} of the {name} of the last four weeks."
