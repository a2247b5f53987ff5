"""Reading: the bytes of any file to what it gave (read), what must be asked, or why it was declined.

The only room that knows about CSV, workbooks and JSON.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from pincore.errors import ReadingError
from pincore.reading import limits
from pincore.reading.containers import find_form, unpack
from pincore.reading.context import Ask, Context
from pincore.reading.delimited import open_text
from pincore.reading.imports import Answer, Asked, Declined, Import, Outcome, Question
from pincore.reading.kinds import Kind
from pincore.reading.overview import KIND as OVERVIEW
from pincore.reading.sheets import Sheet
from pincore.reading.tables import read_table
from pincore.reading.text import decode
from pincore.reading.workbooks import read_workbook

__all__ = ["KINDS", "Answer", "Asked", "Declined", "Import", "Kind", "Outcome", "Question", "read_files"]

_RECOGNISED: tuple[Kind, ...] = (OVERVIEW,)
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
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in (*_RECOGNISED, *_TABLES)}

Progress = Callable[[str, str], None]


def read_files(
    files: Sequence[tuple[str, bytes]], answers: Mapping[str, Answer] | None = None, progress: Progress | None = None, today: date | None = None
) -> tuple[Outcome, ...]:
    """What each of the files gave, in their order; an archive or a workbook may give several outcomes.

    `files` are (name, bytes); names are only ever shown. `answers` are kept by the shape of a file. `progress` is told
    (name, step). With `today`, days after it are remarked on. No error leaves: a file that cannot be read is Declined.
    """
    tell = progress or (lambda name, step: None)
    found: list[Outcome] = []
    for name, data in files:
        found.extend(_read(name, data, answers or {}, tell, today, nested=False))
    return tuple(found)


def _digest(bytes_digest: str, answers: Mapping[str, Answer], part: str = "") -> str:
    """Identifies what was read: the bytes, the part of them, and the answers given."""
    return hashlib.sha256(repr((bytes_digest, part, sorted(answers.items(), key=lambda item: item[0]))).encode()).hexdigest()


def _read(name: str, data: bytes, answers: Mapping[str, Answer], tell: Progress, today: date | None, nested: bool) -> Iterator[Outcome]:
    bytes_digest = hashlib.sha256(data).hexdigest()
    digest = _digest(bytes_digest, answers)
    try:
        if len(data) > limits.MAX_BYTES:
            raise ReadingError(
                "too_large",
                f"The file is too large: {len(data) // 2**20} MB, the limit is {limits.MAX_BYTES // 2**20} MB.",
                "Export a shorter range.",
            )
        tell(name, "looking at the file")
        form = find_form(data)
        if form in ("zip", "gzip"):
            if nested:
                raise ReadingError("nested_archive", "This is an archive inside an archive.", "Unzip it and upload the files in it.")
            for member in unpack(data, name):
                yield from _read(member.name, member.data, answers, tell, today, nested=True)
            return
        if form == "json":
            from pincore.reading.api import read_json

            yield read_json(data, Context(name, digest, answers, today))
            return
        tell(name, "reading rows")
        sheets: Sequence[Sheet]
        if form == "workbook":
            sheets = read_workbook(data)
        else:
            text = decode(data)
            sheet = open_text(text.data)
            sheet.notes.extend(text.notes)
            sheets = [sheet]
    except ReadingError as error:
        yield Declined(digest, name, error.code, error.problem, error.remedy)
        return
    yield from _read_sheets(name, bytes_digest, sheets, answers, today)


def _read_sheets(name: str, digest: str, sheets: Sequence[Sheet], answers: Mapping[str, Answer], today: date | None) -> Iterator[Outcome]:
    """The outcomes of a file's sheets; of several, those that hold no table are passed over when another does."""
    found: list[Outcome] = []
    for sheet in sheets:
        label = f"{name} / {sheet.name}" if len(sheets) > 1 else name
        found.append(_read_sheet(sheet, Context(label, _digest(digest, answers, sheet.name), answers, today)))
    good = [outcome for outcome in found if isinstance(outcome, Import)]
    if not sheets:
        yield Declined(_digest(digest, answers), name, "empty", "The workbook is empty: there is no data in it.", "Export it again.")
    yield from good or found


def _read_sheet(sheet: Sheet, context: Context) -> Outcome:
    try:
        head = sheet.head()
        if not head:
            raise ReadingError(
                "empty", "The file is empty: there is no data in it.", "Export it again; a download that was interrupted can leave an empty file."
            )
        kind = next((kind for kind in _RECOGNISED if kind.recognise(sheet)), None)
        return kind.read(sheet, context) if kind else read_table(sheet, context)
    except Ask as ask:
        return Asked(context.digest, context.name, ask.kind, ask.question, tuple(sheet.notes))
    except ReadingError as error:
        return Declined(context.digest, context.name, error.code, error.problem, error.remedy, tuple(sheet.notes))
