"""The days of a measure as a line the size of a word, for its card: a picture, since a chart of its own for each card kept browsers busy."""

from base64 import b64encode
from collections.abc import Sequence
from itertools import groupby

WIDTH, HEIGHT, EDGE = 600, 72, 5
COLOUR = "#808495"
"""Seen well on light and dark."""


def draw_spark(values: Sequence[float | None]) -> str:
    """An SVG of the values from the first to the last, between the lowest and the highest of them; "" where fewer than two are known.

    Missing: a value that is not known is a gap, and one alone between gaps is a dot.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    points = [
        None if value is None else (at * WIDTH / (len(values) - 1), HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * ((value - low) / span if span else 0.5))
        for at, value in enumerate(values)
    ]
    parts = [_part([point for point in run if point]) for there, run in groupby(points, bool) if there]
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'


def _part(run: list[tuple[float, float]]) -> str:
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (run if len(run) > 1 else run * 2))
    area = f"{run[0][0]:.1f},{HEIGHT} {line} {run[-1][0]:.1f},{HEIGHT}"
    stroke = 'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" vector-effect="non-scaling-stroke"'
    return f'<polygon points="{area}" fill="{COLOUR}" fill-opacity="0.18"/><polyline points="{line}" fill="none" stroke="{COLOUR}" {stroke}/>'


def as_address(picture: str) -> str:
    """The picture itself as an address: it needs no request of its own."""
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
