"""Workspaces: the list of an owner, and what each holds. Every function asks for the owner: what belongs to another is not found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from pincore.experiments.log import Experiment
from pincore.store import uploads
from pincore.store.database import Database
from pincore.store.faults import NotFound
from pincore.store.histories import history_key, read_history
from pincore.store.kept import text_of, value_of
from pincore.store.limits import MOST_EXPERIMENTS, MOST_SETTINGS, MOST_WORKSPACES, plain_line, require_at_most
from pincore.store.tables import EXPERIMENT, WORKSPACE
from pincore.store.tokens import make_id
from pincore.store.types import Conflict, Content, Entry, Saved, Settings, Upload


def list_workspaces(database: Database, owner: str) -> tuple[Entry, ...]:
    """The owner's workspaces by name."""
    with database.reading() as connection:
        found = connection.execute(select(WORKSPACE.c.id, WORKSPACE.c.name, WORKSPACE.c.changed_at).where(WORKSPACE.c.owner_id == owner)).all()
    return tuple(sorted((Entry(*row) for row in found), key=lambda entry: (entry.name.casefold(), entry.id)))


def make_workspace(database: Database, owner: str, name: str, content: Content) -> Saved:
    """A new workspace with this content. Raises StoreError when it cannot be kept."""
    with database.writing() as connection:
        id_ = write_new(connection, owner, name, content)
    return open_workspace(database, owner, id_, content.uploads)


def write_new(connection: Connection, owner: str, name: str, content: Content) -> str:
    """Writes a new workspace with this content; its id. Raises StoreError when it cannot be kept."""
    now, id_ = _now(), make_id()
    count = connection.scalar(select(func.count()).select_from(WORKSPACE).where(WORKSPACE.c.owner_id == owner)) or 0
    require_at_most(MOST_WORKSPACES, count + 1, "workspaces", "Delete one that is not needed.")
    connection.execute(
        insert(WORKSPACE).values(
            id=id_,
            owner_id=owner,
            name=plain_line(name) or "My account",
            version=1,
            settings=_settings_text(content.settings),
            made_at=now,
            changed_at=now,
        )
    )
    uploads.write_changes(connection, id_, (), content.uploads, now)
    _write_experiments(connection, id_, {}, (), content.experiments, now)
    return id_


def open_workspace(database: Database, owner: str, workspace: str, known: Sequence[Upload] = ()) -> Saved:
    """A workspace with everything in it. Raises NotFound. Uploads that are `known` already are not fetched again."""
    with database.reading() as connection:
        return _read(connection, owner, workspace, known)


def version_of(database: Database, owner: str, workspace: str) -> int:
    """How often the workspace was written. Raises NotFound."""
    with database.reading() as connection:
        found = connection.scalar(select(WORKSPACE.c.version).where(WORKSPACE.c.id == workspace, WORKSPACE.c.owner_id == owner))
    if found is None:
        raise NotFound
    return int(found)


def save(database: Database, owner: str, before: Saved, after: Content) -> tuple[Saved, tuple[Conflict, ...]]:
    """Writes what changed since `before`, all of it or nothing; the workspace as it then stands, with what others wrote.

    An experiment that somebody else changed since `before` stays as it is there, and is a Conflict. Of the settings, those that
    changed here are written. Raises NotFound when the workspace is gone.
    """
    now = _now()
    with database.writing() as connection:
        _touch(connection, owner, before.id, now)
        uploads.write_changes(connection, before.id, before.content.uploads, after.uploads, now)
        if after.settings != before.content.settings:
            there = _settings_of(connection, before.id)
            merged = _merged(before.content.settings, after.settings, there)
            connection.execute(update(WORKSPACE).where(WORKSPACE.c.id == before.id).values(settings=_settings_text(merged)))
        conflicts = _write_experiments(connection, before.id, before.experiment_versions, before.content.experiments, after.experiments, now)
        return _read(connection, owner, before.id, after.uploads), conflicts


def rename(database: Database, owner: str, workspace: str, name: str) -> None:
    """Gives a workspace another name. Raises NotFound."""
    with database.writing() as connection:
        _touch(connection, owner, workspace, _now())
        connection.execute(update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(name=plain_line(name) or "My account"))


def delete_workspace(database: Database, owner: str, workspace: str) -> None:
    """Deletes a workspace for good, with its files, experiments, comments and links. Raises NotFound."""
    with database.writing() as connection:
        gone = connection.execute(delete(WORKSPACE).where(WORKSPACE.c.id == workspace, WORKSPACE.c.owner_id == owner))
        if not gone.rowcount:
            raise NotFound


def require_owner(connection: Connection, owner: str, workspace: str) -> None:
    """Raises NotFound unless the workspace is there and the owner's."""
    if connection.scalar(select(WORKSPACE.c.id).where(WORKSPACE.c.id == workspace, WORKSPACE.c.owner_id == owner)) is None:
        raise NotFound


def _touch(connection: Connection, owner: str, workspace: str, now: datetime) -> None:
    """Counts a write, and keeps other writers of this workspace waiting until it is done."""
    changed = connection.execute(
        update(WORKSPACE).where(WORKSPACE.c.id == workspace, WORKSPACE.c.owner_id == owner).values(version=WORKSPACE.c.version + 1, changed_at=now)
    )
    if not changed.rowcount:
        raise NotFound


def _read(connection: Connection, owner: str, workspace: str, known: Sequence[Upload]) -> Saved:
    row = connection.execute(
        select(WORKSPACE.c.name, WORKSPACE.c.version, WORKSPACE.c.settings).where(WORKSPACE.c.id == workspace, WORKSPACE.c.owner_id == owner)
    ).one_or_none()
    if row is None:
        raise NotFound
    rows = connection.execute(
        select(EXPERIMENT.c.key, EXPERIMENT.c.version, EXPERIMENT.c.told)
        .where(EXPERIMENT.c.workspace_id == workspace)
        .order_by(EXPERIMENT.c.place, EXPERIMENT.c.key)
    ).all()
    experiments = tuple(value_of(Experiment, told) for _, _, told in rows)
    settings = value_of(Settings, row.settings)
    held = uploads.list_rows(connection, workspace)
    key = history_key(((one.digest, one.name) for upload in held for one in upload.told.imports), settings.filters)
    history = None if known else read_history(connection, workspace, key)
    content = Content(uploads.read_all(connection, workspace, held, known, unread=history is not None), experiments, settings)
    return Saved(workspace, row.name, row.version, content, {key: version for key, version, _ in rows}, history)


def _settings_of(connection: Connection, workspace: str) -> Settings:
    return value_of(Settings, connection.scalar(select(WORKSPACE.c.settings).where(WORKSPACE.c.id == workspace)) or "{}")


def _settings_text(settings: Settings) -> str:
    text = text_of(settings)
    require_at_most(MOST_SETTINGS // 1024, -(-len(text) // 1024), "KB of settings", "Take actions off your list, or the logo off the report.")
    return text


def _merged(before: Settings, after: Settings, there: Settings) -> Settings:
    """What stands there, with what changed here."""
    changed = {name: getattr(after, name) for name in Settings.__slots__ if getattr(after, name) != getattr(before, name)}
    return replace(there, **changed)


def _write_experiments(
    connection: Connection, workspace: str, versions: Mapping[str, int], before: Sequence[Experiment], after: Sequence[Experiment], now: datetime
) -> tuple[Conflict, ...]:
    """Writes the experiments that changed; those that somebody else changed meanwhile are left and come back."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    if old == new:
        return ()
    conflicts = []
    for key in [*old, *(key for key in new if key not in old)]:
        mine = new.get(key)
        if mine == old.get(key) or _written(connection, workspace, key, versions.get(key), mine, now):
            continue
        told = connection.scalar(select(EXPERIMENT.c.told).where(EXPERIMENT.c.workspace_id == workspace, EXPERIMENT.c.key == key))
        theirs = value_of(Experiment, told) if told is not None else None
        if theirs != mine:
            conflicts.append(Conflict(key, mine, theirs))
    count = connection.scalar(select(func.count()).select_from(EXPERIMENT).where(EXPERIMENT.c.workspace_id == workspace)) or 0
    require_at_most(MOST_EXPERIMENTS, count, "experiments", "Remove some from the log.")
    return tuple(conflicts)


def _written(connection: Connection, workspace: str, key: str, version: int | None, mine: Experiment | None, now: datetime) -> bool:
    """Whether one experiment was still as it was known, and is written now."""
    row = (EXPERIMENT.c.workspace_id == workspace, EXPERIMENT.c.key == key)
    if mine is None:
        return bool(connection.execute(delete(EXPERIMENT).where(*row, EXPERIMENT.c.version == version)).rowcount)
    told = text_of(mine)
    if version is not None:
        changed = update(EXPERIMENT).where(*row, EXPERIMENT.c.version == version).values(version=version + 1, told=told, changed_at=now)
        return bool(connection.execute(changed).rowcount)
    if connection.scalar(select(EXPERIMENT.c.key).where(*row)) is not None:
        return False
    last = connection.scalar(select(func.coalesce(func.max(EXPERIMENT.c.place), -1)).where(EXPERIMENT.c.workspace_id == workspace))
    connection.execute(insert(EXPERIMENT).values(workspace_id=workspace, key=key, place=(last or 0) + 1, version=1, told=told, changed_at=now))
    return True


def _now() -> datetime:
    return datetime.now(UTC)
