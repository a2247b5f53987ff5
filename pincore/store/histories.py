"""The stitched history of a workspace, kept beside its files so that opening need not read and stitch them all anew.

It is never more than a copy: it stands under a key of everything that it follows from, the program included, and what has another key is stitched anew.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
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
from pincore.store.types import Named, Saved

FRAMES = ("account", "boards", "pins", "details", "site", "audience")


@dataclass(frozen=True, slots=True)
class Told:
    """A History without its frames; `frames` are the names of those that have rows."""

    digest: str
    filters: tuple[tuple[str, str], ...]
    filter_groups: tuple[FilterGroup, ...]
    estimated_from: date | None
    notes: tuple[Note, ...]
    checks: tuple[Check, ...]
    days: Period | None
    rankings: tuple[tuple[str, Period], ...]
    frames: tuple[str, ...]


def _told(history: History) -> Told:
    return Told(
        history.digest, history.filters, history.filter_groups, history.estimated_from, history.notes, history.checks, history.days,
        tuple(sorted(history.rankings)), tuple(name for name in FRAMES if len(getattr(history, name))),
    )  # fmt: skip


def history_key(imports: Iterable[Named], filters: tuple[tuple[str, str], ...] | None) -> str:
    """What the history of these files follows from: their content and names, the part that is shown, and the program that stitches."""
    read = {one.digest: one.name for one in imports}
    return sha256(repr((_program(), tuple(read.items()), filters)).encode()).hexdigest()


@cache
def _program() -> str:
    """A digest of everything that decides how files are stitched: our own lines, and the libraries that count."""
    lines = sha256(repr((np.__version__, pd.__version__, pa.__version__)).encode())
    root = Path(pincore.__file__).parent
    for path in sorted(root.rglob("*.py")):
        lines.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return lines.hexdigest()


def keep_history(database: Database, owner: str, saved: Saved, key: str, history: History) -> None:
    """Keeps the history of the files of `saved`; nothing where it is kept already, or where the workspace was written meanwhile.

    Raises StoreError when it cannot be kept.
    """
    with database.reading() as connection:
        if connection.scalar(select(HISTORY.c.key).where(HISTORY.c.workspace_id == saved.id)) == key:
            return
    told = _told(history)
    if not all(_comes_back(name, getattr(history, name)) for name in FRAMES):
        return
    packed = side_by_side(lambda name: parquet(getattr(history, name)), told.frames)
    with database.writing() as connection:
        there = select(WORKSPACE.c.version).where(WORKSPACE.c.id == saved.id, WORKSPACE.c.owner_id == owner).with_for_update()
        if connection.scalar(there) != saved.version:
            return
        forget_history(connection, saved.id)
        id_ = make_id()
        connection.execute(insert(HISTORY).values(id=id_, workspace_id=saved.id, key=key, told=text_of(told)))
        if packed:
            rows = [{"history_id": id_, "name": name, "parquet": data} for name, data in zip(told.frames, packed, strict=True)]
            connection.execute(insert(HISTORY_FRAME), rows)


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
    with suppress(StoreError, pa.ArrowException, KeyError):  # damaged: then the files tell it
        return _unpacked(connection, row.id, row.told)
    return None


def _unpacked(connection: Connection, id_: str, text: str) -> History:
    told = value_of(Told, text)
    rows = connection.execute(select(HISTORY_FRAME.c.name, HISTORY_FRAME.c.parquet).where(HISTORY_FRAME.c.history_id == id_))
    packed = {row.name: row.parquet for row in rows}
    found = dict(zip(told.frames, side_by_side(lambda name: read_parquet(packed[name]), told.frames), strict=True))
    account, boards, pins, details, site, audience = (found[name] if name in found else empty_frame(name) for name in FRAMES)
    return History(
        told.digest, account, boards, pins, details, site, audience, told.filters, told.filter_groups, told.estimated_from,
        told.notes, told.checks, told.days, frozenset(told.rankings),
    )  # fmt: skip
