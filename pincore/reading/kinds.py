"""Kind: a layout that Pincore recognises by its content."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pincore.reading.context import Context
from pincore.reading.imports import Import
from pincore.reading.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of KINDS. `recognise` looks at the head of a sheet alone; `read` gives the import, or raises Ask or ReadingError.

    `side` tells where the numbers come from: Pinterest, the creator's own site or shop, or neither.
    """

    key: str
    label: str
    says: str
    side: Literal["pinterest", "site", "other"]
    recognise: Callable[[Sheet], bool]
    read: Callable[[Sheet, Context], Import]
