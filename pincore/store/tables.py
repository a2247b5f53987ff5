"""The tables of the database, as they stand at REVISION. A change here needs a step in `migrations/versions`."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

REVISION = "0002"
META = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment, in UTC on both sides; the database keeps it without a zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


def _of(table: str, *, primary: bool = False) -> Column[str]:
    return Column(f"{table}_id", String(32), ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False, primary_key=primary)


OWNER = Table(
    "owner", META,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), unique=True),
    Column("login_hash", String(64), unique=True),
    Column("made_at", Moment, nullable=False),
)  # fmt: skip
WORKSPACE = Table(
    "workspace", META,
    Column("id", String(32), primary_key=True),
    _of("owner"),
    Column("name", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("settings", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_workspace_owner_id", "owner_id"),
)  # fmt: skip
UPLOAD = Table(
    "upload", META,
    Column("id", String(32), primary_key=True),
    _of("workspace"),
    Column("digest", String(64), nullable=False),
    Column("place", Integer, nullable=False),
    Column("told", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("workspace_id", "digest"),
)  # fmt: skip
FRAME = Table(
    "frame", META,
    _of("upload", primary=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", String(20), primary_key=True),
    Column("parquet", LargeBinary, nullable=False),
)  # fmt: skip
HISTORY = Table(
    "history", META,
    Column("id", String(32), primary_key=True),
    _of("workspace"),
    Column("key", String(64), nullable=False),
    Column("told", Text, nullable=False),
    UniqueConstraint("workspace_id"),
)  # fmt: skip
HISTORY_FRAME = Table(
    "history_frame", META,
    _of("history", primary=True),
    Column("name", String(20), primary_key=True),
    Column("parquet", LargeBinary, nullable=False),
)  # fmt: skip
EXPERIMENT = Table(
    "experiment", META,
    _of("workspace", primary=True),
    Column("key", String(120), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("told", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)  # fmt: skip
SHARE = Table(
    "share", META,
    Column("id", String(32), primary_key=True),
    _of("workspace"),
    Column("token_hash", String(64), unique=True, nullable=False),
    Column("title", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("sections", Text, nullable=False),
    Column("may_comment", Boolean, nullable=False),
    Column("report", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("refreshed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("last_used_at", Moment),
    Column("uses", Integer, nullable=False),
    Index("ix_share_workspace_id", "workspace_id"),
)  # fmt: skip
COMMENT = Table(
    "comment", META,
    Column("id", String(32), primary_key=True),
    _of("workspace"),
    Column("thread", String(32), nullable=False),
    Column("share_id", String(32), ForeignKey("share.id", ondelete="SET NULL")),
    Column("subject", String(20), nullable=False),
    Column("key", String(200), nullable=False),
    Column("label", String(300), nullable=False),
    Column("author", String(80), nullable=False),
    Column("by_owner", Boolean, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Index("ix_comment_workspace_id", "workspace_id"),
)  # fmt: skip
