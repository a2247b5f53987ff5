"""What a session is made of: the files that were brought, what was set, and where it is kept."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Any

from pages.parts.lab import Lab

if TYPE_CHECKING:
    from pages.parts.viewing import Visit
    from pincore.bands import Thresholds
    from pincore.diagnosis import Limits
    from pincore.diagnosis.types import Recommendation
    from pincore.history import History
    from pincore.measures import SaveRateOver
    from pincore.reading.imports import Answer, Import, Outcome
    from pincore.store import Conflict, Saved

Filters = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class FileEntry:
    """One uploaded file and what became of it. `content` is kept only while an outcome waits for an answer."""

    digest: str
    name: str
    outcomes: tuple[Outcome, ...]
    content: bytes | None = None


@dataclass(slots=True)
class Rules:
    """What the visitor set, the same on every page. None and "": as usual. The logo is as `read_logo` gives it."""

    thresholds: Thresholds | None = None
    save_rate_over: SaveRateOver = "impressions"
    limits: Limits | None = None
    report_name: str = ""
    report_colour: str = ""
    report_logo: bytes | None = None


@dataclass(slots=True)
class Session:
    """Everything that one visitor has brought and chosen, apart from the widgets' own values.

    `workspace` is what was kept last, `owner` whose it is, `token` that of the private address, which is nowhere else.
    `trouble` is why keeping failed, as (problem, remedy), `failed` whether it is what was pressed last, `notice` a sentence for the next page, `gone` the name of a
    workspace that was deleted elsewhere, `news` whether the private address waits to be noted down. `lock` is held while
    something is kept or fetched: on a quick second click a new run begins while the last one still ends. A `visit` over a
    link holds nothing else. `arrived` is whether a page of the visit stands.
    `history_read` is what the history was stitched from, as `read_digests` gives it; `history_key` tells which history was kept last, or tried to be.
    `again` are the files that were brought last and were there already: digest, and the name they had this time.
    `said` is what a place on a page has to say once, `speaker` the name under which notes are written, `new_links`
    are id, title and token of links that wait to be noted down, by what was chosen for each.
    """

    files: dict[str, FileEntry] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    filters: Filters | None = None
    history: History | None = None
    history_read: tuple[object, ...] = ()
    history_key: str = ""
    sample: bool = False
    arrived: bool = False
    round: int = 0
    framed: bool = False
    unread: tuple[str, ...] = ()
    again: dict[str, str] = field(default_factory=dict)
    kept: tuple[Recommendation, ...] = ()
    page: str = ""
    chosen_at: tuple[str, str] = ("", "")
    choices: dict[str, Any] = field(default_factory=dict)
    mirrored: dict[str, str] = field(default_factory=dict)
    lab: Lab = field(default_factory=Lab)
    rules: Rules = field(default_factory=Rules)
    workspace: Saved | None = None
    owner: str = ""
    token: str = ""
    conflicts: tuple[Conflict, ...] = ()
    trouble: tuple[str, str] | None = None
    failed: bool = False
    notice: str = ""
    gone: str = ""
    news: bool = False
    left: bool = False
    visit: Visit | None = None
    lock: AbstractContextManager[object] = field(default_factory=RLock)
    said: dict[str, str] = field(default_factory=dict)
    speaker: str = ""
    new_links: dict[object, tuple[str, str, str]] = field(default_factory=dict)

    def heard(self, place: str) -> str:
        """What a place on the page has to say, once."""
        return self.said.pop(place, "")


def read_of(entry: FileEntry) -> tuple[Import, ...]:
    """What was read from one file."""
    from pincore.reading.imports import Import

    return tuple(outcome for outcome in entry.outcomes if isinstance(outcome, Import))


def imports_of(mine: Session) -> tuple[Import, ...]:
    """All that was read, in the order of reading; the same content only once."""
    return tuple({found.digest: found for entry in mine.files.values() for found in read_of(entry)}.values())


def read_digests(mine: Session) -> tuple[object, ...]:
    """What the history depends on: the part that is shown, and every import by digest and name, since remarks quote the names."""
    return (mine.filters, *((found.digest, found.name) for entry in mine.files.values() for found in read_of(entry)))
