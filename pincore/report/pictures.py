"""The charts of a report as pictures."""

import json
from importlib.resources import files
from typing import Any

from pincore.report.types import Chart, Look

FONTS = files("pincore.report") / "fonts"
FAMILY = "DejaVu Sans"


def svg(chart: Chart, look: Look) -> str:
    """The chart as SVG."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_dressed(chart, look)))


def png(chart: Chart, look: Look) -> bytes:
    """The chart as PNG for paper, in the fonts of the PDF."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    spec = _dressed(chart, look)
    spec["config"] |= {"font": FAMILY}
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))


def _dressed(chart: Chart, look: Look) -> dict[str, Any]:
    """The specification with the creator's colour first; what went up and down keeps its own colours."""
    spec: dict[str, Any] = json.loads(chart.spec)
    if not chart.key.startswith("waterfall"):
        first, *others = spec["config"]["range"]["category"]
        spec["config"]["range"]["category"] = [look.colour or first, *others]
    spec["config"] |= {"padding": 4}
    return spec
