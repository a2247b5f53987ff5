"""The commands `plan` and `readout`: the same answers as the app's, as JSON."""

from typing import TYPE_CHECKING, Any, TextIO

from pincore.errors import InputError, PincoreError
from pincore.experiments.foresight import describe_outlook, foresee
from pincore.experiments.power import Aim, Pins
from pincore.experiments.words import METRIC_BY_KEY
from pincore.lines import error_keys, write_line

if TYPE_CHECKING:
    from pincore.experiments.counts import PinCounts
    from pincore.experiments.readout import Readout

PLAN_KEYS = ("pins_per_variant", "power", "detectable_lift", "floor_impressions_per_variant", "looks", "warnings", "says", "error")
READOUT_KEYS = ("experiment", "metric", "control", "variants", "df", "verdict", "says", "warnings", "error")
VARIANT_KEYS = ("variant", "pins", "pins_used", "impressions", "count", "pooled_rate", "lift", "low", "high", "p_value", "p_adjusted", "verdict")
DEFAULT_METRIC = "ocr"


def plan(metric: str, pins: Pins, aim: Aim, number: int | None, out: TextIO) -> int:
    """Writes one line with the outlook of a test; 0 when its numbers can be."""
    try:
        if metric not in METRIC_BY_KEY:
            raise InputError("metric_unknown", f"“{metric}” is no metric of an experiment.", f"Choose one of: {', '.join(METRIC_BY_KEY)}.")
        found = foresee(pins, aim, number)
    except InputError as error:
        write_line(dict.fromkeys(PLAN_KEYS) | {"error": error_keys(error)}, out)
        return 1
    never = number is None and found.needed is None
    write_line({
        "pins_per_variant": None if never else found.pins, "power": None if never else found.power,
        "detectable_lift": None if never else found.detectable, "floor_impressions_per_variant": found.floor_impressions,
        "looks": [{"day": look.day, "p_limit": look.p_limit} for look in found.looks], "warnings": list(found.warnings),
        "says": describe_outlook(found), "error": None,
    }, out)  # fmt: skip
    return 0


def readout(data: bytes | None, problem: str, metric: str | None, day: int | None, control: str | None, smallest: float, out: TextIO) -> int:
    """Writes a line for each experiment of a file; 0 when every one was read out."""
    from pincore.experiments.counts import Sample, require_sample
    from pincore.experiments.readout import Terms, read_out_all, require_terms
    from pincore.experiments.tables import read_experiments

    try:
        if data is None:
            raise InputError("file_unreadable", f"The file cannot be opened: {problem}.", "Check the path and that the file may be read.")
        terms = Terms(metric, control, smallest, day)
        found = read_experiments(data)
    except PincoreError as error:
        write_line(_refused(None, metric, error), out)
        return 1
    samples: dict[str, Sample | InputError] = {}
    for name, pins in found.items():
        try:
            if not name and len(found) > 1:
                raise InputError("cell_missing", f"{pins[0].row}, column “Experiment”: the cell is empty, while other rows have one.",
                                 "Give every row its experiment.")  # fmt: skip
            sample = require_sample(name, pins, metric or _only_metric(pins))
            require_terms(sample, terms)
            samples[name] = sample
        except InputError as error:
            samples[name] = error
    readouts = {one.experiment: one for one in read_out_all([s for s in samples.values() if isinstance(s, Sample)], terms)}
    for name, one in samples.items():
        write_line(_refused(name, metric, one) if isinstance(one, InputError) else _told(readouts[name], metric), out)
    return 0 if len(readouts) == len(samples) else 1


def _only_metric(pins: list["PinCounts"]) -> str | None:
    """Without a choice the outbound click rate is read out, where its column is there."""
    counts = {key for pin in pins for key in pin.counts}
    return DEFAULT_METRIC if METRIC_BY_KEY[DEFAULT_METRIC].count in counts else None


def _told(found: "Readout", asked: str | None) -> dict[str, Any]:
    from pincore.experiments.telling import describe_readout, warnings

    said = list(warnings(found))
    if asked is None and found.metric != DEFAULT_METRIC:
        said.insert(0, f"The table has no column of outbound clicks, so the {METRIC_BY_KEY[found.metric].label.lower()} was read out.")
    variants = [{key: getattr(row, key) for key in VARIANT_KEYS} for row in found.variants]
    return {
        "experiment": found.experiment or None, "metric": found.metric, "control": found.control, "variants": variants,
        "df": found.df, "verdict": found.verdict, "says": describe_readout(found), "warnings": said, "error": None,
    }  # fmt: skip


def _refused(name: str | None, metric: str | None, error: PincoreError) -> dict[str, Any]:
    return dict.fromkeys(READOUT_KEYS) | {"experiment": name or None, "metric": metric, "error": error_keys(error)}
