"""A database to keep things in."""

from collections.abc import Iterator

import pytest

from pincore.store import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, of each kind that can be used."""
    opened = Database(database_url)
    yield opened
    opened.close()
