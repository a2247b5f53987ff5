"""The types of a report: a look, sections, and the blocks that every writer knows."""

from dataclasses import dataclass, field
from typing import Literal

from pincore.bands import Thresholds
from pincore.diagnosis import Limits
from pincore.measures import Choice, SaveRateOver
from pincore.periods import Period

Unit = Literal["count", "share", "minutes", "seconds", "text"]

METHOD = "method"
"""The section that explains the others."""
FILES = "files"
"""What points of the method explain when they tell of the files: they may quote columns and sheets."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report speaks of: the same choices as the pages'."""

    period: Period
    against: Period
    choice: Choice = field(default_factory=Choice)
    thresholds: Thresholds = field(default_factory=Thresholds)
    limits: Limits = field(default_factory=Limits)
    save_rate_over: SaveRateOver = "impressions"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence, or a remark in small letters."""

    says: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences as a list, perhaps under a title. `of` are the keys of the sections that they explain, where it is not the one they stand in."""

    items: tuple[str, ...]
    title: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: what, and the sentences on why and how."""

    do: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actions:
    """What to do first, in order."""

    items: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table: in words, and as the number that a spreadsheet counts with. `number` is None for text and for the unknown."""

    says: str
    number: float | None = None
    unit: Unit = "text"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name: value, change and remarks in words, and the numbers behind them.

    `change` is in words, "" when unknown. `numbers` are before, change, relative, low, high as shares or counts.
    """

    label: str
    value: Cell
    change: str = ""
    lines: tuple[str, ...] = ()
    before: float | None = None
    difference: float | None = None
    relative: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers that stand together."""

    title: str
    says: str
    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; all rows have a cell for each column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its Vega-Lite specification with its data, as JSON, and the words for those who cannot see it."""

    key: str
    title: str
    alt: str
    spec: str


Block = Text | Points | Actions | Figures | Table | Chart


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that one can speak about. The key of a Pin is its id, that of a day the day itself, as 2026-09-07."""

    kind: Literal["section", "finding", "experiment", "pin", "day"]
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. `says` is its answer in one sentence, `subjects` the findings or experiments that it names."""

    key: str
    title: str
    says: str
    blocks: tuple[Block, ...]
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Whose report it is: name, a colour as #rrggbb that is readable on white, and a logo as PNG (see `logo`)."""

    name: str = ""
    colour: str = "#b00020"
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A period in words and numbers, aggregates only. `says` is the sentence that answers how the account did."""

    scope: Scope
    about: str
    says: str
    sections: tuple[Section, ...]
    look: Look = Look()

    @property
    def title(self) -> str:
        return f"{self.look.name}: Pinterest report" if self.look.name else "Pinterest report"
