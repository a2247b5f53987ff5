"""Upkeep of a database by whoever runs it: look at it, copy it while it is used, put a copy back, bring it up to date."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from pincore.store.database import Database
from pincore.store.faults import StoreError
from pincore.store.migrating import back_up, require_known, revision_of
from pincore.store.sqlite_file import SIDES, put_in_place
from pincore.store.tables import UPLOAD, WORKSPACE
from pincore.store.tokens import make_id

_FIRST = b"SQLite format 3\0"
_COPY = "Give the path of a file that “store backup” made."


@dataclass(frozen=True, slots=True)
class Stock:
    """What a database holds. `schema` is None where nothing was kept yet."""

    schema: str | None
    workspaces: int = 0
    uploads: int = 0
    bytes: int = 0


def take_stock(database: Database) -> Stock:
    """What the database holds, after every page of an SQLite file was looked at. Raises StoreError for a fault; nothing is changed or made."""
    if not database.exists:
        return Stock(None)
    if database.path is not None:
        _require_database(database.path)
    with database.looking() as connection:
        found = revision_of(connection)
        require_known(found)
        if database.path is not None:
            _require_whole(connection, database.path)
        if found is None:
            return Stock(None)
        counts = connection.execute(select(func.count(), func.coalesce(func.sum(UPLOAD.c.bytes), 0)).select_from(UPLOAD)).one()
        return Stock(found, connection.scalar(select(func.count()).select_from(WORKSPACE)) or 0, int(counts[0]), int(counts[1]))


def require_writable(database: Database) -> None:
    """Raises StoreError when a database that is there can only be read."""
    if not database.exists:
        return
    with database.looking() as connection:
        if database.path is not None:
            read_only = not database.writable
        else:
            read_only = connection.scalar(text("SHOW transaction_read_only")) == "on"
    if read_only:
        raise StoreError("store_read_only", f"{database.told} can be read, but nothing can be written.", "Make the disk or the database writable.")


def copy_to(database: Database, target: Path) -> Stock:
    """Makes a whole copy at one moment, while others write; what is in it. Raises StoreError when there is a file of that name already."""
    path = _require_file(database, "pg_dump --format=custom --file=FILE ADDRESS")
    if not path.exists():
        raise StoreError("store_nothing", f"There is no database at {path} yet.", "Give its place with --database, or set PINCORE_DATABASE.")
    _require_free(target)
    with database.looking() as connection:
        made = back_up(connection.engine, target)
    return take_stock(Database(made))


def put_back(database: Database, copy: Path) -> tuple[Stock, Path | None]:
    """Puts a copy in the database's place; what is in it, and where the present one was moved to. Raises StoreError for a copy that is not whole."""
    path = _require_file(database, "pg_restore --clean --if-exists --dbname=ADDRESS FILE")
    if not copy.is_file():
        raise StoreError("store_nothing", f"There is no file {copy}.", _COPY)
    database.require_place()
    new, stock = _copied(Database(copy), path)
    try:
        database.close()
        aside = _move_aside(path)
        if not put_in_place(new, path):
            raise StoreError("store_target_there", f"Meanwhile there is another database at {path}.", "Stop Pincore, and try again.")
    finally:
        new.unlink(missing_ok=True)
    return stock, aside


def _copied(source: Database, path: Path) -> tuple[Path, Stock]:
    """A whole copy of the source beside a path, and what is in it."""
    try:
        stock = take_stock(source)
        with source.looking() as connection:
            new = back_up(connection.engine, path.with_name(f".{path.name}.{make_id()[:8]}"))
    except StoreError as error:
        if error.code != "store_damaged":
            raise
        raise StoreError("store_damaged", f"The file {source.path} is no whole database.", _COPY) from error
    source.close()
    if stock.schema is None:
        new.unlink()
        raise StoreError("store_foreign", f"The file {source.path} is no database of Pincore.", _COPY)
    return new, stock


def bring_up(database: Database) -> tuple[str | None, Stock]:
    """Brings the schema up to date; which it was before, and what is in the database. Raises StoreError for a newer one."""
    before = take_stock(database).schema
    if database.exists:
        with database.reading():
            pass
    return before, take_stock(database)


def _require_file(database: Database, instead: str) -> Path:
    if database.path is None:
        raise StoreError("store_not_a_file", "The database is PostgreSQL, which has its own programs for this.", f"Use {instead}.")
    return database.path


def _require_database(path: Path) -> None:
    """Raises StoreError for a file of another kind, which every SQLite file tells in its first letters. An empty one is told elsewhere."""
    with path.open("rb") as opened:
        first = opened.read(len(_FIRST))
    if first and first != _FIRST:
        raise StoreError(
            "store_foreign",
            f"The file {path} is no database of Pincore, or its beginning is damaged; it is left as it is.",
            "Set PINCORE_DATABASE to the path of the database; if this was it, restore the latest backup: pincore store restore FILE.",
        )


def _require_free(target: Path) -> None:
    if target.exists():
        raise StoreError("store_target_there", f"There is a file {target} already; it is left as it is.", "Give a name that is free.")
    if not target.absolute().parent.is_dir():
        raise StoreError("store_folder_missing", f"The folder {target.absolute().parent} is not there.", "Make it, or give another path.")


def _require_whole(connection: Connection, path: Path) -> None:
    found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if found != "ok":
        raise StoreError(
            "store_damaged",
            f"The database {path} is damaged ({found[:80]}); it is left as it is.",
            "Restore the latest backup: pincore store restore FILE.",
        )


def _move_aside(path: Path) -> Path | None:
    """Where the file at a path was moved to, with what lies beside it; None when there was none."""
    number, aside = 1, path.with_name(f"{path.name}.before-restore")
    while any(aside.with_name(aside.name + side).exists() for side in ("", *SIDES)):
        number += 1
        aside = path.with_name(f"{path.name}.before-restore-{number}")
    there = [side for side in ("", *SIDES) if path.with_name(path.name + side).exists()]
    for side in there:
        path.with_name(path.name + side).rename(aside.with_name(aside.name + side))
    return aside if there else None
