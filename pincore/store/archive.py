"""A workspace as one file to take along: a ZIP with `workspace.json` and a Parquet file for every frame; and back, from anybody's hands."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from pincore.errors import InputError
from pincore.experiments.log import Experiment
from pincore.experiments.log_file import find_unsound
from pincore.reading import KINDS
from pincore.reading.containers import WORKSPACE, WORKSPACE_FILE
from pincore.reading.content import with_digest
from pincore.reading.imports import Import
from pincore.schema import SchemaError, from_plain, read_json, to_plain
from pincore.store.kept import BOUNDS
from pincore.store.limits import MOST_COMMENTS, MOST_EXPERIMENTS, MOST_UPLOADS, plain_line
from pincore.store.plain_frames import FRAMES, FrameError, Room, TooLarge, read_plain, write_plain
from pincore.store.settings import SettingsError, sound_settings
from pincore.store.talk import find_unsound_talk
from pincore.store.types import Content, Loaded, Saved, Settings, Thread, Upload
from pincore.store.uploads import ToldUpload, told_of

VERSION = 1
MOST_ENTRIES = 8_000
MOST_LISTED = 4 * 2**20
"""Bytes of a ZIP's list of entries."""
MOST_TOLD = 16 * 2**20
"""Bytes of `workspace.json`."""
MOST_BRACES = 400_000
"""Objects and lists in it; each takes far more room in memory than in the file."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
_DIGEST = re.compile(r"[0-9a-f]{1,64}")


@dataclass(frozen=True, slots=True)
class Filed:
    """An upload in the archive: what is told of it, and its frames as (place of the import, name, entry)."""

    digest: str
    told: ToldUpload
    frames: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What `workspace.json` tells."""

    name: str
    uploads: tuple[Filed, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    settings: Settings = field(default_factory=Settings)
    talk: tuple[Thread, ...] = ()


def archive(saved: Saved, talk: Sequence[Thread] = ()) -> bytes:
    """The workspace with its talk as a ZIP file."""
    filed: list[Filed] = []
    frames: dict[str, pd.DataFrame] = {}
    for number, one in enumerate(saved.content.uploads, 1):
        paths = {(place, name): _path(number, one, place, name) for place, item in enumerate(one.imports) for name in item.frames}
        filed.append(Filed(one.digest, told_of(one), tuple((place, name, path) for (place, name), path in paths.items())))
        frames |= {path: one.imports[place].frames[name] for (place, name), path in paths.items()}
    told = Told(saved.name, tuple(filed), saved.content.experiments, saved.content.settings, tuple(talk))
    listed = {WORKSPACE: VERSION, **to_plain(told, bounds=BOUNDS)}
    return _packed(json.dumps(listed, ensure_ascii=False, indent=1).encode(), frames)


def _path(number: int, upload: Upload, place: int, name: str) -> str:
    """Where a frame lies: files/03-pin-days/pins.parquet; a further import of one upload has its number."""
    slug = re.sub(r"[^a-z0-9]+", "-", upload.name.rpartition(".")[0].lower() or upload.name.lower()).strip("-")[:40]
    return f"files/{number:02d}-{slug or 'file'}/{f'{place + 1}-' if len(upload.imports) > 1 else ''}{name}.parquet"


def _packed(told: bytes, frames: dict[str, pd.DataFrame]) -> bytes:
    if len(told) > MOST_TOLD or len(frames) >= MOST_ENTRIES:
        raise _too_large()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(zipfile.ZipInfo(WORKSPACE_FILE), told, zipfile.ZIP_DEFLATED)
        for path, frame in frames.items():
            opened.writestr(zipfile.ZipInfo(path), write_plain(frame), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_archive(data: bytes) -> Loaded:
    """The workspace that `archive` wrote. Raises InputError for every other file, before it unfolds to too much."""
    try:
        _require_short_list(data)
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return _read(opened, Room(len(data)))
    except TooLarge:
        raise _too_large() from None
    except (FrameError, SchemaError, SettingsError) as error:
        raise _refused(str(error)) from error
    except _DAMAGED as error:
        raise _refused("it is damaged, or not whole") from error


def _require_short_list(data: bytes) -> None:
    """Raises TooLarge when the list of entries alone is a burden; the ZIP's last 22 bytes tell of it."""
    end = data[-22:]
    if not end.startswith(b"PK\5\6") or data[-42:-38] == b"PK\6\7":
        raise FrameError("it is damaged, or not whole")
    if int.from_bytes(end[12:16], "little") > MOST_LISTED:
        raise TooLarge


def _read(opened: zipfile.ZipFile, room: Room) -> Loaded:
    entries = {entry.filename: entry for entry in opened.infolist()}
    if len(opened.infolist()) > MOST_ENTRIES or any(entry.file_size > MOST_TOLD for name, entry in entries.items() if name == WORKSPACE_FILE):
        raise TooLarge
    room.take(sum(entry.file_size for entry in entries.values()))
    told = _told(_unpacked(opened, entries, WORKSPACE_FILE))
    paths = [path for one in told.uploads for _, _, path in one.frames]
    if sorted((WORKSPACE_FILE, *paths)) != sorted(entry.filename for entry in opened.infolist()):
        raise FrameError("its files are not those that it tells of")
    uploads = tuple(_upload(one, {(place, name): _unpacked(opened, entries, path) for place, name, path in one.frames}, room) for one in told.uploads)
    return Loaded(plain_line(told.name), Content(uploads, told.experiments, sound_settings(told.settings)), told.talk)


def _unpacked(opened: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str) -> bytes:
    """The bytes of an entry, never more than the list of entries tells."""
    entry = entries.get(name)
    if entry is None:
        raise FrameError("it is another kind of file")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FrameError("it is packed in an unknown way")
    return opened.read(entry)


def _told(data: bytes) -> Told:
    """What `workspace.json` tells, when it can be."""
    if data.count(b"{") + data.count(b"[") > MOST_BRACES:
        raise TooLarge
    listed = read_json(data, MOST_TOLD)
    if not isinstance(listed, dict) or WORKSPACE not in listed:
        raise FrameError("it is another kind of file")
    if listed[WORKSPACE] != VERSION or isinstance(listed[WORKSPACE], bool):
        raise InputError(
            "workspace_version",
            f"The file is of version {str(listed[WORKSPACE])[:20]}; this is version {VERSION}.",
            "Load it with a newer Pincore, or save it again there.",
        )
    told: Told = from_plain(Told, {key: value for key, value in listed.items() if key != WORKSPACE}, bounds=BOUNDS)
    _require_sound(told)
    return told


def _require_sound(told: Told) -> None:
    digests = [one.digest for one in told.uploads]
    if len(digests) > MOST_UPLOADS or len(told.experiments) > MOST_EXPERIMENTS or sum(len(one.comments) for one in told.talk) > MOST_COMMENTS:
        raise TooLarge
    if len(set(digests)) < len(digests) or not all(_DIGEST.fullmatch(digest) for digest in digests):
        raise FrameError("two files in it have the same mark, or one has none")
    for one in told.uploads:
        named = [(place, name) for place, name, _ in one.frames]
        if len(set(named)) < len(named) or any(name not in FRAMES or not 0 <= place < len(one.told.imports) for place, name in named):
            raise FrameError("it names a table that Pincore does not know")
        if any(item.kind not in KINDS for item in one.told.imports) or not one.told.imports:
            raise FrameError("it names a kind of file that Pincore does not know")
    if why := find_unsound(told.experiments) or find_unsound_talk(told.talk):
        raise FrameError(why)


def _upload(filed: Filed, parts: dict[tuple[int, str], bytes], room: Room) -> Upload:
    """The upload. What its imports are known by is worked out again: a foreign file could claim to be another's."""
    frames = {where: read_plain(data, where[1], room) for where, data in parts.items()}
    imports = tuple(
        with_digest(
            Import(
                "", one.name, one.kind, {name: frame for (at, name), frame in frames.items() if at == place}, one.window, one.filters,
                one.estimated_from, one.notes, one.n_rows,
            )
        )
        for place, one in enumerate(filed.told.imports)
    )  # fmt: skip
    return Upload(filed.digest, filed.told.name, imports)


def _refused(why: str) -> InputError:
    return InputError(
        "workspace_unreadable", f"The file holds no workspace: {why}.", "Load a file that was saved on the Workspaces page, as it was saved."
    )


def _too_large() -> InputError:
    return InputError(
        "workspace_large",
        "The workspace is too large for one file.",
        "Remove files that newer exports cover, or delete old notes, and save it again.",
    )
