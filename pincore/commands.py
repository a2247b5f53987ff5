"""The commands: what a file holds, the dashboard's numbers, the diagnosis, how much hangs on few Pins, and the report, as JSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TextIO

from pincore.check import summarise, titles
from pincore.choosing import default_choice, require_period
from pincore.diagnosis.diagnosing import diagnose as find_diagnosis
from pincore.diagnosis.telling import told_diagnosis
from pincore.errors import InputError
from pincore.history import History, stitch
from pincore.kpis import Kpi, answer
from pincore.kpis import kpis as find_kpis
from pincore.lines import error_keys, write_line
from pincore.notes import Note
from pincore.periods import Period, comparison, parse_period
from pincore.reading import read_files
from pincore.reading.imports import Asked, Declined, Import, Outcome

if TYPE_CHECKING:
    from pincore.report.telling import Wish

KEYS = ("impressions", "pin_clicks", "outbound_clicks", "saves", "close_up_rate", "ocr", "save_rate")
NO_FILE = {
    "kind": None, "n_rows": None, "n_pins": None, "date_min": None, "date_max": None,
    "totals": None, "boards_totals": None, "pins_totals": None, "blanks": None, "estimated_from": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was asked for: its bytes, or why it cannot be opened."""

    name: str
    data: bytes | None
    problem: str = ""


def check(files: Iterable[Opened], with_titles: bool, out: TextIO) -> int:
    """Writes a line for each outcome of each file; 0 when all were read."""
    good = True
    for outcome in _outcomes(files):
        good &= isinstance(outcome, Import)
        write_line(describe_outcome(outcome, with_titles), out)
    return 0 if good else 1


def kpis(files: Iterable[Opened], period: str | None, against: str | None, out: TextIO) -> int:
    """Writes one line with the numbers of all files together; 0 when all were read and the period is known."""
    outcomes = list(_outcomes(files))
    imports = [outcome for outcome in outcomes if isinstance(outcome, Import)]
    told = [_told(outcome) for outcome in outcomes]
    try:
        history = stitch(imports)
        now, before = _periods(history, period, against)
    except InputError as error:
        write_line({"period": None, "against": None, "measures": None, "error": error_keys(error), "files": told}, out)
        return 1
    found = find_kpis(history, now, before)
    write_line({
        "period": str(now), "against": str(before), "measures": {kpi.measure.key: _measure(kpi) for kpi in found if kpi.measure.key in KEYS},
        "answer": answer(found, now, before), "notes": [_note(note) for note in history.notes],
        "checks": [asdict(item) | {"numbers": dict(item.numbers)} for item in history.checks], "error": None, "files": told,
    }, out)  # fmt: skip
    return 0 if len(imports) == len(outcomes) else 1


def concentration(files: Iterable[Opened], measure: str, period: str | None, out: TextIO) -> int:
    """Writes one line on how much of a measure hangs on few Pins; 0 when all files were read and the period is known."""
    from pincore.concentration.telling import UNKNOWN, require_measure, tell, usual_period

    outcomes = list(_outcomes(files))
    told = [_told(outcome) for outcome in outcomes]
    try:
        history = stitch([outcome for outcome in outcomes if isinstance(outcome, Import)])
        key = require_measure(measure)
        now = parse_period(period) if period else usual_period(history, key)
        now, _ = _periods(history, str(now) if now else None, None)
        found = tell(history, now, key)
    except InputError as error:
        write_line(UNKNOWN | {"measure": measure, "error": error_keys(error), "files": told}, out)
        return 1
    write_line(found | {"error": None, "files": told}, out)
    return 0 if all(isinstance(outcome, Import) for outcome in outcomes) else 1


def diagnose(files: Iterable[Opened], period: str | None, against: str | None, out: TextIO) -> int:
    """Writes one line with what is wrong, what is not, and what to do first; 0 when all were read and the period is known."""
    outcomes = list(_outcomes(files))
    imports = [outcome for outcome in outcomes if isinstance(outcome, Import)]
    told = [_told(outcome) for outcome in outcomes]
    try:
        history = stitch(imports)
        now, before = _periods(history, period, against)
    except InputError as error:
        write_line({"period": None, "against": None, "found": None, "error": error_keys(error), "files": told}, out)
        return 1
    write_line({**told_diagnosis(find_diagnosis(history, now, before)), "error": None, "files": told}, out)
    return 0 if len(imports) == len(outcomes) else 1


def report(files: Iterable[Opened], wish: "Wish", save: Callable[[bytes], None], out: TextIO) -> int:
    """Writes the report of all files together and a line on what is in it; 0 when all were read and the report is saved."""
    from pincore.report.telling import NOTHING, make, tell, writer_of

    told: list[dict[str, Any]] = []
    try:
        write = writer_of(wish)
        outcomes = list(_outcomes(files))
        told = [_told(outcome) for outcome in outcomes]
        imports = [outcome for outcome in outcomes if isinstance(outcome, Import)]
        history = stitch(imports)
        now, before = _periods(history, wish.period, wish.against)
        found = make(imports, history, now, before, wish)
        content = write(found)
    except InputError as error:
        write_line(NOTHING | {"error": error_keys(error), "files": told}, out)
        return 1
    try:
        save(content)
    except OSError as error:
        unsaved = InputError(
            "file_unwritable", f"The report cannot be written: {error.strerror or 'unknown reason'}.", "Check the path and the room on the disk."
        )
        write_line(NOTHING | {"error": error_keys(unsaved), "files": told}, out)
        return 1
    write_line({"report": wish.out, **tell(found), "bytes": len(content), "error": None, "files": told}, out)
    return 0 if all(isinstance(outcome, Import) for outcome in outcomes) else 1


def describe_outcome(outcome: Outcome, with_titles: bool = False) -> dict[str, Any]:
    """The outcome with the stable keys of `check`."""
    told: dict[str, Any] = {"file": outcome.name, "ok": _ok(outcome), **NO_FILE}
    error: Mapping[str, str] | None = None
    ask: str | None = None
    if isinstance(outcome, Import):
        told |= summarise(outcome)
    elif isinstance(outcome, Asked):
        told["kind"] = outcome.kind
        ask = _ask(outcome)
    else:
        error = {"code": outcome.code, "problem": outcome.problem, "remedy": outcome.remedy}
    told |= {"warnings": [note.says for note in outcome.notes if note.level == "warning"], "notes": [_note(note) for note in outcome.notes]}
    told |= {"error": error, "ask": ask}
    if with_titles:
        told["titles"] = titles(outcome) if isinstance(outcome, Import) else None
    return told


def _outcomes(files: Iterable[Opened]) -> Iterator[Outcome]:
    for file in files:
        if file.data is None:
            problem = f"The file cannot be opened: {file.problem}."
            yield Declined(file.name, "file_unreadable", problem, "Check the path and that the file may be read.")
        else:
            yield from read_files([(file.name, file.data)])


def _periods(history: History, period: str | None, against: str | None) -> tuple[Period, Period]:
    chosen = None if period else default_choice(history)
    now = parse_period(period) if period else chosen.period if chosen else None
    if now is None:
        raise InputError("nothing_known", "The files hold no Pinterest numbers.", "Give an overview export or a pin-day table.")
    require_period(history, now)
    usual = chosen.against if chosen and chosen.against else comparison(now, history)
    return now, parse_period(against) if against else usual


def _ok(outcome: Outcome) -> bool | None:
    return None if isinstance(outcome, Asked) else isinstance(outcome, Import)


def _ask(outcome: Asked) -> str:
    options = ", ".join(f"{label} ({value})" for value, label in outcome.question.options)
    return f"{outcome.question.says} {options}".strip()


def _told(outcome: Outcome) -> dict[str, Any]:
    found = describe_outcome(outcome)
    return {key: found[key] for key in ("file", "ok", "kind", "warnings", "error", "ask")}


def _measure(kpi: Kpi) -> dict[str, Any]:
    keys = (
        "value",
        "count",
        "out_of",
        "before",
        "change",
        "relative",
        "low",
        "high",
        "band",
        "ordinary",
        "basis",
        "reason",
        "uncertainty",
        "change_says",
    )
    return {key: getattr(kpi, key) for key in keys}


def _note(note: Note) -> dict[str, Any]:
    return {"code": note.code, "level": note.level, "row": note.row, "says": note.says, "remedy": note.remedy}
