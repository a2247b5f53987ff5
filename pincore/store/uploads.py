"""Uploads in the database: what was read from each file, its frames as Parquet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select

from pincore.notes import Note
from pincore.periods import Period
from pincore.reading.imports import Import
from pincore.reading.threads import side_by_side
from pincore.store.frames import Unread, parquet, read_parquet
from pincore.store.histories import forget_history
from pincore.store.kept import text_of, value_of
from pincore.store.limits import MOST_BYTES, MOST_UPLOADS, require_at_most
from pincore.store.tables import FRAME, UPLOAD
from pincore.store.tokens import make_id
from pincore.store.types import Upload


@dataclass(frozen=True, slots=True)
class Told:
    """An Import without its frames."""

    digest: str
    name: str
    kind: str
    window: Period | None
    filters: tuple[tuple[str, str], ...]
    estimated_from: date | None
    notes: tuple[Note, ...]
    n_rows: int


@dataclass(frozen=True, slots=True)
class ToldUpload:
    """An Upload without its frames."""

    name: str
    imports: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An upload as it lies in the database, without its frames."""

    id: str
    digest: str
    told: ToldUpload


def told_of(upload: Upload) -> ToldUpload:
    """What is kept of an upload beside its frames."""
    return ToldUpload(
        upload.name,
        tuple(Told(o.digest, o.name, o.kind, o.window, o.filters, o.estimated_from, o.notes, o.n_rows) for o in upload.imports),
    )


def packed(upload: Upload) -> tuple[str, tuple[tuple[int, str, bytes], ...]]:
    """The upload as JSON, and its frames as (place of the import, name, Parquet)."""
    frames = tuple((place, name, parquet(frame)) for place, one in enumerate(upload.imports) for name, frame in one.frames.items())
    return text_of(told_of(upload)), frames


def unpacked(row: Row, frames: Sequence[tuple[int, str, bytes]], *, unread: bool = False) -> Upload:
    """The upload that `packed` took apart; `unread`: its frames are read when they are asked for."""
    by_place: dict[int, dict[str, bytes]] = {}
    for place, name, data in frames:
        by_place.setdefault(place, {})[name] = data
    imports = tuple(
        Import(
            one.digest, one.name, one.kind, _frames(by_place.get(place, {}), unread),
            one.window, one.filters, one.estimated_from, one.notes, one.n_rows,
        )
        for place, one in enumerate(row.told.imports)
    )  # fmt: skip
    return Upload(row.digest, row.told.name, imports)


def _frames(held: Mapping[str, bytes], unread: bool) -> Mapping[str, pd.DataFrame]:
    return Unread(held) if unread else {name: read_parquet(data) for name, data in held.items()}


def write_changes(connection: Connection, workspace: str, before: Sequence[Upload], after: Sequence[Upload], now: datetime) -> None:
    """Takes away the uploads that are gone and adds those that are new; one that is there already stays as it is."""
    if {one.digest for one in before} != {one.digest for one in after}:
        forget_history(connection, workspace)
    gone = {one.digest for one in before} - {one.digest for one in after}
    if gone:
        connection.execute(delete(UPLOAD).where(UPLOAD.c.workspace_id == workspace, UPLOAD.c.digest.in_(gone)))
    there = set(connection.scalars(select(UPLOAD.c.digest).where(UPLOAD.c.workspace_id == workspace)))
    held = {one.digest for one in before}
    new = [one for one in after if one.digest not in there | held]
    if new:
        _add(connection, workspace, new, now)


def _add(connection: Connection, workspace: str, new: Sequence[Upload], now: datetime) -> None:
    bytes_before, last, count = connection.execute(
        select(func.coalesce(func.sum(UPLOAD.c.bytes), 0), func.coalesce(func.max(UPLOAD.c.place), -1), func.count()).where(
            UPLOAD.c.workspace_id == workspace
        )
    ).one()
    packs = side_by_side(packed, new)
    sizes = [len(text) + sum(len(data) for _, _, data in frames) for text, frames in packs]
    require_at_most(MOST_UPLOADS, count + len(new), "files", "Remove files that newer exports cover.")
    require_at_most(MOST_BYTES // 2**20, -(-(int(bytes_before) + sum(sizes)) // 2**20), "MB of files", "Remove files that newer exports cover.")
    for place, (one, (text, frames), size) in enumerate(zip(new, packs, sizes, strict=True), last + 1):
        id_ = make_id()
        connection.execute(insert(UPLOAD).values(id=id_, workspace_id=workspace, digest=one.digest, place=place, told=text, bytes=size, made_at=now))
        if frames:
            connection.execute(insert(FRAME), [{"upload_id": id_, "place": at, "name": name, "parquet": data} for at, name, data in frames])


def list_rows(connection: Connection, workspace: str) -> list[Row]:
    """The uploads of a workspace in their order, without their frames."""
    rows = connection.execute(
        select(UPLOAD.c.id, UPLOAD.c.digest, UPLOAD.c.told).where(UPLOAD.c.workspace_id == workspace).order_by(UPLOAD.c.place, UPLOAD.c.id)
    )
    return [Row(id_, digest, value_of(ToldUpload, told)) for id_, digest, told in rows]


def read_all(
    connection: Connection, workspace: str, rows: Sequence[Row], known: Sequence[Upload] = (), *, unread: bool = False
) -> tuple[Upload, ...]:
    """The uploads with their frames. Those that are `known` already are not fetched again, if they were read alike: a file may have been answered anew."""
    here = {one.digest: one for one in known}
    by_digest = {row.digest: here[row.digest] for row in rows if row.digest in here and told_of(here[row.digest]) == row.told}
    wanted = [row for row in rows if row.digest not in by_digest]
    parts: dict[str, list[tuple[int, str, bytes]]] = {row.id: [] for row in wanted}
    if wanted:
        found = select(FRAME.c.upload_id, FRAME.c.place, FRAME.c.name, FRAME.c.parquet).join(UPLOAD).where(UPLOAD.c.workspace_id == workspace)
        if len(wanted) < len(rows):
            found = found.where(FRAME.c.upload_id.in_(parts))
        for row in connection.execute(found):
            parts[row.upload_id].append((row.place, row.name, row.parquet))
    read = side_by_side(lambda row: unpacked(row, parts[row.id], unread=unread), wanted)
    by_digest |= {one.digest: one for one in read}
    return tuple(by_digest[row.digest] for row in rows)
