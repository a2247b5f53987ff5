"""What is known, month by month: a small grid."""

from functools import lru_cache

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, specify
from pincore.wording import describe_days, describe_number

STATES = ("known", "estimated", "partly", "missing")
_SIGNS = {"known": "✓", "estimated": "≈", "partly": "◐", "missing": "–"}
_ROW, _AROUND = 28, 80


def shape_coverage(grid: pd.DataFrame) -> pd.DataFrame:
    """Rows `row` (whose metric), `period`, `state`, `sign`, `words`, in the order of the grid."""
    return pd.DataFrame(
        {
            "row": grid["level"].astype(str) + " · " + grid["metric"].astype(str),
            "period": grid["period"].astype(str),
            "state": grid["state"].astype(str),
            "sign": grid["state"].astype(str).map(_SIGNS),
            "words": [
                f"{state}: {describe_number(known)} of {describe_days(days)}"
                for state, known, days in zip(grid["state"], grid["known_days"], grid["days"], strict=True)
            ],
        }
    )


@lru_cache(maxsize=64)
def draw_coverage(n_rows: int) -> Spec:
    """The specification of the grid; a sign in each cell says what its colour says."""
    base = alt.Chart(ROWS).encode(
        x=alt.X(
            "period:O",
            sort=None,
            scale=alt.Scale(paddingInner=0.06),
            axis=alt.Axis(title=None, orient="top", labelAngle=0, ticks=False, domain=False, labelOverlap="greedy"),
        ),
        y=alt.Y("row:N", sort=None, scale=alt.Scale(paddingInner=0.14), axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=170)),
    )
    tooltip = [alt.Tooltip("row:N", title="What"), alt.Tooltip("period:O", title="When"), alt.Tooltip("words:N", title="State")]
    colours = alt.Scale(domain=list(STATES), range=["#2c7553", "#1d5fa6", "#a66a00", "#8a8780"])
    cells = base.mark_rect(cornerRadius=5).encode(
        color=alt.Color("state:N", scale=colours, legend=alt.Legend(title=None, orient="bottom", symbolType="square")),
        opacity=alt.Opacity("state:N", scale=alt.Scale(domain=list(STATES), range=[0.28, 0.28, 0.28, 0.1]), legend=None),
        tooltip=tooltip,
    )
    signs = base.mark_text(fontSize=14, fontWeight=700, aria=False).encode(text="sign:N")
    return specify(alt.layer(cells, signs), _ROW * max(n_rows, 1) + _AROUND)
