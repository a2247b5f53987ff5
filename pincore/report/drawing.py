"""Charts of a report: the pages' own charts with their data, as text that can be kept."""

import json

import pandas as pd

from pincore.charts import saving
from pincore.charts.concentration import draw_ranked, shape_ranked
from pincore.charts.look import Spec
from pincore.charts.trend import BEFORE, draw_trend, shape_trend
from pincore.charts.waterfall import draw_waterfall, shape_waterfall
from pincore.concentration import LIMITS
from pincore.facts import History
from pincore.measures import MEASURE_BY_KEY, series
from pincore.report.cleaning import MOST_LABEL, clean
from pincore.report.types import Chart, Scope
from pincore.split import Split


def trend(history: History, scope: Scope, key: str, about: str) -> Chart | None:
    """A measure day by day with the comparison behind it; None when no day is known."""
    measure = MEASURE_BY_KEY[key]
    now, before = (series(history, span, key, "day", scope.choice, scope.save_rate_over) for span in (scope.period, scope.against))
    rows = shape_trend(now, before, measure.unit == "share")
    if not rows["value"].notna().any():
        return None
    spec = draw_trend(measure.label, measure.unit == "share", False, BEFORE in set(rows["series"]))
    return _chart(f"trend-{key}", f"{measure.label}, day by day", about, spec, rows)


def waterfall(split: Split, about: str) -> Chart:
    """The parts of a change."""
    rows = shape_waterfall(split)
    label = MEASURE_BY_KEY[split.key].label
    return _chart(f"waterfall-{split.key}", f"What moved {label.lower()}", about, draw_waterfall(label, len(rows)), rows)


def ranked(label: str, pins: pd.DataFrame, about: str) -> Chart:
    """The Pins by rank, with the share that they hold together."""
    return _chart("ranked", "The Pins by rank, with the share they hold together", about, draw_ranked(label, LIMITS), shape_ranked(pins))


def _chart(key: str, title: str, about: str, spec: Spec, rows: pd.DataFrame) -> Chart:
    texts = rows.select_dtypes(["object", "str"]).columns
    safe = rows.assign(**{name: [clean(x, MOST_LABEL) if isinstance(x, str) else x for x in rows[name]] for name in texts})
    return Chart(key, title, f"{title}, {about}", json.dumps(saving.complete(spec, safe), allow_nan=False))
