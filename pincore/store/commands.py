"""The commands of whoever runs the app: one line each on the database, its copy, its return, its schema."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from pincore.errors import PincoreError
from pincore.lines import error_keys, write_line
from pincore.store.database import Database
from pincore.store.faults import KEPT, told
from pincore.store.upkeep import bring_up, copy_to, put_back, require_writable, take_stock

NOTHING: Mapping[str, Any] = {"schema": None, "workspaces": None, "uploads": None, "bytes": None}


def check(place: str | Path, out: TextIO) -> int:
    """Writes a line on whether the database opens, is whole and can be written, and what it holds; 0 when it is well."""

    def tell(database: Database) -> dict[str, Any]:
        stock = take_stock(database)
        require_writable(database)
        return asdict(stock)

    return _told(place, "check", tell, out)


def backup(place: str | Path, target: str, out: TextIO) -> int:
    """Writes a copy of the database, and a line on it; 0 when it was made."""
    return _told(place, "backup", lambda database: {"file": target, **asdict(copy_to(database, Path(target)))}, out)


def restore(place: str | Path, source: str, out: TextIO) -> int:
    """Puts a copy in the database's place, and writes a line on it; 0 when it is there."""

    def tell(database: Database) -> dict[str, Any]:
        stock, aside = put_back(database, Path(source))
        return {"file": source, "moved_aside": str(aside) if aside else None, **asdict(stock)}

    return _told(place, "restore", tell, out)


def upgrade(place: str | Path, out: TextIO) -> int:
    """Brings the schema up to date after a backup, and writes a line on it; 0 when it is."""

    def tell(database: Database) -> dict[str, Any]:
        before, stock = bring_up(database)
        return {"schema_before": before, "backup": str(database.backup) if database.backup else None, **asdict(stock)}

    return _told(place, "upgrade", tell, out)


def _told(place: str | Path, command: str, tell: Callable[[Database], dict[str, Any]], out: TextIO) -> int:
    shown: str | None = None
    try:
        with told():
            database = Database(place)
            shown = database.told
            found = tell(database)
            database.close()
    except PincoreError as error:
        keys = error_keys(error)
        keys["remedy"] = keys["remedy"].removeprefix(KEPT).strip()
        write_line({"command": command, "database": shown, "ok": False, **NOTHING, "error": keys}, out)
        return 1
    write_line({"command": command, "database": shown, "ok": True, **found, "error": None}, out)
    return 0
