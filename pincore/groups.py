"""Imports put in order: which belong together by their filters, and which gives way to which."""

from collections.abc import Sequence
from datetime import date

from pincore.facts import FilterGroup
from pincore.reading.imports import Import

LEVELS = ("account", "boards", "pins")


def has_numbers(item: Import) -> bool:
    """Whether the import holds Pinterest's counts, to which filters apply."""
    return any(name in item.frames and len(item.frames[name]) for name in LEVELS)


def filter_groups(imports: Sequence[Import]) -> tuple[FilterGroup, ...]:
    """The groups of imports with the same filters, in the order of upload."""
    files: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for item in imports:
        if has_numbers(item):
            files.setdefault(item.filters, []).append(item.name)
    return tuple(FilterGroup(filters, describe_filters(filters), tuple(names)) for filters, names in files.items())


def describe_filters(filters: tuple[tuple[str, str], ...]) -> str:
    """Filters in words.

    >>> describe_filters((("Devices", "Mobile"),)), describe_filters(())
    ('Devices: Mobile', 'no filters')
    """
    return "; ".join(f"{name}: {value}" for name, value in filters) or "no filters"


def by_precedence(imports: Sequence[Import]) -> list[Import]:
    """The imports from the one that gives way to all to the one that wins: by the end of the window, then by upload."""
    return sorted(imports, key=last_day)


def last_day(item: Import) -> date:
    """The last day the import speaks of; the earliest date when it speaks of none."""
    if item.window is not None:
        return item.window.end
    ends = [item.frames[name]["end" if "end" in item.frames[name] else "start"].max()
            for name in LEVELS if name in item.frames and len(item.frames[name])]  # fmt: skip
    return max((end.date() for end in ends), default=date.min)
