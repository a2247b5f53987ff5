"""What of a session is kept, and what is kept put back into a session."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from pages.parts import alive
from pages.parts.session import FileEntry, Rules, Session, imports_of, read_digests, read_of

if TYPE_CHECKING:
    from pincore.history import History
    from pincore.store import Content, Saved, Settings, Upload


def content_of(mine: Session) -> Content:
    """Everything that is kept of a session. A file that waits for an answer or was declined is not: its bytes may hold personal data."""
    from pincore.store import Content, Upload

    read = {_digest_of(entry): (entry, found) for entry in mine.files.values() if (found := read_of(entry))}
    uploads = tuple(Upload(digest, entry.name, found) for digest, (entry, found) in read.items())
    return Content(uploads, mine.lab.log, _settings_of(mine))


def not_kept(mine: Session) -> tuple[str, ...]:
    """The names of the files of which nothing is kept."""
    return tuple(entry.name for entry in mine.files.values() if not read_of(entry))


def same(one: Content, other: Content) -> bool:
    """Whether two contents say the same. Equal digests are equal files."""
    return (
        {upload.digest for upload in one.uploads} == {upload.digest for upload in other.uploads}
        and one.experiments == other.experiments
        and one.settings == other.settings
    )


def take(mine: Session, saved: Saved) -> None:
    """Puts what is kept into the session; files that wait or were declined stay beside it. The history is stitched anew only if it must be."""
    before = read_digests(mine)
    there = {_digest_of(entry): entry for entry in mine.files.values() if read_of(entry)}
    waiting = [entry for entry in mine.files.values() if not read_of(entry)]
    kept = [_entry_of(upload, there.get(upload.digest)) for upload in saved.content.uploads]
    mine.files = {entry.digest: entry for entry in (*kept, *waiting)}
    mine.lab.log = saved.content.experiments
    _take_settings(mine, saved.content.settings)
    mine.workspace = replace(saved, history=None)
    alive.note(mine.workspace)
    if read_digests(mine) != before:
        mine.history, mine.history_read = alive.history(mine, read_digests(mine)) or saved.history, read_digests(mine)
    if mine.history is not None:
        alive.note_history(mine, read_digests(mine), mine.history)


def _entry_of(upload: Upload, here: FileEntry | None) -> FileEntry:
    """The file as it is kept; the one that is here, with what waits in it, where it was read alike."""
    if here and (here.name, [one.digest for one in read_of(here)]) == (upload.name, [one.digest for one in upload.imports]):
        return here
    return FileEntry(upload.digest, upload.name, upload.imports)


def history_of(mine: Session) -> History:
    """Everything that a session holds, stitched. It is kept until the files or filters change, also by a run that began meanwhile."""
    from pincore.history import stitch

    known = mine.history
    if known is None:
        found, read, filters = imports_of(mine), read_digests(mine), mine.filters
        known = alive.history(mine, read) or stitch(found, filters)
        with mine.lock:
            if read_digests(mine) == read:
                mine.history, mine.history_read = known, read
                alive.note_history(mine, read, known)
    return known


def _digest_of(entry: FileEntry) -> str:
    """The digest under which a file is kept: another while a part of it waits for an answer, so that the whole is kept later."""
    if entry.content is None:
        return entry.digest
    return sha256(repr((entry.digest, [found.digest for found in read_of(entry)])).encode()).hexdigest()


def _settings_of(mine: Session) -> Settings:
    from pincore.bands import Thresholds
    from pincore.diagnosis.limits import Limits
    from pincore.store import Settings

    rules = mine.rules
    return Settings(
        rules.thresholds or Thresholds(), rules.save_rate_over, rules.limits or Limits(), mine.filters, tuple(mine.answers.items()),
        mine.kept, rules.report_name, rules.report_colour, rules.report_logo,
    )  # fmt: skip


def _take_settings(mine: Session, found: Settings) -> None:
    mine.rules = Rules(found.thresholds, found.save_rate_over, found.limits, found.report_name, found.report_colour, found.report_logo)
    mine.filters, mine.answers, mine.kept = found.filters, dict(found.answers), found.kept
