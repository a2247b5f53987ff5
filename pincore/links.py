"""Links and board names as they are compared."""

import re

_CAMPAIGN = re.compile(r"^(utm_[^=]*|epik|gclid|fbclid|mc_cid|mc_eid|pp)(=|$)", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://")


def normalise_link(link: str) -> str:
    """The page that a link leads to: without scheme, www, campaign parameters, fragment and closing slash.

    >>> normalise_link("HTTPS://www.Example.com/Nook/?utm_source=pinterest&id=3#top")
    'example.com/Nook?id=3'
    """
    text = link.strip()
    text = (text[8:] if text.startswith("https://") else _SCHEME.sub("", text, count=1)).partition("#")[0]
    address, _, query = text.partition("?")
    host, slash, path = address.partition("/")
    host = host.lower().removeprefix("www.")
    address = (host + slash + path).rstrip("/")
    if query:
        kept = [part for part in query.split("&") if part and not part.startswith("utm_") and not _CAMPAIGN.match(part)]
        if kept:
            return f"{address}?{'&'.join(kept)}"
    return address


def board_key(name: str) -> str:
    """A board's name as Pinterest writes it in the board's address; a name and its address give the same key.

    >>> board_key("Tiny Balcony Garden!"), board_key("tiny-balcony-garden")
    ('tiny-balcony-garden', 'tiny-balcony-garden')
    """
    return re.sub(r"[^\w]+", "-", name.casefold().replace("_", " ")).strip("-")
