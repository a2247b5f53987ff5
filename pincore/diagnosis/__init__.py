"""The diagnosis: facts, rules, findings, recommendations."""

from pincore.diagnosis import saying
from pincore.diagnosis.diagnosing import diagnose
from pincore.diagnosis.limits import LIMIT_SAYS, Limits
from pincore.diagnosis.platform import PLATFORM_NOTES
from pincore.diagnosis.rules import RULE_BY_KEY, RULES, Rule
from pincore.diagnosis.types import Checked, Clear, Diagnosis, Evidence, Finding, Recommendation, Silenced, Unchecked

__all__ = [
    "LIMIT_SAYS", "PLATFORM_NOTES", "RULES", "RULE_BY_KEY", "Checked", "Clear", "Diagnosis", "Evidence", "Finding", "Limits",
    "Recommendation", "Rule", "Silenced", "Unchecked", "diagnose", "saying",
]  # fmt: skip
