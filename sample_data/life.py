"""How the Pins of the account live: seasons, ageing, bursts, and the last month's trouble."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from catalogue import BOARDS, STAR, TIRED_BOARD, Pin
from chance import draw_count, thin, wobble

FIRST_DAY, LAST_DAY = date(2025, 11, 1), date(2026, 10, 31)
TIRED_FROM = date(2026, 10, 1)
STAR_REACH, STAR_CLICKS, TIRED_CLICKS = 0.78, 0.6, 0.5
BURSTS = {
    STAR: ((date(2026, 3, 14), 1.6), (date(2026, 8, 29), 0.5)),
    "Tiny pond in a pot": ((date(2026, 5, 9), 6.0),),
    "Meal plan with grocery list": ((date(2026, 1, 4), 4.0), (date(2026, 8, 30), 2.0)),
    "Freezer dinners, 5 in an hour": ((date(2026, 2, 21), 5.0),),
    "10 pieces, 30 outfits": ((date(2025, 12, 6), 4.5),),
    "Rhubarb crumble bars": ((date(2026, 5, 16), 4.0),),
    "Reading nook in a rented flat": ((date(2026, 10, 10), 3.0),),
}
WEEKDAYS = (0.97, 0.94, 0.93, 0.95, 0.98, 1.08, 1.15)


@dataclass(frozen=True, slots=True)
class PinDay:
    """One Pin on one day."""

    day: date
    pin: str
    about: Pin
    impressions: int
    pin_clicks: int
    outbound_clicks: int
    saves: int
    video_views: int
    watched_seconds: float
    video_95: int


def season(pin: Pin, day: date) -> float:
    """The strength of the Pin's topic on a day, between the middles of two months."""
    strengths = BOARDS[pin.board].seasons
    place = day.month - 1 + (day.day - 15) / 31
    month = math.floor(place)
    part = place - month
    return strengths[month % 12] * (1 - part) + strengths[(month + 1) % 12] * part


def ageing(pin: Pin, age: int) -> float:
    """What is left of (or already built up by) a Pin after some days."""
    if pin.curve == "feed":
        return 0.3 + 2.4 * math.exp(-age / 16) * min(1.0, (age + 1) / 3)
    return (1 - math.exp(-(age + 2) / 35)) * (0.55 + 0.45 * math.exp(-age / 700))


def burst(pin: Pin, day: date) -> float:
    """The factor of the bursts that the Pin is in."""
    factor = 1.0
    for start, strength in BURSTS.get(pin.title, ()):
        if day >= start:
            factor += strength * math.exp(-(day - start).days / 6)
    return factor


def click_rate(pin: Pin, day: date) -> float:
    """Outbound clicks per impression: in the last month the star is worn out and the planners' new covers turn people away."""
    rate = pin.clicks / 1000
    if day >= TIRED_FROM and pin.title == STAR:
        return rate * STAR_CLICKS
    if day >= TIRED_FROM and pin.board == TIRED_BOARD:
        return rate * TIRED_CLICKS
    return rate


def live_through(pin: Pin, name: str, rng: Random) -> Iterable[PinDay]:
    """Every day of a Pin within the year."""
    published, removed = date.fromisoformat(pin.published), date.fromisoformat(pin.removed)
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(offset)
        if not published <= day < removed:
            continue
        strength = season(pin, day) * ageing(pin, (day - published).days) * burst(pin, day) * WEEKDAYS[day.weekday()]
        if pin.title == STAR and day >= TIRED_FROM:
            strength *= STAR_REACH
        impressions = draw_count(rng, pin.size * strength * wobble(rng, 0.1))
        outbound = min(impressions, draw_count(rng, impressions * click_rate(pin, day) * wobble(rng, 0.15)))
        closer = outbound + draw_count(rng, impressions * 0.016 * wobble(rng, 0.1))
        saves = min(impressions, draw_count(rng, impressions * pin.saves / 1000 * wobble(rng, 0.15)))
        views, seconds, to_the_end = 0, 0.0, 0
        if pin.format == "Video":
            views = thin(rng, impressions, 0.34)
            seconds = round(7.5 * wobble(rng, 0.12), 1) if views else 0.0
            to_the_end = thin(rng, views, 0.11)
        yield PinDay(day, name, pin, impressions, min(impressions, closer), outbound, saves, views, seconds, to_the_end)
