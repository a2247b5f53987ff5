"""PLATFORM_NOTES: where Pinterest itself explains the numbers, beside the findings they concern."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlatformNote:
    """A row of PLATFORM_NOTES; `concerns` are the keys of rules."""

    label: str
    concerns: tuple[str, ...]
    says: str


PLATFORM_NOTES: tuple[PlatformNote, ...] = (
    PlatformNote("Search and feed", ("fast_decay", "concentration_top3", "concentration_top10", "reach_without_growth"),
                 "Pinterest is search engine and feed at once: search-like Pins start low and bring a long steady tail, fresh feed Pins spike and fade. "
                 "A spike that fades is usual for the feed."),
    PlatformNote("Formats differ", ("format_mix", "mix_shift", "low_ocr", "reach_without_clicks"),
                 "Formats mix saves and clicks differently: static and carousel Pins lead away, video and idea Pins keep people on Pinterest, "
                 "and formats made for following lower the outbound click rate by design."),
    PlatformNote("Board relevance", ("board_spread", "low_close_up_rate", "mix_shift"),
                 "Boards tell Pinterest what a Pin is about. Overstuffed or unthemed boards dampen distribution; whether a board has a theme, "
                 "an export cannot say."),
    PlatformNote("Saves and reach", ("low_save_rate", "value_mismatch", "saves_without_visits"),
                 "Saves count Pins that people keep, from the site and the browser button too, with saves further downstream. Useful lists are saved "
                 "without the wish to visit, so a high save rate alone is no traffic."),
    PlatformNote("Numbers settle", ("creative_friction", "clicks_missing_on_site", "weak_call_to_action", "conversions_under_attributed"),
                 "Pinterest removes duplicates and spam later, so the newest days can still fall, and its numbers end at the click."),
)  # fmt: skip


def notes_on(key: str) -> tuple[str, ...]:
    """The notes that concern a rule."""
    return tuple(note.says for note in PLATFORM_NOTES if key in note.concerns)
