"""Pins in the plane of outbound click rate and save rate."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.wording import describe_number, describe_share

Corners = tuple[str, str, str, str]
_Place = tuple[Literal["left", "right"], Any, Literal["top", "bottom"], Any]
_PLACES: tuple[_Place, ...] = (
    ("right", "width", "top", 0),
    ("left", 0, "bottom", "height"),
    ("left", 0, "top", 0),
    ("right", "width", "bottom", "height"),
)
_SHAPES = ("circle", "square", "diamond", "triangle-up")


def shape_plane(pins: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """One row a Pin that can be drawn, with the words of its tooltip; `names` gives the label of each quadrant's key."""
    rows = pins[pins["ocr"].notna() & pins["save_rate"].notna()]
    return pd.DataFrame(
        {
            "label": rows["label"].astype(str),
            "ocr": rows["ocr"].astype("float64"),
            "save_rate": rows["save_rate"].astype("float64"),
            "impressions": rows["impressions"].astype("float64"),
            "quadrant": [names.get(key, "Too few impressions to place") for key in rows["quadrant"]],
            "faint": rows["faint"].astype(bool),
            "ocr_words": [describe_share(value) for value in rows["ocr"]],
            "save_words": [describe_share(value) for value in rows["save_rate"]],
            "impressions_words": [describe_number(value) for value in rows["impressions"]],
        }
    ).reset_index(drop=True)


@lru_cache(maxsize=64)
def draw_plane(x_bound: float | None, y_bound: float | None, corners: Corners, save_title: str) -> Spec:
    """The specification of the plane; `corners` names the quadrants top right, bottom left, top left, bottom right."""
    x = alt.X("ocr:Q", scale=alt.Scale(type="sqrt", zero=True, nice=True), axis=number_axis(True, "Outbound click rate →", grid=False))
    y = alt.Y("save_rate:Q", scale=alt.Scale(type="sqrt", zero=True, nice=True), axis=number_axis(True, f"{save_title} →", grid=False))
    points = (
        alt.Chart(ROWS)
        .mark_point(filled=True, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            size=alt.Size("impressions:Q", scale=alt.Scale(type="sqrt", range=[40, 500]), legend=None),
            color=alt.Color("quadrant:N", scale=alt.Scale(domain=list(corners)), legend=None),
            shape=alt.Shape("quadrant:N", scale=alt.Scale(domain=list(corners), range=list(_SHAPES)), legend=None),
            opacity=alt.condition(alt.datum.faint, alt.value(0.22), alt.value(0.85)),
            tooltip=[
                alt.Tooltip("label:N", title="Pin"),
                alt.Tooltip("quadrant:N", title="Quadrant"),
                alt.Tooltip("ocr_words:N", title="Outbound click rate"),
                alt.Tooltip("save_words:N", title=save_title),
                alt.Tooltip("impressions_words:N", title="Impressions"),
            ],
        )
    )
    layers: list[alt.Chart] = [*_bounds(x_bound, y_bound), points, *_names(corners)]
    return specify(alt.layer(*layers), 420)


def _bounds(x_bound: float | None, y_bound: float | None) -> list[alt.Chart]:
    rule: dict[str, Any] = {"strokeDash": [4, 4], "color": "#8a8780", "aria": False}
    lines = []
    if x_bound is not None:
        lines.append(alt.Chart(ROWS).mark_rule(**rule).encode(x=alt.datum(x_bound)))
    if y_bound is not None:
        lines.append(alt.Chart(ROWS).mark_rule(**rule).encode(y=alt.datum(y_bound)))
    return lines


def _names(corners: Corners) -> list[alt.Chart]:
    made = []
    for name, (align, x, baseline, y) in zip(corners, _PLACES, strict=True):
        text = alt.Chart(ROWS).mark_text(
            text=_two_lines(name), align=align, baseline=baseline, dx=-6 if align == "right" else 6, dy=6 if baseline == "top" else -6,
            fontSize=12, fontWeight=700, lineHeight=15, aria=False,
        )  # fmt: skip
        color = alt.Color("quadrant:N", scale=alt.Scale(domain=list(corners)), legend=None)
        made.append(
            text.encode(x=alt.value(x), y=alt.value(y), color=color).transform_aggregate(n="count()").transform_calculate(quadrant=json.dumps(name))
        )
    return made


def _two_lines(name: str) -> list[str]:
    words = name.split()
    if len(name) < 16 or len(words) < 2:
        return [name]
    cut = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
