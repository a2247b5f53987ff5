"""Google Analytics 4: reports and explorations, with comment lines above each block, in any language of its interface."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from pincore.columns import find_column, normalise
from pincore.errors import ReadingError
from pincore.notes import Note
from pincore.periods import Period
from pincore.reading.context import Context
from pincore.reading.days import FIRST_DAY, LAST_DAY
from pincore.reading.fields import Cells, Fields, cells_of, leave_out, place_fields
from pincore.reading.imports import Import
from pincore.reading.kinds import Kind
from pincore.reading.numbers import parse_count
from pincore.reading.sheets import Row, Sheet
from pincore.reading.site.cells import clean_text
from pincore.reading.site.frame import (
    Dates,
    dated_rows,
    no_days,
    read_counts,
    read_money,
    read_pages,
    read_texts,
    site_frame,
    site_import,
    start_notes,
)

_DATED = re.compile(r"(?<!\d)(20\d{6})(?!\d)[\s\"']*$")
_RANGE = re.compile(r"(?<!\d)(20\d{6})\s*[-–]\s*(20\d{6})(?!\d)")


def _names(*names: str) -> tuple[str, ...]:
    return tuple(map(normalise, names))


DIMENSIONS: Fields = {
    "day": _names("Date", "Datum", "Fecha", "Data", "日付", "날짜", "Дата", "Dato", "Päivämäärä"),
    "source_medium": _names(
        "Session source / medium", "Source / medium", "First user source / medium", "Session manual source / medium", "Sitzung – Quelle/Medium",
        "Quelle/Medium der Sitzung", "Quelle/Medium", "Source/Support de la session", "Session - Source/Support", "Source / support", "Fuente/medio de la sesión",
        "Sesión: fuente/medio", "Fuente/medio", "Origem / mídia da sessão", "Origem/mídia", "Sorgente/mezzo sessione", "Sorgente/Mezzo", "Sessiebron/-medium",
        "セッションの参照元 / メディア", "参照元 / メディア",
    ),
    "source": _names("Session source", "Source", "Session manual source", "First user source", "Quelle der Sitzung", "Sitzungsquelle", "Source de la session",
                     "Fuente de la sesión", "Origem da sessão", "Sorgente sessione"),
    "medium": _names("Session medium", "Medium", "Session manual medium", "First user medium", "Medium der Sitzung", "Support de la session", "Medio de la sesión",
                     "Mídia da sessão", "Mezzo sessione"),
    "campaign": _names("Session campaign", "Campaign", "Session manual campaign name", "Session manual campaign", "Kampagne der Sitzung", "Sitzungskampagne",
                       "Campagne de la session", "Campaña de la sesión", "Campanha da sessão", "Campagna sessione"),
    "content": _names("Session manual ad content", "Manual ad content", "First user manual ad content"),
    "term": _names("Session manual term", "Manual term"),
    "channel": _names("Session primary channel group (Default Channel Group)", "Session primary channel group", "Session default channel group",
                      "Default channel group", "Primary channel group", "First user primary channel group (Default Channel Group)",
                      "Standardchannelgruppierung der Sitzung", "Primäre Channelgruppe der Sitzung (Standard-Channelgruppe)"),
    "page": _names("Landing page + query string", "Landing page", "Page path and screen class", "Page path + query string", "Page path", "Page location",
                   "Landingpage + Abfragestring", "Landingpage", "Zielseite", "Page de destination + chaîne de requête", "Page de destination",
                   "Página de destino + cadena de consulta", "Página de destino", "Página de destino + string de consulta", "Pagina di destinazione"),
    "segment": _names("Segment", "Comparison", "Vergleich", "Comparaison", "Comparación", "Comparação", "Confronto"),
}  # fmt: skip
METRICS: Fields = {
    "sessions": _names("Sessions", "Sitzungen", "Sesiones", "Sessões", "Sessioni", "Sessies", "セッション", "세션수", "Сеансы"),
    "engaged_sessions": _names("Engaged sessions", "Sitzungen mit Interaktionen", "Sessions avec engagement", "Sesiones con interacción", "Sessões engajadas",
                               "Sessioni con coinvolgimento", "Sessies met betrokkenheid"),
    "visitors": _names("Active users", "Total users", "Users", "Aktive Nutzer", "Nutzer insgesamt", "Utilisateurs actifs", "Usuarios activos", "Usuários ativos",
                       "Utenti attivi", "Actieve gebruikers"),
    "pageviews": _names("Views", "Aufrufe", "Vues", "Vistas", "Visualizações", "Visualizzazioni"),
    "key_events": _names("Key events", "Conversions", "Schlüsselereignisse", "Événements clés", "Eventos clave", "Eventos principais", "Eventi chiave",
                         "Belangrijke gebeurtenissen"),
    "amount": _names("Total revenue", "Purchase revenue", "Gesamtumsatz", "Revenu total", "Chiffre d'affaires total", "Ingresos totales", "Receita total",
                     "Entrate totali", "Totale opbrengst"),
}  # fmt: skip
_ALL = {**DIMENSIONS, **METRICS}
_WHERE = ("source_medium", "source", "medium", "campaign", "content", "channel", "page")


@dataclass(slots=True)
class _Block:
    """One table of the file, and the days that the comment lines above it name."""

    start: date | None
    end: date | None
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)


def _is_comment(cells: Sequence[str]) -> bool:
    return bool(cells) and cells[0].lstrip("\ufeff \"'").startswith("#")


def _dates(line: str) -> list[date]:
    match = _RANGE.search(line) or _DATED.search(line.rstrip(" ,;\t"))
    found = []
    for text in match.groups() if match else ():
        try:
            day = date.fromisoformat(text)
        except ValueError:
            continue
        if FIRST_DAY <= np.datetime64(day) < LAST_DAY:
            found.append(day)
    return found


def recognise(sheet: Sheet) -> bool:
    """Whether comment lines with dates stand above a table without counts of Pinterest's, or a header names sessions and where they came from."""
    head = sheet.head()[:30]
    commented = any(_is_comment(cells) and _dates(" ".join(cells)) for _, cells in head)
    for _, cells in head:
        if _is_comment(cells) or len(cells) > 200:
            continue
        places = place_fields(cells, _ALL)
        if "sessions" in places and any(key in places for key in _WHERE):
            return True
        if any((column := find_column(cell)) is not None and column.role == "count" for cell in cells if len(cell) < 60):
            return False
    return commented


def read_ga4(sheet: Sheet, context: Context) -> Import:
    """The import of all blocks; a file that compares two periods gives the rows of both, each with its own days."""
    notes = start_notes(sheet, "days, traffic sources, campaigns, pages and counts")
    frames, rows = [], 0
    unknown: list[str] = []
    blocks = _blocks(sheet.rows())
    for block in blocks:
        if block.header is None:
            continue
        cells = cells_of(block.header, block.rows, _ALL)
        known = set(place_fields(block.header[1], _ALL).values())
        unknown += [cell.strip()[:40] for i, cell in enumerate(block.header[1]) if i not in known and cell.strip()]
        if not any(cells.has(key) for key in METRICS) or not len(cells):
            continue
        rows += len(cells)
        frames.append(_frame(block, cells, context, notes))
    if not frames:
        raise ReadingError("ga4_columns", f"This looks like an export of Google Analytics, but none of its columns is known: {', '.join(unknown[:8]) or 'none'}.",
                           "Set the language of Google Analytics to English, export a report with sessions, and upload that.")  # fmt: skip
    if unknown:
        names = ", ".join(f"'{name}'" for name in dict.fromkeys(unknown[:5]))
        notes.append(Note("unknown_columns", "info", f"Columns that Pincore does not use were left out: {names}."))
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    _note_windows(frame, notes)
    found = site_import("ga4", frame, rows, context, notes)
    named = [Period(block.start, block.end) for block in blocks if block.start and block.end]
    spans = [*named, *([found.window] if found.window else [])]
    return replace(found, window=Period(min(span.start for span in spans), max(span.end for span in spans))) if spans else found


def _blocks(rows: Sequence[Row]) -> list[_Block]:
    """The tables of the file. Comment lines behind a table's rows begin the next one."""
    blocks: list[_Block] = []
    days: list[date] = []
    above = True
    for number, cells in rows:
        if _is_comment(cells):
            days = (days if above else []) + _dates(" ".join(cells))
            above = True
        elif sum(bool(cell.strip()) for cell in cells) < 2 and (above or not blocks):
            continue
        elif above:
            start, end = (days[0], days[1]) if len(days) > 1 and days[0] <= days[1] else (None, None)
            blocks.append(_Block(start, end, (number, cells)))
            above = False
        elif _is_header(cells):
            blocks.append(_Block(blocks[-1].start, blocks[-1].end, (number, cells)))
        else:
            blocks[-1].rows.append((number, cells))
    return blocks


def _is_header(cells: Sequence[str]) -> bool:
    if any(parse_count(cell).value is not None for cell in cells):
        return False
    places = place_fields(cells, _ALL)
    return any(key in places for key in METRICS)


def _frame(block: _Block, cells: Cells, context: Context, notes: list[Note]) -> pd.DataFrame:
    cells = _without_totals(cells, notes)
    day = no_days(len(cells))
    if cells.has("day"):
        cells, days = dated_rows(cells, "day", "ga4", context, notes)
        day = days.values.astype("datetime64[s]")
    start = day if cells.has("day") else _filled(block.start, len(cells))
    end = day if cells.has("day") else _filled(block.end, len(cells))
    texts = read_texts(cells, ("source", "medium", "campaign", "content", "term", "channel", "segment"))
    if cells.has("source_medium"):
        pairs = [_pair(text) for text in cells.texts("source_medium")]
        texts |= {"source": [source for source, _ in pairs], "medium": [medium for _, medium in pairs]}
    if cells.has("page"):
        for key, values in read_pages(cells, "page").items():
            texts.setdefault(key, values)
    numbers = read_counts(cells, ("sessions", "engaged_sessions", "visitors", "pageviews"), notes) | read_money(
        cells, ("key_events", "amount"), notes, "."
    )
    if cells.has("segment") and len(set(texts["segment"])) > 1:
        notes.append(
            Note("segments_overlap", "warning", "The report compares segments, which can overlap: their numbers are kept apart and never added.")
        )
    return site_frame("ga4", day, start, end, texts, numbers)


def _pair(text: str) -> tuple[str | None, str | None]:
    """`pinterest.com / referral` as source and medium; `(not set)` is both."""
    source, mark, medium = text.partition(" / ")
    return clean_text(source), clean_text(medium if mark else source) if text.startswith("(") or mark else None


def _filled(day: date | None, rows: int) -> Dates:
    return no_days(rows) if day is None else np.full(rows, np.datetime64(day), dtype="datetime64[s]")


def _without_totals(cells: Cells, notes: list[Note]) -> Cells:
    """Explorations put a row of totals, with empty dimensions, under the header."""
    dimensions = [key for key in DIMENSIONS if cells.has(key)]
    if not dimensions:
        return cells
    blank = np.ones(len(cells), dtype=bool)
    for key in dimensions:
        blank &= cells.columns[key].rows_of(lambda text: not text.strip())
    return leave_out(cells, blank, ("row of totals was left out", "rows of totals were left out"), "totals_row", notes)


def _note_windows(frame: pd.DataFrame, notes: list[Note]) -> None:
    ranges = frame.loc[frame["day"].isna(), ["start", "end"]].drop_duplicates()
    if len(ranges) > 1:
        notes.append(Note("several_periods", "info", f"The file compares {len(ranges)} periods; each keeps its own dates, and they are never added."))


KIND = Kind(
    "ga4", "Google Analytics 4", "Sessions, key events and revenue by source, campaign or landing page: kept for comparing clicks with visits.", "site",
    recognise, read_ga4,
)  # fmt: skip
