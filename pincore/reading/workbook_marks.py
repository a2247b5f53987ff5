"""What a workbook's own XML tells and its reader does not: error cells, formulas without a result, hidden rows, the first day."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO


@dataclass(slots=True)
class SheetMarks:
    """A sheet's error cells and unsaved formulas by (row, column index), and the number of its hidden rows."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class BookMarks:
    """The marks of a workbook's sheets by name, and whether it counts its days from 1904 (Excel on a Mac)."""

    sheets: Mapping[str, SheetMarks] = field(default_factory=dict)
    from_1904: bool = False

    def of(self, name: str) -> SheetMarks:
        return self.sheets.get(name, SheetMarks())


_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).){0,400}?<(?:\w+:)?v>([^<]{1,12})<', re.DOTALL
)
_UNSAVED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def read_marks(data: bytes, names: list[str]) -> BookMarks:
    """The marks of the sheets with these names, in the workbook's order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(archive.namelist()):
            return BookMarks()
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        found = {}
        for name, path in _sheet_paths(archive, book, names).items():
            with archive.open(path) as stream:
                found[name] = _scan(stream)
    properties = re.search(r"<(?:\w+:)?workbookPr\b[^>]*>", book)
    return BookMarks(found, properties is not None and _attribute(properties[0], "date1904") in ("1", "true", "on"))


def _sheet_paths(archive: zipfile.ZipFile, book: str, names: list[str]) -> dict[str, str]:
    members = set(archive.namelist())
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in re.findall(r"<Relationship\b[^>]*>", links)}
    sheets = [_attribute(tag, "(?:r|rel):id") for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)]
    paths = ["xl/" + targets.get(link, "").removeprefix("/xl/") for link in sheets]
    return {name: path for name, path in zip(names, paths, strict=False) if path in members and len(names) == len(paths)}


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else ""


def _scan(stream: IO[bytes]) -> SheetMarks:
    marks, rest = SheetMarks(), b""
    while block := stream.read(1 << 20):
        text = rest + block
        cut = max((match.start() for match in _ROW_END.finditer(text)), default=-1)
        text, rest = (text[:cut], text[cut:]) if cut >= 0 else (b"", text[-(1 << 22) :])
        marks.hidden += sum(b'hidden="1"' in attributes or b'hidden="true"' in attributes for attributes in _ROW.findall(text))
        if b't="e"' in text:
            for letters, row, value in _ERROR.findall(text):
                marks.errors[int(row), column_index(letters.decode())] = value.decode()
        if b"</f>" in text or b"<f " in text or b":f>" in text:
            marks.formulas.update((int(row), column_index(letters.decode())) for letters, row in _UNSAVED.findall(text))
    return marks


def column_index(letters: str) -> int:
    """The index of a column.

    >>> column_index("A"), column_index("AB")
    (0, 27)
    """
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """The letters of a column.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
