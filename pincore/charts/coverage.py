"""What is known, month by month: a small grid."""

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, specify
from pincore.wording import describe_days, describe_number

STATES = ("known", "estimated", "partly", "missing")
_SIGNS = {"known": "✓", "estimated": "≈", "partly": "◐", "missing": "–"}
_ROW, _AROUND = 28, 120
_BARE: dict[str, Any] = {"ticks": False, "domain": False, "labelAngle": 0, "labelOverlap": "greedy"}
_STACKED = "[slice(datum.label, 0, -5), slice(datum.label, -4)]"  # the year below
_PLACES = ["", "missing", "estimated", "partly", "known"]  # where each state's colour stands in the theme: grey, blue, amber, green


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
        x=alt.X("period:O", sort=None, scale=alt.Scale(paddingInner=0.06), axis=alt.Axis(title=None, orient="top", labelExpr=_STACKED, **_BARE)),
        y=alt.Y("row:N", sort=None, scale=alt.Scale(paddingInner=0.14), axis=alt.Axis(title=None, labelLimit=170, **_BARE)),
    )
    tooltip = [alt.Tooltip("row:N", title="What"), alt.Tooltip("period:O", title="When"), alt.Tooltip("words:N", title="State")]
    colour = alt.Color("state:N", scale=alt.Scale(domain=_PLACES), legend=alt.Legend(title=None, orient="bottom", columns=2, values=list(STATES)))
    cells = base.mark_rect(cornerRadius=5, opacity=0.22).encode(color=colour, tooltip=tooltip)
    signs = base.mark_text(fontSize=14, fontWeight=700, aria=False).encode(text="sign:N", color=colour)
    return specify(alt.layer(cells, signs).properties(padding={"right": 14}), _ROW * max(n_rows, 1) + _AROUND)
