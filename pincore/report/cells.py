"""Cells of a report's tables: a value in words beside the number itself."""

from pincore.measures import MEASURE_BY_KEY
from pincore.report.cleaning import MOST_LABEL, clean
from pincore.report.types import Cell
from pincore.wording import UNKNOWN, describe_difference, describe_number, describe_relative, describe_share, is_known


def text(says: object) -> Cell:
    """A name or a sentence; empty where there is none."""
    return Cell(clean(says, MOST_LABEL) if isinstance(says, str) else "")


def count(x: float | None) -> Cell:
    """A count."""
    return Cell(describe_number(x), _number(x), "count")


def share(x: float | None) -> Cell:
    """A share."""
    return Cell(describe_share(x), _number(x), "share")


def difference(x: float | None) -> Cell:
    """A difference of counts, signed."""
    return Cell(describe_difference(x), _number(x), "count")


def relative(x: float | None) -> Cell:
    """A relative change, signed; empty when unknown."""
    return Cell(describe_relative(x) if is_known(x) else "", _number(x), "share")


def of_measure(key: str, x: float | None) -> Cell:
    """A value of a measure that is a count or a share."""
    return share(x) if MEASURE_BY_KEY[key].unit == "share" else count(x)


def missing(cell: Cell) -> bool:
    """Whether the cell says nothing."""
    return cell.number is None and cell.says in ("", UNKNOWN)


def _number(x: float | None) -> float | None:
    return float(x) if x is not None and is_known(x) else None
