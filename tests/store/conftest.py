"""A database to keep things in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pincore.store import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, of each kind that can be used."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The path of a file that is not there yet."""
    return str(tmp_path / "kept.db")
