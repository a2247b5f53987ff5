"""What tabs of this process have open: a second tab of a workspace, or one that comes back within minutes, need not read and stitch it anew.

Nothing is held here that no session holds; and who asks must have been let into the workspace by the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from pages.parts.session import Session
    from pincore.history import History
    from pincore.store import Saved, Upload

_SAVED: WeakValueDictionary[str, Saved] = WeakValueDictionary()
_HISTORIES: WeakValueDictionary[tuple[object, ...], History] = WeakValueDictionary()


def uploads(workspace: str) -> tuple[Upload, ...]:
    """The files of a workspace that are here already."""
    found = _SAVED.get(workspace)
    return found.content.uploads if found else ()


def note(saved: Saved) -> None:
    """Notes what a session has open."""
    _SAVED[saved.id] = saved


def history(mine: Session, read: tuple[object, ...]) -> History | None:
    """The history of the workspace's files, if a tab has it; `read` is what it depends on."""
    return _HISTORIES.get((mine.workspace.id, *read)) if mine.workspace else None


def note_history(mine: Session, read: tuple[object, ...], found: History) -> None:
    """Notes the history that a session has."""
    if mine.workspace:
        _HISTORIES[(mine.workspace.id, *read)] = found


def forget() -> None:
    """Forgets everything, as a server does that starts again."""
    from pages.parts import coming

    coming.forget()
    _SAVED.clear()
    _HISTORIES.clear()
