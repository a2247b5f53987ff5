"""Retired words appear nowhere on screen."""

import ast
import re
from collections.abc import Iterator

from pages.parts.chapters import chapters
from tests.laws.sources import CORE, PAGES, Source, constants

RETIRED = re.compile(
    r"\brepin|\bCTR\b|\bclick[- ]?through|\blink clicks?\b|\bcloseup|\bclose-ups?\b(?! rate)|\boutbound CTR|\bpinners?\b", re.IGNORECASE
)
FORMER = re.compile(
    r"\(close-ups\)|formerly (called )?close-ups|what this report calls CTR|Also called: .*|(In|Until) January 2021 [^.]*\.", re.IGNORECASE
)  # where a word is told to be an old one
CELLS = ("pincore/columns.py", "pincore/reading/")  # names that files use; only what these say to people is looked at
SAYING = {"Note", "ReadingError", "InputError", "Question", "Declined", "Reason", "Kind"}


def spoken(source: Source) -> Iterator[tuple[str, int]]:
    """The texts of a file that can reach the screen."""
    if not source.name.startswith(CELLS):
        yield from constants(source.tree)
        return
    for name, call in source.calls:
        if name.split(".")[-1] in SAYING:
            yield from ((text, line) for text, line in constants(call) if " " in text)


def test_no_retired_word_is_written_for_the_screen() -> None:
    found = [(f"{source.name}:{line}", text) for source in (*CORE, *PAGES) for text, line in spoken(source) if RETIRED.search(FORMER.sub("", text))]
    assert not found


def test_no_retired_word_is_in_the_glossary() -> None:
    texts = [text for chapter in chapters() for row in chapter.rows for text in row]
    assert not [text for text in texts if RETIRED.search(FORMER.sub("", text))]


def test_outbound_click_rate_is_spelled_out() -> None:
    short = re.compile(r"\bOCR\b")
    assert not [(source.name, text) for source in PAGES for text, _ in constants(source.tree) if short.search(text)]


def test_percent_is_written_in_one_room() -> None:
    """Shares everywhere; only wording.py (and the axes of charts) turn them into percent."""
    formats = re.compile(r"\.\d*%\}?$")
    rooms = ("pincore/wording.py", "pincore/charts/")
    found = [
        f"{source.name}:{line}"
        for source in (*CORE, *PAGES)
        if not source.name.startswith(rooms)
        for text, line in constants(source.tree)
        if formats.search(text)
    ]
    in_f_strings = [
        source.at(node)
        for source in (*CORE, *PAGES)
        if not source.name.startswith(rooms)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None and "%" in ast.unparse(node.format_spec).strip("f'\"")[-1:]
    ]
    assert not found + in_f_strings
