"""The diagnosis: every rule asked, the precise ones before the general, and at most three things to do."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from pincore.diagnosis.checklist import checklist
from pincore.diagnosis.gathering import Facts
from pincore.diagnosis.limits import Limits
from pincore.diagnosis.needs import lacking
from pincore.diagnosis.platform import notes_on
from pincore.diagnosis.rules import RULE_BY_KEY, RULES, Rule
from pincore.diagnosis.types import Clear, Diagnosis, Finding, Missing, Recommendation, Silenced, Unchecked, Verdict, told
from pincore.facts import History
from pincore.kpis import Kpi
from pincore.measures.table import Choice
from pincore.periods import Period
from pincore.remarks import breaks_between
from pincore.wording import describe_period, describe_relative, name_list

MOST_ACTIONS = 3
TEST_DAYS = 14
CONTROLS = 3


def diagnose(
    history: History, period: Period, against: Period, choice: Choice = Choice(), limits: Limits = Limits(), numbers: Sequence[Kpi] = ()
) -> Diagnosis:
    """What is wrong, what is not, and what could not be checked, with what to do first.

    `numbers` are what `kpis` gives for the same, with saves out of impressions; they are worked out where they are not at hand.
    """
    facts = Facts(history, period, against, choice, limits, numbers)
    asked = [(rule, _ask(rule, facts)) for rule in RULES]
    fired = {rule.key: verdict for rule, verdict in asked if isinstance(verdict, Verdict) and verdict.fires}
    silenced = _silenced(fired)
    found = tuple(_finding(rule, fired[rule.key]) for rule in RULES if rule.key in fired and rule.key not in silenced)
    unchecked = tuple(Unchecked(rule.key, rule.title, verdict.needs) for rule, verdict in asked if isinstance(verdict, Missing))
    clear = tuple(Clear(rule.key, rule.title, verdict.reason) for rule, verdict in asked if isinstance(verdict, Verdict) and not verdict.fires)
    actions = tuple(_recommendation(finding, facts) for finding in found[:MOST_ACTIONS])
    return Diagnosis(
        period, against, found, tuple(Silenced(key, RULE_BY_KEY[key].title, by) for key, by in silenced.items()), clear, unchecked,
        facts.splits, checklist(facts, found, silenced, clear, unchecked), actions, breaks_between(against, period), _answer(facts, found, unchecked),
    )  # fmt: skip


def _ask(rule: Rule, facts: Facts) -> Verdict | Missing:
    needs = lacking(facts, rule.needs)
    return rule.when(facts) if needs is None else Missing(needs)


def _silenced(fired: dict[str, Verdict]) -> dict[str, str]:
    """The fired rules that a more precise one says better, each with that one."""
    return {key: rule.key for rule in reversed(RULES) if rule.key in fired for key in rule.silences if key in fired}


def _finding(rule: Rule, verdict: Verdict) -> Finding:
    because = f"{told(verdict.evidence)} {verdict.also}".rstrip()
    if verdict.subject not in ("account", "site"):
        because = f"{verdict.subject[:1].upper()}{verdict.subject[1:]}: {because[:1].lower()}{because[1:]}"
    return Finding(
        rule.key, rule.title, verdict.subject, verdict.evidence, rule.signals, rule.do, because, rule.source, verdict.pins, notes_on(rule.key)
    )


def _recommendation(finding: Finding, facts: Facts) -> Recommendation:
    rule = RULE_BY_KEY[finding.key]
    first = facts.period.end + timedelta(1)
    controls = _controls(facts, finding)
    window = Period(first, first + timedelta(TEST_DAYS - 1))
    return Recommendation(
        finding.key, finding.title, finding.do, finding.because, rule.hypothesis, rule.variable, rule.metric, tuple(controls), window,
        finding.signals, _names(controls),
    )  # fmt: skip


def _controls(facts: Facts, finding: Finding) -> dict[str, str]:
    """The Pins with most impressions that the finding does not speak of, which stay as they are, with their titles."""
    if facts.pins is None:
        return {}
    others = facts.pins[~facts.pins["key"].isin(finding.pins)].head(CONTROLS)
    return {str(key): str(label) for key, label in zip(others["key"], others["label"], strict=True)}


def _names(pins: Mapping[str, str]) -> tuple[str, ...]:
    labels = list(pins.values())
    return tuple(label if labels.count(label) == 1 or label == key else f"{label} ({key})" for key, label in pins.items())


def _answer(facts: Facts, found: Sequence[Finding], unchecked: Sequence[Unchecked]) -> str:
    moved = [said for key in ("outbound_clicks", "saves") if (said := _moved(facts.kpis[key]))]
    against = describe_period(facts.against)
    head = f"Against {against}, {name_list(moved)}" if moved else f"What changed against {against} cannot be told"
    if not found:
        rest = f"; {len(unchecked)} checks could not look" if unchecked else ""
        return f"{head}; no rule found anything wrong{rest}."
    titles = [finding.title.lower() for finding in found[:MOST_ACTIONS]]
    return f"{head}. {'Found' if len(found) <= MOST_ACTIONS else f'{len(found)} findings, first'}: {name_list(titles)}."


def _moved(kpi: Kpi) -> str:
    if kpi.change is None:
        return ""
    name = kpi.measure.label.lower()
    if kpi.change == 0:
        return f"{name} are unchanged"
    size = "" if kpi.relative is None else f" {describe_relative(kpi.relative).lstrip('+-')}"
    judged = {
        True: " (within what ordinary weeks do)",
        False: " (more than ordinary weeks do)",
        None: " (whether ordinary weeks do this cannot be told)",
    }
    return f"{name} are {'up' if kpi.change > 0 else 'down'}{size}{judged[kpi.ordinary]}"
