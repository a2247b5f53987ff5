"""The dashboard's numbers: KPIs, the sentence that answers, the plane of Pins, their trends, coverage."""

from pincore.bands import Thresholds
from pincore.coverage import Coverage, coverage
from pincore.kpis.answering import answer
from pincore.kpis.measuring import kpis, video
from pincore.kpis.plane import pins_plane
from pincore.kpis.trends import top_pin_trends
from pincore.kpis.types import QUADRANT_BY_KEY, QUADRANTS, Kpi, Quadrant

__all__ = [
    "QUADRANTS", "QUADRANT_BY_KEY", "Coverage", "Kpi", "Quadrant", "Thresholds",
    "answer", "coverage", "kpis", "pins_plane", "top_pin_trends", "video",
]  # fmt: skip
