"""What a table tells of each Pin beside its numbers: the latest title, link, board, format, publication day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pincore.notes import Note
from pincore.reading import limits
from pincore.reading.cells import Coded, Mask, is_blank
from pincore.reading.days import parse_days
from pincore.reading.sheets import Texts


@dataclass(frozen=True, slots=True)
class Details:
    """The rows' Pins as a categorical, and one row of details a Pin."""

    pin: "pd.Categorical[str]"
    frame: pd.DataFrame


def pin_details(
    pins: Coded, rows: NDArray[np.intp], days: NDArray[np.datetime64], texts: Texts, columns: dict[str, int], notes: list[Note]
) -> Details:
    """The Pins of the kept rows and their details."""
    codes = pins.codes if len(rows) == len(pins.codes) else pins.codes[rows]
    newest_last = not np.any(days[1:] < days[:-1])
    order = np.arange(len(rows)) if newest_last else np.argsort(days, kind="stable")
    last = np.full(len(pins.values), -1, dtype=np.intp)
    last[codes if newest_last else codes[order]] = order
    codes, values = _used(last >= 0, codes, list(pins.values))
    last = last[last >= 0]
    of_last = texts.take(rows[last], list(columns.values()))
    known = {key: _latest(texts, i, found, rows, codes, order) for (key, i), found in zip(columns.items(), of_last, strict=True)}
    for key in ("title", "board", "format"):
        if key in known:
            known[key] = _shortened(key, known[key], notes)
    frame = pd.DataFrame({"pin": values} | {key: _created(found) if key == "created" else found for key, found in known.items()})
    return Details(pd.Categorical.from_codes(codes, categories=pd.Index(values)), frame)


def _used(seen: Mask, codes: NDArray[np.int32], values: list[str]) -> tuple[NDArray[np.int32], list[str]]:
    """Codes and values without the values that no row has."""
    if seen.all():
        return codes, values
    return (np.cumsum(seen) - 1).astype(np.int32)[codes], [v for v, s in zip(values, seen, strict=True) if s]


def told_apart(pins: Coded, texts: Texts, columns: dict[str, int], notes: list[Note]) -> Coded:
    """Pins whose ids a spreadsheet rounded, told apart by their link, else by their title."""
    by = "link" if "link" in columns else "title" if "title" in columns else ""
    marks = texts.take(np.arange(len(pins)), [columns[by]])[0] if by else [""] * len(pins)
    pairs: dict[tuple[int, str], int] = {}
    codes = np.fromiter((pairs.setdefault(p, len(pairs)) for p in zip(pins.codes.tolist(), marks, strict=True)), dtype=np.int32, count=len(pins))
    names, seen = [], dict.fromkeys(pins.values, 0)
    for code, _ in pairs:
        value = pins.values[code]
        seen[value] += 1
        names.append(value if seen[value] == 1 else f"{value} ({seen[value]})")
    told = f"; Pins were told apart by their {by}" if by else ""
    notes.append(Note("ids_rounded", "warning", f"The Pin ids were rounded by a spreadsheet: they end in 000, so their last digits are lost{told}.", None,
                      "Upload the file as Pinterest gave it, without opening it in Excel; these Pins cannot be matched with other exports."))  # fmt: skip
    return Coded(codes, names)


def _latest(
    texts: Texts, column: int, of_last: Sequence[str], rows: NDArray[np.intp], codes: NDArray[np.int32], order: NDArray[np.intp]
) -> list[str | None]:
    """A text a Pin: the latest that is not blank; `of_last` are those of each Pin's last row."""
    found: list[str | None] = [text if text.strip() else None for text in of_last]
    blank = np.array([text is None for text in found])
    if blank.any() and not blank.all():
        of_blank = order[blank[codes[order]]]
        for i, text in zip(codes[of_blank], texts.take(rows[of_blank], [column])[0], strict=True):
            if text.strip():
                found[i] = text
    return found


def _created(texts: list[str | None]) -> NDArray[np.datetime64]:
    """Publication days; a column whose order of day and month is open stays unknown."""
    days = parse_days(Coded.of(["" if t is None or is_blank(t) else t for t in texts]))
    return days.values.astype("datetime64[s]")


def _shortened(key: str, texts: list[str | None], notes: list[Note]) -> list[str | None]:
    long = sum(text is not None and len(text) > limits.MAX_TITLE for text in texts)
    if not long:
        return texts
    notes.append(Note("long_texts", "info", f"{long} very long {key}s were shortened to {limits.MAX_TITLE} characters."))
    return [text[: limits.MAX_TITLE - 1] + "…" if text is not None and len(text) > limits.MAX_TITLE else text for text in texts]
