"""What a file is by its first bytes, and what is inside it."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pincore.errors import ReadingError
from pincore.reading import limits

Form = Literal["text", "json", "workbook", "zip", "gzip"]

_KNOWN_BINARIES = (
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"RIFF", "an image or sound file"), (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "a database file"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"PAR1", "a Parquet file"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"{\\rtf", "an RTF document"), (b"ftyp", "a video"),
)  # fmt: skip
_WIDE_JSON = re.compile(rb"(?:\xff\xfe(?:\0\0)?|(?:\0\0)?\xfe\xff)?(?:[ \t\r\n]\0*|\0+[ \t\r\n])*\0*[{\[]\0")
"""JSON in UTF-16 or UTF-32, with its mark or without."""
WORKSPACE, WORKSPACE_FILE = "pincore_workspace", "workspace.json"
"""How a workspace that was saved as one file is known."""
_REMEDY = "Upload the CSV that Pinterest gives (or TSV, XLSX, JSON, or a ZIP of those)."


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive. `name` is only ever shown."""

    name: str
    data: bytes


def find_form(data: bytes) -> Form:
    """What the bytes are. Raises ReadingError for forms that hold no table."""
    if not re.search(rb"[^\xef\xbb\xbf\xff\xfe \t\r\n\0]", data):
        raise ReadingError(
            "empty", "The file is empty: there is no data in it.", "Export it again; a download that was interrupted can leave an empty file."
        )
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "workbook" if _is_workbook(data) else "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    for mark, says in _KNOWN_BINARIES:
        if data.startswith(mark) or (mark == b"ftyp" and data[4:8] == mark):
            raise ReadingError("not_a_table", f"This is {says}, not a table: its format is not supported.", _REMEDY)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if re.match(rb"<(!doctype html|html|head|body|table|script|!--)", head):
        raise ReadingError("web_page", "This is a saved web page (HTML), not an export. A log-in page is often saved in place of the file.",
                           "Log in to Pinterest first, then download the CSV again. An HTML table named .xls: open it in a spreadsheet and save it as CSV.")  # fmt: skip
    if head.startswith((b"<?xml", b"<svg")):
        raise ReadingError("not_a_table", "This is an XML or SVG file, not a table: its format is not supported.", _REMEDY)
    if head[:1] in (b"{", b"[") or _WIDE_JSON.match(data[:64]):
        return "json"
    controls = sum(byte < 9 or 13 < byte < 32 for byte in data[:4096].replace(b"\0", b""))
    if controls > 0.05 * len(data[:4096]) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadingError("not_a_table", "This is a binary file that could not be read as a table: its format is not supported.", _REMEDY)
    return "text"


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name in ("[Content_Types].xml", "content.xml") for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        # A ZIP cut off has no directory any more, so the names are looked for in its bytes.
        return b"[Content_Types].xml" in data[:65536] or b"xl/" in data[:65536]


def unpack(data: bytes, name: str, nested: bool = False) -> Iterator[Member]:
    """The members of a ZIP or gzip, one at a time. Raises ReadingError for damaged and oversized ones."""
    if nested:
        raise ReadingError("nested_archive", "This is an archive inside an archive.", "Unzip it and upload the files in it.")
    if data.startswith(b"\x1f\x8b"):
        yield Member(name, _gunzip(data))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_no_workspace(archive)
            members = [m for m in archive.infolist() if not m.is_dir() and not _is_hidden(m.filename)]
            if len(members) > limits.MAX_MEMBERS:
                raise ReadingError(
                    "too_large", f"The ZIP holds {len(members):,} files; the limit is {limits.MAX_MEMBERS}.", "Upload the exports alone."
                )
            if not members:
                raise ReadingError("empty", "The ZIP is empty: there is no data in it.", "Put the exports into it and upload it again.")
            left = limits.MAX_UNPACKED
            _require_sane(sum(m.file_size for m in members), sum(m.compress_size for m in members), left)
            for member in members:
                content = _extract(archive, member, left)
                left -= len(content)
                yield Member(f"{name} / {member.filename}", content)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise ReadingError(
            "archive_damaged", "The ZIP archive is damaged or incomplete and could not be opened.", "Download or make it again."
        ) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise ReadingError("archive_locked", "The ZIP archive is protected by a password.", "Unzip it and upload the files in it.") from error


def _require_no_workspace(archive: zipfile.ZipFile) -> None:
    """Raises ReadingError for a whole workspace: it has a door of its own."""
    if WORKSPACE_FILE in archive.namelist():
        with archive.open(WORKSPACE_FILE) as told:
            if f'"{WORKSPACE}"'.encode() in told.read(256):
                raise ReadingError(
                    "workspace_file", "This is a whole workspace that was saved as one file, not an export.", "Load it on the Workspaces page."
                )


def _is_hidden(name: str) -> bool:
    """Whether a member is one that a system puts into archives on its own account."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    _require_sane(member.file_size, member.compress_size, left)
    with archive.open(member) as stream:
        return stream.read(left)


def _require_sane(unpacked: int, packed: int, left: int) -> None:
    """Raises ReadingError for what unpacks to too much: a bomb is packed far more densely than any export."""
    if unpacked > left or (unpacked > limits.SAFE_UNPACKED and unpacked > limits.DENSEST * packed):
        raise ReadingError(
            "too_large", f"The archive is too large: it unpacks to {unpacked // 2**20:,} MB or more.", "Upload fewer or shorter exports."
        )


def _gunzip(data: bytes) -> bytes:
    blocks, size = [], 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while block := stream.read(1 << 20):
                blocks.append(block)
                size += len(block)
                _require_sane(size, len(data), limits.MAX_UNPACKED)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadingError(
            "archive_damaged", "The gzip archive is damaged or incomplete and could not be opened.", "Download or make it again."
        ) from error
    return b"".join(blocks)
