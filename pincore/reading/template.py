"""Pinterest's bulk-create template: titles, links, boards, images and publication days of Pins that it does not number."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pincore.columns import BY_KEY, find_column, normalise
from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.periods import Period
from pincore.reading import limits
from pincore.reading.context import Context
from pincore.reading.fields import Cells, cells_of, find_header, leave_out, read_days
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.sheets import Row, Sheet

_MORE_NAMES = {
    "image": (
        "media url",
        "medien-url",
        "url du média",
        "url multimedia",
        "url del contenido multimedia",
        "url da mídia",
        "url del media",
        "media-url",
    ),
    "board": (
        "pinterest board",
        "pinterest-pinnwand",
        "tableau pinterest",
        "tablero de pinterest",
        "pasta do pinterest",
        "bacheca pinterest",
        "pinterest-bord",
    ),
    "created": (
        "veröffentlichungsdatum",
        "publish date",
        "date de publication",
        "fecha de publicación",
        "data de publicação",
        "data di pubblicazione",
    ),
}
_FIELDS = {
    key: tuple(normalise(name) for name in (*_MORE_NAMES.get(key, ()), BY_KEY[key].label, *BY_KEY[key].aliases))
    for key in ("title", "link", "board", "created", "image")
}
_ONLY_HERE = tuple(
    map(normalise, ("thumbnail", "keywords", "miniaturansicht", "miniatura", "vignette", "miniature", "schlagwörter", "palabras clave", "mots-clés"))
)
_NEEDS = (_FIELDS["title"], _FIELDS["image"], (*_FIELDS["board"], *_ONLY_HERE))


def recognise(sheet: Sheet) -> bool:
    """Whether the sheet lists Pins with their images, and neither numbers nor Pin ids."""
    header = find_header(sheet, _NEEDS)
    columns = [find_column(cell) for cell in header[1]] if header else [BY_KEY["pin"]]
    return not any(column is not None and (column.key == "pin" or column.role in ("count", "rate", "time", "audience")) for column in columns)


def read_template(sheet: Sheet, context: Context) -> Import:
    """The import of a template: details without Pin ids, matched to known Pins later."""
    header = find_header(sheet, _NEEDS)
    assert header is not None
    notes = list(sheet.notes)
    cells = cells_of(header, [row for row in sheet.rows() if row[0] > header[0]], _FIELDS)
    cells = cells.where(np.array([bool(title or link) for title, link in zip(cells.texts("title"), cells.texts("link"), strict=True)], dtype=bool))
    cells = _without_headers(cells, header, notes)
    if not len(cells):
        raise ReadingError("no_rows", "The template holds no Pin: every row lacks both title and link.", "Fill it in, or upload another file.")
    frame = pd.DataFrame({"pin": pd.Series([None] * len(cells), dtype="str")})
    for key in ("title", "link", "board", "image"):
        frame[key] = pd.Series([text or None for text in cells.texts(key)], dtype="str")
    _shorten(frame, notes)
    frame["created"] = _created(cells, context, notes)
    frame["format"] = pd.Series([None] * len(frame), dtype="str")
    days = frame["created"].dropna()
    window = Period(days.min().date(), days.max().date()) if len(days) else None
    return Import("", context.name, "bulk_create", {"details": frame}, window, (), None, tuple(notes), len(frame))


def _without_headers(cells: Cells, header: Row, notes: list[Note]) -> Cells:
    """Templates that were put together hold the header again."""
    name = normalise(cells.name_of("title"))
    again = np.array([normalise(title) == name for title in cells.texts("title")], dtype=bool)
    images = [normalise(image) for image in cells.texts("image")]
    again &= np.array([image == normalise(header[1][cells.places["image"]]) for image in images], dtype=bool)
    return leave_out(cells, again, ("row that repeats the header was skipped", "rows that repeat the header were skipped"), "repeated_header", notes)


def _created(cells: Cells, context: Context, notes: list[Note]) -> Sequence[np.datetime64]:
    if not cells.has("created"):
        return np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[s]")  # type: ignore[return-value]
    days = read_days(cells, "created", "bulk_create", context)
    count = int(days.unreadable.sum())
    if count:
        says = f"{count} publication {'date' if count == 1 else 'dates'} cannot be read and {'stays' if count == 1 else 'stay'} unknown."
        notes.append(Note("bad_dates", "warning", says, int(cells.numbers[days.unreadable][0])))
    return days.values.astype("datetime64[s]")  # type: ignore[return-value]


def _shorten(frame: pd.DataFrame, notes: list[Note]) -> None:
    for key in ("title", "board"):
        long = frame[key].str.len() > limits.MAX_TITLE
        if long.any():
            frame[key] = frame[key].where(~long, frame[key].str.slice(0, limits.MAX_TITLE - 1) + "…")
            notes.append(Note("long_texts", "info", f"{int(long.sum())} very long {key}s were shortened to {limits.MAX_TITLE} characters."))


KIND = Kind(
    "bulk_create", "Bulk-create template", "Titles, links, boards, images and publication days, matched to known Pins by link or title.", "pinterest",
    recognise, read_template,
)  # fmt: skip
