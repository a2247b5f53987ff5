"""Workspaces, kept until their owner deletes them: files, experiments, settings, comments and links, in SQLite or PostgreSQL."""

from pincore.kept_at import DEFAULT
from pincore.store.database import Database
from pincore.store.faults import NotFound, StoreError
from pincore.store.owners import find_owner, make_owner, make_owner_of_login, owner_of_login, renew_address
from pincore.store.types import Conflict, Content, Entry, Loaded, Saved, Settings, Upload
from pincore.store.workspaces import delete_workspace, list_workspaces, make_workspace, open_workspace, rename, save, version_of

__all__ = [
    "DEFAULT",
    "Conflict",
    "Content",
    "Database",
    "Entry",
    "Loaded",
    "NotFound",
    "Saved",
    "Settings",
    "StoreError",
    "Upload",
    "delete_workspace",
    "find_owner",
    "list_workspaces",
    "make_owner",
    "make_owner_of_login",
    "make_workspace",
    "open_workspace",
    "owner_of_login",
    "rename",
    "renew_address",
    "save",
    "version_of",
]
