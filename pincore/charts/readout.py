"""A readout: the interval of each variant, each Pin as a dot, and who got how many impressions."""

from functools import lru_cache

import altair as alt
import pandas as pd

from pincore.charts.look import ROWS, Spec, number_axis, specify
from pincore.experiments.readout import Readout
from pincore.experiments.words import METRIC_BY_KEY
from pincore.wording import describe_number, describe_relative, describe_share

USED, LEFT_OUT = "Used", "Left out: too few impressions"
_RELATIVE = "(datum.value < 1 ? '−' : datum.value > 1 ? '+' : '') + format(abs(datum.value - 1), '.0%')"
_ROW, _AROUND = 64, 100
_RATIOS = [0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10, 25, 100]
_PLACE = alt.Color("place:N", scale=alt.Scale(domain=[str(place) for place in range(8)]), legend=None)


def shape_intervals(readout: Readout) -> pd.DataFrame:
    """One row a treatment that can be compared.

    `variant`, `place` (its number), `ratio`, `low`, `high` (its rate divided by the control's), `words`; on every row the band that does not
    matter (`least`, `most`) around `same`.
    """
    effect = readout.smallest_effect
    rows = [(place, row) for place, row in enumerate(readout.variants) if row.lift is not None and row.low is not None and row.high is not None]
    return pd.DataFrame(
        [
            (
                row.variant,
                str(place),
                1 + (row.lift or 0.0),
                max(1 + (row.low or 0.0), 1e-3),
                1 + (row.high or 0.0),
                f"{describe_relative(row.lift)} (could be {describe_relative(row.low)} to {describe_relative(row.high)})",
                1 / (1 + effect) if effect >= 1 else 1 - effect,
                1 + effect,
                1.0,
            )
            for place, row in rows
        ],
        columns=["variant", "place", "ratio", "low", "high", "words", "least", "most", "same"],
    )


@lru_cache(maxsize=32)
def draw_intervals(metric: str, control: str, n_rows: int) -> Spec:
    """The specification: a bar from the lowest to the highest that it could be, against no difference and the smallest that matters."""
    title = f"{METRIC_BY_KEY[metric].label} against “{control[:30]}” →"
    scale = alt.Scale(type="log", nice=False, padding=18)
    axis = alt.Axis(title=title, labelExpr=_RELATIVE, values=_RATIOS, domain=False, ticks=False, labelOverlap="greedy", grid=False)
    y = alt.Y("variant:N", sort=None, axis=alt.Axis(title=None, labels=False, ticks=False, domain=False))
    tooltip = [alt.Tooltip("variant:N", title="Variant"), alt.Tooltip("words:N", title="Typical Pin")]
    base = alt.Chart(ROWS)
    band = base.mark_rect(opacity=0.16, color="#8a8780", aria=False).encode(x=alt.X("min(least):Q", scale=scale, axis=axis), x2=alt.X2("max(most):Q"))
    same = base.mark_rule(strokeDash=[4, 4], color="#8a8780", aria=False).encode(x=alt.X("min(same):Q", title=title))
    bars = base.mark_rule(strokeWidth=5, strokeCap="round").encode(
        y=y, x=alt.X("low:Q", title=title), x2=alt.X2("high:Q"), color=_PLACE, tooltip=tooltip
    )
    points = base.mark_point(filled=True, size=190, opacity=1, shape="diamond").encode(
        y=y, x=alt.X("ratio:Q", title=title), color=_PLACE, tooltip=tooltip
    )
    names = base.mark_text(dy=-18, fontSize=13, fontWeight=600, limit=300, aria=False).encode(
        y=y, x=alt.X("ratio:Q", title=title), text="variant:N", color=_PLACE
    )
    return specify(alt.layer(band, same, bars, points, names), _ROW * max(n_rows, 1) + _AROUND)


def shape_dots(readout: Readout) -> pd.DataFrame:
    """One row a Pin with impressions: `variant`, `place` (its variant's number), `label`, `rate`, `impressions`, `state`, `typical` (its variant's), and words."""
    typical = {row.variant: row.typical_rate for row in readout.variants}
    place = {row.variant: i for i, row in enumerate(readout.variants)}
    dots = sorted((dot for dot in readout.dots if dot.rate is not None), key=lambda dot: place[dot.variant])
    return pd.DataFrame(
        {
            "variant": [dot.variant for dot in dots],
            "place": [str(place[dot.variant]) for dot in dots],
            "label": [dot.label for dot in dots],
            "rate": [float(dot.rate or 0.0) for dot in dots],
            "impressions": [dot.impressions for dot in dots],
            "state": [USED if dot.used else LEFT_OUT for dot in dots],
            "typical": [typical[dot.variant] for dot in dots],
            "rate_words": [describe_share(dot.rate) for dot in dots],
            "impressions_words": [describe_number(dot.impressions) for dot in dots],
            "typical_words": [describe_share(typical[dot.variant]) for dot in dots],
        }
    ).astype({"typical": "float64"})


@lru_cache(maxsize=32)
def draw_dots(metric: str, n_variants: int) -> Spec:
    """The specification: a dot a Pin, as large as its impressions; a line where the typical Pin of the variant stands."""
    name = METRIC_BY_KEY[metric].label
    x = alt.X("rate:Q", scale=alt.Scale(type="sqrt", zero=False, nice=True), axis=number_axis(True, f"{name} →", labelOverlap="greedy", grid=False))
    y = alt.Y("variant:N", sort=None, axis=alt.Axis(title=None, labels=False, ticks=False, domain=False))
    base = alt.Chart(ROWS).encode(y=y)
    dots = base.mark_point(filled=True, strokeWidth=1).encode(
        x=x,
        color=_PLACE,
        size=alt.Size("impressions:Q", scale=alt.Scale(type="sqrt", range=[50, 500]), legend=None),
        opacity=alt.Opacity("state:N", scale=alt.Scale(domain=[USED, LEFT_OUT], range=[0.7, 0.2]), legend=None),
        tooltip=[
            alt.Tooltip("label:N", title="Pin"),
            alt.Tooltip("variant:N", title="Variant"),
            alt.Tooltip("rate_words:N", title=name),
            alt.Tooltip("impressions_words:N", title="Impressions"),
            alt.Tooltip("state:N", title="In the verdict"),
        ],
    )
    tooltip = [alt.Tooltip("variant:N", title="Variant"), alt.Tooltip("typical_words:N", title="Typical Pin")]
    typical = base.mark_tick(thickness=3, size=34).encode(x=alt.X("typical:Q", title=f"{name} →"), color=_PLACE, tooltip=tooltip)
    names = base.transform_aggregate(n="count()", groupby=["variant", "place"]).mark_text(
        align="left", dx=2, dy=-26, fontSize=13, fontWeight=600, limit=300, aria=False
    )
    return specify(alt.layer(dots, typical, names.encode(x=alt.XValue(0), text="variant:N", color=_PLACE)), _ROW * max(n_variants, 1) + _AROUND)  # type: ignore[no-untyped-call]


def shape_exposure(readout: Readout) -> pd.DataFrame:
    """Rows `label`, `value` (share of all impressions), `words`, for `charts.pins.draw_pin_bars`."""
    rows = [row for row in readout.variants if row.share is not None]
    return pd.DataFrame(
        {"label": [row.variant for row in rows], "value": [row.share for row in rows], "words": [describe_share(row.share) for row in rows]}
    )
