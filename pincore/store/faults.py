"""What can go wrong with a database, in words: one table from the drivers' errors to a problem and a remedy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from pincore.errors import PincoreError


class StoreError(PincoreError):
    """Something that could not be kept or fetched; nothing of it was written."""


class NotFound(StoreError):
    """A workspace, a link or an address that is not there, or not for the one who asks: the two look the same."""

    def __init__(self) -> None:
        super().__init__(
            "store_not_found",
            "Nothing is found under this address.",
            "Check that it was copied whole. It may also have been deleted, withdrawn, or have run out.",
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of FAULTS. `states` are beginnings of PostgreSQL's codes, `words` are parts of a driver's message."""

    code: str
    states: tuple[str, ...]
    words: tuple[str, ...]
    problem: str
    remedy: str


KEPT = "Nothing is lost: what you see stays in this window, and is kept as soon as it works again."
FAULTS: tuple[Fault, ...] = (
    Fault("store_full", ("53100",), ("disk is full", "no space left"), "The disk of the server is full.", f"{KEPT} Whoever runs it must make room."),
    Fault("store_disk", (), ("disk i/o error",), "The disk of the server fails.", f"{KEPT} Whoever runs it must look at the disk."),
    Fault(
        "store_read_only", ("25006",), ("readonly", "read-only", "attempt to write"),
        "What is kept here can be read, but nothing can be written.", f"{KEPT} Whoever runs it must make the disk or the database writable.",
    ),
    Fault(
        "store_locked", ("40001", "40P01", "55P03"), ("database is locked", "table is locked", "deadlock"),
        "Somebody else is writing for too long.", f"{KEPT} Try again in a moment.",
    ),
    Fault(
        "store_damaged", ("XX001", "XX002"), ("malformed", "not a database", "corrupt"),
        "The database is damaged; it is left as it is.", "Whoever runs it should restore the latest backup (see docs/hosting.md).",
    ),
    Fault(
        "store_crowded", ("53300", "53400"), ("too many clients", "too many connections", "remaining connection slots"),
        "The database has no connection free.", f"{KEPT} Try again in a moment.",
    ),
    Fault("store_twice", ("23505",), ("unique constraint",), "Somebody else kept the same at the same moment.", "Try again."),
    Fault("store_slow", ("57014",), ("statement timeout", "canceling statement"), "The database takes too long.", f"{KEPT} Try again in a moment."),
    Fault(
        "store_unreachable", ("08", "57P", "28", "3D"), ("connection", "could not connect", "server closed", "unable to open", "timeout expired", "getaddrinfo", "resolve host"),
        "The database cannot be reached.", f"{KEPT} Try again in a moment; if it stays so, tell whoever runs it.",
    ),
)  # fmt: skip
_UNKNOWN = Fault("store_failed", (), (), "The database refused.", f"{KEPT} Try again; if it stays so, tell whoever runs it.")


def fault_of(error: BaseException) -> Fault:
    """The row that tells of an error."""
    if isinstance(error, PoolTimeout):
        return next(row for row in FAULTS if row.code == "store_crowded")
    inner = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    state = str(getattr(inner, "sqlstate", None) or "")
    said = str(inner).casefold()
    by_state = next((row for row in FAULTS if state and state.startswith(row.states)), None)
    found = by_state or next((row for row in FAULTS if any(word in said for word in row.words)), None)
    return found or _UNKNOWN


@contextmanager
def told() -> Iterator[None]:
    """Raises a driver's error as a StoreError; the driver's words stay behind it, since they can hold what was being written."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        row = fault_of(error)
        raise StoreError(row.code, row.problem, row.remedy) from None
