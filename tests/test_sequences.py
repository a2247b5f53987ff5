"""Several uploads one after the other: what the whole says after each."""

import json
from pathlib import Path
from typing import Any

import pytest

from pincore.columns import KPI_COUNTS
from pincore.history import History, stitch
from pincore.reading import Declined, Import, read_files

CORPUS = Path(__file__).parent / "data" / "corpus"
SEQUENCES = json.loads((CORPUS / "sequences.json").read_text(encoding="utf-8"))


def told(history: History) -> dict[str, Any]:
    """What the history holds, counted row by row."""
    totals: dict[str, float | None] = dict.fromkeys(KPI_COUNTS)
    pins, days, rows = set(), set(), 0
    for row in history.pins.to_dict("records"):
        pins.add(row["pin"])
        days.add(str(row["start"])[:10])
        rows += 1
        for key in KPI_COUNTS:
            if row.get(key) == row.get(key) and row.get(key) is not None:
                totals[key] = (totals[key] or 0) + row[key]
    return {"totals": totals, "n_pins": len(pins), "n_days": len(days), "n_rows": rows, "date_min": min(days), "date_max": max(days)}


@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda sequence: sequence["name"])
def test_the_whole_is_right_after_each_upload(sequence: dict[str, Any]) -> None:
    imports: list[Import] = []
    for name, expected in zip(sequence["files"], sequence["expect_after_each"], strict=True):
        (outcome,) = read_files([(Path(name).name, (CORPUS / name).read_bytes())])
        assert isinstance(outcome, Import if expected["ok"] else Declined)
        if isinstance(outcome, Import):
            imports.append(outcome)
        history = stitch(imports)
        whole = expected.get("after", expected)
        found = told(history)
        assert {key: found[key] for key in found} == {key: whole[key] for key in found}
        warnings = " ".join(note.says for note in (*outcome.notes, *history.notes)).lower()
        for warning in whole["must_warn"]:
            assert any(word.lower() in warnings for word in warning["any_words"])
