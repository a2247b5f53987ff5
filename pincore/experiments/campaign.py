"""Links with campaign tags, so that a site's numbers can be told by variant."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pincore.errors import InputError


def tag(text: str) -> str:
    """A name as campaign tags write it: lower case, words joined by hyphens.

    >>> tag("Value first!")
    'value-first'
    """
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-_")


def tagged_link(link: str, campaign: str, content: str = "", source: str = "pinterest", medium: str = "social") -> str:
    """The link with its utm tags (older ones are replaced, everything else stays). Raises InputError when it is no web address.

    >>> tagged_link("https://example.com/soup?id=3&utm_source=x#top", "Phase 2", "Value first")
    'https://example.com/soup?id=3&utm_source=pinterest&utm_medium=social&utm_campaign=phase-2&utm_content=value-first#top'
    """
    try:
        parts = urlsplit(link.strip())
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme.lower() not in ("http", "https") or not host or re.search(r"[\s<>\"]", link.strip()):
        raise InputError("link_unreadable", f"“{link.strip()[:80]}” is no web address.", "Give the whole address, beginning with https://.")
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not key.lower().startswith("utm_")]
    tags = {"utm_source": tag(source), "utm_medium": tag(medium), "utm_campaign": tag(campaign), "utm_content": tag(content)}
    query = urlencode([*kept, *((key, value) for key, value in tags.items() if value)], quote_via=quote)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))
