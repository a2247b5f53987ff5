"""The Pins with the most traffic: lines over days, or bars of a period."""

from functools import lru_cache

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.periods import Period
from pincore.wording import describe_number, describe_period


def shape_top_pins(trends: pd.DataFrame) -> pd.DataFrame:
    """Rows `label`, `at`, `day`, `value`, `dates` (what the value speaks of), `words`, the Pin with the most first; labels told apart where two Pins share one."""
    rows = trends.reset_index(drop=True)
    shared = rows.groupby("label")["pin"].transform("nunique") > 1
    labels = rows["label"].astype(str).where(~shared, rows["label"].astype(str) + " · " + rows["pin"].astype(str).str[-4:])
    start = pd.to_datetime(rows["start"])
    return pd.DataFrame(
        {
            "label": labels,
            "at": start,
            "day": start.dt.strftime("%a %d %b %Y"),
            "value": rows["value"].astype("float64"),
            "dates": [describe_period(Period(a.date(), b.date())) for a, b in zip(start, pd.to_datetime(rows["end"]), strict=True)],
            "words": [describe_number(value) if pd.notna(value) else "not known" for value in rows["value"]],
        }
    )


@lru_cache(maxsize=16)
def draw_top_pins(label: str) -> Spec:
    """The specification of a line for each Pin; dashes tell them apart without colour."""
    legend = alt.Legend(title=None, orient="bottom", columns=1, symbolType="stroke", symbolSize=400, labelLimit=280)
    tooltip = [alt.Tooltip("label:N", title="Pin"), alt.Tooltip("dates:N", title="When"), alt.Tooltip("words:N", title=label)]
    base = alt.Chart(ROWS).encode(
        x=alt.X("at:T", axis=alt.Axis(title=None, grid=False, format="%-d %b", tickCount=6, labelOverlap="greedy", labelFlush=True)),
        y=alt.Y("value:Q", axis=number_axis(False), scale=alt.Scale(zero=True)),
    )
    lines = base.mark_line(strokeWidth=2).encode(
        color=alt.Color("label:N", sort=None, legend=legend), strokeDash=alt.StrokeDash("label:N", sort=None, legend=legend)
    )
    near = base.mark_circle(size=160, opacity=0, aria=False).encode(tooltip=tooltip)
    return specify(alt.layer(lines, near), 380)


def _themed(place: int) -> alt.Color:
    """The theme's colour at that place."""
    return alt.Color("part:N", scale=alt.Scale(domain=[str(i) for i in range(place)] + ["part"]), legend=None)


@lru_cache(maxsize=16)
def draw_pin_bars(label: str, n_pins: int, dated: bool = False) -> Spec:
    """The specification of one bar for each Pin, the longest on top, its number beside it; `dated` rows say what they speak of."""
    dates = [alt.Tooltip("dates:N", title="Dates")] if dated else []
    y = alt.Y("label:N", sort=None, axis=alt.Axis(title=None, labelLimit=150, ticks=False, domain=False))
    base = alt.Chart(ROWS).transform_calculate(part="'part'").encode(y=y, x=alt.X("value:Q", axis=None, scale=alt.Scale(zero=True)))
    bars = base.mark_bar(cornerRadiusEnd=4, height=alt.RelativeBandSize(band=0.7)).encode(
        color=_themed(0), tooltip=[alt.Tooltip("label:N", title="Pin"), *dates, alt.Tooltip("words:N", title=label)]
    )
    words = base.mark_text(align="left", dx=5, fontSize=12, aria=False).encode(text="words:N", color=_themed(1))
    spec = specify(alt.layer(bars, words).resolve_scale(color="independent"), 40 * max(n_pins, 1) + 20)
    return spec | {"padding": {"left": 0, "right": 56, "top": 0, "bottom": 0}}  # room for the longest bar's number


def draw(rows: pd.DataFrame, label: str) -> Spec:
    """Lines where the Pins have several days, else bars."""
    n_pins = rows["label"].nunique()
    return draw_top_pins(label) if len(rows) > n_pins else draw_pin_bars(label, n_pins, True)
