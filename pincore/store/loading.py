"""A new workspace with its talk, as when a file of one is loaded: all of it or nothing."""

from pincore.store.database import Database
from pincore.store.talk import write_threads
from pincore.store.types import Loaded, Saved
from pincore.store.workspaces import open_workspace, write_new


def make_loaded(database: Database, owner: str, loaded: Loaded) -> Saved:
    """A new workspace with all of this. Raises StoreError when it cannot be kept."""
    with database.writing() as connection:
        id_ = write_new(connection, owner, loaded.name, loaded.content)
        write_threads(connection, id_, loaded.talk)
    return open_workspace(database, owner, id_, loaded.content.uploads)
