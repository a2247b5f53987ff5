"""A new workspace with its talk, as when a file of one is loaded: all of it or nothing."""

from sqlalchemy import Connection

from pincore.store.database import Database
from pincore.store.owners import write_owner
from pincore.store.talk import write_threads
from pincore.store.tokens import hash_token, make_token
from pincore.store.types import Loaded, Saved
from pincore.store.workspaces import open_workspace, write_new


def make_loaded(database: Database, owner: str, loaded: Loaded) -> Saved:
    """A new workspace with all of this. Raises StoreError when it cannot be kept."""
    with database.writing() as connection:
        id_ = _write(connection, owner, loaded)
    return open_workspace(database, owner, id_, loaded.content.uploads)


def make_first(database: Database, loaded: Loaded) -> tuple[str, str, Saved]:
    """The same for somebody new: the owner's id, the token of the private address, and the workspace. Raises StoreError, and then there is no owner."""
    token = make_token()
    with database.writing() as connection:
        owner = write_owner(connection, token_hash=hash_token(token))
        id_ = _write(connection, owner, loaded)
    return owner, token, open_workspace(database, owner, id_, loaded.content.uploads)


def _write(connection: Connection, owner: str, loaded: Loaded) -> str:
    id_ = write_new(connection, owner, loaded.name, loaded.content)
    write_threads(connection, id_, loaded.talk)
    return id_
