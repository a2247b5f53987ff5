"""The filter lines of an overview export: what it was narrowed to, in whatever language."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pincore.columns import normalise
from pincore.reading.sheets import Row

NAMES = ("Content types", "Devices", "Source", "Publish Types", "Age", "Gender", "Claimed accounts", "Format", "Curated content")
"""In the order in which Pinterest writes them."""
_KNOWN = {normalise(name): name for name in NAMES}
_UNFILTERED = {
    normalise(value)
    for value in (
        "", "All", "All Pins", "Not included", "Alle", "Alle Pins", "Nicht enthalten", "Todos", "Todas", "Todos los Pines", "No incluido", "No se incluye",
        "Todos os Pins", "Não incluído", "Tous", "Toutes", "Tout", "Toutes les épingles", "Non inclus", "Non incluse", "Tutti", "Tutte", "Tutti i Pin",
        "Non incluso", "Wszystkie", "Alles", "Alle pins", "Niet inbegrepen", "Alla", "Kaikki", "Все", "Hepsi", "Tümü", "すべて", "全部", "전체", "모두",
    )
}  # fmt: skip
_FEWEST = 3
"""So few lines in another language are no block of filters."""


def is_known_filter(cells: Sequence[str]) -> bool:
    return bool(cells) and normalise(cells[0]) in _KNOWN


@dataclass(slots=True)
class FilterLines:
    """The lines above the first block, as they come."""

    lines: list[Row] = field(default_factory=list)

    def take(self, number: int, cells: list[str]) -> None:
        self.lines.append((number, cells))

    def settled(self) -> tuple[dict[str, str], list[int]]:
        """The filters by name, and the rows of the lines that are none.

        A line of a name and a value inside the block is a filter, whatever its language: what Pincore does not know counts as narrowing,
        so that exports of different filters never meet unasked.
        """
        known = [number for number, cells in self.lines if is_known_filter(cells)]
        pairs = [row for row in self.lines if is_known_filter(row[1]) or self._inside(row, known)]
        if len(known) < _FEWEST and len(pairs) < _FEWEST:
            pairs = [row for row in pairs if is_known_filter(row[1])]
        named = self._named(pairs, bool(known))
        everything = _word_for_all([value for _, value in named])
        found: dict[str, str] = {}
        for name, value in named:
            found.setdefault(name, "" if normalise(value) == everything else value)
        taken = {number for number, _ in pairs}
        return found, [number for number, _ in self.lines if number not in taken]

    def _inside(self, row: Row, known: Sequence[int]) -> bool:
        """Whether a line of an unknown name stands in the block of filters: next to others of its form, behind the first known one."""
        number, cells = row
        if not cells[0] or len(cells) < 2 or len(cells[0]) >= 60 or "@" in "".join(cells) or any(c.isdigit() for c in cells[0]):
            return False
        if known:
            return known[0] < number <= known[-1] + 1
        return bool({number - 1, number + 1} & {other for other, found in self.lines if len(found) > 1})

    def _named(self, pairs: Sequence[Row], partly_known: bool) -> list[tuple[str, str]]:
        """Name and value of each line; nine lines in another language have the names of Pinterest's nine, by their place."""
        names = NAMES if len(pairs) == len(NAMES) and not partly_known else ()
        return [
            (names[place] if names else _KNOWN.get(normalise(cells[0]), cells[0]), ", ".join(cell for cell in cells[1:] if cell))
            for place, (_, cells) in enumerate(pairs)
        ]


def _word_for_all(values: Sequence[str]) -> str:
    """The value that stands in most lines, which in any language says that nothing is narrowed, or "" where none does."""
    usual = Counter(normalise(value) for value in values if value).most_common(1)
    return usual[0][0] if usual and usual[0][1] >= 4 and 2 * usual[0][1] >= len(values) else ""


def narrowing(filters: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The filters that narrow the file, by name."""
    return tuple(sorted((name, value) for name, value in filters.items() if normalise(value) not in _UNFILTERED))
