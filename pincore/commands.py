"""The commands: what a file holds, the dashboard's numbers, the diagnosis, how much hangs on few Pins, and the report, as JSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    def told(imports: Sequence[Import]) -> dict[str, Any]:
        history = stitch(imports)
        now, before = _periods(history, period, against)
        found = find_kpis(history, now, before)
        return {
            "period": str(now), "against": str(before), "measures": {kpi.measure.key: _measure(kpi) for kpi in found if kpi.measure.key in KEYS},
            "answer": answer(found, now, before), "notes": [_note(note) for note in history.notes],
            "checks": [asdict(item) | {"numbers": dict(item.numbers)} for item in history.checks],
        }  # fmt: skip

    return _together(files, {"period": None, "against": None, "measures": None}, told, out)


def concentration(files: Iterable[Opened], measure: str, period: str | None, out: TextIO) -> int:
    """Writes one line on how much of a measure hangs on few Pins; 0 when all files were read and the period is known."""
    from pincore.concentration.telling import UNKNOWN, require_measure, tell, usual_period

    def told(imports: Sequence[Import]) -> dict[str, Any]:
        history, key = stitch(imports), require_measure(measure)
        now = parse_period(period) if period else usual_period(history, key)
        now, _ = _periods(history, str(now) if now else None, None)
        return tell(history, now, key)

    return _together(files, UNKNOWN | {"measure": measure}, told, out)


def diagnose(files: Iterable[Opened], period: str | None, against: str | None, out: TextIO) -> int:
    """Writes one line with what is wrong, what is not, and what to do first; 0 when all were read and the period is known."""

    def told(imports: Sequence[Import]) -> dict[str, Any]:
        history = stitch(imports)
        return told_diagnosis(find_diagnosis(history, *_periods(history, period, against)))

    return _together(files, {"period": None, "against": None, "found": None}, told, out)


def report(files: Iterable[Opened], wish: "Wish", save: Callable[[bytes], None], out: TextIO) -> int:
    """Writes the report of all files together and a line on what is in it; 0 when all were read and the report is saved."""
    from pincore.report.telling import NOTHING, make, tell, writer_of

    def told(imports: Sequence[Import]) -> dict[str, Any]:
        history, write = stitch(imports), writer_of(wish)
        now, before = _periods(history, wish.period, wish.against)
        found = make(imports, history, now, before, wish)
        content = write(found)
        try:
            save(content)
        except OSError as error:
            problem = f"The report cannot be written: {error.strerror or 'unknown reason'}."
            raise InputError("file_unwritable", problem, "Check the path and the room on the disk.") from error
        return {"report": wish.out, **tell(found), "bytes": len(content)}

    return _together(files, NOTHING, told, out)


def _together(files: Iterable[Opened], unknown: Mapping[str, Any], tell: Callable[[Sequence[Import]], Mapping[str, Any]], out: TextIO) -> int:
    """Writes one line on all files as one account: what is told of them, or the error and `unknown`; 0 when all were read and it was told."""
    outcomes = list(_outcomes(files))
    read = [outcome for outcome in outcomes if isinstance(outcome, Import)]
    error: InputError | None = None
    try:
        told = tell(read)
    except InputError as found:
        told, error = unknown, found
    write_line({**told, "error": error_keys(error) if error else None, "files": [_told(outcome) for outcome in outcomes]}, out)
    return 0 if error is None and len(read) == len(outcomes) else 1


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
