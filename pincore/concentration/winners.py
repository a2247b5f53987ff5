"""The winners to repurpose, ordered by clicks at risk, each with three concrete briefs for a variation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from pincore.concentration.types import MONTH, Concentration
from pincore.decay.types import PinLife
from pincore.facts import History
from pincore.links import board_key, normalise_link
from pincore.measures import Choice, by
from pincore.measures.breakdown import pin_labels
from pincore.measures.cube import pin_facts
from pincore.wording import describe_number, describe_share

Element = Literal["image", "headline", "board or keyword"]
SIZE = 6
LEAST_COUNT = 5.0
LEFT_OUT = {"spent": "spent", "seasonal": "seasonal: it is likely to come back by itself"}
_SHORT = {"about", "after", "and", "best", "could", "easy", "every", "from", "have", "into", "make", "more", "over", "simple", "that", "the", "their",
          "these", "this", "with", "without", "your", "ideas", "beginners"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brief:
    """A variation of a Pin to make: what stays, what changes, and which count tells whether it worked."""

    pin: str
    title: str
    link: str
    element: Element
    stays: str
    changes: str
    hypothesis: str
    metric: str = "ocr"


@dataclass(frozen=True, slots=True)
class Winner:
    """A Pin to repurpose: its count of the period, the same for 30 days (which is at risk), its share of the account's, and three briefs."""

    pin: str
    label: str
    count: float
    at_risk: float
    share: float | None
    state: str
    says: str
    briefs: tuple[Brief, Brief, Brief]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A top Pin that deserves no variation now, and why."""

    pin: str
    label: str
    why: str


def winners(
    history: History, found: Concentration, lives: Sequence[PinLife], choice: Choice = Choice()
) -> tuple[tuple[Winner, ...], tuple[LeftOut, ...]]:
    """The top Pins worth repurposing, most clicks at risk first, and those left out: seasonal, spent, one-off spikes, too few counts."""
    places = found.listing.places[: len(lives)]
    facts = pin_facts(history).take(places)
    labels = pin_labels(facts).tolist()
    boards = _boards(history, found, choice)
    kept: list[Winner] = []
    left: list[LeftOut] = []
    for i, life in enumerate(lives):
        count = float(found.listing.values[i])
        why = _why_not(life, count)
        if why:
            left.append(LeftOut(life.pin, labels[i], why))
            continue
        texts = {
            name: str(facts[name].iloc[i]) if name in facts and isinstance(facts[name].iloc[i], str) else "" for name in ("title", "link", "board")
        }
        if len(kept) < SIZE:
            kept.append(_winner(found, life, labels[i], count, texts, boards))
    return tuple(kept), tuple(left)


def _why_not(life: PinLife, count: float) -> str:
    if life.state in LEFT_OUT:
        return LEFT_OUT[life.state]
    if life.spike and life.state != "rising":
        return "a one-off spike: half of all it ever brought came within a week"
    return "" if count >= LEAST_COUNT else "too few to call it a winner"


def _winner(found: Concentration, life: PinLife, label: str, count: float, texts: dict[str, str], boards: list[str]) -> Winner:
    share = count / found.total if found.total else None
    at_risk = count / max(1, found.listing.known_days) * MONTH
    name = found.measure.short.lower()
    said = f"{describe_number(round(at_risk))} {name} a month hang on it"
    said += f", {describe_share(share)} of all. {life.says}" if share is not None else f". {life.says}"
    return Winner(life.pin, label, count, at_risk, share, life.state, said.strip(), briefs(life.pin, label, texts, boards))


def briefs(pin: str, label: str, texts: dict[str, str], boards: Sequence[str] = ()) -> tuple[Brief, Brief, Brief]:
    """Three variations of a Pin, each changing one element alone: the image, the headline, the board and keyword."""
    title, link, board = texts.get("title", ""), texts.get("link", ""), texts.get("board", "")
    headline = f"the headline “{title}”" if title else "the headline"
    to = f"the link to {normalise_link(link)}" if link else "the link"
    home = f"the board “{board}”" if board else "the board"
    words = _keywords(title)
    keyword = f"“{' '.join(words)}”" if words else "what people search for when they want this"
    other = _other_board(board, words, boards)
    place = f"save it to “{other}”" if other else "save it to a second board whose name says what people search for"
    return (
        Brief(pin, label, link, "image", f"{headline}, {to}, {home}", "the image: show the finished result large and close, with three to five words of the "
              "headline on it, where the old one shows the scene (or the other way round)",
              "The idea pulls; a new image brings it to people who have scrolled past the old one."),
        Brief(pin, label, link, "headline", f"the image, {to}, {home}", f"the headline: {_headline(title)}",
              "People who look closer click more often when the headline says what waits on the page."),
        Brief(pin, label, link, "board or keyword", f"the image, {headline}, {to}", f"where it is found: {place}, and begin the description with {keyword}",
              "The same Pin is found in other searches, so that its clicks do not hang on one feed."),
    )  # fmt: skip


def _headline(title: str) -> str:
    if not title:
        return "say the result and how long it takes, in fewer than eight words"
    if re.search(r"\d", title):
        return f"take the number out of “{title}” and promise the result instead"
    if title.rstrip().endswith("?"):
        return f"answer the question of “{title}” in the headline itself"
    return f"put a number in front of “{title}” (how many steps, minutes or ideas the page holds)"


def _keywords(title: str) -> list[str]:
    words = [word for word in re.findall(r"[^\W\d_]{4,}", title.casefold()) if word not in _SHORT]
    return list(dict.fromkeys(words))[:3]


def _other_board(board: str, words: Sequence[str], boards: Sequence[str]) -> str:
    """Another board of the account whose name shares a word with the title, else none."""
    own = board_key(board)
    return next((name for name in boards if board_key(name) != own and any(word[:5] in board_key(name) for word in words)), "")


def _boards(history: History, found: Concentration, choice: Choice) -> list[str]:
    """The account's boards, those with most first, in the words of the Pins' own table where it has them."""
    frame = by(history, "board", found.period, choice)
    told = {board_key(name): name for name in pin_facts(history)["board"].dropna().unique().tolist()}
    return [] if frame.empty else [told.get(str(key), str(label)) for key, label in zip(frame["key"], frame["label"], strict=True) if key]


def brief_rows(chosen: Sequence[Winner]) -> pd.DataFrame:
    """One row a brief: pin, title, link, element, stays, changes, hypothesis, metric, at_risk."""
    rows = [
        (b.pin, b.title, b.link, b.element, b.stays, b.changes, b.hypothesis, b.metric, winner.at_risk) for winner in chosen for b in winner.briefs
    ]
    return pd.DataFrame(rows, columns=["pin", "title", "link", "element", "stays", "changes", "hypothesis", "metric", "at_risk"])


def top_places(found: Concentration, most: int = 20) -> list[int]:
    """The places of the Pins with most that have any."""
    listing = found.listing
    return [int(place) for place in listing.places[: min(most, int(np.count_nonzero(listing.values > 0)))]]
