"""A diagnosis as plain values, for JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pincore.diagnosis.types import Diagnosis, Finding
from pincore.split import Split


def told_diagnosis(found: Diagnosis) -> dict[str, Any]:
    """The stable keys of `diagnose`."""
    return {
        "period": str(found.period), "against": str(found.against), "answer": found.says,
        "found": [_finding(finding) for finding in found.found],
        "clear": [row.key for row in found.clear],
        "unchecked": [{"key": row.key, "needs": row.needs} for row in found.unchecked],
        "silenced": [{"key": row.key, "by": row.by} for row in found.silenced],
        "reasons": {row.key: row.says for row in found.clear},
        "change": {key: _change(split) for key, split in found.changes.items()},
        "checklist": [asdict(row) for row in found.checklist],
        "recommendations": [asdict(row) | {"window": str(row.window)} for row in found.recommendations],
        "notes": list(found.notes),
    }  # fmt: skip


def _finding(finding: Finding) -> dict[str, Any]:
    evidence = [{"name": part.name, "value": part.value, "limit": part.limit} for part in finding.evidence]
    return {
        "key": finding.key, "title": finding.title, "subject": finding.subject, "evidence": evidence, "signals": finding.signals,
        "do": finding.do, "because": finding.because, "pins": list(finding.pins), "source": finding.source, "notes": list(finding.notes),
    }  # fmt: skip


def _change(split: Split | None) -> Mapping[str, Any] | None:
    """The split; the season is null where no year of history tells it, and counts as nothing in the sum."""
    if split is None:
        return None
    known = asdict(split)
    kept = ("total", "reach", "rate", "mix", "season", "over", "before", "after", "items", "others", "n_items")
    return {key: known[key] for key in kept} | {"season": split.season if split.season_known else None}
