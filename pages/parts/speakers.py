"""Who speaks beside the numbers: the owner of the open workspace, or whoever holds a link. Each reads and writes what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.parts import state
from pages.parts.storage import database

if TYPE_CHECKING:
    from pages.parts.viewing import Visit
    from pincore.report.types import Subject
    from pincore.store.talk import Thread


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner, who does everything. `refused` is why the talk cannot be read now."""

    key: str
    workspace: str
    threads: tuple[Thread, ...] = ()
    refused: str = ""

    def begin(self, subject: Subject, author: str, text: str, shown: bool) -> None:
        """Begins a thread."""
        from pincore.store.talk import begin_thread

        begin_thread(database(), self.key, self.workspace, subject, author, text, open_=shown)

    def answer(self, thread: Thread, author: str, text: str) -> None:
        """Answers in a thread."""
        from pincore.store.talk import answer

        answer(database(), self.key, thread.id, author, text)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds a link that may comment."""

    token: str
    threads: tuple[Thread, ...] = ()
    refused: str = ""

    def begin(self, subject: Subject, author: str, text: str, shown: bool) -> None:  # noqa: ARG002 - it is shown over this link
        """Begins a thread."""
        from pincore.store.talk import comment_on_shared

        comment_on_shared(database(), self.token, subject, author, text)

    def answer(self, thread: Thread, author: str, text: str) -> None:
        """Answers in a thread."""
        from pincore.store.talk import comment_on_shared

        comment_on_shared(database(), self.token, thread.subject, author, text, thread.id)


Speaker = Owner | Holder


def owner() -> Owner | None:
    """The owner of the open workspace with its talk; None while nothing is kept."""
    mine = state.session()
    if mine.workspace is None:
        return None
    from pincore.store import StoreError
    from pincore.store.talk import list_threads

    try:
        return Owner(mine.owner, mine.workspace.id, list_threads(database(), mine.owner, mine.workspace.id))
    except StoreError as error:
        return Owner(mine.owner, mine.workspace.id, refused=f"{error.problem} {error.remedy}")


def holder(visit: Visit) -> Holder | None:
    """Whoever holds the link of this visit, with what it shows of the talk; None when it may not comment."""
    if visit.shared is None or not visit.shared.may_comment:
        return None
    from pincore.store import StoreError
    from pincore.store.talk import shared_threads

    try:
        return Holder(visit.token, shared_threads(database(), visit.token, visit.shared.report))
    except StoreError as error:
        return Holder(visit.token, refused=f"{error.problem} {error.remedy}")
