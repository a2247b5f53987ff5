"""Is a Pin rising, steady, fading or spent? Four weeks against the four before, seasons and spikes set apart."""

from collections.abc import Mapping, Sequence

import numpy as np

from pincore.decay.courses import Courses, courses
from pincore.decay.halflife import KINDS, HalfLives
from pincore.decay.types import STATES, YOUNG, PinLife, State
from pincore.facts import History
from pincore.measures import Choice
from pincore.measures.breakdown import pin_labels
from pincore.measures.cube import Floats, pin_facts, pin_rows, rows_of_window
from pincore.measures.totals import pin_windows
from pincore.periods import Period
from pincore.wording import describe_days, describe_number, describe_period

SPAN = 28
YEAR = 364
CHANGE = 0.25
UNEVEN = 2.0
"""Days of Pins vary about twice as much as chance alone allows."""
CLEAR = 2.0
SPENT = 0.1
LEAST_BEST = 10.0
SEASON = 1.5
SLACK = 7
BETWEEN: Mapping[State, str] = {
    "rising": "brought clearly more a day in {last} than in {before}",
    "steady": "brought about as much a day in {last} as in {before}",
    "fading": "brought clearly less a day in {last} than in {before}",
    "spent": "brought less than a tenth a day in {last} of what it did in {before}",
}
"""What the states mean where two exports tell them."""


def pin_lives(history: History, key: str, places: Sequence[int], halves: HalfLives | None, choice: Choice = Choice()) -> tuple[PinLife, ...]:
    """The lives of the Pins at these places, in that order: from Pin-days, else from two exports that do not overlap, else unknown."""
    found = courses(history, key, choice)
    labels = pin_labels(pin_facts(history).take(list(places))).tolist()
    names = [str(pin_rows(history).pins[place]) for place in places]
    if found is None:
        return _of_exports(history, key, choice, places, names, labels)
    own = {} if halves is None else {int(place): i for i, place in enumerate(halves.places)}
    ages = found.ages
    lives = []
    for place, name, label in zip(places, names, labels, strict=True):
        state, recent, earlier, spike = _read(found, int(place))
        slot = own.get(int(place))
        half = (None, "") if halves is None or slot is None else (float(halves.days[slot]), KINDS[int(halves.kinds[slot])])
        age, running = int(ages[place]) or None, bool(found.running[place])
        lives.append(PinLife(name, label, state, age, running, recent, earlier, half[0], half[1], spike, _says(state, age, running, half)))
    return tuple(lives)


def _says(state: State, age: int | None, running: bool, half: tuple[float | None, str]) -> str:
    young = state == "unknown" and age is not None and age < YOUNG
    said = "Too young to tell whether it fades." if young else f"{state.capitalize()}: {STATES[state]}."
    if age is not None:
        said += f" {'At least ' if running else ''}{describe_days(age)} old."
    days, kind = half
    if days is not None and kind != "at_least":
        ends = "came" if kind == "observed" else "is estimated to come"
        said += f" Half of what its first 60 days bring {ends} within {describe_number(round(days, 1))} days."
    return said


def _read(found: Courses, place: int) -> tuple[State, float | None, float | None, bool]:
    days = found.daily(place)
    born = max(0, int(found.published[place]) - found.first)
    days = days[born:]
    recent, earlier = _sum(days[-SPAN:]), _sum(days[-2 * SPAN : -SPAN])
    filled = np.nan_to_num(days)
    if bool(found.blank[place]) or recent is None or earlier is None:
        return "unknown", recent, earlier, _is_spike(filled)
    state = state_of(recent, earlier, _best(filled))
    if state in ("fading", "spent") and is_seasonal(filled):
        state = "seasonal"
    return state, recent, earlier, _is_spike(filled)


def _sum(days: Floats) -> float | None:
    """The sum of four weeks; None when they are not (nearly) all known."""
    known = days[~np.isnan(days)]
    return float(known.sum()) * len(days) / len(known) if len(days) == SPAN and len(known) >= SPAN - 3 else None


def state_of(recent: float, earlier: float, best: float) -> State:
    """The state from the counts of the last four weeks, the four before, and the best four.

    >>> state_of(100, 102, 150), state_of(50, 100, 120), state_of(5, 20, 400), state_of(90, 40, 90)
    ('steady', 'fading', 'spent', 'rising')
    """
    if best < LEAST_BEST:
        return "unknown"
    if recent < SPENT * best:
        return "spent"
    clear = abs(recent - earlier) >= CLEAR * np.sqrt(UNEVEN * (recent + earlier))
    if clear and abs(recent - earlier) > CHANGE * max(recent, earlier):
        return "rising" if recent > earlier else "fading"
    return "steady"


def _best(days: Floats) -> float:
    return float(np.convolve(days, np.ones(min(SPAN, len(days))), "valid").max()) if len(days) else 0.0


def is_seasonal(days: Floats) -> bool:
    """Whether the Pin's strongest weeks of the last half year were strong in the same weeks a year earlier too.

    Strong: at least one and a half times what an average day of that year brought, outside of those weeks.
    """
    n = len(days)
    if n < YEAR + SPAN:
        return False
    weeks = np.convolve(days, np.ones(SPAN), "valid")
    half_year = max(YEAR, n - YEAR // 2)
    if half_year > n - SPAN:
        return False
    start = half_year + int(np.argmax(weeks[half_year:]))
    before = slice(max(0, start - YEAR - SLACK), start - YEAR + SPAN + SLACK)
    same = days[before]
    year = np.concatenate([days[: before.start], days[before.stop : start]])
    if len(same) < SPAN or not len(year):
        return False
    best = float(np.convolve(same, np.ones(SPAN), "valid").max())
    return best >= LEAST_BEST and best / SPAN >= SEASON * float(year.mean()) and float(weeks[start]) / SPAN >= SEASON * float(year.mean())


def _is_spike(days: Floats) -> bool:
    """Whether half of everything came within one week of at least five."""
    if len(days) < 35 or days.sum() < LEAST_BEST:
        return False
    return bool(np.convolve(days, np.ones(7), "valid").max() > 0.5 * days.sum())


def _of_exports(history: History, key: str, choice: Choice, places: Sequence[int], names: list[str], labels: list[str]) -> tuple[PinLife, ...]:
    """The lives from the latest two lists that do not overlap; a Pin that is in one of them alone is unknown."""
    rows = pin_rows(history, choice)
    windows = [w for w in pin_windows(history, choice) if key in rows.counts and not np.isnan(rows_of_window(rows, w).counts[key]).all()]
    last = windows[-1] if windows else None
    before = [w for w in windows if last is not None and w.end < last.start]
    if last is None or not before:
        return tuple(PinLife(name, label, "unknown", says="One export alone cannot tell.") for name, label in zip(names, labels, strict=True))
    sums = []
    for window in (before[-1], last):
        own = rows_of_window(rows, window)
        known = ~np.isnan(own.counts[key])
        sums.append((dict(zip(own.pin[known].tolist(), own.counts[key][known].tolist(), strict=True)), window.days))
    lives = []
    for place, name, label in zip(places, names, labels, strict=True):
        earlier, recent = (None if (count := counts.get(int(place))) is None else count / days * SPAN for counts, days in sums)
        state: State = "unknown" if earlier is None or recent is None else state_of(recent, earlier, max(recent, earlier))
        lives.append(PinLife(name, label, state, recent=recent, earlier=earlier, says=_of_two(state, windows[-1], before[-1])))
    return tuple(lives)


def _of_two(state: State, last: Period, before: Period) -> str:
    """The state in words, where two exports tell it."""
    if state not in BETWEEN:
        return f"{state.capitalize()}: {STATES[state]}."
    return f"{state.capitalize()}: {BETWEEN[state].format(last=describe_period(last), before=describe_period(before))}."
