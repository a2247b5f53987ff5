"""Owners: whoever holds a private address, or the person who signed in."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from pincore.store.database import Database
from pincore.store.faults import StoreError
from pincore.store.tables import OWNER
from pincore.store.tokens import hash_login, hash_token, make_id, make_token


def make_owner(database: Database) -> tuple[str, str]:
    """A new owner: its id, and the token of the private address, which is told once and never kept."""
    token = make_token()
    return _add(database, token_hash=hash_token(token)), token


def find_owner(database: Database, token: str) -> str | None:
    """The id of the owner who holds this token; None for every other text."""
    hashed = hash_token(token)
    return None if hashed is None or not database.exists else _find(database, OWNER.c.token_hash == hashed)


def renew_address(database: Database, owner: str) -> str:
    """A new token for an owner; the old address opens nothing any more."""
    token = make_token()
    with database.writing() as connection:
        connection.execute(update(OWNER).where(OWNER.c.id == owner).values(token_hash=hash_token(token)))
    return token


def owner_of_login(database: Database, issuer: str, subject: str) -> str | None:
    """The id of the person who signed in; None while that person has kept nothing."""
    return _find(database, OWNER.c.login_hash == hash_login(issuer, subject)) if database.exists else None


def make_owner_of_login(database: Database, issuer: str, subject: str) -> str:
    """The id of the person who signed in, made when there is none."""
    if found := owner_of_login(database, issuer, subject):
        return found
    try:
        return _add(database, login_hash=hash_login(issuer, subject))
    except StoreError:
        if found := owner_of_login(database, issuer, subject):  # another window was first
            return found
        raise


def _find(database: Database, row: ColumnElement[bool]) -> str | None:
    with database.reading() as connection:
        return connection.scalar(select(OWNER.c.id).where(row))


def write_owner(connection: Connection, **values: str | None) -> str:
    """Writes a new owner with one of the two hashes; its id."""
    id_ = make_id()
    connection.execute(insert(OWNER).values(id=id_, made_at=datetime.now(UTC), **values))
    return id_


def _add(database: Database, **values: str | None) -> str:
    with database.writing() as connection:
        return write_owner(connection, **values)
