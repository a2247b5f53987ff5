"""Bytes to UTF-8 text with plain line ends, whatever program wrote them."""

import codecs
import re
from dataclasses import dataclass

from pincore.errors import ReadingError
from pincore.notes import Note, name_rows
from pincore.reading.lines import Lines, find_plain_lines

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_SCRIPTS = ["shift_jis", "cp1251", "gb18030", "big5", "euc_kr", "euc_jp", "cp1253", "cp1255"]


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text as valid UTF-8 with `\\n` or `\\r\\n` line ends, and what had to be assumed."""

    data: bytes
    notes: tuple[Note, ...]
    lines: Lines | None = None


def decode(data: bytes) -> Text:
    """The text of a file. Raises ReadingError when it is no text. `lines` are those of a text that is plain."""
    lines = find_plain_lines(data)
    if lines is not None:
        return Text(data, (), lines)
    notes: list[Note] = []
    data = _to_utf8(data, notes)
    if b"\0" in data:
        data = _without_nulls(data, notes)
    if data.find(b"\r") >= 0 and data.count(b"\r") != data.count(b"\r\n"):
        data = _plain_line_ends(data)
    return Text(data, tuple(notes))


def _plain_line_ends(data: bytes) -> bytes:
    """The text with `\\n` for every line end; a return inside a quoted cell is no line end."""
    parts = data.replace(b"\r\n", b"\n").split(b'"')
    if len(parts) % 2 == 0:
        return b'"'.join(parts).replace(b"\r", b"\n")
    parts[::2] = [part.replace(b"\r", b"\n") for part in parts[::2]]
    return b'"'.join(parts)


def _to_utf8(data: bytes, notes: list[Note]) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _reencoded(data[len(bom) :], encoding)
    if encoding := _wide_encoding(data[:4096]):
        notes.append(
            Note("encoding_guessed", "info", f"The file is written in {encoding.upper()} without saying so; its characters were read that way.")
        )
        return _reencoded(data, encoding)
    if _is_utf8(data):
        if b"\xc3\x83\xc2" in data or b"\xc3\xa2\xe2\x82\xac" in data:
            notes.append(
                Note("mojibake", "warning", "Some characters were garbled before this file was made (\u00c3\u00a9 where \u00e9 should stand): a wrong encoding was used once.",
                     None, "Numbers are not affected. To mend the titles, export the file again.")
            )  # fmt: skip
        return data
    return _mended(data, notes)


def _reencoded(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError as error:
        raise ReadingError(
            "not_text",
            f"The file says that its characters are {encoding.upper()}, and they are not.",
            "Download it again, or save it as CSV (UTF-8).",
        ) from error


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin text is null."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 8:
        return ""
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    step = 1 << 22
    try:
        for at in range(0, len(data), step):
            decoder.decode(data[at : at + step], at + step >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _mended(data: bytes, notes: list[Note]) -> bytes:
    """Text that is not quite UTF-8: a few bad bytes in it, or another encoding altogether."""
    text = data.decode("utf-8", "surrogateescape")
    lone = sum("\udc80" <= c <= "\udcff" for c in text)
    if lone > 0.3 * len(text):
        raise ReadingError(
            "not_text", "This is a binary file, not a table of text.", "Upload the CSV that Pinterest gives, or a workbook saved as .xlsx."
        )
    whole = sum(c > "\x7f" for c in text) - lone
    if whole > lone:
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        bad = [n for n, line in enumerate(lines, 1) if not _is_utf8(line)]
        for n in bad:
            lines[n - 1] = lines[n - 1].decode("utf-8", "replace").encode()
        notes.append(
            Note("undecodable_text", "warning", f"{len(bad)} {'row holds' if len(bad) == 1 else 'rows hold'} characters that could not be decoded "
                 f"({name_rows(bad)}); they are shown as \ufffd.", bad[0], "The numbers are not touched. To mend the titles, download the file again.")
        )  # fmt: skip
        return b"\n".join(lines)
    encoding = _guess(data)
    notes.append(
        Note("encoding_guessed", "warning", f"The text encoding is not Unicode; its characters were read as {encoding.upper()}, so accents and letters in titles may "
             "look wrong.", None, "Numbers are not affected. To be sure, save the file again as CSV (UTF-8).")
    )  # fmt: skip
    return data.decode(encoding, "replace").encode()


def _guess(data: bytes) -> str:
    """The most likely encoding, judged on the lines that are not plain ASCII.

    Latin text has accents one at a time; long runs of high bytes are another script, which detection by frequency
    tells. It cannot tell Latin code pages apart on a few words: those are Western European, unless signs stand
    inside words where Central European has letters.
    """
    from charset_normalizer import from_bytes

    sample = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:65536]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    if sum(map(len, runs)) > 1.6 * len(runs):
        best = from_bytes(sample, cp_isolation=_OTHER_SCRIPTS, threshold=0.4).best()
        if best is not None:
            return str(best.encoding)
    western = sample.decode("cp1252", "replace")
    if re.search(r"[a-z][³¹¿]|[³¹¿][a-z]", western):
        return "cp1250"
    return "cp1252" if not any(byte in sample for byte in b"\x81\x8d\x8f\x90\x9d") else "latin-1"


def _without_nulls(data: bytes, notes: list[Note]) -> bytes:
    lines = data.split(b"\n")
    bad = [n for n, line in enumerate(lines, 1) if b"\0" in line]
    if data.count(b"\0") > 0.05 * len(data):
        raise ReadingError(
            "not_text", "This is a binary file, not a table of text.", "Upload the CSV that Pinterest gives, or a workbook saved as .xlsx."
        )
    notes.append(
        Note("null_characters", "warning", f"{len(bad)} {'row holds' if len(bad) == 1 else 'rows hold'} invalid null characters (NUL), which were removed: "
             f"{name_rows(bad)}.", bad[0])
    )  # fmt: skip
    return data.replace(b"\0", b"")
