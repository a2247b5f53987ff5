"""How Pins fade: curves aligned on the day of publication, and fresh against old Pins."""

from functools import lru_cache

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.wording import describe_day, describe_number

KINDS = {"fresh": "Fresh Pins", "old": "Old Pins", "unknown": "Age not known"}


def shape_curves(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows `label`, `age`, `value` and words; the age in days since publication."""
    shaped = rows[["label", "age", "value"]].reset_index(drop=True)
    words = [f"{describe_number(value)} a day" if pd.notna(value) else "not known" for value in shaped["value"].round(1)]
    return shaped.assign(words=words, day=[describe_number(age) for age in shaped["age"]])


@lru_cache(maxsize=16)
def draw_curves(label: str) -> Spec:
    """The specification of a line for each Pin over the days since its publication; dashes tell them apart without colour."""
    legend = alt.Legend(title=None, orient="bottom", columns=1, symbolType="stroke", symbolSize=400, labelLimit=280)
    tooltip = [alt.Tooltip("label:N", title="Pin"), alt.Tooltip("day:N", title="Days since publication"), alt.Tooltip("words:N", title=label)]
    base = alt.Chart(ROWS).encode(
        x=alt.X("age:Q", axis=number_axis(False, "Days since publication", grid=False), scale=alt.Scale(zero=True, nice=False)),
        y=alt.Y("value:Q", axis=number_axis(False, f"{label} a day"), scale=alt.Scale(zero=True)),
    )
    lines = base.mark_line(strokeWidth=2).encode(
        color=alt.Color("label:N", sort=None, legend=legend), strokeDash=alt.StrokeDash("label:N", sort=None, legend=legend)
    )
    near = base.mark_circle(size=160, opacity=0, aria=False).encode(tooltip=tooltip)
    return specify(alt.layer(lines, near), 380)


def shape_freshness(rows: pd.DataFrame, most: int = 53) -> pd.DataFrame:
    """Rows `at`, `week`, `kind`, `value`, `words`: one a week and kind of Pin, the latest weeks."""
    last = rows.tail(most)
    parts = []
    for order, (key, kind) in enumerate(KINDS.items()):
        if last[key].fillna(0).sum() > 0:
            weeks = pd.to_datetime(last["week"])
            words = [describe_number(value) if pd.notna(value) else "not known" for value in last[key]]
            parts.append(pd.DataFrame({
                "at": weeks, "week": [describe_day(week.date()) for week in weeks], "kind": kind, "order": order,
                "value": last[key].astype("float64"), "words": words,
            }))  # fmt: skip
    columns = ["at", "week", "kind", "order", "value", "words"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({column: [] for column in columns})


@lru_cache(maxsize=16)
def draw_freshness(label: str, kinds: tuple[str, ...]) -> Spec:
    """The specification of stacked bars by week: what fresh and old Pins brought; `kinds` are those that the rows hold."""
    axis = alt.Axis(title=None, format="%-d %b", labelOverlap="greedy", labelSeparation=14, labelBound=True, labelAngle=0, ticks=False)
    y = alt.Y("value:Q", stack="zero", axis=number_axis(False, f"{label} a week"))
    color = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS.values())), legend=alt.Legend(title=None, orient="top", values=list(kinds)))
    tooltip = [alt.Tooltip("kind:N", title="Pins"), alt.Tooltip("week:N", title="Week from"), alt.Tooltip("words:N", title=label)]
    bars = alt.Chart(ROWS).mark_bar(width=alt.RelativeBandSize(band=0.8)).encode(
        x=alt.X("at:O", timeUnit="yearmonthdate", axis=axis),
        y=y, color=color, order=alt.Order("order:Q"), tooltip=tooltip,
    )  # fmt: skip
    return specify(bars)
