"""RULES: what is looked for, from which facts, what it signals, what to do first, and where the rule comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pincore.diagnosis import after_click, changing, standing
from pincore.diagnosis.gathering import Facts
from pincore.diagnosis.types import Missing, Verdict

AUDITS = "Rules from creators' dashboards and account audits; the figures are noisy and differ by niche."
MODES = "Failure modes named in creators' practice."
OWN = "Pincore's own choice; change it to what you know of your account."


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of RULES, the most pressing first.

    `needs` are keys of NEEDS; `silences` are rules that it says more precisely;
    `limits` are the fields of Limits it uses. `variable`, `metric` and `hypothesis` are those of the test that it asks for.
    """

    key: str
    title: str
    group: Literal["rule", "failure mode"]
    needs: tuple[str, ...]
    when: Callable[[Facts], Verdict | Missing]
    signals: str
    do: str
    source: str
    limits: tuple[str, ...]
    variable: str
    metric: str
    hypothesis: str
    silences: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.title

    @property
    def says(self) -> str:
        """What it signals and what to do first."""
        return f"{self.signals} First: {self.do}"


RULES: tuple[Rule, ...] = (
    Rule("creative_friction", "Creative friction", "rule", ("ocr_change", "impressions_change"), changing.creative_friction,
         "As many people see the Pins, fewer leave for the page: what the image or text promises pulls less than before.",
         "Queue a Pin redesign test: on the Pins that lost most clicks, swap call to action and description, and test one new creative.",
         AUDITS, ("ocr_fall", "steady"), "call to action and description", "ocr",
         "A clearer call to action brings the outbound click rate back.", ("mix_shift",)),
    Rule("value_mismatch", "Value mismatch", "rule", ("saves_change", "ocr_change", "save_rate_change"), changing.value_mismatch,
         "People still click but keep less: headline and description no longer promise lasting value.",
         "Run headline and description experiments on the Pins that lost most saves.",
         f"{AUDITS} The size of the fall is Pincore's own choice.", ("saves_fall", "steady"), "headline and description", "save_rate",
         "A headline that names the lasting value brings the save rate back."),
    Rule("mix_shift", "A shift in what is shown", "rule", ("ocr_change",), changing.mix_shift,
         "The account's rate fell because impressions moved to boards, formats or Pins with a lower rate; it is no creative problem.",
         "Publish more on the boards and in the formats with the higher rate before changing any creative.",
         "Simpson's paradox: the split of the change into rate and mix.", ("ocr_fall",), "board or format of new Pins", "ocr",
         "New Pins on the boards and in the formats with the higher rate bring the account's rate back."),
    Rule("weak_call_to_action", "Weak call to action", "rule", ("close_up_rate", "ocr"), standing.weak_call_to_action,
         "Many people look closer and few go on to the page: the image does not say what the click brings.",
         "Test clearer calls to action on the image.",
         f"{AUDITS} What is a high close-up rate is Pincore's own choice.", ("high_close_up_rate", "ocr"), "call to action on the image", "ocr",
         "A call to action on the image that names what the page gives raises the outbound click rate.", ("low_ocr", "reach_without_clicks")),
    Rule("saves_without_visits", "Saves that do not become visits", "failure mode", ("save_rate", "ocr"), standing.saves_without_visits,
         "The Pins are kept for later; the page behind them gives no reason to go now.",
         "Make the page's action immediate, and say the next step on the Pin.",
         MODES, ("high_save_rate", "ocr"), "next step named on the Pin", "ocr",
         "A Pin that names a next step turns saves into visits.", ("low_ocr", "reach_without_clicks")),
    Rule("reach_without_clicks", "Large reach, few clicks", "failure mode", ("ocr",), standing.reach_without_clicks,
         "The image attracts without telling what the click is worth, or the page does not keep what the image promises.",
         "Align the image's call to action with the page's promise, and test click-first text on the Pins with most impressions.",
         MODES, ("large_reach", "ocr"), "text on the image", "ocr",
         "Click-first text on the image raises the outbound click rate.", ("low_ocr",)),
    Rule("low_ocr", "Low outbound click rate", "rule", ("ocr",), standing.low_ocr,
         "The creative and the landing page do not fit each other, or not the people who see the Pins.",
         "Check that the landing page keeps the image's promise, then test a new creative with click-first text.",
         AUDITS, ("ocr",), "creative", "ocr", "A creative that shows what the page gives raises the outbound click rate."),
    Rule("clicks_missing_on_site", "Clicks that do not arrive", "failure mode", ("clicks_now",), after_click.clicks_missing_on_site,
         "Pinterest counts clicks that the site's analytics do not see: campaign tags, redirects, blocked scripts or clicks by machines.",
         "Follow the link of a top Pin to the page, check that its campaign tags survive every redirect, and compare with the server's log.",
         f"{MODES} A gap of 10 to 20 % is usual.", ("site_gap",), "link path", "ocr", "A direct link with campaign tags lets the clicks arrive."),
    Rule("low_save_rate", "Low save rate", "rule", ("save_rate",), standing.low_save_rate,
         "Too few people keep the Pins for Pinterest to show them further.",
         "Test saveable overlays or lists (checklists, steps).",
         AUDITS, ("save_rate",), "overlay", "save_rate", "A saveable overlay or list raises the save rate."),
    Rule("low_close_up_rate", "Few closer looks", "rule", ("close_up_rate",), standing.low_close_up_rate,
         "The Pins are on many screens, and few people look closer: the image does not stand out, or its text is too much.",
         "Improve contrast and simplify the text overlay.",
         f"{AUDITS} The figures are Pincore's own choice.", ("close_up_rate", "high_impressions"), "contrast and text overlay", "close_up_rate",
         "More contrast and less text raise the close-up rate."),
    Rule("reach_without_growth", "Reach without growth", "rule", ("impressions_change", "clicks_change"), changing.reach_without_growth,
         "More impressions brought no more clicks: reach is not growth.",
         "Find the Pins that gained impressions, and test click-first text on them before publishing more of the kind.",
         f"{AUDITS} The figures are Pincore's own choice.", ("impressions_rise", "steady"), "text on the image", "ocr",
         "Click-first text turns the new reach into clicks."),
    Rule("fast_decay", "A top Pin that faded", "failure mode", (), after_click.fast_decay,
         "One Pin carried a week's clicks and lost them: the account hung on a single variation.",
         "Replicate the concept with variant creatives, spread over the next two weeks.",
         f"{MODES} The figures are Pincore's own choice.", ("peak_share", "peak_fall", "least_clicks"), "creative of one concept", "outbound_clicks",
         "Variants of the concept bring clicks that one Pin no longer does."),
    Rule("concentration_top3", "Clicks hang on three Pins", "rule", ("clicks_by_pin",), standing.concentration_top3,
         "When one of these Pins fades, most clicks go with it.",
         "Repurpose the winners into 3 new variations each.",
         f"{AUDITS} Some concentration is normal on Pinterest.", ("top3", "least_clicks"), "creative of the winners", "outbound_clicks",
         "Variations of the winners bring clicks of their own.", ("concentration_top10",)),
    Rule("concentration_top10", "Clicks hang on ten Pins", "rule", ("clicks_by_pin",), standing.concentration_top10,
         "A few Pins carry the traffic; when they fade, most clicks go with them.",
         "Repurpose the winners into 3 new variations each.",
         f"{AUDITS} Some concentration is normal on Pinterest.", ("top10", "least_clicks"), "creative of the winners", "outbound_clicks",
         "Variations of the winners bring clicks of their own."),
    Rule("format_mix", "A format that brings reach, not clicks", "rule", ("ocr",), standing.format_mix,
         "One format carries most impressions and little intent; formats made for following lower the rate by design.",
         "Judge this format by follows and saves, and plan the next Pins for clicks in the format with the higher rate.",
         f"{AUDITS} The figures are Pincore's own choice.", ("format_share", "format_intent", "least_clicks"), "format", "ocr",
         "The same content in the other format brings a higher outbound click rate."),
    Rule("board_spread", "Top Pins on one board", "rule", ("clicks_by_pin",), standing.board_spread,
         "Pinterest learns from its boards what a Pin is about; a single or overstuffed board tells it little.",
         "Save new Pins of the winners' topics to several well-themed boards, and split boards that hold too much.",
         f"{AUDITS} The figures are Pincore's own choice.", ("top_pins", "board_pins"), "board", "impressions",
         "Well-themed boards bring the same Pins before more of the right people."),
    Rule("conversions_under_attributed", "Conversions attributed low", "failure mode", (), after_click.conversions_under_attributed,
         "The analytics program attributes fewer orders to Pinterest than the shop itself knows of: attribution window, cookie limits, phones.",
         "Cross-check with the shop's own orders, and send conversions from the server.",
         MODES, ("site_gap",), "how conversions are sent", "outbound_clicks", "Events sent from the server close the gap."),
)  # fmt: skip
RULE_BY_KEY: dict[str, Rule] = {rule.key: rule for rule in RULES}
