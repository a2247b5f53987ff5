"""The session's link with what is kept: looked at before every run, written after every run. Nothing is kept before "Save"."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pages.parts import acts, content, state
from pages.parts.session import Session
from pages.parts.storage import database, troubled

if TYPE_CHECKING:
    from pincore.store import Conflict


def look(mine: Session) -> bool:
    """Takes in what was changed elsewhere meanwhile. Whether the database could be asked."""
    failed, mine.failed = mine.failed, False
    if not mine.owner:
        return True
    from pincore.store import NotFound, find_owner, version_of

    with troubled(mine):
        if mine.token and find_owner(database(), mine.token) != mine.owner:
            acts.close(mine, "There is another private address by now; the old one opens nothing any more.")
            return True
        try:
            if mine.workspace and version_of(database(), mine.owner, mine.workspace.id) != mine.workspace.version:
                _meet(mine)
        except NotFound:
            _lose(mine)
        if not failed and (mine.workspace is None or content.same(content.content_of(mine), mine.workspace.content)):
            mine.trouble = None
        return True
    return False


def _lose(mine: Session) -> None:
    """The workspace was deleted elsewhere: what was in it stays in the session."""
    assert mine.workspace is not None
    mine.gone, mine.workspace, mine.conflicts = mine.workspace.name, None, ()


def write(mine: Session) -> bool:
    """Keeps what changed. Whether something came of it that the page does not show yet."""
    if mine.workspace is None:
        return False
    if content.same(content.content_of(mine), mine.workspace.content):
        _write_history(mine)
        return False
    before = mine.trouble
    with troubled(mine):
        return mine.workspace is not None and _written(mine)
    return mine.trouble != before


def _write_history(mine: Session) -> None:
    """Keeps what was stitched, once, for the next who opens the workspace; what cannot be kept is stitched again."""
    from pincore.store import StoreError
    from pincore.store.histories import history_key, keep_history

    with mine.lock:
        workspace, found, (filters, *read) = mine.workspace, mine.history, mine.history_read or (None,)
        there = {(one.digest, one.name) for upload in workspace.content.uploads for one in upload.imports} if workspace else set()
        if workspace is None or found is None or set(read) != there:
            return
        key = history_key(read, filters)
        if key == mine.history_key:
            return
        mine.history_key = key
    with suppress(StoreError):
        keep_history(database(), mine.owner, workspace, key, found)


def _written(mine: Session) -> bool:
    from pincore.store import NotFound, save

    assert mine.workspace is not None
    now = content.content_of(mine)
    try:
        saved, conflicts = save(database(), mine.owner, mine.workspace, now)
    except NotFound:
        _lose(mine)
        return True
    news = mine.trouble is not None or bool(conflicts) or not content.same(saved.content, now)
    content.take(mine, saved)
    _add_conflicts(mine, conflicts)
    mine.trouble = None
    return news


def _meet(mine: Session) -> None:
    """Brings what was done here and what was done elsewhere together."""
    from pincore.store import open_workspace, save

    assert mine.workspace is not None
    now, before = content.content_of(mine), mine.workspace
    if content.same(now, before.content):
        content.take(mine, open_workspace(database(), mine.owner, before.id, before.content.uploads))
        return
    saved, conflicts = save(database(), mine.owner, before, now)
    content.take(mine, saved)
    _add_conflicts(mine, conflicts)


def _add_conflicts(mine: Session, found: tuple[Conflict, ...]) -> None:
    mine.conflicts = tuple(({one.key: one for one in mine.conflicts} | {one.key: one for one in found}).values())


def resolve(conflict: Conflict, keep_mine: bool) -> None:
    """Ends a conflict: what was done here replaces what was done elsewhere, or is let go."""
    mine = state.session()
    mine.conflicts = tuple(one for one in mine.conflicts if one.key != conflict.key)
    if keep_mine and conflict.mine is not None:
        mine.lab.put(conflict.mine)
    elif keep_mine:
        mine.lab.drop(conflict.key)
