"""The one sentence that answers what happens if the best Pins stop, and the sentences around it."""

from collections.abc import Iterator

from pincore.concentration.types import LIMITS, Concentration
from pincore.wording import describe_number, describe_period, describe_range, describe_share, name_list

METHOD = (
    "Shares are of the account's total of the same dates. Limits: creators' practice. A list of top Pins gives exact shares of the top Pins, and bounds for "
    "all that depends on the others. The last four weeks decide a Pin's state. The projection's band is held against the account's own past."
)
NAMES = {"top1": "top Pin", "top3": "top 3 Pins", "top10": "top 10 Pins"}


def answer(found: Concentration) -> str:
    """How much hangs on the best Pins, and whether that is too much."""
    dates, name = describe_period(found.period), found.measure.short.lower()
    if found.total is None or found.top1 is None:
        return f"What happens to {name} if the best Pins stop cannot be told for {dates}: {found.reason or 'which Pins are the best is not known.'}"
    shares = {key: share for key in ("top3", "top10") if (share := found.share(key)) is not None}
    said = f"In {dates} your top Pin brought {describe_share(found.top1)} of {describe_number(found.total)} {name}"
    said += "".join(f", the {NAMES[key]} {describe_share(share)}" for key, share in shares.items())
    if found.over:
        return f"{said}: more than the {name_list([describe_share(LIMITS[key]) for key in found.over])} above which an account hangs on too few Pins."
    if set(shares) == set(LIMITS):
        return f"{said}: within the limits of {name_list([describe_share(limit) for limit in LIMITS.values()])}."
    return f"{said}."


def say_share(share: float | None) -> str:
    """A share, or that it is unknown."""
    return describe_share(share).capitalize()


def say_effective(found: Concentration) -> str:
    """The effective number of Pins, a range where not every Pin is known."""
    low, high = (describe_number(None if x is None else round(x, 1)) for x in found.effective)
    return low.capitalize() if low == high else f"{low} to {high}"


def say_days(days: float | None) -> str:
    """Days, or that they are unknown."""
    return describe_number(None if days is None else round(days, 1)).capitalize()


def describe_dates(found: Concentration) -> str:
    """Which dates the numbers speak of, where those asked for are not known."""
    return f"No Pins are known for the dates chosen; these numbers speak of {describe_period(found.period)}, the known dates nearest to them."


def describe_limit(found: Concentration, key: str) -> str:
    """One share against its limit."""
    share, limit = found.share(key), LIMITS[key]
    if share is None:
        return "Cannot be told from this list."
    return f"{'Above' if share > limit else 'Within'} the limit of {describe_share(limit)}."


def describe_effective(found: Concentration) -> str:
    """The effective number of Pins in words, with what chance alone gives."""
    low, high = found.effective
    if low is None or high is None:
        return "The effective number of Pins cannot be told."
    said = f"As if {say_effective(found)} equally strong Pins brought everything"
    if found.by_chance is not None:
        return f"{said}. Were all your Pins equally good, chance alone would make them look like {describe_number(round(found.by_chance, 1))}."
    return f"{said}. What chance alone would show is not known, because the list does not tell how many Pins there are."


def describe_normal(found: Concentration) -> Iterator[str]:
    """What is normal on Pinterest, one sentence each."""
    for part, held, usual in found.normal:
        side = "as is normal there" if held > usual else "so yours are spread wider than is normal"
        yield f"Your best {describe_share(part)} of Pins hold {describe_share(held)}; on Pinterest they usually hold over {describe_share(usual)}, {side}."
    if not found.normal:
        yield "On Pinterest the best 1 % of Pins usually hold over 50 %, the best 10 % over 80 %; for your account that cannot be told, since not every Pin is known."


def describe_gini(found: Concentration) -> str:
    """Gini's coefficient, or why it is not shown."""
    if found.gini is not None:
        return (
            f"Gini: {describe_number(round(found.gini, 2)) if found.gini in (0, 1) else f'{found.gini:.2f}'} (0: all Pins equal, 1: one Pin has all)."
        )
    return "Gini is not shown: it needs every Pin of the account, and at least 5 counts a Pin on average, else it is badly wrong."


def describe_rest(found: Concentration) -> str:
    """What the Pins listed cover."""
    if found.covered is None:
        return found.reason
    listed = f"{describe_number(found.n_listed)} Pins are listed"
    if found.listing.rest == 0:
        return f"{listed}; together they are the account's total."
    return f"{listed}, {describe_share(found.covered)} of the account's total; all other Pins together hold {describe_number(found.listing.rest)}."


def describe_change(found: Concentration, before: Concentration | None) -> str:
    """How the shares moved since the period before; why not, when that cannot be told."""
    if before is None:
        return ""
    dates = describe_period(before.period)
    moved = []
    for key in NAMES:
        now, then = found.share(key), before.share(key)
        if now is not None and then is not None:
            moved.append(f"{NAMES[key]} {describe_share(now)} (was {describe_share(then)})")
    return f"Against {dates}: {name_list(moved)}." if moved else f"No comparison: the Pins of {dates} are not known as a part of the account's total."


def describe_bounds(found: Concentration) -> str:
    """The sum of squared shares as what it is."""
    low, high = found.hhi
    return f"Sum of squared shares (HHI): {describe_share(low) if low == high else describe_range(low, high)}."
