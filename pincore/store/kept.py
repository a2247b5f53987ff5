"""Values as they are kept: JSON that is checked field by field when it comes back."""

import json
from typing import Any, TypeVar

from pincore.schema import Bounds, SchemaError, from_plain, to_plain
from pincore.store.faults import StoreError

Value = TypeVar("Value")
BOUNDS = Bounds(most_text=100_000, most_items=100_000, absent=True)


def text_of(value: object) -> str:
    """The value as text for a column. Raises StoreError when a field of it cannot be kept."""
    try:
        return json.dumps(to_plain(value, bounds=BOUNDS))
    except SchemaError as error:
        raise StoreError("store_unkeepable", f"Something cannot be kept: {error}.", "Leave it out, and tell whoever runs this app.") from error


def value_of(kind: type[Value], text: str) -> Value:
    """The value that a column holds. A field that a newer version knows has its usual value. Raises StoreError when the text is damaged."""
    try:
        found: Any = from_plain(kind, json.loads(text), bounds=BOUNDS)
    except (SchemaError, ValueError) as error:
        raise StoreError(
            "store_damaged", "A part of what is kept cannot be read; it is left as it is.", "Whoever runs this app should restore the latest backup."
        ) from error
    return found  # type: ignore[no-any-return]
