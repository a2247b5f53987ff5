"""Sortable tables whose numbers are written as on the cards, each with a download."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import failing, once, viewing
from pages.parts.plain import plain
from pincore import exports
from pincore.wording import UNKNOWN, describe_number, describe_share

Format = str | Callable[[Any], str]


@failing.alone()
def show_table(
    rows: pd.DataFrame, columns: Mapping[str, str], formats: Mapping[str, Format], key: str, title: str, most: int = 200, missing: str = UNKNOWN,
    known: str = "",
) -> None:  # fmt: skip
    """Shows a sortable table, the first `most` rows of it, with a download of all rows as CSV.

    A format is "share", "count", "text" (the name of the row), or a function that puts a number into words; `missing` stands where there is none.
    Where `known` determines all of it, the table is drawn once for it.
    """
    once.draw(known, partial(_draw, rows.head(most)[list(columns)].reset_index(drop=True), columns, formats, key, title, missing, len(rows) < 11))
    if len(rows) > most:
        st.caption(f"The first {most} rows; the download holds all {len(rows)}.")
    make = viewing.taken_along(partial(exports.csv_bytes, rows, dict(columns)))
    st.download_button("CSV", make, f"pincore {key}.csv", "text/csv", key=f"{key}-csv", on_click="ignore",
                       type="tertiary", icon=":material/download:", help=f"Save “{plain(title)}” as CSV")  # fmt: skip


def _draw(rows: pd.DataFrame, columns: Mapping[str, str], formats: Mapping[str, Format], key: str, title: str, missing: str, short: bool) -> None:
    config = {name: _column(label, formats.get(name)) for name, label in columns.items()}
    st.dataframe(_worded(rows, formats), hide_index=True, column_config=config, key=key, alt=title, placeholder=missing,
                 height="content" if short else 420)  # fmt: skip


_WORDS: dict[str, Callable[[Any], str]] = {"share": describe_share, "count": describe_number}


def _worded(rows: pd.DataFrame, formats: Mapping[str, Format]) -> Any:
    """The rows with their numbers in the words of the cards; sorting goes by the numbers themselves."""
    return rows.style.format({name: words for name in rows if (words := _words(formats.get(str(name))))})


def _words(form: Format | None) -> Callable[[Any], str] | None:
    return _WORDS.get(form) if form is None or isinstance(form, str) else form  # type: ignore[arg-type]


def _column(label: str, form: Format | None) -> object:
    if form == "text":
        return st.column_config.TextColumn(label, pinned=True, width="medium")
    if _words(form):
        return st.column_config.NumberColumn(label)
    return st.column_config.Column(label)
