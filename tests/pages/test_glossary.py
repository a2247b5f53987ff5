"""The glossary prints every word, measure, column, remark and problem from its table."""

from pages.parts.plain import plain
from pincore.columns import COLUMNS
from pincore.measures import MEASURES
from pincore.words import NOTES, PROBLEMS, WORDS
from tests.pages.app import opened


def test_every_row_of_every_table_is_printed():
    at = opened("glossary")
    said = "\n".join(str(markdown.value) for markdown in at.markdown)
    assert NOTES and PROBLEMS and WORDS
    for measure in MEASURES:
        assert plain(measure.says) in said
    for column in COLUMNS:
        assert plain(column.says) in said
