"""The power of a planned test: how often so many Pins a variant show the change."""

from functools import lru_cache
from typing import Literal

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, specify
from pincore.experiments.foresight import Outlook
from pincore.wording import describe_number, describe_times

YOURS, NEEDED = "Your Pins", "Needed"
_TIMES = "format(datum.value * 10, '~r') + ' in 10'"


def shape_power(curve: pd.DataFrame, outlook: Outlook) -> pd.DataFrame:
    """Rows `pins`, `power`, `words`, `aim` (the power wanted), `mark` and `mark_words` (at the Pins that are made and those needed)."""
    marks = {outlook.needed: NEEDED} | {outlook.pins: YOURS}
    here = pd.DataFrame([(outlook.pins, outlook.power)], columns=["pins", "power"])
    rows = pd.concat([curve, here]).drop_duplicates("pins", keep="last").sort_values("pins").reset_index(drop=True)
    rows["words"] = [describe_times(power) for power in rows["power"]]
    rows["aim"] = outlook.aim.power
    rows["mark"] = [marks.get(pins, "") for pins in rows["pins"]]
    rows["mark_words"] = [f"{mark}: {describe_number(float(pins))}" if mark else "" for mark, pins in zip(rows["mark"], rows["pins"], strict=True)]
    return rows


@lru_cache(maxsize=4)
def draw_power(unit: str) -> Spec:
    """The specification of the curve; `unit` is what is counted (Pins a variant, pairs)."""
    x = alt.X("pins:Q", axis=alt.Axis(title=f"{unit} →", grid=False, tickCount=8, tickMinStep=1, format="d"), scale=alt.Scale(nice=False))
    y = alt.Y(
        "power:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title="Seen, if it is real", labelExpr=_TIMES, values=[0, 0.2, 0.4, 0.6, 0.8, 1], domain=False, ticks=False),
    )
    tooltip = [alt.Tooltip("pins:Q", title=unit, format="d"), alt.Tooltip("words:N", title="Seen")]
    color = alt.Color("mark:N", scale=alt.Scale(domain=[YOURS, "", NEEDED]), legend=None)
    shape = alt.Shape("mark:N", scale=alt.Scale(domain=[YOURS, NEEDED], range=["circle", "diamond"]), legend=None)
    base = alt.Chart(ROWS).encode(x=x, y=y)
    marked = base.transform_filter(alt.datum.mark != "")
    aim = alt.Chart(ROWS).mark_rule(strokeDash=[4, 4], color="#8a8780", aria=False).encode(y=alt.Y("min(aim):Q", title="Seen, if it is real"))
    line = base.mark_line(strokeWidth=2.2, color="#8a8780")
    points = marked.mark_point(filled=True, size=150, opacity=1).encode(color=color, shape=shape, tooltip=tooltip)
    places: tuple[tuple[str, Literal["left", "right"], int, int], ...] = ((YOURS, "left", 9, 14), (NEEDED, "right", -9, -12))
    names = [
        base.transform_filter(alt.datum.mark == mark)
        .mark_text(align=align, dx=dx, dy=dy, fontSize=13, fontWeight=600, aria=False)
        .encode(text="mark_words:N", color=color)
        for mark, align, dx, dy in places
    ]
    near = base.mark_circle(size=220, opacity=0, aria=False).encode(tooltip=tooltip)
    layers: list[alt.Chart] = [aim, line, near, points, *names]
    return specify(alt.layer(*layers))
