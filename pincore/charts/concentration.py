"""How much hangs on how few: ranked bars with the cumulated share and the limits, and the Lorenz curve."""

from collections.abc import Mapping
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.measures.cube import Floats
from pincore.wording import describe_number, describe_share

YOURS, EQUAL = "Your Pins", "If all were equal"
DASHES = [[2, 3], [7, 4]]
BAR, LINE, OTHERS = "Share of the Pin", "Cumulated share", "others"


def shape_ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows `place`, `label`, `share`, `cumulated` and words from the ranked Pins of the core; the last is what all other Pins hold."""
    places = [describe_number(rank) if pd.notna(rank) else OTHERS for rank in rows["rank"]]
    return pd.DataFrame(
        {
            "place": places,
            "label": rows["label"].astype(str),
            "share": rows["share"].astype("float64"),
            "cumulated": rows["cumulated"].astype("float64"),
            "count_words": [describe_number(value) for value in rows["count"]],
            "share_words": [describe_share(value) for value in rows["share"]],
            "cumulated_words": [describe_share(value) for value in rows["cumulated"]],
        }
    )


def draw_ranked(label: str, limits: Mapping[str, float]) -> Spec:
    """The specification of a bar for each Pin by rank, the running share over them, and a dashed line for each limit."""
    return _draw_ranked(label, tuple(limits.items()))


@lru_cache(maxsize=16)
def _draw_ranked(label: str, limits: tuple[tuple[str, float], ...]) -> Spec:
    axis = number_axis(True)
    x = alt.X("place:O", sort=None, axis=alt.Axis(title="Rank of the Pin", labelAngle=0, ticks=False, domain=False, labelOverlap="greedy"))
    tooltip = [
        alt.Tooltip("label:N", title="Pin"),
        alt.Tooltip("count_words:N", title=label),
        alt.Tooltip("share_words:N", title="Share"),
        alt.Tooltip("cumulated_words:N", title=LINE),
    ]
    domain = [BAR, LINE]
    color = alt.Color("part:N", scale=alt.Scale(domain=domain), legend=alt.Legend(title=None, orient="top"))
    base = alt.Chart(ROWS).encode(x=x)
    bars = base.transform_calculate(part=f"'{BAR}'").mark_bar(cornerRadiusEnd=3).encode(
        y=alt.Y("share:Q", axis=axis, scale=alt.Scale(domain=[0, 1])), color=color, tooltip=tooltip
    )  # fmt: skip
    over = base.transform_calculate(part=f"'{LINE}'")
    line = over.mark_line(strokeWidth=2.2).encode(y="cumulated:Q", color=color)
    dots = over.mark_point(filled=True, size=34).encode(y="cumulated:Q", color=color, tooltip=tooltip)
    names = [f"Limit of the top {key.removeprefix('top')}: {describe_share(limit)}" for key, limit in limits]
    dash = alt.StrokeDash("limit:N", scale=alt.Scale(domain=names, range=DASHES[: len(names)]),
                          legend=alt.Legend(title=None, orient="bottom", symbolType="stroke", symbolSize=400, columns=1, labelLimit=280))  # fmt: skip
    others = over.transform_filter(f"datum.place === '{OTHERS}'").mark_text(
        text="all others", baseline="bottom", dy=-4, align="right", dx=10, aria=False
    )
    layers: list[alt.Chart] = [bars, line, dots, others.encode(y="share:Q", color=color)]
    for name, (key, limit) in zip(names, limits, strict=True):
        layers += _limit(over, name, int(key.removeprefix("top")), limit, dash, color)
    return specify(alt.layer(*layers), 380)


def _limit(over: alt.Chart, name: str, rank: int, limit: float, dash: alt.StrokeDash, color: alt.Color) -> list[alt.Chart]:
    """A line that ends at the rank of which the limit speaks, with a mark at its end: above it the running share is too high."""
    until = over.transform_filter(f"toNumber(datum.place) <= {rank}").transform_calculate(limit=f"'{name}'")
    line = until.mark_line(strokeWidth=1.8, aria=False).encode(y=alt.YDatum(limit), color=color, strokeDash=dash)
    end = until.transform_filter(f"toNumber(datum.place) === {rank}").mark_point(
        shape="triangle-down", filled=True, size=90, yOffset=-6, opacity=1, aria=False
    )
    return [line, end.encode(y=alt.YDatum(limit), color=color)]


def shape_lorenz(pins: Floats, held: Floats, most: int = 200) -> pd.DataFrame:
    """Rows `pins`, `held`, `series` and words from the Lorenz curve of the core, and the line of equality; at most `most` points of the curve."""
    cut = np.unique(np.linspace(0, len(pins) - 1, min(most, len(pins))).astype(int))
    curve = pd.DataFrame({"pins": pins[cut], "held": held[cut], "series": YOURS})
    equal = pd.DataFrame({"pins": [0.0, 1.0], "held": [0.0, 1.0], "series": EQUAL})
    rows = pd.concat([equal, curve], ignore_index=True)
    rows["words"] = [f"The weakest {describe_share(a)} of Pins hold {describe_share(b)}" for a, b in zip(rows["pins"], rows["held"], strict=True)]
    return rows


@lru_cache(maxsize=4)
def draw_lorenz(label: str) -> Spec:
    """The specification of the Lorenz curve below the line of equality."""
    x = alt.X("pins:Q", axis=number_axis(True, "Share of the Pins, the weakest first", grid=False), scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("held:Q", axis=number_axis(True, f"Share of the {label.lower()}"), scale=alt.Scale(domain=[0, 1]))
    domain = [YOURS, EQUAL]
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=400)
    color = alt.Color("series:N", scale=alt.Scale(domain=domain), legend=legend)
    dash = alt.StrokeDash("series:N", scale=alt.Scale(domain=domain, range=[[1, 0], [5, 4]]), legend=legend)
    base = alt.Chart(ROWS).encode(x=x, y=y)
    lines = base.mark_line(strokeWidth=2.2).encode(color=color, strokeDash=dash)
    near = base.mark_circle(size=160, opacity=0, aria=False).encode(tooltip=[alt.Tooltip("words:N", title=label)])
    return specify(alt.layer(lines, near), 340)
