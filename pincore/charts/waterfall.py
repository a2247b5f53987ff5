"""A change as a waterfall: from before to after, one bar for each part."""

from functools import lru_cache

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.split import Split
from pincore.wording import describe_difference, describe_number

UP, DOWN, LEVEL = "More", "Fewer", "In all"


def shape_waterfall(split: Split) -> pd.DataFrame:
    """Rows `step`, `low`, `high`, `kind`, `words`, `end`, from before to after; the season only where it is known."""
    season = [("Season", split.season)] if split.season_known else []
    mix = [] if split.over == "account" else [("Mix", split.mix)]
    rows = [("Before", 0.0, split.before, LEVEL, describe_number(split.before))]
    at = split.before
    for name, size in [*season, ("Reach", split.reach), ("Rate", split.rate), *mix]:
        rows.append((name, at, at + size, UP if size >= 0 else DOWN, describe_difference(float(round(size)))))
        at += size
    rows.append(("After", 0.0, split.after, LEVEL, describe_number(split.after)))
    frame = pd.DataFrame(rows, columns=["step", "from", "to", "kind", "words"])
    return pd.DataFrame({
        "step": frame["step"], "low": frame[["from", "to"]].min(axis=1), "high": frame[["from", "to"]].max(axis=1),
        "kind": frame["kind"], "words": frame["words"],
    })  # fmt: skip


@lru_cache(maxsize=16)
def draw_waterfall(label: str, n_steps: int) -> Spec:
    """The specification of the waterfall, from top to bottom; each bar has its number beside it."""
    y = alt.Y("step:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False, labelFontSize=13))
    x = alt.X("low:Q", scale=alt.Scale(zero=True), axis=number_axis(False, None, grid=True))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=[DOWN, LEVEL, "", " ", UP]), legend=None)
    base = alt.Chart(ROWS).encode(y=y)
    tooltip = [alt.Tooltip("step:N", title="Part"), alt.Tooltip("words:N", title=label)]
    bars = base.mark_bar(cornerRadius=3, height=alt.RelativeBandSize(band=0.62)).encode(x=x, x2="high:Q", color=colour, tooltip=tooltip)
    words = base.mark_text(align="left", dx=6, fontSize=13, fontWeight=600, aria=False).encode(x=alt.X("high:Q"), text="words:N", color=colour)
    spec = specify(alt.layer(bars, words), 46 * n_steps + 40)
    return spec | {"padding": {"left": 0, "right": 52, "top": 0, "bottom": 0}}  # room for the longest bar's number
