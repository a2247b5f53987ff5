"""What a workspace holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pincore.bands import Thresholds
from pincore.diagnosis.limits import Limits
from pincore.diagnosis.types import Recommendation
from pincore.experiments.log import Experiment
from pincore.facts import History
from pincore.measures import SaveRateOver
from pincore.reading.imports import Answer, Import
from pincore.report.types import Subject


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
    report_logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in a workspace that its owner works with."""

    uploads: tuple[Upload, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark, as plain text. `by_owner` tells the owner's from those of a link's holders."""

    id: str
    author: str
    by_owner: bool
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """A talk about one subject, its first remark first.

    `open`: holders of links that may comment see it. `over_link`: it was begun over a link that is on the list, whose holders see it too.
    """

    id: str
    subject: Subject
    open: bool
    resolved_at: datetime | None
    comments: tuple[Comment, ...]
    over_link: bool = False

    @property
    def last_at(self) -> datetime:
        return self.comments[-1].made_at


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workspace that is still to be made: what a session holds, or what a file held."""

    name: str
    content: Content
    talk: tuple[Thread, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A workspace in its owner's list."""

    id: str
    name: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Saved:
    """A workspace as it stands in the database. `version` counts its writes; `experiment_versions` each experiment's own.

    `history` is that of its uploads and settings, where it was kept and fetched; the frames of the uploads are then read when they are asked for.
    """

    id: str
    name: str
    version: int
    content: Content
    experiment_versions: Mapping[str, int]
    history: History | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """An experiment that somebody else changed meanwhile: `mine` was not saved. None: not there (any more)."""

    key: str
    mine: Experiment | None
    theirs: Experiment | None
