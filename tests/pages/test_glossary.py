"""The glossary prints every word, measure, column, remark and problem from its table."""

from pages.parts.plain import plain
from pincore.columns import COLUMNS
from pincore.measures import MEASURES
from pincore.words import NOTES, PROBLEMS, WORDS
from tests.pages.app import checked, opened, texts


def test_every_row_of_every_table_is_printed():
    at = opened("glossary")
    said = "\n".join(str(markdown.value) for markdown in at.markdown)
    assert NOTES and PROBLEMS and WORDS
    for measure in MEASURES:
        assert plain(measure.says) in said
    for column in COLUMNS:
        assert plain(column.says) in said


def test_a_word_can_be_looked_for():
    at = opened("glossary")
    whole = texts(at)
    at.text_input[0].set_value("SAVE rate")
    found = texts(checked(at.run()))
    assert "**Save rate**" in found and "**Half-life**" not in found and "**Half-life**" in whole
    at.text_input[0].set_value("no such *word*")
    assert "Nothing here speaks of “no such *word*”" in texts(checked(at.run()))
