"""The database: one SQLite file, or PostgreSQL. Opened when first needed, made by the first save."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from pincore.kept_at import DEFAULT
from pincore.store.faults import FAULTS, StoreError, told
from pincore.store.migrating import bring_up_to_date, revision_of
from pincore.store.sqlite_file import Stamp, make_file, open_file, require_folder, stamp_of
from pincore.store.tables import REVISION

WAIT_SECONDS = 5
SLOW_SECONDS = 30
DEAD_SECONDS = 10

_NO_FAULT = ("store_not_found", "store_limit", "store_unkeepable", "store_locked", "store_crowded", "store_slow", "store_twice")
"""After these the connections are as good as before."""

LONGEST_WAIT = 30
"""Seconds that a visitor waits for others of the same process: for the one who writes, or for a connection."""


class Database:
    """A database by its path or its URL. Nothing is opened, and no file is made, before it is needed.

    Every use checks that the schema is ours: an older one is brought up to date after a backup, a newer one is refused.
    After a fault all connections are let go, so that the next use begins afresh; so they are when the file is another, or when its disk
    became read-only or writable: nothing needs a restart.
    """

    def __init__(self, place: str | Path = DEFAULT) -> None:
        self.url = _url_of(place)
        self.path = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        self._engine: Engine | None = None
        self._stamp: Stamp | None = None
        self._checked = False
        self._seen = False
        self.backup: Path | None = None
        """The copy that was made before the schema was brought up to date, if it was."""
        self._lock = Lock()
        self._writer = Lock()

    @property
    def exists(self) -> bool:
        """Whether anything can have been kept: a file that nobody made yet holds nothing.

        Raises StoreError when its folder is missing, or the file itself where there was one before: an unmounted disk is no empty database.
        """
        if self.path is None:
            return True
        self._require_seen(self.path)
        if self._has_usual_place(self.path) and not self.path.parent.exists():
            return False
        require_folder(self.path)
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
        with self._alone(), self._used() as engine, engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer of this process at a time in an SQLite file: its own way of waiting lets some of many wait for ever."""
        if self.path is None:
            yield
            return
        if not self._writer.acquire(timeout=LONGEST_WAIT):
            row = next(row for row in FAULTS if row.code == "store_locked")
            raise StoreError(row.code, row.problem, row.remedy)
        try:
            yield
        finally:
            self._writer.release()

    @property
    def told(self) -> str:
        """Its place as it may be shown: an address without its password."""
        return str(self.path) if self.path is not None else self.url.set(drivername="postgresql").render_as_string(hide_password=True)

    @property
    def writable(self) -> bool:
        """Whether the file, once opened, can be written."""
        return self._stamp is None or self._stamp.writable

    def require_place(self) -> None:
        """Makes the usual folder when it is missing. Raises StoreError when another one is."""
        if self.path is not None and self._has_usual_place(self.path):
            with suppress(OSError):
                self.path.parent.mkdir(mode=0o700, exist_ok=True)
        if self.path is not None and not self.path.parent.is_dir():
            require_folder(self.path)

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A connection to the database as it is, of whatever schema; nothing is made or brought up to date."""
        with self._used(checked=False) as engine, engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Lets every connection go."""
        with self._lock:
            self._let_go()

    @contextmanager
    def _used(self, *, checked: bool = True) -> Iterator[Engine]:
        try:
            with told():
                yield self._ready(checked)
        except StoreError as error:
            if error.code not in _NO_FAULT:
                self.close()
            raise

    def _ready(self, checked: bool) -> Engine:
        with self._lock:
            stamp = self._look_at_file(checked)
            if self._engine is not None and stamp != self._stamp:
                self._let_go()
            if self._engine is None:
                self._engine, self._stamp = self._open(stamp), stamp
            if checked and not self._checked:
                self._bring_up_to_date(self._engine)
                self._checked = True
            return self._engine

    def _let_go(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._engine, self._stamp, self._checked = None, None, False

    def _look_at_file(self, make: bool) -> Stamp | None:
        """Which file it is now, made when there is none."""
        if self.path is None:
            return None
        self._require_seen(self.path)
        if make:
            self.require_place()
        require_folder(self.path)
        if make and not self.path.exists():
            make_file(self.path, self._bring_up_to_date)
        stamp = stamp_of(self.path)
        self._seen = True
        return stamp

    def _require_seen(self, path: Path) -> None:
        if self._seen and not path.exists():
            require_folder(path)
            row = next(row for row in FAULTS if row.code == "store_unreachable")
            raise StoreError(row.code, row.problem, row.remedy)

    @staticmethod
    def _has_usual_place(path: Path) -> bool:
        return path.parent == DEFAULT.absolute().parent

    def _bring_up_to_date(self, engine: Engine) -> None:
        with engine.connect() as connection:
            found = revision_of(connection)
        if found != REVISION:
            self.backup = bring_up_to_date(engine, found, self.path)

    def _open(self, stamp: Stamp | None) -> Engine:
        limits = {"pool_size": 5, "max_overflow": 10, "pool_timeout": LONGEST_WAIT}
        return _postgresql(self.url, limits) if self.path is None or stamp is None else open_file(self.path, stamp, WAIT_SECONDS, limits)


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


def _postgresql(url: URL, limits: Mapping[str, float]) -> Engine:
    options = f"-c statement_timeout={SLOW_SECONDS * 1000} -c lock_timeout={WAIT_SECONDS * 1000} -c timezone=UTC"
    return create_engine(
        url, pool_pre_ping=True, hide_parameters=True, **limits,
        connect_args={
            "connect_timeout": WAIT_SECONDS, "options": options, "tcp_user_timeout": DEAD_SECONDS * 1000,
            "keepalives_idle": DEAD_SECONDS, "keepalives_interval": DEAD_SECONDS // 2, "keepalives_count": 2,
        },
    )  # fmt: skip
