"""What was typed into a field, when it fits.

Streamlit's own limit on letters drops a longer text that is pasted, and cuts one that is sent, without a word.
"""

from pages.parts import state
from pincore.lengths import require_short


def typed(key: str, most: int, what: str) -> str:
    """The text in a field. Raises InputError when it is too long; it stays in its field."""
    return require_short(str(state.chosen(key) or ""), most, what)
