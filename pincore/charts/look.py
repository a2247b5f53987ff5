"""What all charts share: how a chart becomes a specification, and how its text and marks look."""

from typing import Any

import altair as alt

Spec = dict[str, Any]

HEIGHT = 300
ROWS = alt.NamedData(name="rows")
COUNT_LABEL = "format(datum.value, abs(datum.value) < 1 ? '~g' : '~s')"  # '~s' alone writes a half as 500m
RATE_LABEL = "replace(format(datum.value, '.2~%'), '%', ' %')"


def specify(chart: alt.Chart | alt.LayerChart | alt.FacetChart, height: int = HEIGHT) -> Spec:
    """The specification of a chart, without data, as wide as its place."""
    spec: Spec = chart.properties(height=height, width="container").to_dict(validate=False)  # half the time; the tests validate
    spec.pop("data", None)
    spec.pop("config", None)
    return spec


def number_axis(rate: bool, title: str | None = None, **more: Any) -> alt.Axis:
    """An axis of counts (12k) or of shares (0.4 %)."""
    return alt.Axis(labelExpr=RATE_LABEL if rate else COUNT_LABEL, title=title, tickCount=5, domain=False, ticks=False, **more)
