"""The trend of one measure, with the comparison behind it."""

from collections.abc import Hashable, Mapping
from datetime import date
from functools import lru_cache

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.wording import describe_number, describe_share

NOW = "This period"
BEFORE = "The comparison"
NOTE = "note"
MOST_NOTE = 200
MARK = "#8a5a00"
_DAY = "%a %d %b %Y"
_COLUMNS = ["at", "day", "value", "words", "series"]


def shape_trend(now: pd.DataFrame, before: pd.DataFrame | None, rate: bool) -> pd.DataFrame:
    """Rows `at` (where to draw), `day` (what it is), `value`, `words`, `series`; the comparison is moved onto the days of the period.

    `now` and `before` are frames of `measures.series`. Missing: a day without a number stays as a gap; a comparison without any is left out.
    """
    parts = [_one(now, now, NOW, rate)]
    if before is not None and bool(before["value"].notna().any()):
        parts.insert(0, _one(before, now, BEFORE, rate))
    return pd.concat(parts, ignore_index=True)[_COLUMNS]


def _one(rows: pd.DataFrame, onto: pd.DataFrame, series: str, rate: bool) -> pd.DataFrame:
    describe = describe_share if rate else describe_number
    rows = rows.reset_index(drop=True).iloc[: len(onto)]
    words = [describe(value) if pd.notna(value) else "not known" for value in rows["value"]]
    estimated = rows["estimated"].fillna(False).to_numpy(dtype=bool)
    words = [f"{text} (estimate)" if flag else text for text, flag in zip(words, estimated, strict=True)]
    days = pd.to_datetime(rows["day"])
    return pd.DataFrame(
        {
            "at": pd.to_datetime(onto["day"]).to_numpy()[: len(rows)],
            "day": days.dt.strftime(_DAY),
            "value": rows["value"].astype("float64"),
            "words": words,
            "series": series,
        }
    )


def with_notes(rows: pd.DataFrame, notes: Mapping[date, str], weekly: bool) -> pd.DataFrame:
    """The rows with what was noted on their days: `note`, and `noted` for how high its mark stands; as they are where nothing was.

    A note on a day of the comparison stands where that day is drawn, one on a day of a week at the week. Missing: a day without a number
    has its mark at zero.
    """
    if not notes:
        return rows
    days = pd.to_datetime(rows["day"], format=_DAY)
    span = pd.Timedelta(days=7 if weekly else 1)
    said: dict[Hashable, list[str]] = {}
    for day, note in sorted(notes.items()):
        here = days[(days <= pd.Timestamp(day)) & (pd.Timestamp(day) < days + span)]
        if len(here):
            said.setdefault(here.index[-1], []).append(note)
    told = {at: clipped(" · ".join(found)) for at, found in said.items()}
    if not told:
        return rows
    noted = pd.Series(told, dtype=object).reindex(rows.index)
    return rows.assign(**{NOTE: noted.where(noted.notna(), None), "noted": rows["value"].fillna(0.0).where(noted.notna())})


def clipped(text: str) -> str:
    """What fits beside a chart."""
    return text if len(text) <= MOST_NOTE else f"{text[: MOST_NOTE - 1]}…"


@lru_cache(maxsize=64)
def draw_trend(label: str, rate: bool, weekly: bool, compared: bool, noted: bool = False) -> Spec:
    """The specification of the trend lines of a measure called `label`, with marks where something was noted."""
    names = [NOW, BEFORE] if compared else [NOW]
    x = alt.X("at:T", axis=alt.Axis(title=None, grid=False, labelOverlap="greedy", labelFlush=True, format="%-d %b", tickCount=6))
    y = alt.Y("value:Q", axis=number_axis(rate), scale=alt.Scale(zero=True))
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=400) if compared else None
    color = alt.Color("series:N", scale=alt.Scale(domain=names), legend=legend)
    dash = alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=[[1, 0], [5, 4]][: len(names)]), legend=legend)
    tooltip = [
        alt.Tooltip("series:N", title="Period"),
        alt.Tooltip("day:N", title="Week from" if weekly else "Day"),
        alt.Tooltip("words:N", title=label),
    ]
    base = alt.Chart(ROWS).encode(x=x, y=y)
    lines = base.mark_line(strokeWidth=2.2).encode(color=color, strokeDash=dash)
    dots = base.mark_circle(size=26 if weekly else 14, aria=False).encode(color=alt.Color("series:N", scale=alt.Scale(domain=names), legend=None))
    near = base.mark_circle(size=220, opacity=0, aria=False).encode(tooltip=tooltip)
    if not noted:
        return specify(alt.layer(lines, dots, near))
    at_note = alt.Y("noted:Q", axis=number_axis(rate), scale=alt.Scale(zero=True))
    marks = alt.Chart(ROWS).transform_filter(f"isValid(datum.{NOTE})").mark_point(shape="diamond", size=130, filled=True, opacity=1)
    said = [alt.Tooltip(f"{NOTE}:N", title="Note"), *tooltip[1:]]
    return specify(alt.layer(lines, dots, near, marks.encode(x=x, y=at_note, color=alt.value(MARK), tooltip=said)))
