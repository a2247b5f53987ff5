"""Reading: the bytes of any file to what it gave (read), what must be asked, or why it was declined.

The only room that knows about CSV, workbooks and JSON.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.reading import limits, reports
from pincore.reading.api import KINDS as API_KINDS
from pincore.reading.api import read_json
from pincore.reading.audience import KIND as AUDIENCE
from pincore.reading.containers import find_form, unpack
from pincore.reading.content import with_digest
from pincore.reading.context import Ask, Context
from pincore.reading.delimited import open_text
from pincore.reading.imports import Answer, Asked, Declined, Import, Outcome, Question
from pincore.reading.kinds import Kind
from pincore.reading.overview import KIND as OVERVIEW
from pincore.reading.sheets import Sheet
from pincore.reading.site import KINDS as SITE_KINDS
from pincore.reading.tables import read_table
from pincore.reading.template import KIND as TEMPLATE
from pincore.reading.text import decode
from pincore.reading.workbooks import read_workbook

__all__ = ["KINDS", "Answer", "Asked", "Declined", "Import", "Kind", "Outcome", "Question", "read_files"]

_RECOGNISED: tuple[Kind, ...] = (OVERVIEW, AUDIENCE, *reports.KINDS, *SITE_KINDS, TEMPLATE)
_TABLES: tuple[Kind, ...] = tuple(
    Kind(key, label, says, "pinterest", lambda sheet: False, read_table)
    for key, label, says in (
        ("pin_days", "Pin-day table", "One row a Pin and day: the most that Pincore can be given."),
        ("pin_table", "Pin table", "One row a Pin, with the totals of a range of days."),
        ("account_days", "Account-day table", "One row a day for the whole account."),
        ("board_days", "Board-day table", "One row a board and day."),
        ("board_table", "Board table", "One row a board, with the totals of a range of days."),
    )
)
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (*_RECOGNISED, *_TABLES, *API_KINDS)}

Progress = Callable[[str, str], None]


def read_files(
    files: Sequence[tuple[str, bytes]], answers: Mapping[str, Answer] | None = None, progress: Progress | None = None, today: date | None = None
) -> tuple[Outcome, ...]:
    """What each of the files gave, in their order; an archive or a workbook may give several outcomes.

    `files` are (name, bytes); names are only ever shown. `answers` are kept by the shape of a file. `progress` is told
    (name, step). With `today`, days after it are remarked on. No error leaves: a file that cannot be read is Declined.
    """
    desk = _Desk(answers or {}, progress or (lambda name, step: None), today)
    outcomes = (outcome for name, data in files for outcome in desk.read(name, data))
    return tuple(with_digest(outcome) if isinstance(outcome, Import) else outcome for outcome in outcomes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where files are read: what is the same for all of them."""

    answers: Mapping[str, Answer]
    tell: Progress
    today: date | None

    def read(self, name: str, data: bytes, nested: bool = False) -> Iterator[Outcome]:
        """The outcomes of one file."""
        context = self._context(name)
        try:
            _require_size(data)
            self.tell(name, "looking at the file")
            form = find_form(data)
            if form in ("zip", "gzip"):
                found = [outcome for member in unpack(data, name, nested) for outcome in self.read(member.name, member.data, nested=True)]
                yield from _without_strangers(found)
            elif form == "json":
                yield read_json(data, context)
            else:
                self.tell(name, "reading rows")
                yield from self._sheets(name, read_workbook(data) if form == "workbook" else [_text_sheet(data)])
        except ReadingError as error:
            yield _declined(context, error, ())

    def _context(self, name: str) -> Context:
        return Context(name, self.answers, self.today)

    def _sheets(self, name: str, sheets: Sequence[Sheet]) -> Sequence[Outcome]:
        """The outcomes of a file's sheets; of several, those that hold no table are passed over when another does."""
        if not sheets:
            raise ReadingError("empty", "The workbook is empty: there is no data in it.", "Export it again.")
        found = []
        for sheet in sheets:
            context = self._context(f"{name} / {sheet.name}" if len(sheets) > 1 else name)
            found.append((sheet.name, _read_sheet(sheet, context)))
        return _without_idle_sheets(found)


def _without_idle_sheets(found: Sequence[tuple[str, Outcome]]) -> Sequence[Outcome]:
    """The outcomes of a workbook's sheets; where one is read, those that are no table are passed over with a word. Questions on values stay."""
    first = next((outcome for _, outcome in found if isinstance(outcome, Import)), None)
    idle = [
        (sheet, outcome)
        for sheet, outcome in found
        if isinstance(outcome, Declined) or (isinstance(outcome, Asked) and outcome.question.topic == "columns")
    ]
    if first is None or not idle:
        return [outcome for _, outcome in found]
    names = ", ".join(f"“{sheet[:40]}”" for sheet, _ in idle[:5])
    tables = any(isinstance(outcome, Asked) or outcome.code not in ("no_header", "no_counts", "no_date") for _, outcome in idle)
    problems = [outcome.problem if isinstance(outcome, Declined) else "its columns are not known" for _, outcome in idle]
    why = "; ".join(problem.rstrip(".") for problem in problems)[:300] if tables else "no table that Pincore knows"
    says = f"{len(idle)} other {'sheet' if len(idle) == 1 else 'sheets'} of the workbook ({names}) {'was' if len(idle) == 1 else 'were'} passed over: {why}."
    noted = replace(
        first,
        notes=(
            *first.notes,
            Note("sheets_passed_over", "warning" if tables else "info", says, None, "Save a sheet as a file of its own if it should count."),
        ),
    )
    left = [outcome for _, outcome in idle]
    return [noted if outcome is first else outcome for _, outcome in found if outcome not in left]


def _without_strangers(found: Sequence[Outcome]) -> Sequence[Outcome]:
    """The outcomes of an archive's files; where one is read, a file that is no table at all (a picture, a read-me) is passed over with a word."""
    strangers = [
        outcome for outcome in found if isinstance(outcome, Declined) and outcome.code in ("no_header", "not_a_table", "web_page", "not_text")
    ]
    first = next((outcome for outcome in found if isinstance(outcome, Import)), None)
    if first is None or not strangers:
        return found
    says = f"{len(strangers)} other {'file' if len(strangers) == 1 else 'files'} in the archive, no table, {'was' if len(strangers) == 1 else 'were'} passed over."
    noted = replace(first, notes=(*first.notes, Note("passed_over", "info", says)))
    return [noted if outcome is first else outcome for outcome in found if outcome not in strangers]


def _require_size(data: bytes) -> None:
    if len(data) > limits.MAX_BYTES:
        raise ReadingError(
            "too_large",
            f"The file is too large: {len(data) // 2**20} MB, the limit is {limits.MAX_BYTES // 2**20} MB.",
            "Export a shorter range.",
        )


def _text_sheet(data: bytes) -> Sheet:
    text = decode(data)
    sheet = open_text(text.data, text.lines)
    sheet.notes.extend(text.notes)
    return sheet


def _read_sheet(sheet: Sheet, context: Context) -> Outcome:
    try:
        if not sheet.head():
            raise ReadingError(
                "empty", "The file is empty: there is no data in it.", "Export it again; a download that was interrupted can leave an empty file."
            )
        kind = next((kind for kind in _RECOGNISED if kind.recognise(sheet)), None)
        return kind.read(sheet, context) if kind else read_table(sheet, context)
    except Ask as ask:
        return Asked(context.name, ask.kind, ask.question, tuple(sheet.notes))
    except ReadingError as error:
        return _declined(context, error, tuple(sheet.notes))


def _declined(context: Context, error: ReadingError, notes: tuple[Note, ...]) -> Declined:
    return Declined(context.name, error.code, error.problem, error.remedy, notes)
