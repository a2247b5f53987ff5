"""A board's key: its name as its address spells it."""

from collections.abc import Sequence

from pincore.reading.overview_blocks import LINK


def board_keys(links: Sequence[str]) -> list[str]:
    """The boards' names as their addresses spell them, longer where two addresses end alike; "" where there is none.

    >>> board_keys(["https://www.pinterest.com/exampleatelier/recipes/", "https://www.pinterest.com/other/recipes/"])
    ['exampleatelier/recipes', 'other/recipes']
    """
    paths = [_path(link) for link in links]
    named = {path for path in paths if path}
    keys: dict[tuple[str, ...], str] = {}
    for path in named:
        length = next((n for n in (1, 2) if sum(other[-n:] == path[-n:] for other in named) == 1), len(path))
        keys[path] = "/".join(path[-length:])
    return [keys.get(path, "") for path in paths]


def _path(link: str) -> tuple[str, ...]:
    """User, board and section of an address; of a text that is no address, the text."""
    text = link.split("?")[0].split("#")[0].strip()
    address = LINK.match(text)
    parts = tuple(part for part in text[address.end() :].split("/") if part) if address else (text,) * bool(text)
    return () if address and (len(parts) < 2 or parts[0] == "pin") else parts
