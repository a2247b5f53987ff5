"""Links to a frozen report: made, refreshed and withdrawn by an owner; opened by whoever holds one.

A link opens its report and nothing else: what the holder gets names no workspace, no owner and no id.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update

from pincore.report.saved import read_report, report_json
from pincore.report.types import Report
from pincore.store.database import Database
from pincore.store.faults import NotFound, StoreError
from pincore.store.kept import text_of, value_of
from pincore.store.limits import MOST_SHARES, plain_line, plain_text, require_at_most
from pincore.store.tables import COMMENT, SHARE, WORKSPACE
from pincore.store.tokens import hash_token, make_id, make_token
from pincore.store.workspaces import require_owner

USUAL_DAYS = 30
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Link:
    """A link in its owner's list. `sections` are the keys of what it shows; `said` counts the remarks over it, `live` says whether it opens now."""

    id: str
    title: str
    note: str
    sections: tuple[str, ...]
    may_comment: bool
    made_at: datetime
    refreshed_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    uses: int
    said: int
    live: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """What the holder of a link sees."""

    title: str
    note: str
    report: Report
    may_comment: bool
    refreshed_at: datetime
    expires_at: datetime


def share(
    database: Database, owner: str, workspace: str, report: Report, title: str = "", note: str = "", sections: Sequence[str] = (),
    days: int = USUAL_DAYS, may_comment: bool = False,
) -> tuple[Link, str]:  # fmt: skip
    """A new link to this report as it is now, and its token, which is told once and never kept. Raises NotFound and StoreError."""
    if not 1 <= days <= MOST_DAYS:
        raise StoreError("store_limit", f"A link cannot live for {days} days.", f"Choose 1 to {MOST_DAYS} days.")
    now, token, id_ = _now(), make_token(), make_id()
    frozen = report_json(report)
    with database.writing() as connection:
        require_owner(connection, owner, workspace)
        count = connection.scalar(select(func.count()).select_from(SHARE).where(SHARE.c.workspace_id == workspace)) or 0
        require_at_most(MOST_SHARES, count + 1, "links", "Withdraw some that are not used any more, and take them off the list.")
        connection.execute(
            insert(SHARE).values(
                id=id_, workspace_id=workspace, token_hash=hash_token(token), title=plain_line(title) or report.title, note=plain_text(note),
                sections=text_of(tuple(sections)), may_comment=may_comment, report=frozen, made_at=now, refreshed_at=now,
                expires_at=now + timedelta(days), uses=0,
            )
        )  # fmt: skip
        return _link(connection.execute(_LISTED.where(SHARE.c.id == id_)).one(), now), token


def list_links(database: Database, owner: str, workspace: str) -> tuple[Link, ...]:
    """The links of a workspace, the newest first. Raises NotFound."""
    now = _now()
    with database.reading() as connection:
        require_owner(connection, owner, workspace)
        rows = connection.execute(_LISTED.where(SHARE.c.workspace_id == workspace).order_by(SHARE.c.made_at.desc(), SHARE.c.id)).all()
    return tuple(_link(row, now) for row in rows)


def refresh(database: Database, owner: str, link: str, report: Report) -> None:
    """Puts a new report under a link that is not withdrawn. Raises NotFound."""
    frozen = report_json(report)
    _change(database, owner, link, SHARE.c.revoked_at.is_(None), report=frozen, refreshed_at=_now())


def prolong(database: Database, owner: str, link: str, days: int = USUAL_DAYS) -> None:
    """Lets a link that is not withdrawn live so many days longer, one that ran out so many days from now; at most MOST_DAYS. Raises NotFound."""
    now = _now()
    with database.writing() as connection:
        mine = and_(SHARE.c.id == link, _of(owner), SHARE.c.revoked_at.is_(None))
        end = connection.scalar(select(SHARE.c.expires_at).where(mine))
        if end is None:
            raise NotFound
        longer = min(max(end, now) + timedelta(days), max(end, now + timedelta(MOST_DAYS)))
        connection.execute(update(SHARE).where(mine).values(expires_at=longer))


def revoke(database: Database, owner: str, link: str) -> None:
    """Withdraws a link for good: it opens nothing from now on, and its report is forgotten. Raises NotFound."""
    _change(database, owner, link, SHARE.c.id == link, revoked_at=func.coalesce(SHARE.c.revoked_at, _now()), report=b"")


def remove_link(database: Database, owner: str, link: str) -> None:
    """Takes a withdrawn link off the list; what was said over it stays with its owner. Raises NotFound."""
    with database.writing() as connection:
        if not connection.execute(delete(SHARE).where(SHARE.c.id == link, _of(owner), SHARE.c.revoked_at.is_not(None))).rowcount:
            raise NotFound


def open_shared(database: Database, token: str, *, counted: bool = True) -> Shared:
    """What a link shows. Raises NotFound, alike for a link that never was, has run out, or was withdrawn.

    `counted`: this is a use, which the owner's list tells; on a disk that cannot be written it stays untold.
    """
    now = _now()
    opened = live(database, token, now)
    with database.reading() as connection:
        row = connection.execute(select(SHARE).where(opened)).one_or_none()
    if row is None:
        raise NotFound
    if counted:
        with suppress(StoreError), database.writing() as connection:
            connection.execute(update(SHARE).where(opened).values(last_used_at=now, uses=SHARE.c.uses + 1))
    return Shared(row.title, row.note, read_report(row.report), row.may_comment, row.refreshed_at, row.expires_at)


def refreshed_at(database: Database, token: str) -> datetime:
    """When the report under a link was last made; to be asked before each click is answered. Raises NotFound."""
    opened = live(database, token, _now())
    with database.reading() as connection:
        found: datetime | None = connection.scalar(select(SHARE.c.refreshed_at).where(opened))
    if found is None:
        raise NotFound
    return found


def live(database: Database, token: str, now: datetime) -> ColumnElement[bool]:
    """Which row a link opens. Raises NotFound for what can be no token, and where nothing was ever kept."""
    hashed = hash_token(token)
    if hashed is None or not database.exists:
        raise NotFound
    return and_(SHARE.c.token_hash == hashed, SHARE.c.revoked_at.is_(None), SHARE.c.expires_at > now)


_LISTED = select(
    SHARE.c.id, SHARE.c.title, SHARE.c.note, SHARE.c.sections, SHARE.c.may_comment, SHARE.c.made_at, SHARE.c.refreshed_at, SHARE.c.expires_at,
    SHARE.c.revoked_at, SHARE.c.last_used_at, SHARE.c.uses,
    select(func.count()).select_from(COMMENT).where(COMMENT.c.share_id == SHARE.c.id).scalar_subquery().label("said"),
)  # fmt: skip


def _link(row: Row[*tuple[Any, ...]], now: datetime) -> Link:
    told = row._asdict()
    sections = value_of(tuple[str, ...], told.pop("sections"))
    return Link(**told, sections=sections, live=row.revoked_at is None and row.expires_at > now)


def _change(database: Database, owner: str, link: str, only: ColumnElement[bool], **values: object) -> None:
    with database.writing() as connection:
        if not connection.execute(update(SHARE).where(SHARE.c.id == link, _of(owner), only).values(**values)).rowcount:
            raise NotFound


def _of(owner: str) -> ColumnElement[bool]:
    return SHARE.c.workspace_id.in_(select(WORKSPACE.c.id).where(WORKSPACE.c.owner_id == owner))


def _now() -> datetime:
    return datetime.now(UTC)
