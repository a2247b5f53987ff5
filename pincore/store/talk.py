"""Talk where the numbers are: threads of comments on a Pin, a finding, an experiment, a day or a section.

The owner sees and writes everywhere. Whoever holds a link that may comment sees the threads that the owner opened, as far as they
are about what the link shows, and those begun on this link; answers them, and begins new ones.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, update

from pincore.lengths import MOST_LETTERS
from pincore.report.parts import speaks_of
from pincore.report.saved import read_report
from pincore.report.types import Report, Subject
from pincore.store.database import Database
from pincore.store.faults import NotFound, StoreError
from pincore.store.limits import MOST_COMMENTS, plain_line, plain_text, require_at_most
from pincore.store.shares import live
from pincore.store.tables import COMMENT, SHARE, WORKSPACE
from pincore.store.tokens import make_id
from pincore.store.types import Comment, Thread
from pincore.store.workspaces import require_owner

MOST_A_LINK = 500
AT_A_CLICK = timedelta(seconds=5)
"""What is said again within this time is the second half of a double click."""
MOST_AT_ONCE, AT_ONCE = 20, timedelta(minutes=10)
"""What a link's holders may write within a while."""


def list_threads(database: Database, owner: str, workspace: str) -> tuple[Thread, ...]:
    """The threads of a workspace, the latest first. Raises NotFound."""
    with database.reading() as connection:
        require_owner(connection, owner, workspace)
        return _threads(connection, COMMENT.c.workspace_id == workspace)


def begin_thread(database: Database, owner: str, workspace: str, subject: Subject, author: str, text: str, *, open_: bool = False) -> str:
    """Begins a thread; its id. Raises NotFound, and StoreError for an empty or far too long text."""
    with database.writing() as connection:
        require_owner(connection, owner, workspace)
        return _write(connection, workspace, subject, author, text, by_owner=True, open=open_)


def answer(database: Database, owner: str, thread: str, author: str, text: str) -> None:
    """Answers in a thread. Raises NotFound and StoreError."""
    with database.writing() as connection:
        first = _first(connection, and_(COMMENT.c.id == thread, _owned(owner)))
        _write(connection, first.workspace_id, _subject(first), author, text, thread=thread, by_owner=True, open=first.open)


def find_unsound_talk(threads: Sequence[Thread]) -> str:
    """Why these threads cannot be talk; "" when they can."""
    if any(not one.comments or not all(plain_text(comment.text) for comment in one.comments) for one in threads):
        return "a note in it says nothing"
    if any(one.subject.kind == "day" and not _is_day(one.subject.key) for one in threads):
        return "a note in it is on a day that is none"
    return ""


def write_threads(connection: Connection, workspace: str, threads: Sequence[Thread]) -> None:
    """Writes threads that were saved with another workspace. They get ids of their own, and no moment that is still to come."""
    require_at_most(MOST_COMMENTS, sum(len(one.comments) for one in threads), "remarks", "Delete old ones.")
    rows = [row for one in threads for row in _rows(workspace, one, _now())]
    if rows:
        connection.execute(insert(COMMENT), rows)


def _rows(workspace: str, thread: Thread, now: datetime) -> list[dict[str, Any]]:
    """The remarks of a thread for the table, in their order: each is later than the one before."""
    ids, about = [make_id() for _ in thread.comments], thread.subject
    moments: list[datetime] = []
    for one in thread.comments:
        moments.append(max([min(one.made_at, now), *(before + timedelta(microseconds=1) for before in moments[-1:])]))
    return [
        {
            "id": id_, "workspace_id": workspace, "thread": ids[0], "subject": about.kind, "key": plain_line(about.key, 200),
            "label": plain_line(about.label, 300), "author": plain_line(one.author) or _unnamed(by_owner=one.by_owner), "by_owner": one.by_owner,
            "open": thread.open, "text": plain_text(one.text, MOST_LETTERS), "made_at": at, "resolved_at": thread.resolved_at if id_ == ids[0] else None,
        }
        for id_, one, at in zip(ids, thread.comments, moments, strict=True)
    ]  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unnamed(*, by_owner: bool) -> str:
    """How somebody is called who gave no name, or none that can be seen."""
    return "The owner" if by_owner else "A visitor"


def resolve(database: Database, owner: str, thread: str, *, resolved: bool = True) -> None:
    """Marks a thread as resolved, or as not. Raises NotFound."""
    _change(database, and_(COMMENT.c.id == thread, _owned(owner)), resolved_at=_now() if resolved else None)


def open_thread(database: Database, owner: str, thread: str, *, open_: bool = True) -> None:
    """Shows a thread to holders of links that may comment, or hides it. Raises NotFound."""
    _change(database, and_(COMMENT.c.thread == thread, _owned(owner)), open=open_)


def delete_comment(database: Database, owner: str, comment: str) -> None:
    """Deletes a remark; with the first one its whole thread. Raises NotFound."""
    with database.writing() as connection:
        gone = delete(COMMENT).where(or_(COMMENT.c.id == comment, COMMENT.c.thread == comment), _owned(owner))
        if not connection.execute(gone).rowcount:
            raise NotFound


def forget_said_over(database: Database, owner: str, link: str) -> int:
    """Deletes every remark that was written over a link, and the threads that were begun over it; how many remarks. Raises NotFound."""
    mine = and_(COMMENT.c.share_id == link, _owned(owner))
    with database.writing() as connection:
        begun = connection.scalars(select(COMMENT.c.id).where(mine, COMMENT.c.id == COMMENT.c.thread)).all()
        found = connection.execute(delete(COMMENT).where(or_(mine, and_(COMMENT.c.thread.in_(begun), _owned(owner))))).rowcount
        if not found:
            raise NotFound
    return found


def shared_threads(database: Database, token: str, report: Report | None = None) -> tuple[Thread, ...]:
    """What the holder of a link may read, the latest first; nothing where the link may not comment. Raises NotFound.

    `report` is the link's, where it is at hand already.
    """
    found = live(database, token, _now())
    with database.reading() as connection:
        row = connection.execute(select(SHARE).where(found)).one_or_none()
        if row is None:
            raise NotFound
        return _visible(connection, row, report or read_report(row.report)) if row.may_comment else ()


def comment_on_shared(database: Database, token: str, subject: Subject, author: str, text: str, thread: str | None = None) -> None:
    """Writes as the holder of a link: an answer in a thread that the link shows, or a new one on a subject of its report.

    Raises NotFound when the link, the thread or the subject is not there, or may not be commented on; StoreError for too much.
    """
    found = live(database, token, _now())
    with database.writing() as connection:
        row = connection.execute(select(SHARE).where(found, SHARE.c.may_comment)).one_or_none()
        if row is None:
            raise NotFound
        report = read_report(row.report)
        if thread is not None:
            answered = next((one for one in _visible(connection, row, report) if one.id == thread), None)
            if answered is None:
                raise NotFound
            subject, opened = answered.subject, answered.open
        elif speaks_of(report, subject):
            opened = False
        else:
            raise NotFound
        _require_calm(connection, row.id)
        _write(connection, row.workspace_id, subject, author, text, thread=thread, by_owner=False, open=opened, share_id=row.id)


def _visible(connection: Connection, link: Row[Any], report: Report) -> tuple[Thread, ...]:
    """The threads that a link shows."""
    begun_here = select(COMMENT.c.id).where(COMMENT.c.share_id == link.id, COMMENT.c.id == COMMENT.c.thread)
    found = _threads(connection, COMMENT.c.workspace_id == link.workspace_id, or_(COMMENT.c.open, COMMENT.c.thread.in_(begun_here)))
    return tuple(one for one in found if not one.open or speaks_of(report, one.subject))


def _threads(connection: Connection, *where: ColumnElement[bool]) -> tuple[Thread, ...]:
    rows = connection.execute(select(COMMENT).where(*where).order_by(COMMENT.c.made_at, COMMENT.c.id)).all()
    by_thread: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_thread.setdefault(row.thread, []).append(row)
    firsts = {row.id: row for row in rows if row.id == row.thread}
    found = [
        Thread(key, _subject(first), first.open, first.resolved_at, tuple(Comment(r.id, r.author, r.by_owner, r.text, r.made_at) for r in by_thread[key]),
               first.share_id is not None)
        for key, first in firsts.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.last_at, one.id), reverse=True))


def _write(
    connection: Connection, workspace: str, subject: Subject, author: str, text: str, *, by_owner: bool, thread: str | None = None, **values: object
) -> str:
    """Writes a remark; its id. The second half of a double click gives the id of the first."""
    kept, id_ = plain_text(text, MOST_LETTERS + 1), make_id()
    if subject.kind == "day" and not _is_day(subject.key):
        raise NotFound
    if not kept:
        raise StoreError("comment_empty", "There is nothing in the remark.", "Write something, then send it.")
    require_at_most(MOST_LETTERS, len(kept), "letters a remark", "Write a shorter one, or two.")
    said: dict[str, Any] = {
        "workspace_id": workspace, "share_id": None, "subject": subject.kind, "key": plain_line(subject.key, 200), "text": kept, "by_owner": by_owner,
        "author": plain_line(author) or _unnamed(by_owner=by_owner), **values,
    }  # fmt: skip
    if twin := _twin(connection, said, thread):
        return twin
    count = connection.scalar(select(func.count()).select_from(COMMENT).where(COMMENT.c.workspace_id == workspace)) or 0
    require_at_most(MOST_COMMENTS, count + 1, "remarks", "Delete old ones.")
    connection.execute(insert(COMMENT).values(id=id_, thread=thread or id_, label=plain_line(subject.label, 300), made_at=_now(), **said))
    return id_


def _twin(connection: Connection, said: Mapping[str, Any], thread: str | None) -> str | None:
    """The same remark in the same place, written a moment ago."""
    here = and_(COMMENT.c.thread == thread, COMMENT.c.id != thread) if thread else COMMENT.c.thread == COMMENT.c.id
    where = [COMMENT.c[name].is_not_distinct_from(value) for name, value in said.items()]
    found: str | None = connection.scalar(select(COMMENT.c.id).where(*where, here, COMMENT.c.made_at > _now() - AT_A_CLICK))
    return found


def _require_calm(connection: Connection, link: str) -> None:
    """Raises StoreError when the holders of a link write too much."""
    mine = COMMENT.c.share_id == link
    recent = connection.scalar(select(func.count()).select_from(COMMENT).where(mine, COMMENT.c.made_at > _now() - AT_ONCE)) or 0
    ever = connection.scalar(select(func.count()).select_from(COMMENT).where(mine)) or 0
    if recent >= MOST_AT_ONCE or ever >= MOST_A_LINK:
        raise StoreError("comments_many", "A lot was written over this link just now." if recent >= MOST_AT_ONCE else "This link is full of remarks.",
                         "Wait ten minutes." if ever < MOST_A_LINK else "Write to the one who sent you the link.")  # fmt: skip


def _subject(row: Row[Any]) -> Subject:
    return Subject(row.subject, row.key, row.label)


def _owned(owner: str) -> ColumnElement[bool]:
    return COMMENT.c.workspace_id.in_(select(WORKSPACE.c.id).where(WORKSPACE.c.owner_id == owner))


def _first(connection: Connection, where: ColumnElement[bool]) -> Row[Any]:
    row = connection.execute(select(COMMENT).where(where, COMMENT.c.id == COMMENT.c.thread)).one_or_none()
    if row is None:
        raise NotFound
    return row


def _change(database: Database, where: ColumnElement[bool], **values: object) -> None:
    with database.writing() as connection:
        if not connection.execute(update(COMMENT).where(where).values(**values)).rowcount:
            raise NotFound


def _now() -> datetime:
    return datetime.now(UTC)
