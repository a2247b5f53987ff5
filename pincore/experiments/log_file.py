"""The log as a file to take along: JSON with a version, checked field by field when it comes back."""

from collections.abc import Sequence

from pincore.errors import InputError
from pincore.experiments.design import make_design
from pincore.experiments.foresight import Outlook
from pincore.experiments.log import Experiment
from pincore.experiments.looks import planned_looks
from pincore.schema import SchemaError, from_plain, read_json, to_plain, write_json

VERSION = 1
MOST_BYTES = 5 * 2**20
MOST_EXPERIMENTS = 2_000
_NAME = "pincore_experiments"


def log_json(experiments: Sequence[Experiment]) -> bytes:
    """The experiments as a file."""
    return write_json({_NAME: VERSION, "experiments": to_plain(tuple(experiments))})


def read_log(data: bytes) -> tuple[Experiment, ...]:
    """The experiments of a file that `log_json` wrote. Raises InputError that names the field which cannot be."""
    try:
        return _read(read_json(data, MOST_BYTES))
    except SchemaError as error:
        raise _refused(str(error)) from error


def _read(told: object) -> tuple[Experiment, ...]:
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
    found: tuple[Experiment, ...] = from_plain(tuple[Experiment, ...], listed, "experiments")
    if why := find_unsound(found):
        raise _refused(why)
    return found


def find_unsound(experiments: Sequence[Experiment]) -> str:
    """Why these experiments cannot be, or nothing."""
    if len({one.key for one in experiments}) < len(experiments):
        return "two experiments have the same key"
    return next((why for i, one in enumerate(experiments) if (why := _unsound(one, f"experiments[{i}]"))), "")


def _refused(why: str) -> InputError:
    return InputError("log_unreadable", f"The file holds no log of experiments: {why}.", "Load a file that was saved on this page, as it was saved.")


def _unsound(one: Experiment, at: str) -> str:
    """Where the parts of a plan contradict each other, or nothing."""
    design = one.plan.design
    try:
        make_design(design.name, design.template, [design.variable], design.objective, design.variants, design.days, design.paired)
    except InputError as error:
        return f"{at}.plan.design: {error.problem}"
    names = {variant.name for variant in design.variants}
    outlook: Outlook = one.plan.outlook
    if not one.key or {slot.variant for slot in one.plan.slots} - names or {name for name, _ in one.pins} - names:
        return f"{at} names a variant that its design has not"
    if [look.day for look in outlook.looks] != [look.day for look in planned_looks(design.days)]:
        return f"{at}.plan.outlook.looks are not those of {design.days} days"
    return ""
