"""The stitched history of a workspace, kept beside its files so that opening need not read and stitch them all anew.

It is never more than a copy: it stands under a key of everything that it follows from, the program included, and what has another key is stitched anew.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, delete, insert, select

import pincore
from pincore.facts import Check, FilterGroup, History
from pincore.layouts import empty_frame
from pincore.notes import Note
from pincore.periods import Period
from pincore.reading.threads import side_by_side
from pincore.store.database import Database
from pincore.store.faults import StoreError
from pincore.store.frames import parquet, read_parquet
from pincore.store.kept import text_of, value_of
from pincore.store.tables import HISTORY, HISTORY_FRAME, WORKSPACE
from pincore.store.tokens import make_id
from pincore.store.types import Saved

FRAMES = ("account", "boards", "pins", "details", "site", "audience")


@dataclass(frozen=True, slots=True)
class Told:
    """A History without its frames; `frames` are the names of those that have rows, each with the digest of its bytes."""

    digest: str
    filters: tuple[tuple[str, str], ...]
    filter_groups: tuple[FilterGroup, ...]
    estimated_from: date | None
    notes: tuple[Note, ...]
    checks: tuple[Check, ...]
    days: Period | None
    rankings: tuple[tuple[str, Period], ...]
    frames: tuple[tuple[str, str], ...]


def _told(history: History, packed: Mapping[str, bytes]) -> Told:
    return Told(
        history.digest, history.filters, history.filter_groups, history.estimated_from, history.notes, history.checks, history.days,
        tuple(sorted(history.rankings)), tuple((name, sha256(data).hexdigest()) for name, data in packed.items()),
    )  # fmt: skip


def history_key(read: Iterable[tuple[str, str]], filters: object) -> str:
    """What the history of these imports, as (digest, name), follows from: content and names, the part that is shown, and the program that stitches."""
    return sha256(repr((PROGRAM, tuple(dict(read).items()), filters)).encode()).hexdigest()


def _program() -> str:
    """A digest of everything that decides how files are stitched: our own lines, and the libraries that count."""
    lines = sha256(repr((np.__version__, pd.__version__, pa.__version__)).encode())
    root = Path(pincore.__file__).parent
    for path in sorted(root.rglob("*.py")):
        lines.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return lines.hexdigest()


PROGRAM = _program()
"""As it is when it is loaded: files may be replaced under a server that runs."""


def keep_history(database: Database, owner: str, saved: Saved, key: str, history: History) -> None:
    """Keeps the history of the files of `saved`; nothing where it is kept already, or where the workspace was written meanwhile.

    Raises StoreError when it cannot be kept.
    """
    with database.reading() as connection:
        if connection.scalar(select(HISTORY.c.key).where(HISTORY.c.workspace_id == saved.id)) == key:
            return
    if not database.writable or not all(_comes_back(name, getattr(history, name)) for name in FRAMES):
        return
    names = [name for name in FRAMES if len(getattr(history, name))]
    packed = dict(zip(names, side_by_side(lambda name: parquet(getattr(history, name)), names), strict=True))
    told = text_of(_told(history, packed))
    with database.writing() as connection:
        there = select(WORKSPACE.c.version).where(WORKSPACE.c.id == saved.id, WORKSPACE.c.owner_id == owner).with_for_update()
        if connection.scalar(there) != saved.version:
            return
        forget_history(connection, saved.id)
        id_ = make_id()
        connection.execute(insert(HISTORY).values(id=id_, workspace_id=saved.id, key=key, told=told))
        if packed:
            connection.execute(insert(HISTORY_FRAME), [{"history_id": id_, "name": name, "parquet": data} for name, data in packed.items()])


def _comes_back(name: str, frame: pd.DataFrame) -> bool:
    """Whether a frame is the same after it was kept: Parquet does not tell of what sort a category without any value is."""
    if not len(frame):
        return frame.dtypes.equals(empty_frame(name).dtypes)
    return all(len(kind.categories) > 0 for kind in frame.dtypes if isinstance(kind, pd.CategoricalDtype))


def forget_history(connection: Connection, workspace: str) -> None:
    """Takes the kept history away, with the files that it was made of."""
    connection.execute(delete(HISTORY).where(HISTORY.c.workspace_id == workspace))


def read_history(connection: Connection, workspace: str, key: str) -> History | None:
    """The kept history of a workspace, if it follows from what `key` says; None where it does not, or cannot be read."""
    row = connection.execute(select(HISTORY.c.id, HISTORY.c.told).where(HISTORY.c.workspace_id == workspace, HISTORY.c.key == key)).one_or_none()
    if row is None:
        return None
    with suppress(StoreError):  # damaged: then the files tell it
        return _unpacked(connection, row.id, row.told)
    return None


def _unpacked(connection: Connection, id_: str, text: str) -> History | None:
    """The history, if every byte of it is as it was written: Parquet may read others without a word."""
    told = value_of(Told, text)
    rows = connection.execute(select(HISTORY_FRAME.c.name, HISTORY_FRAME.c.parquet).where(HISTORY_FRAME.c.history_id == id_))
    packed = {row.name: row.parquet for row in rows}
    if tuple((name, sha256(packed.get(name, b"")).hexdigest()) for name, _ in told.frames) != told.frames:
        return None
    names = [name for name, _ in told.frames]
    found = dict(zip(names, side_by_side(lambda name: read_parquet(packed[name]), names), strict=True))
    account, boards, pins, details, site, audience = (found[name] if name in found else empty_frame(name) for name in FRAMES)
    return History(
        told.digest, account, boards, pins, details, site, audience, told.filters, told.filter_groups, told.estimated_from,
        told.notes, told.checks, told.days, frozenset(told.rankings),
    )  # fmt: skip
