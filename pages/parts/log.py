"""What the log may hold: where the app failed and in what way, and never an address with a key, a cell of a file or a value.

The words of an error often quote what it stumbled over. So of an error only its kind, its place and a reference are written, by whichever
library it is logged; and in every line the keys of addresses are blotted out.
"""

import logging
import re
import secrets
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

from starlette.requests import ClientDisconnect

HUNG_UP = "A visitor hung up while sending something."
_KEYS = re.compile(r"(?:(?<![\w-])|(?<=%3F)|(?<=%26))(key|token|code|state)(=|%3D)[^&\s\"'<>\\]+", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")  # 256 bits, wherever they stand
_WIRE = ("uvicorn", "websockets")
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_ATTRIBUTE = "reference"
_make = logging.getLogRecordFactory()


def hide(text: str) -> str:
    """The text without the keys of addresses.

    >>> hide('GET /shared?key=abc&period=28 HTTP/1.1')
    'GET /shared?key=…&period=28 HTTP/1.1'
    """
    return _TOKEN.sub("…", _KEYS.sub(r"\1\2…", text))


def reference(fault: BaseException) -> str:
    """Six letters under which this error stands in the log; the same for the same error."""
    return str(vars(fault).setdefault(_ATTRIBUTE, "".join(secrets.choice(_LETTERS) for _ in range(6))))


def trace(fault: BaseException) -> str:
    """Where an error came from and its kind, the errors behind it first; no words of its own and no values."""
    return "\n".join((f"Reference {reference(fault)}", *_lines(fault)))


def _lines(fault: BaseException) -> Iterator[str]:
    behind = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if behind is not None:
        yield from _lines(behind)
        yield "which led to:"
    for part in getattr(fault, "exceptions", ()):
        yield from _lines(part)
        yield "which is part of:"
    yield from (line.rstrip("\n") for line in traceback.format_list(traceback.extract_tb(fault.__traceback__)))
    yield _kind(fault)


def _kind(fault: BaseException) -> str:
    """The name of an error's class, and what the system or our own tables say of it."""
    known = fault.strerror if isinstance(fault, OSError) else fault.name if isinstance(fault, ImportError | NameError | AttributeError) else None
    code = getattr(fault, "code", None)
    if known is None and isinstance(code, str) and code.isidentifier():
        known = code
    room, name = type(fault).__module__, type(fault).__qualname__
    return (name if room == "builtins" else f"{room}.{name}") + (f" ({known})" if known else "")


def install() -> None:
    """From now on this process logs like that."""
    if logging.getLogRecordFactory() is not record:
        logging.setLogRecordFactory(record)


def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A line of the log, made fit to be kept."""
    made = _make(*args, **kwargs)
    if made.levelno <= logging.DEBUG and made.name.startswith(_WIRE):
        made.args = ()
    made.msg = _shown(made.msg)
    if isinstance(made.args, MutableMapping):
        made.args.update({name: _shown(value) for name, value in made.args.items()})
    elif made.args:
        made.args = tuple(_shown(value) for value in made.args)
    if made.exc_info and isinstance(made.exc_info[1], ClientDisconnect):
        made.msg, made.args, made.exc_info, made.levelno, made.levelname = HUNG_UP, (), None, logging.INFO, "INFO"
    if made.exc_info and made.exc_info[1] is not None:
        made.exc_text, made.exc_info = trace(made.exc_info[1]), None
    return made


def _shown(value: object) -> object:
    if isinstance(value, BaseException):
        return _kind(value)
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    hidden = hide(text)
    return value if hidden == text else hidden
