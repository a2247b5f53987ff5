"""The SQLite file: made whole or not at all, opened to write where that can be, never taken for another."""

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from pincore.store.faults import StoreError

SIDES = ("-wal", "-shm")
"""What SQLite keeps beside a file while it is open; the first holds what was written last."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which file lies at a path, and whether it can be written now."""

    device: int
    number: int
    writable: bool


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file that is there. Raises StoreError for an empty one: no database of ours ever was."""
    found = path.stat()
    if not found.st_size:
        raise StoreError(
            "store_damaged",
            f"The file {path} of the database is empty; it is left as it is.",
            "Restore the latest backup (see docs/hosting.md), or delete the file if nothing was ever kept in it.",
        )
    return Stamp(found.st_dev, found.st_ino, os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def require_folder(path: Path) -> None:
    """Raises StoreError unless the file's folder is there, and can be written into when the file is not."""
    folder = path.parent
    if not folder.is_dir():
        raise StoreError(
            "store_folder_missing",
            f"The folder {folder} of the database is not there.",
            "Make it, or set PINCORE_DATABASE to a path in a folder that is.",
        )
    if path.exists():
        return
    if unread(path):
        raise StoreError(
            "store_damaged",
            f"The file {path} of the database is gone, but what was written last still lies beside it.",
            "Put the file back, or restore the latest backup (see docs/hosting.md).",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(
            "store_folder_unwritable",
            f"Nothing can be written into the folder {folder} of the database.",
            "Let the user who runs Pincore write there, or set PINCORE_DATABASE to a path in another folder.",
        )


def unread(path: Path) -> bool:
    """Whether something that was written last has not been taken into the file yet."""
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def make_file(path: Path, fill: Callable[[Engine], None]) -> None:
    """Makes the file with its schema, all of it or nothing; when another process was first, its file stays."""
    new = path.with_name(f".{path.name}.{token_hex(4)}")
    new.touch(0o600, exist_ok=False)
    try:
        engine = _engine(new, "", _set_up)
        fill(engine)
        engine.dispose()
        put_in_place(new, path)
    finally:
        for side in ("", *SIDES):
            new.with_name(new.name + side).unlink(missing_ok=True)


def put_in_place(new: Path, path: Path) -> bool:
    """Gives a whole file its name, for good; False when there is one of that name already, which stays."""
    _settle(new)
    try:
        os.link(new, path)
    except FileExistsError:
        return False
    except OSError:  # a disk that knows no second names
        if path.exists():
            return False
        new.rename(path)
    with suppress(OSError):
        _settle(path.parent)
    return True


def _settle(path: Path) -> None:
    """Waits until a file or a folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def open_file(path: Path, stamp: Stamp, wait: float, limits: Mapping[str, float]) -> Engine:
    """An engine for the file, to write and read; `limits` are those of its pool of connections.

    On a read-only disk it can only be read, and only when everything that was written is seen.
    """
    if stamp.writable:
        return _engine(path, "", _set_up, wait, limits)
    if unread(path) and not path.with_name(path.name + "-shm").exists():
        raise StoreError(
            "store_read_only",
            f"What was written last lies in {path}-wal and cannot be taken in while the disk is read-only.",
            "Whoever runs it must make the disk writable; an older state is not shown in its place.",
        )
    return _engine(path, "?mode=ro" if unread(path) else "?mode=ro&immutable=1", _set_up_read_only, wait, limits)


def _engine(path: Path, how: str, set_up: Callable[[Any, Any], None], wait: float = 5, limits: Mapping[str, float] | None = None) -> Engine:
    place = f"file:{quote(str(path))}{how}"
    engine = create_engine(
        "sqlite://", creator=partial(sqlite3.connect, place, timeout=wait, uri=True, check_same_thread=False),
        poolclass=QueuePool if limits else NullPool, hide_parameters=True, **limits or {},
    )  # fmt: skip
    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(raw: Any, _record: Any) -> None:
    """Transactions are ours to begin; deleted rows leave nothing behind; what is committed survives a power cut."""
    raw.isolation_level = None
    for line in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        raw.execute(f"PRAGMA {line}")


def _set_up_read_only(raw: Any, _record: Any) -> None:
    raw.isolation_level = None


def _begin(connection: Connection) -> None:
    """A write takes its lock at once: a read that turns into a write would fail without waiting."""
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
