"""What was typed into a field, when it fits.

Streamlit's own limit on letters drops a longer text that is pasted, and cuts one that is sent, without a word.
"""

from pages.parts import state
from pincore.errors import InputError
from pincore.wording import describe_number

MOST_NAME, MOST_TITLE, MOST_LETTERS, MOST_NOTE = 80, 80, 2_000, 5_000


def typed(key: str, most: int, what: str) -> str:
    """The text in a field. Raises InputError when it is too long; it stays in its field."""
    text = str(state.chosen(key) or "").strip()
    if len(text) > most:
        problem = f"{what} has {describe_number(float(len(text)))} letters; {describe_number(float(most))} fit."
        raise InputError("text_long", problem, "Nothing is kept yet: shorten it, and press again.")
    return text
