"""Frozen dataclasses as JSON values and back: every field there, of its type, within its bounds, and none besides.

What is written is checked as what is read, so that nothing is kept which could not be read again.

A dataclass is an object, a tuple a list, a mapping with texts as keys an object; a day is "2026-09-07", a moment
"2026-09-07T08:30:00+00:00" (always UTC), bytes are base64. Where a field may hold one of several dataclasses, the
object has a further field "kind" with the name of its class.
"""

import base64
import json
import math
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import cache
from numbers import Integral, Real
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pincore.errors import PincoreError

KIND = "kind"
LARGEST = 2**53
"""Whole numbers beyond are not told apart by all readers of JSON."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is too much: signs of a text, bytes of a picture, entries of a list or mapping.

    `absent`: whether a field with a default may be missing, as in what an older version kept.
    """

    most_text: int = 5_000
    most_bytes: int = 2 * 2**20
    most_items: int = 10_000
    absent: bool = False


BOUNDS = Bounds()


class SchemaError(ValueError):
    """A value that cannot be. `path` is where it is (`plan.slots[2].day`, "" for the whole), `why` what it must be."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}".strip())
        self.path = path
        self.why = why


def to_plain(value: object, kind: Any = None, at: str = "", bounds: Bounds = BOUNDS) -> Any:
    """The value as JSON values. `kind` is its type where the value alone does not tell: a union, a list of a union.

    >>> to_plain((date(2026, 9, 7), b"ab", None))
    ['2026-09-07', 'YWI=', None]

    Raises: SchemaError that names the field which cannot be.
    """
    return _walk(type(value) if kind is None else kind, value, at, _Way(bounds, writing=True))


def from_plain(kind: Any, value: Any, at: str = "", bounds: Bounds = BOUNDS) -> Any:
    """The value of that type which the JSON values stand for.

    >>> from_plain(tuple[date, ...], ["2026-09-07"])
    (datetime.date(2026, 9, 7),)

    Raises: SchemaError that names the field which cannot be.
    """
    return _walk(kind, value, at, _Way(bounds, writing=False))


def write_json(plain: Any) -> bytes:
    """JSON values as a file."""
    return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_json(data: bytes, most: int) -> Any:
    """The JSON values of a file of at most so many bytes. Raises SchemaError when it is none."""
    if len(data) > most:
        raise SchemaError("", "it is far too large")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise SchemaError("", "it is no whole JSON") from error


def _no_number(text: str) -> float:
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class _Way:
    """Whether values become JSON or come from it, and what is too much."""

    bounds: Bounds
    writing: bool


def _walk(kind: Any, value: Any, at: str, way: _Way) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _SORTS:
        return _sorted(kind, value, at, way)
    if origin is Literal:
        if not any(value == one and type(value) is type(one) for one in inner):
            raise SchemaError(at, f"must be one of {', '.join(map(str, inner))}")
        return value
    if origin in (Union, types.UnionType):
        return _one_of(inner, value, at, way)
    if kind is tuple or origin is tuple:
        return _listed(inner or (None, ...), value, at, way)
    if kind is dict or (origin in (dict, Mapping) and inner[0] is str):
        return _mapped(inner[1] if inner else None, value, at, way)
    if is_dataclass(kind):
        return _fielded(kind, value, at, way)
    if way.writing and kind is not None:
        raise SchemaError(at, f"is of a sort that is not kept: {getattr(kind, '__name__', kind)}")
    if way.writing:
        return _walk(type(value), value, at, way)
    raise TypeError(f"{at}: {kind} has no form in JSON")


def _fielded(kind: Any, value: Any, at: str, way: _Way) -> Any:
    """A dataclass: an object with a value for every field."""
    hints = _hints(kind)
    if way.writing:
        if type(value) is not kind:
            raise SchemaError(at, f"must be a {kind.__name__}")
        return {name: _walk(hint, getattr(value, name), _below(at, name), way) for name, hint in hints.items()}
    needed = hints.keys() - (_optional(kind) if way.bounds.absent else set())
    if not isinstance(value, dict) or not needed <= value.keys() <= hints.keys():
        raise SchemaError(at, f"must have exactly the fields {', '.join(hints)}")
    found = {name: _walk(hint, value[name], _below(at, name), way) for name, hint in hints.items() if name in value}
    try:
        return kind(**found)
    except SchemaError:
        raise
    except PincoreError as error:
        raise SchemaError(at, f"cannot be: {error.problem}") from error
    except ValueError as error:
        raise SchemaError(at, f"cannot be: {error}") from error


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The fields of a dataclass with their types."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _optional(kind: Any) -> set[str]:
    """The fields of a dataclass that have a default."""
    return {field.name for field in fields(kind) if field.default is not MISSING or field.default_factory is not MISSING}


def _below(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _listed(inner: tuple[Any, ...], value: Any, at: str, way: _Way) -> Any:
    """A tuple: a list of any length of one type, or one entry for each type."""
    if not isinstance(value, tuple if way.writing else list) or len(value) > way.bounds.most_items:
        raise SchemaError(at, f"must be a list of at most {way.bounds.most_items:,} entries")
    kinds = [inner[0]] * len(value) if inner[1:] == (...,) else list(inner)
    if len(value) != len(kinds):
        raise SchemaError(at, f"must have {len(kinds)} entries")
    found = [_walk(kind, one, f"{at}[{i}]", way) for i, (kind, one) in enumerate(zip(kinds, value, strict=True))]
    return found if way.writing else tuple(found)


def _mapped(inner: Any, value: Any, at: str, way: _Way) -> dict[str, Any]:
    """A mapping: an object with texts as keys."""
    if not isinstance(value, Mapping) or len(value) > way.bounds.most_items:
        raise SchemaError(at, f"must be a mapping of at most {way.bounds.most_items:,} entries")
    return {_sorted(str, key, _below(at, "key"), way): _walk(inner, one, f"{at}[{str(key)[:40]!r}]", way) for key, one in value.items()}


def _one_of(inner: tuple[Any, ...], value: Any, at: str, way: _Way) -> Any:
    """A union: None, one of several dataclasses, or a value whose form in JSON tells which type is meant."""
    if value is None and type(None) in inner:
        return None
    classes: dict[str, Any] = {part.__name__: part for part in inner if isinstance(part, type) and is_dataclass(part)}
    others = [part for part in inner if part is not type(None) and not is_dataclass(part)]
    _require_telling(classes, others)
    if isinstance(value, dict if not way.writing else tuple(classes.values())) and classes:
        return _kinded(classes, value, at, way) if len(classes) > 1 else _walk(next(iter(classes.values())), value, at, way)
    fitting = [part for part in others if _form(part) == _form_of(value)]
    if not fitting:
        raise SchemaError(at, f"must be {' or '.join(_says(part) for part in (*others, *classes))}")
    return _walk(fitting[0], value, at, way)


def _kinded(classes: Mapping[str, Any], value: Any, at: str, way: _Way) -> Any:
    """One of several dataclasses, which its field "kind" tells."""
    if way.writing:
        return {KIND: type(value).__name__, **_walk(type(value), value, at, way)}
    name = value.get(KIND)
    if not isinstance(name, str) or name not in classes:
        raise SchemaError(_below(at, KIND), f"must be one of {', '.join(classes)}")
    return _walk(classes[name], {key: one for key, one in value.items() if key != KIND}, at, way)


def _require_telling(classes: Mapping[str, Any], others: Iterable[Any]) -> None:
    """Raises TypeError when the form in JSON could not tell the types of a union apart."""
    forms = [*map(_form, others), *(["object"] if classes else [])]
    if len(set(forms)) < len(forms) or (len(classes) > 1 and any(KIND in _hints(part) for part in classes.values())):
        raise TypeError(f"These cannot be told apart in JSON: {[*others, *classes]}")


_FORMS: tuple[tuple[tuple[Any, ...], str], ...] = (
    ((bool,), "truth"), ((Real,), "number"), ((str, date, bytes), "text"), ((tuple, list), "list"),
)  # fmt: skip


def _form(kind: Any) -> str:
    """What a type looks like in JSON."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _form_of(inner[0])
    bare = origin or kind
    return next((form for kinds, form in _FORMS if isinstance(bare, type) and issubclass(bare, kinds)), "object")


def _form_of(value: object) -> str:
    """What a value looks like in JSON."""
    return next((form for kinds, form in _FORMS if isinstance(value, kinds)), "object")


def _says(kind: Any) -> str:
    return _SORTS[kind].says if kind in _SORTS else str(getattr(kind, "__name__", kind))


def _sorted(kind: Any, value: Any, at: str, way: _Way) -> Any:
    sort, bounds = _SORTS[kind], way.bounds
    try:
        found = (sort.write if way.writing else sort.read)(value)
    except ValueError as error:
        raise SchemaError(at, f"must be {sort.says}") from error
    held = value if way.writing else found
    if kind is str and len(held) > bounds.most_text:
        raise SchemaError(at, f"must be a text of at most {bounds.most_text:,} signs")
    if kind is bytes and len(held) > bounds.most_bytes:
        raise SchemaError(at, f"must be a picture of at most {bounds.most_bytes:,} bytes")
    return found


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError


def _text(value: Any) -> str:
    _require(isinstance(value, str))
    value.encode()
    return str(value)


def _whole(value: Any) -> int:
    _require(isinstance(value, Integral) and not isinstance(value, bool))
    found = int(value)
    _require(abs(found) < LARGEST)
    return found


def _number(value: Any) -> float:
    if isinstance(value, Integral):
        return float(_whole(value))
    _require(isinstance(value, Real) and math.isfinite(value))
    return float(value)


def _truth(value: Any) -> bool:
    _require(isinstance(value, bool))
    return bool(value)


def _nothing(value: Any) -> None:
    _require(value is None)


def _day(value: Any) -> str:
    _require(isinstance(value, date) and not isinstance(value, datetime))
    return str(value.isoformat())


def _read_day(value: Any) -> date:
    _require(isinstance(value, str))
    found = date.fromisoformat(value)
    _require(found.isoformat() == value)
    return found


def _moment(value: Any) -> str:
    _require(isinstance(value, datetime) and value.utcoffset() == timedelta(0))
    return str(value.isoformat())


def _read_moment(value: Any) -> datetime:
    _require(isinstance(value, str))
    found = datetime.fromisoformat(value)
    _require(found.utcoffset() == timedelta(0) and found.isoformat() == value)
    return found


def _bytes(value: Any) -> str:
    _require(isinstance(value, bytes))
    return base64.b64encode(value).decode()


def _read_bytes(value: Any) -> bytes:
    _require(isinstance(value, str))
    found = base64.b64decode(value, validate=True)
    _require(base64.b64encode(found).decode() == value)
    return found


@dataclass(frozen=True, slots=True)
class _Sort:
    """A type without parts: what it is in words, and both ways; each raises ValueError for what is not of it."""

    says: str
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_SORTS: dict[Any, _Sort] = {
    str: _Sort("a text", _text, _text),
    int: _Sort("a whole number", _whole, _whole),
    float: _Sort("a number", _number, _number),
    bool: _Sort("true or false", _truth, _truth),
    type(None): _Sort("nothing", _nothing, _nothing),
    date: _Sort("a day such as 2026-09-07", _day, _read_day),
    datetime: _Sort("a moment such as 2026-09-07T08:30:00+00:00", _moment, _read_moment),
    bytes: _Sort("bytes in base64", _bytes, _read_bytes),
}
