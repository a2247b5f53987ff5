"""The chapters of the glossary, from the tables of the core."""

from dataclasses import dataclass

from pincore.columns import COLUMNS
from pincore.diagnosis import PLATFORM_NOTES, RULES
from pincore.experiments.words import OBJECTIVES, TEMPLATES, VARIABLES, VERDICTS
from pincore.kpis import QUADRANTS
from pincore.measures import MEASURES
from pincore.words import NOTES, PROBLEMS, WORDS


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table in words: rows of (name, what it means)."""

    key: str
    title: str
    says: str
    rows: tuple[tuple[str, str], ...]

    def with_words(self, text: str) -> tuple[tuple[str, str], ...]:
        """The rows that hold every word of a text, in any case; all rows for no text."""
        return tuple(row for row in self.rows if all(word in " ".join(row).casefold() for word in text.casefold().split()))


def chapters() -> tuple[Chapter, ...]:
    """All chapters, in the order of the page."""
    return (
        Chapter("words", "Words", "What the app means by its words.", tuple((word.term, word.says) for word in WORDS)),
        Chapter("measures", "Measures", "What is measured, and from which counts.", tuple((row.label, row.says) for row in MEASURES)),
        Chapter("quadrants", "What a Pin is good for", "The four corners of outbound click rate against save rate.",
                tuple((row.label, f"{row.says} {row.do}") for row in QUADRANTS)),
        Chapter("rules", "Rules", "What the diagnosis looks for, what it signals, and what to do first.",
                tuple((row.label, f"{row.says} Source: {row.source}") for row in RULES)),
        Chapter("platform", "On Pinterest", "Where Pinterest itself explains the numbers.", tuple((row.label, row.says) for row in PLATFORM_NOTES)),
        Chapter("verdicts", "Verdicts", "How an experiment can end, and what to do then.", tuple((row.label, f"{row.says} {row.do}") for row in VERDICTS)),
        Chapter("tests", "Tests", "What a test can start from, what it is for, and the one thing that it changes.",
                tuple((row.label, row.says) for row in (*TEMPLATES, *OBJECTIVES, *VARIABLES))),
        Chapter("columns", "Columns", "What the columns of your files are called, in any of these names.",
                tuple((row.label, f"{row.says} Also called: {', '.join(row.aliases[:6])}.") for row in COLUMNS)),
        Chapter("remarks", "Remarks", "What the app says when it assumed, skipped or repaired something.", tuple(NOTES.items())),
        Chapter("problems", "Problems", "Why a file or a request can be turned down.", tuple(PROBLEMS.items())),
    )  # fmt: skip
