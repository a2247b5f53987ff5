"""The types of a diagnosis: evidence, findings, what was clear or could not be checked, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pincore.periods import Period
from pincore.split import Split
from pincore.wording import describe_difference, describe_number, describe_relative, describe_share

Unit = Literal["count", "share", "relative", "difference"]
Outcome = Literal["found", "clear", "unchecked"]
_DESCRIBE = {"count": describe_number, "share": describe_share, "relative": describe_relative, "difference": describe_difference}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number that a rule looked at, with the limit it was held against."""

    name: str
    value: float | None
    limit: float | None
    unit: Unit = "share"

    @property
    def says(self) -> str:
        """The number and its limit in words."""
        said = f"{self.name} {_DESCRIBE[self.unit](self.value)}"
        return said if self.limit is None else f"{said} (limit {_DESCRIBE[self.unit](self.limit)})"


def told(evidence: Sequence[Evidence]) -> str:
    """The numbers as one sentence."""
    said = "; ".join(part.says for part in evidence)
    return f"{said[:1].upper()}{said[1:]}."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says: whether it fires, the numbers, of what it speaks, why it does not fire, and what else its numbers name."""

    fires: bool
    evidence: tuple[Evidence, ...]
    subject: str = "account"
    reason: str = ""
    pins: tuple[str, ...] = ()
    also: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a rule would need to look: a sentence that names the export."""

    needs: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired."""

    key: str
    title: str
    subject: str
    evidence: tuple[Evidence, ...]
    signals: str
    do: str
    because: str
    source: str
    pins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clear:
    """A rule that looked and did not fire."""

    key: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not look, with the export that would let it."""

    key: str
    title: str
    needs: str


@dataclass(frozen=True, slots=True)
class Silenced:
    """A rule that fired but says what another finding, `by`, says more precisely."""

    key: str
    title: str
    by: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A row of the checklist of latent problems."""

    key: str
    group: str
    question: str
    outcome: Outcome
    says: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do about a finding, and the test that would show whether it helps (the planner's fields).

    `control_names` are the titles of the control Pins, where they are known; two of one title have their numbers too.
    """

    key: str
    title: str
    do: str
    because: str
    hypothesis: str
    variable: str
    metric: str
    control_pins: tuple[str, ...]
    window: Period
    signals: str = ""
    control_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was checked: four outcomes, the split of the changes, the checklist, and at most three things to do."""

    period: Period
    against: Period
    found: tuple[Finding, ...]
    silenced: tuple[Silenced, ...]
    clear: tuple[Clear, ...]
    unchecked: tuple[Unchecked, ...]
    changes: Mapping[str, Split | None]
    checklist: tuple[Checked, ...]
    recommendations: tuple[Recommendation, ...]
    notes: tuple[str, ...]
    says: str
