"""The numbers of a test from a table: a file with one row a Pin, or rows that are typed or pasted."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import cards, state
from pages.parts.plain import plain
from pincore.errors import PincoreError
from pincore.experiments.counts import Sample, require_sample
from pincore.experiments.log import Experiment
from pincore.experiments.tables import LABELS, read_experiments, typed_experiment
from pincore.exports import csv_bytes
from pincore.wording import describe_number

_COLUMNS = {key: LABELS[key] for key in ("variant", "pin", "impressions", "outbound_clicks", "saves", "pin_clicks")}
_COUNTS = ("impressions", "outbound_clicks", "saves", "pin_clicks")
_ROWS = 10
EXAMPLE_ROWS = pd.DataFrame(
    [("Mood first", f"mood {i}", shown, clicks, saves, looks) for i, (shown, clicks, saves, looks) in enumerate(
        ((4210, 11, 30, 88), (6900, 17, 41, 130), (2380, 8, 19, 52), (9120, 21, 66, 171), (5040, 16, 33, 101)), 1)]
    + [("Value first", f"value {i}", shown, clicks, saves, looks) for i, (shown, clicks, saves, looks) in enumerate(
        ((5330, 31, 36, 140), (3870, 19, 30, 99), (7450, 49, 44, 201), (2910, 15, 22, 71), (6120, 42, 49, 166)), 1)],
    columns=list(_COLUMNS),
)  # fmt: skip
EXAMPLE_NAME = "A made-up test"


def ask_file(experiment: Experiment | None) -> Sample | None:
    """The sample of a file that was brought; None until there is one."""
    mine = state.lab()
    if not mine.table:
        file = st.file_uploader("A table with one row a Pin: variant, pin, impressions, and outbound clicks, saves or pin clicks",
                                ["csv", "tsv", "txt", "xlsx"], key=f"table-{state.uploader_key()}")  # fmt: skip
        if file is not None:
            _receive(file)
        _offer_example()
        return None
    names = list(mine.table)
    name = names[0] if len(names) == 1 else str(st.selectbox("Which test of the file?", names, format_func=lambda name: name or "Without a name"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":green-badge[:material/check: read] {plain(mine.table_name)}: {describe_number(len(mine.table[name]))} Pins", width="stretch")
        st.button("Another file", type="tertiary", icon=":material/close:", on_click=_forget)
    return require_sample(name, mine.table[name], experiment.plan.design.metric if experiment else None)


def _receive(file: Any) -> None:
    """Reads the file, keeps its counts, and lets the bytes go."""
    mine = state.lab()
    with st.spinner("Reading the table…"):
        try:
            mine.take(read_experiments(file.getvalue()), file.name)
        except PincoreError as error:
            cards.show_problem(error)
            cards.whisper("Is it an export of Pinterest's? Then choose “My exports” above and bring it there.")
            return
    state.let_go([file])
    st.rerun()


def _forget() -> None:
    state.lab().table = {}


def _offer_example() -> None:
    with st.container(horizontal=True, gap="small"):
        st.button("Try it with a made-up test", on_click=_take_example, icon=":material/science:")
        st.download_button("The table to fill in", lambda: csv_bytes(EXAMPLE_ROWS, _COLUMNS), "pincore test.csv", "text/csv", on_click="ignore",
                           type="tertiary", icon=":material/download:")  # fmt: skip


def _take_example() -> None:
    state.lab().take(read_experiments(csv_bytes(EXAMPLE_ROWS, _COLUMNS)), EXAMPLE_NAME)


def ask_typed(experiment: Experiment | None) -> Sample | None:
    """The sample of a table that is typed, or of text that is pasted; None while both are empty."""
    metric = experiment.plan.design.metric if experiment else None
    cards.whisper("One row a Pin, with its totals over the whole test. An empty cell is unknown, not zero.")
    names = [variant.name for variant in experiment.plan.design.variants] if experiment else ["Control", "Treatment"]
    config = {key: st.column_config.NumberColumn(label, min_value=0, step=1) if key in _COUNTS else st.column_config.TextColumn(label)
              for key, label in _COLUMNS.items()} | {"variant": st.column_config.TextColumn(_COLUMNS["variant"], pinned=True)}  # fmt: skip
    key = f"typed-{experiment.key if experiment else ''}"
    table = st.data_editor(_empty(names), column_config=config, num_rows="dynamic", hide_index=True, key=key, alt="The counts of each Pin")
    pasted = st.text_area(
        "Or paste it here, from a spreadsheet, with its header", key=f"pasted-{key}", height=90, max_chars=200_000, persist_state="session"
    )
    if pasted.strip():
        name, pins = next(iter(read_experiments(pasted.encode()).items()))
        return require_sample(name, pins, metric)
    rows = [row for row in table.to_dict("records") if any(pd.notna(row[key]) and str(row[key]).strip() for key in _COLUMNS if key != "variant")]
    return typed_experiment(rows, metric) if rows else None


@st.cache_data(max_entries=32, show_spinner=False)
def _empty(names: list[str]) -> pd.DataFrame:
    """An empty table, equally many rows for each variant."""
    rows = [name for name in names for _ in range(max(1, _ROWS // len(names)))]
    frame = pd.DataFrame({"variant": rows, "pin": pd.Series([None] * len(rows), dtype="object")})
    return frame.assign(**{key: pd.Series([None] * len(rows), dtype="Float64") for key in _COUNTS})
