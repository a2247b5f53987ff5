"""What a workspace holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pincore.bands import Thresholds
from pincore.diagnosis.limits import Limits
from pincore.diagnosis.types import Recommendation
from pincore.experiments.log import Experiment
from pincore.measures import SaveRateOver
from pincore.reading.imports import Answer, Import


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file: what was read from it. Two uploads of the same digest are the same."""

    digest: str
    name: str
    imports: tuple[Import, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the creator chose: rules, the part of the account that is shown, answers about files by their shape, kept actions, and the report's look."""

    thresholds: Thresholds = field(default_factory=Thresholds)
    save_rate_over: SaveRateOver = "impressions"
    limits: Limits = field(default_factory=Limits)
    filters: tuple[tuple[str, str], ...] | None = None
    answers: tuple[tuple[str, Answer], ...] = ()
    kept: tuple[Recommendation, ...] = ()
    report_name: str = ""
    report_colour: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in a workspace that its owner works with."""

    uploads: tuple[Upload, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Entry:
    """A workspace in its owner's list."""

    id: str
    name: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """A workspace as it stands in the database. `version` counts its writes; `experiment_versions` each experiment's own."""

    id: str
    name: str
    version: int
    content: Content
    experiment_versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An experiment that somebody else changed meanwhile: `mine` was not saved. None: not there (any more)."""

    key: str
    mine: Experiment | None
    theirs: Experiment | None
