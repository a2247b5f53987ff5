"""Every code of a remark or a refusal is a row of its table."""

import re
from pathlib import Path

from pincore.words import NOTES, PROBLEMS, WORDS

SOURCES = [path.read_text() for path in (Path(__file__).parents[1] / "pincore").rglob("*.py")]
NOTED = re.compile(r'\bNote\(\s*"([a-z0-9_]+)"')
REFUSED = re.compile(r'\b(?:ReadingError|InputError)\(\s*"([a-z0-9_]+)"|"(file_unreadable)"')


def test_every_remark_has_a_meaning():
    assert {code for text in SOURCES for code in NOTED.findall(text)} <= set(NOTES)


def test_every_refusal_has_a_meaning():
    assert {code for text in SOURCES for pair in REFUSED.findall(text) for code in pair if code} <= set(PROBLEMS)


def test_meanings_are_sentences_and_words_are_said_once():
    assert all(says.endswith(".") for says in (*NOTES.values(), *PROBLEMS.values(), *(word.says.rstrip(")") + "." for word in WORDS)))
    assert len({word.term for word in WORDS}) == len(WORDS)
