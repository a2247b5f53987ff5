"""Cells of a site's or shop's files: money, pages, sources and states, and nothing that tells who somebody is."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincore.reading.cells import Coded, Mask, is_blank

_LONGEST = 200
_LONGEST_PAGE = 2_000
REMOVED = "(removed)"
_PERSONAL = re.compile(r"[^\s@/]+(?:@|%40)[^\s@/]+\.[a-z]{2,}|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{0,4}:){4,7}[0-9a-f]{0,4}\b", re.IGNORECASE)
"""An e-mail address or an internet address."""
_TOKEN = re.compile(r"[0-9a-f]{16,}|\d{9,}", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
UTM = ("source", "medium", "campaign", "content", "term")


def clean_text(text: str) -> str | None:
    """A text that a site's program wrote (a source, a campaign), without what looks like a person's address; None where blank.

    >>> clean_text(" fall "), clean_text("jane@example.com"), clean_text("")
    ('fall', '(removed)', None)
    """
    text = text.strip()[:_LONGEST]
    if not text or text == "-":
        return None
    return REMOVED if _PERSONAL.search(text) else text


def clean_page(text: str) -> tuple[str | None, dict[str, str]]:
    """A page's address without its query, and the campaign tags of that query.

    >>> clean_page("https://example.com/thanks?email=jane@example.com&utm_content=nook-a")
    ('example.com/thanks', {'content': 'nook-a'})
    """
    text = re.sub(r"^[a-z][a-z0-9+.-]*://(?:[^/@?#]*@)?", "", text.strip()[:_LONGEST_PAGE], flags=re.IGNORECASE)
    if re.fullmatch(r"\([a-z ]{2,30}\)", text):
        return text, {}
    if not (text.startswith("/") or _HOST.fullmatch(text)):
        return None, {}
    path, _, query = re.sub(r"%3f", "?", text, flags=re.IGNORECASE).partition("?")
    path = re.split(r"[#;]", path)[0]
    segments = [REMOVED if _PERSONAL.search(part) or "@" in part or "=" in part or _TOKEN.search(part) else part for part in path.split("/")]
    tags = dict(found for part in re.split(r"[&#]", query) if (found := _tag(part)))
    return "/".join(segments)[:_LONGEST] or "/", tags


def _tag(part: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"utm_(source|medium|campaign|content|term)=(.+)", part.strip(), re.IGNORECASE)
    text = clean_text(match[2].replace("+", " ").replace("%20", " ")) if match else None
    return (match[1].lower(), text) if match and text else None


def tags_in(text: str) -> dict[str, str]:
    """The campaign tags among other attributes of an order.

    >>> tags_in("gift: yes utm_source: pinterest utm_content: nook-a")
    {'source': 'pinterest', 'content': 'nook-a'}
    """
    found = {}
    for match in re.finditer(r"\butm_(source|medium|campaign|content|term)\b\s*[:=]\s*([^\s,;]+)", text, re.IGNORECASE):
        value = clean_text(match[2])
        if value:
            found[match[1].lower()] = value
    return found


def find_host(text: str) -> str | None:
    """The host of an address, "direct", or None: nothing else of a referrer is kept.

    >>> find_host("https://www.pinterest.com/pin/1?x=jane"), find_host("direct"), find_host("Jane Doe")
    ('pinterest.com', 'direct', None)
    """
    text = text.strip()[:_LONGEST_PAGE]
    if text.casefold() in ("direct", "none", "(direct)"):
        return "direct"
    match = _HOST.fullmatch(text)
    return match[1].lower() if match else None


def find_currency(text: str) -> str | None:
    """A currency's three letters, or None."""
    text = text.strip()
    return text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else None


def short_key(origin: str, text: str) -> str | None:
    """A short mark by which an order is known again in the next export, and from which nothing can be read."""
    text = text.strip()
    return hashlib.blake2b(f"{origin}:{text}".encode("utf-8", "replace"), digest_size=8).hexdigest() if text else None


# States -------------------------------------------------------------------------------------------------------------

_STATES = {
    "paid": "paid", "complete": "paid", "completed": "paid", "succeeded": "paid", "success": "paid", "successful": "paid", "partially_refunded": "paid",
    "partial_refund": "paid", "partially_paid": "open", "shipped": "paid", "delivered": "paid", "refunded": "refunded", "fully_refunded": "refunded",
    "voided": "void", "void": "void", "cancelled": "void", "canceled": "void", "failed": "void", "expired": "void", "blocked": "void", "declined": "void",
    "reversed": "void", "rejected": "void", "pending": "open", "authorized": "open", "processing": "open", "unpaid": "open", "open": "open", "incomplete": "open",
    "requires_action": "open", "requires_capture": "open", "requires_payment_method": "open", "uncaptured": "open", "active": "active", "bounced": "bounced",
    "unsubscribed": "unsubscribed", "complained": "complained", "inactive": "inactive", "free": "free", "subscribed": "active", "comp": "free", "gift": "free",
}  # fmt: skip


def find_state(text: str) -> str | None:
    """One of our few words for the state of a payment or a subscription; "other" for any other text, None where blank."""
    word = re.sub(r"[\s-]+", "_", text.strip().casefold())
    return _STATES.get(word, "other") if word else None


def is_yes(text: str) -> bool:
    return text.strip().casefold() in ("1", "true", "yes", "y", "1.0")


# Money --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Money:
    """A column of amounts: `values` (NaN = none, or none that can be told), and the rows that hold something else or could be read two ways."""

    values: NDArray[np.float64]
    unreadable: Mask
    unclear: Mask


def parse_money(column: Coded, decimal: str = "") -> Money:
    """The column as amounts; which mark is the decimal one is decided on the whole column. `decimal` is the mark a program always writes.

    `1,234` beside `12.50` is 1234; `1.234` alone could be 1234 or 1 and a bit, so it is unclear.
    """
    cores = [_core(value) for value in column.values]
    known = {mark for core in cores if (mark := _decimal_mark(core))} | ({decimal} if decimal else set())
    values, bad, unclear = [], [], []
    for core, text in zip(cores, column.values, strict=True):
        number, doubt = _amount(core, known, decimal)
        values.append(np.nan if number is None else number)
        unclear.append(doubt)
        bad.append(number is None and not doubt and not is_blank(text))
    codes = column.codes
    if not len(column.values):
        return Money(np.full(len(codes), np.nan), np.zeros(len(codes), dtype=bool), np.zeros(len(codes), dtype=bool))
    return Money(np.array(values, dtype=np.float64)[codes], np.array(bad)[codes], np.array(unclear)[codes])


def _core(text: str) -> str:
    """The digits and marks of an amount, with a leading minus; "" for what is no amount."""
    text = text.strip()
    letters = re.sub(r"[\d.,\s'’()+\-−\u00a0\u202f]", "", text)
    signs = sum(unicodedata.category(c) == "Sc" for c in letters)
    words = len(letters) - signs
    if signs > 1 or (words and not (1 if signs else 2) <= words <= 3) or not any(c.isdigit() for c in text):
        return ""
    minus = text[:1] in "-−(" or text.endswith("-")
    digits = re.sub(r"[^\d.,]", "", text).strip(".,")
    return ("-" if minus else "") + digits


def _decimal_mark(core: str) -> str:
    """The mark that can only be the decimal one, or ""."""
    core = core.removeprefix("-")
    if "." in core and "," in core:
        return "," if core.rfind(",") > core.rfind(".") else "."
    for mark, other in ((",", "."), (".", ",")):
        if core.count(mark) > 1:
            return other
        if mark in core and (len(core) - core.index(mark) - 1 != 3 or core.startswith("0") or core.index(mark) > 3):
            return mark
    return ""


def _amount(core: str, known: set[str], decimal: str) -> tuple[float | None, bool]:
    """(amount, whether it could be read two ways)."""
    if not core:
        return None, False
    mark = _decimal_mark(core)
    if not mark and re.fullmatch(r"-?\d{1,3}[.,]\d{3}", core):
        found = "." if "." in core else ","
        if len(known) > 1 or (found in known and found != decimal) or (not known and found == "."):
            return None, True
        mark = found if found in known else next(iter(known), ".")
    mark = mark or "."
    other = "," if mark == "." else "."
    text = core.replace(other, "").replace(mark, ".")
    return (float(text), False) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else (None, False)
