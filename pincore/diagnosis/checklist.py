"""CHECKLIST: latent problems as questions, each answered by rules or by a look at the links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from pincore.diagnosis.gathering import Facts
from pincore.diagnosis.types import Checked, Clear, Finding, Unchecked
from pincore.wording import describe_number

SAMPLE = 10


@dataclass(frozen=True, slots=True)
class Latent:
    """A row of CHECKLIST; `rules` answer it, found before unchecked before clear."""

    key: str
    group: str
    question: str
    rules: tuple[str, ...]


CHECKLIST: tuple[Latent, ...] = (
    Latent("top_share", "Pins", "Do the top 3 or 10 Pins bring most of the clicks?", ("concentration_top3", "concentration_top10")),
    Latent("decay", "Pins", "Did a Pin that carried the account fade?", ("fast_decay",)),
    Latent("call_to_action", "Creative", "Do many look closer while few click?", ("weak_call_to_action",)),
    Latent("worth_keeping", "Creative", "Do too few people keep the Pins?", ("low_save_rate",)),
    Latent("boards", "Boards and search", "Are the top Pins on one board, or on an overstuffed one?", ("board_spread",)),
    Latent("formats", "Boards and search", "Does one format take the impressions without bringing clicks?", ("format_mix",)),
    Latent("arrival", "Attribution", "Do clicks get lost on the way to the site?", ("clicks_missing_on_site",)),
    Latent("tags", "Attribution", "Do top Pins lead away without campaign tags?", ()),
)


def checklist(
    facts: Facts, found: Sequence[Finding], silenced: Mapping[str, str], clear: Sequence[Clear], unchecked: Sequence[Unchecked]
) -> tuple[Checked, ...]:
    """Every latent problem with its outcome."""
    said = {finding.key: finding.because for finding in found}
    fine = {row.key: row.says for row in clear}
    needs = {row.key: row.needs for row in unchecked}
    made = []
    for row in CHECKLIST:
        if not row.rules:
            made.append(_tags(facts, row))
            continue
        hit = next((key for key in row.rules if key in said or key in silenced), None)
        if hit is not None:
            made.append(Checked(row.key, row.group, row.question, "found", said.get(hit, said.get(silenced.get(hit, ""), ""))))
        elif any(key in needs for key in row.rules):
            made.append(Checked(row.key, row.group, row.question, "unchecked", next(needs[key] for key in row.rules if key in needs)))
        else:
            made.append(Checked(row.key, row.group, row.question, "clear", fine[row.rules[0]]))
    return tuple(made)


def _tags(facts: Facts, row: Latent) -> Checked:
    """Whether the top Pins' links carry campaign tags."""
    links = []
    if facts.pins is not None and len(facts.history.details):
        known = facts.history.details.set_index("pin")["link"]
        ranked = (
            facts.pins.sort_values(["outbound_clicks", "key"], ascending=[False, True])["key"]
            if "outbound_clicks" in facts.pins
            else facts.pins["key"]
        )
        links = [str(link) for link in known.reindex(ranked).dropna().head(SAMPLE)]
    if not links:
        return Checked(
            row.key, row.group, row.question, "unchecked", "The links of the Pins: a table with a row a Pin and day that has a Link column."
        )
    bare = sum("utm_source" not in parse_qs(urlsplit(link).query) for link in links)
    says = f"{describe_number(bare)} of the {describe_number(len(links))} top Pins with a known link carry no campaign source (utm_source)."
    return Checked(row.key, row.group, row.question, "found" if bare * 2 > len(links) else "clear", says)
