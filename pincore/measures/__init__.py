"""The room that aggregates: rows to totals, series and tables."""

from pincore.measures.breakdown import Dimension, by
from pincore.measures.options import options
from pincore.measures.series import Grain, series
from pincore.measures.table import ADDITIVE, MEASURE_BY_KEY, MEASURES, Choice, Measure, Rate
from pincore.measures.totals import BASIS_SAYS, Basis, SaveRateOver, Totals, totals

__all__ = [
    "ADDITIVE", "BASIS_SAYS", "MEASURES", "MEASURE_BY_KEY", "Basis", "Choice", "Dimension", "Grain", "Measure", "Rate",
    "SaveRateOver", "Totals", "by", "options", "series", "totals",
]  # fmt: skip
