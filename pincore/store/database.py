"""The database: one SQLite file, or PostgreSQL. Opened when first needed, made by the first save."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from pincore.store.faults import StoreError, told
from pincore.store.migrating import bring_up_to_date, revision_of
from pincore.store.tables import REVISION

WAIT_SECONDS = 5
SLOW_SECONDS = 30
DEFAULT = Path("data/pincore.db")
"""Where workspaces are kept when nothing else is said; the only folder that is made when it is missing."""


class Database:
    """A database by its path or its URL. Nothing is opened, and no file is made, before it is needed.

    Every use checks that the schema is ours: an older one is brought up to date after a backup, a newer one is refused.
    After a fault all connections are let go, so that the next use begins afresh: nothing needs a restart.
    """

    def __init__(self, place: str | Path = DEFAULT) -> None:
        self.url = _url_of(place)
        self.path = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        self._engine: Engine | None = None
        self._checked = False
        self._lock = Lock()

    @property
    def exists(self) -> bool:
        """Whether anything can have been kept: a file that nobody made yet holds nothing. Raises StoreError when its folder is missing."""
        if self.path is None:
            return True
        _require_folder(self.path)
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of everything."""
        snapshot = {} if self.path else {"isolation_level": "REPEATABLE READ"}
        with self._used() as engine, engine.connect().execution_options(**snapshot) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose writes all count at its end, or none of them."""
        with self._used() as engine, engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Lets every connection go."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine, self._checked = None, False

    @contextmanager
    def _used(self) -> Iterator[Engine]:
        try:
            with told():
                yield self._ready()
        except StoreError as error:
            if error.code not in ("store_not_found", "store_limit"):
                self.close()
            raise

    def _ready(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = self._open()
            if not self._checked:
                with self._engine.connect() as connection:
                    found = revision_of(connection)
                if found != REVISION:
                    bring_up_to_date(self._engine, found, self.path)
                self._checked = True
            return self._engine

    def _open(self) -> Engine:
        if self.path is None:
            return _postgresql(self.url)
        _require_folder(self.path)
        if not self.path.exists():
            with suppress(FileExistsError):
                self.path.touch(0o600, exist_ok=False)
        return _sqlite(self.path, writable=os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK))


def _url_of(place: str | Path) -> URL:
    text = str(place)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except ArgumentError:
        raise StoreError("store_address", "The address of the database cannot be read.", _REMEDY) from None
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database:
        return URL.create("sqlite", database=str(Path(url.database).absolute()))
    raise StoreError("store_address", f"The address of the database begins with “{kind}”.", _REMEDY)


_REMEDY = "Set PINCORE_DATABASE to the path of a file, or to an address such as postgresql://user:password@host/name."


def _require_folder(path: Path) -> None:
    if path.parent == DEFAULT.absolute().parent and not path.parent.exists():
        path.parent.mkdir(mode=0o700)
    if not path.parent.is_dir():
        raise StoreError(
            "store_folder_missing",
            f"The folder {path.parent} of the database is not there.",
            "Make it, or set PINCORE_DATABASE to a path in a folder that is.",
        )


def _postgresql(url: URL) -> Engine:
    options = f"-c statement_timeout={SLOW_SECONDS * 1000} -c lock_timeout={WAIT_SECONDS * 1000} -c timezone=UTC"
    return create_engine(
        url, pool_pre_ping=True, pool_size=5, max_overflow=10, pool_timeout=WAIT_SECONDS, hide_parameters=True,
        connect_args={"connect_timeout": WAIT_SECONDS, "options": options},
    )  # fmt: skip


def _sqlite(path: Path, writable: bool) -> Engine:
    """An engine for the file; on a read-only disk SQLite can open it only as one that nobody changes."""
    place = f"file:{quote(str(path))}" + ("" if writable else "?mode=ro&immutable=1")
    engine = create_engine(
        "sqlite://", creator=partial(sqlite3.connect, place, timeout=WAIT_SECONDS, uri=True, check_same_thread=False), poolclass=QueuePool,
        pool_size=5, max_overflow=10, pool_timeout=WAIT_SECONDS, hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "connect", _set_up if writable else _set_up_read_only)
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
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
