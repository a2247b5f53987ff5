"""What the Pins that exist will bring if nothing new is published: a band calibrated on the account's own past."""

from dataclasses import dataclass
from math import exp, log, log1p, sqrt

import numpy as np

from pincore.decay.courses import Courses
from pincore.decay.types import Outlook, Projected
from pincore.measures.cube import Bools, Floats, Ints
from pincore.uncertainty import t_quantile
from pincore.wording import describe_number

DAYS = (30, 60, 90)
BASE = 28
EVERY = 7
MOST_ORIGINS = 40
LEAST_ORIGINS = 3
CLASSES = np.array([7, 14, 28, 60, 120, 365])
"""Ages at which Pins change class: young Pins fade fast, old ones slowly."""
LEAST_RECENT = 50.0
LEAST_OF_PIN = 20.0
USUAL_SPREAD = 0.6
USUAL_SHOCK = 0.15
USUAL_WEIGHT = 2.0
SCALE_WEIGHT = 2.0
LEAST_SCALE = 0.4
INSIDE = 0.9
"""Nine tenths lie below the upper end of an 80 % band."""
MOST_UNKNOWN = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The account on the evening of a day: of each Pin that existed its class of age, what it brought in four weeks, and in the days after."""

    day: int
    classes: Ints
    recent: Floats
    after: Floats

    def by_class(self, values: Floats) -> Floats:
        return np.bincount(self.classes, weights=values, minlength=len(CLASSES) + 1).astype(float)


def outlook(found: Courses | None, counted: str = "") -> Outlook:
    """The projection from the last day on, and how many new Pins a month hold the level; a reason where the past is too short."""
    if found is None:
        return Outlook(reason="A projection needs a table of Pin-days.")
    known = float(found.known.mean())
    if known < 1 - MOST_UNKNOWN:
        return Outlook(reason="Too many days are missing from the table of Pin-days for a projection.")
    points = tuple(project(found, found.last, day) for day in DAYS)
    told = [point for point in points if point.mid is not None]
    if not told:
        return Outlook(points, reason="A projection needs a table of Pin-days over at least 11 weeks, so that it can be held against the past.")
    level = float(found.count[found.day > found.last - BASE].sum()) / BASE * 30
    longest = told[-1]
    each = per_new_pin(found, longest.day)
    lacking = max(0.0, level * longest.day / 30 - (longest.mid or 0.0))
    needed = lacking / each / (longest.day / 30) if each else None
    return Outlook(points, level, needed, each, says=_says(longest, level, needed, counted))


def _says(point: Projected, level: float, needed: float | None, counted: str) -> str:
    low, mid, high = (describe_number(round(x or 0.0)) for x in (point.low, point.mid, point.high))
    what = f"{mid} {counted}".strip()
    said = f"If nothing new is published, the next {point.day} days bring about {what} (80 of 100 times between {low} and {high}), "
    said += f"against {describe_number(round(level * point.day / 30))} at the level of the last four weeks."
    if needed is None:
        return said
    if round(needed, 1) <= 0:
        return f"{said} The Pins there are hold that level by themselves."
    return f"{said} About {describe_number(round(needed, 1))} new Pins a month would hold that level."


def project(found: Courses, today: int, day: int) -> Projected:
    """What the Pins that exist on the evening of `today` bring in the next `day` days; nothing after today is looked at."""
    nothing = Projected(day, None, None, None)
    first = found.first + BASE - 1
    origins = list(range(today - day, first - 1, -EVERY))[:MOST_ORIGINS]
    if len(origins) < LEAST_ORIGINS:
        return nothing
    past = [moment(found, origin, day) for origin in origins]
    now = moment(found, today, 0)
    ratios = _ratios(past)
    expected = float((ratios[now.classes] * now.recent).sum())
    if expected <= 0:
        return nothing
    spread = _spread_of_pins(past, ratios)
    seen = [(log((float(m.after.sum()) + 1) / (_expected(m, ratios) + 1)), _variance(m, ratios, spread)) for m in past if _expected(m, ratios) > 0]
    if len(seen) < LEAST_ORIGINS:
        return nothing
    apart = 1 + (origins[0] - origins[-1]) / day
    errors, variances = np.array([e for e, _ in seen]), np.array([v for _, v in seen])
    shock = (USUAL_WEIGHT * USUAL_SHOCK**2 + apart * max(0.0, float((errors**2 - variances).mean()))) / (USUAL_WEIGHT + apart)
    scale = (SCALE_WEIGHT + apart * float((errors**2 / (variances + shock)).mean())) / (SCALE_WEIGHT + apart)
    width = t_quantile(INSIDE, round(USUAL_WEIGHT + apart, 1)) * sqrt((_variance(now, ratios, spread) + shock) * max(scale, LEAST_SCALE))
    width *= sqrt(1 + 1 / (1 + apart))
    return Projected(day, expected * exp(-width), expected, expected * exp(width))


def moment(found: Courses, today: int, day: int) -> Moment:
    """The account on the evening of a day, with what the Pins that existed brought in the `day` days after it."""
    there: Bools = (found.seen <= today) & (found.ages > 0)
    recent = _sums(found, today - BASE + 1, today)
    after = _sums(found, today + 1, today + day) if day else np.zeros(found.n_pins)
    age = today - found.published + 1
    classes = np.where(found.running, len(CLASSES), np.searchsorted(CLASSES, age, side="right"))
    return Moment(today, classes[there], recent[there], after[there])


def _sums(found: Courses, first: int, last: int) -> Floats:
    inside = slice(*np.searchsorted(found.day, [first, last + 1]))
    return np.bincount(found.pin[inside], weights=found.count[inside], minlength=found.n_pins).astype(float)


def _ratios(past: list[Moment]) -> Floats:
    """What comes after for each count of the four weeks before, by class of age; classes with little are drawn to all together."""
    recent = np.sum([m.by_class(m.recent) for m in past], axis=0)
    after = np.sum([m.by_class(m.after) for m in past], axis=0)
    overall = after.sum() / recent.sum() if recent.sum() > 0 else 0.0
    return np.asarray((after + LEAST_RECENT * overall) / (recent + LEAST_RECENT))


def _expected(m: Moment, ratios: Floats) -> float:
    return float((ratios[m.classes] * m.recent).sum())


def _spread_of_pins(past: list[Moment], ratios: Floats) -> float:
    """How far single Pins stray from what their class does, as the variance of the logarithm."""
    strays, chances = [], []
    for m in past:
        large = m.recent >= LEAST_OF_PIN
        expected = ratios[m.classes[large]] * m.recent[large]
        strays.append(np.log((m.after[large] + 0.5) / (expected + 0.5)))
        chances.append(1 / (expected + 0.5) + 1 / m.recent[large])
    every, chance = np.concatenate(strays), np.concatenate(chances)
    n = len(every) / max(1, len(past))
    own = max(0.0, float((np.clip(every, -2.5, 2.5) ** 2 - chance).mean())) if len(every) else 0.0
    return (USUAL_WEIGHT * USUAL_SPREAD**2 + n * own) / (USUAL_WEIGHT + n)


def _variance(m: Moment, ratios: Floats, spread: float) -> float:
    """The variance of the logarithm of the sum, when Pins stray each on its own: few large Pins make it wide."""
    parts = ratios[m.classes] * m.recent
    total = float(parts.sum())
    if total <= 0:
        return 1.0
    return log1p(float((parts**2).sum()) / total**2 * (exp(min(spread, 2.0)) - 1) + 2 / max(total, 1.0))


def per_new_pin(found: Courses, days: int) -> float | None:
    """What a new Pin brings on average within `days` days when Pins are published evenly over them; None without Pins to learn from."""
    age = found.day - found.published[found.pin]
    learned = (found.published > found.first) & ~found.running & (found.ages > 0)
    born = found.published[learned]
    if len(born) < 5:
        return None
    inside = learned[found.pin] & (age >= 0) & (age < days)
    counts = np.bincount(age[inside], weights=found.count[inside], minlength=days)
    watched = np.array([int((born <= found.last - a).sum()) for a in range(days)])
    by_age = np.divide(counts, watched, out=np.zeros(days), where=watched > 0)
    return float(np.cumsum(by_age).mean()) or None
