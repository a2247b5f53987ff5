"""How long what people type may be."""

from pincore.errors import InputError
from pincore.wording import describe_number

MOST_NAME, MOST_TITLE, MOST_LETTERS, MOST_NOTE = 80, 80, 2_000, 5_000


def require_short(text: str, most: int, what: str) -> str:
    """The text without blanks around it. Raises InputError when it has more letters than fit: nobody's words are cut in silence."""
    found = text.strip()
    if len(found) > most:
        problem = f"{what} has {describe_number(float(len(found)))} letters; {describe_number(float(most))} fit."
        raise InputError("text_long", problem, "Nothing is kept yet: shorten it, and press again.")
    return found
