"""A chart as a picture."""

import copy
import json
from typing import Any

import pandas as pd

from pincore.charts.look import Spec

LOOK: dict[str, Any] = {
    "background": "#ffffff",
    "padding": 16,
    "font": "Source Sans Pro, Helvetica, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": "#4a4742", "titleColor": "#4a4742", "gridColor": "#ebe7e1", "labelFontSize": 12, "titleFontSize": 12},
    "legend": {"labelColor": "#141414", "labelFontSize": 12},
    "title": {"anchor": "start", "fontSize": 16, "color": "#141414", "subtitleColor": "#4a4742", "subtitleFontSize": 12, "offset": 12},
    "text": {"color": "#141414"},
    "range": {"category": ["#b00020", "#6b6862", "#1d5fa6", "#8a5a00", "#2c7553", "#6b46a3", "#0f6c75", "#a03c6c"]},
}


def save_svg(spec: Spec, rows: pd.DataFrame, title: str, subtitle: str = "") -> bytes:
    """The chart as SVG, on white, with its title."""
    import vl_convert

    return vl_convert.vegalite_to_svg(complete(spec, rows, title, subtitle)).encode()


def save_png(spec: Spec, rows: pd.DataFrame, title: str, subtitle: str = "") -> bytes:
    """The chart as PNG, on white, with its title, twice as sharp as a screen needs."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(complete(spec, rows, title, subtitle), scale=2))


def complete(spec: Spec, rows: pd.DataFrame, title: str = "", subtitle: str = "") -> Spec:
    """The specification with its data, its title and its look on white paper."""
    whole = copy.deepcopy(spec)
    whole["data"] = {"values": json.loads(rows.to_json(orient="records", date_format="iso"))}
    whole["width"] = 860
    if title:
        whole["title"] = {"text": title, "subtitle": subtitle} if subtitle else {"text": title}
    whole["config"] = LOOK
    return whole
