"""The log as a file to take along: JSON with a version, checked field by field when it comes back."""

import json
import math
import types
from collections.abc import Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pincore.errors import InputError
from pincore.experiments.design import make_design
from pincore.experiments.foresight import Outlook
from pincore.experiments.log import Experiment
from pincore.experiments.looks import planned_looks

VERSION = 1
MOST_BYTES = 5 * 2**20
MOST_EXPERIMENTS = 2_000
_NAME = "pincore_experiments"


def log_json(experiments: Sequence[Experiment]) -> bytes:
    """The experiments as a file."""
    told = {_NAME: VERSION, "experiments": [asdict(one) for one in experiments]}
    return (json.dumps(told, ensure_ascii=False, indent=1, default=_plain, allow_nan=False) + "\n").encode()


def read_log(data: bytes) -> tuple[Experiment, ...]:
    """The experiments of a file that `log_json` wrote. Raises InputError that names the field which cannot be."""
    if len(data) > MOST_BYTES:
        raise _refused("it is far too large")
    try:
        told = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _refused("it is no whole JSON") from error
    if not isinstance(told, dict) or _NAME not in told:
        raise _refused("it is another kind of file")
    if told[_NAME] != VERSION:
        raise InputError(
            "log_version",
            f"The file is of version {str(told[_NAME])[:20]}; this is version {VERSION}.",
            "Open it with a newer Pincore, or save it again there.",
        )
    listed = told.get("experiments")
    if not isinstance(listed, list) or len(listed) > MOST_EXPERIMENTS:
        raise _refused(f"“experiments” must be a list of at most {MOST_EXPERIMENTS:,}")
    found = tuple(_built(Experiment, one, f"experiments[{i}]") for i, one in enumerate(listed))
    for i, one in enumerate(found):
        _require_sound(one, f"experiments[{i}]")
    if len({one.key for one in found}) < len(found):
        raise _refused("two experiments have the same key")
    return found


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _no_number(text: str) -> float:
    raise ValueError(text)


def _refused(why: str) -> InputError:
    return InputError("log_unreadable", f"The file holds no log of experiments: {why}.", "Load a file that was saved on this page, as it was saved.")


def _built(kind: Any, value: Any, at: str) -> Any:
    """The value as its type; every field must be there, of its type, and none besides."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]
        if not isinstance(value, dict) or set(value) != set(names):
            raise _refused(f"{at} must have exactly the fields {', '.join(names)}")
        try:
            return kind(**{name: _built(hints[name], value[name], f"{at}.{name}") for name in names})  # type: ignore[operator]
        except InputError as error:
            raise error if error.code == "log_unreadable" else _refused(f"{at}: {error.problem}") from error
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _built_tuple(inner, value, at)
    if origin is Literal:
        if value not in inner:
            raise _refused(f"{at} must be one of {', '.join(map(str, inner))}")
        return value
    if origin in (Union, types.UnionType):
        if value is None and type(None) in inner:
            return None
        return _built(next(part for part in inner if part is not type(None)), value, at)
    return _built_plain(kind, value, at)


def _built_tuple(inner: tuple[Any, ...], value: Any, at: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) > 10_000:
        raise _refused(f"{at} must be a list")
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_built(inner[0], part, f"{at}[{i}]") for i, part in enumerate(value))
    if len(value) != len(inner):
        raise _refused(f"{at} must have {len(inner)} entries")
    return tuple(_built(part, each, f"{at}[{i}]") for i, (part, each) in enumerate(zip(inner, value, strict=True)))


def _built_plain(kind: Any, value: Any, at: str) -> Any:
    if kind is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _refused(f"{at} is no day") from error
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if kind is int and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53:
        return value
    if kind is bool and isinstance(value, bool):
        return value
    if kind is str and isinstance(value, str) and len(value) <= 5_000:
        return value
    raise _refused(f"{at} must be {_KINDS.get(kind, 'something else')}")


_KINDS = {date: "a day such as 2026-09-07", float: "a number", int: "a whole number", bool: "true or false", str: "a text"}


def _require_sound(one: Experiment, at: str) -> None:
    """Raises InputError when the parts of a plan contradict each other."""
    design = one.plan.design
    try:
        make_design(design.name, design.template, [design.variable], design.objective, design.variants, design.days, design.paired)
    except InputError as error:
        raise _refused(f"{at}.plan.design: {error.problem}") from error
    names = {variant.name for variant in design.variants}
    outlook: Outlook = one.plan.outlook
    if not one.key or {slot.variant for slot in one.plan.slots} - names or {name for name, _ in one.pins} - names:
        raise _refused(f"{at} names a variant that its design has not")
    if [look.day for look in outlook.looks] != [look.day for look in planned_looks(design.days)]:
        raise _refused(f"{at}.plan.outlook.looks are not those of {design.days} days")
