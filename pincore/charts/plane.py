"""Pins in the plane of outbound click rate and save rate."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.wording import describe_number, describe_period, describe_share

Corners = tuple[str, str, str, str]
_Place = tuple[Literal["left", "right"], Any, Literal["top", "bottom"], Any]
_PLACES: tuple[_Place, ...] = (
    ("right", "width", "bottom", 0),
    ("left", 0, "bottom", "height"),
    ("left", 0, "bottom", 0),
    ("right", "width", "bottom", "height"),
)
_X_TITLE = "Outbound click rate →"
_SHAPES = ("circle", "square", "diamond", "triangle-up")


def shape_plane(pins: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """One row a Pin that can be drawn, with the words of its tooltip; `names` gives the label of each quadrant's key.

    `cut_ocr` and `cut_save_rate` are where the plane is cut, on every row, from `attrs["boundaries"]` of `pins`; `dates` is what its
    numbers speak of, from `attrs["dates"]`.
    """
    cut_ocr, cut_save_rate = pins.attrs["boundaries"]
    rows = pins[pins["ocr"].notna() & pins["save_rate"].notna()]
    return pd.DataFrame(
        {
            "label": rows["label"].astype(str),
            "ocr": rows["ocr"].astype("float64"),
            "save_rate": rows["save_rate"].astype("float64"),
            "impressions": rows["impressions"].astype("float64"),
            "quadrant": [names.get(key, "Too few impressions to place") for key in rows["quadrant"]],
            "faint": rows["faint"].astype(bool),
            "cut_ocr": float(cut_ocr),
            "cut_save_rate": float(cut_save_rate),
            "ocr_words": [describe_share(value) for value in rows["ocr"]],
            "save_words": [describe_share(value) for value in rows["save_rate"]],
            "impressions_words": [describe_number(value) for value in rows["impressions"]],
            "dates": describe_period(dates) if (dates := pins.attrs.get("dates")) else "",
        }
    ).reset_index(drop=True)


@lru_cache(maxsize=64)
def draw_plane(corners: Corners, save_title: str) -> Spec:
    """The specification of the plane; `corners` names the quadrants top right, bottom left, top left, bottom right."""
    x = alt.X("ocr:Q", scale=alt.Scale(type="sqrt", zero=True, nice=True), axis=number_axis(True, _X_TITLE, grid=False))
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
    layers: list[alt.Chart] = [*_cuts(save_title), points, *_names(corners)]
    return specify(alt.layer(*layers), 420)


def _cuts(save_title: str) -> list[alt.Chart]:
    rule = alt.Chart(ROWS).mark_rule(strokeDash=[4, 4], color="#8a8780", aria=False)
    return [rule.encode(x=alt.X("min(cut_ocr):Q", title=_X_TITLE)), rule.encode(y=alt.Y("min(cut_save_rate):Q", title=f"{save_title} →"))]


def _names(corners: Corners) -> list[alt.Chart]:
    made = []
    for name, (align, x, baseline, y) in zip(corners, _PLACES, strict=True):
        lines = _two_lines(name)
        above = y == 0  # the Pins worth most lie at the top: their names stand above the plane, not under the marks
        text = alt.Chart(ROWS).mark_text(
            text=lines, align=align, baseline=baseline, dx=-6 if align == "right" else 6, dy=-6 - (15 * (len(lines) - 1) if above else 0),
            fontSize=12, fontWeight=700, lineHeight=15, aria=False,
        )  # fmt: skip
        color = alt.Color("quadrant:N", scale=alt.Scale(domain=list(corners)), legend=None)
        made.append(
            text.encode(x=alt.XValue(x), y=alt.YValue(y), color=color).transform_aggregate(n="count()").transform_calculate(quadrant=json.dumps(name))  # type: ignore[no-untyped-call]
        )
    return made


def _two_lines(name: str) -> list[str]:
    words = name.split()
    if len(name) < 16 or len(words) < 2:
        return [name]
    cut = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
