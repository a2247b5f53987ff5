"""The schema: which one a database has, and the way to ours."""

from pathlib import Path
from secrets import token_hex
from threading import Lock

from sqlalchemy import Connection, Engine, inspect, text

from pincore.store.faults import StoreError
from pincore.store.sqlite_file import put_in_place
from pincore.store.tables import META, REVISION

_STEPS = Path(__file__).parent / "migrations"
_ALEMBIC = Lock()
"""Alembic keeps what it is doing in one place for the whole process."""
_LOCK_NUMBER = 7_219_844


def revision_of(connection: Connection) -> str | None:
    """The revision of a database's schema, None for an empty one. Raises StoreError for one that is not ours."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if tables & set(META.tables) or (tables and connection.dialect.name == "sqlite"):
        raise StoreError("store_foreign", "The database holds tables of another program.", "Set PINCORE_DATABASE to a database of its own.")
    return None


def require_known(found: str | None) -> None:
    """Raises StoreError for a schema that a newer version made."""
    if found is not None and found > REVISION:
        raise StoreError(
            "store_newer", f"The database was written by a newer Pincore (schema {found}; this one knows {REVISION}).",
            "Start the newer version again; the database is left as it is.",
        )  # fmt: skip


def bring_up_to_date(engine: Engine, found: str | None, path: Path | None) -> Path | None:
    """Makes the schema ours, after a backup beside an SQLite file that holds something; the backup. Raises StoreError for a newer schema."""
    require_known(found)
    backup = back_up(engine, path.with_name(f"{path.name}.before-{REVISION}")) if found is not None and path is not None else None
    with _ALEMBIC, engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
        if revision_of(connection) != REVISION:
            _upgrade(connection)
    return backup


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    command.upgrade(config, REVISION)


def back_up(engine: Engine, target: Path) -> Path:
    """A whole copy of an SQLite database at one moment, while others write; when there is a file of that name, the copy gets a number."""
    new = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            new.touch(0o600, exist_ok=False)
            connection.exec_driver_sql("VACUUM INTO ?", (str(new),))
        number, place = 1, target
        while not put_in_place(new, place):
            number += 1
            place = target.with_name(f"{target.name}-{number}")
        return place
    finally:
        new.unlink(missing_ok=True)
