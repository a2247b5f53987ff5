"""Pinterest exports in, right numbers out.

The names below are the ones to build on. Each is loaded from its room when it is first asked for, so that
`python -m pincore --help` loads nothing that it does not use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pincore.errors import InputError, PincoreError, ReadingError
    from pincore.history import History, stitch
    from pincore.kpis import Kpi, Thresholds
    from pincore.measures import MEASURES, Choice, Measure, Rate, by, series, totals
    from pincore.notes import Note
    from pincore.periods import Period
    from pincore.reading import Answer, Asked, Declined, Import, Outcome, read_files

__all__ = [
    "MEASURES", "Answer", "Asked", "Choice", "Declined", "History", "Import", "InputError", "Kpi", "Measure", "Note", "Outcome", "Period",
    "PincoreError", "Rate", "ReadingError", "Thresholds", "by", "read_files", "series", "stitch", "totals",
]  # fmt: skip

_ROOMS = {
    "pincore.errors": ("InputError", "PincoreError", "ReadingError"),
    "pincore.history": ("History", "stitch"),
    "pincore.kpis": ("Kpi", "Thresholds"),
    "pincore.measures": ("MEASURES", "Choice", "Measure", "Rate", "by", "series", "totals"),
    "pincore.notes": ("Note",),
    "pincore.periods": ("Period",),
    "pincore.reading": ("Answer", "Asked", "Declined", "Import", "Outcome", "read_files"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    """The public name, from its room."""
    if name not in _ROOM_OF:
        raise AttributeError(f"pincore has no {name!r}. It has: {', '.join(__all__)}.")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
