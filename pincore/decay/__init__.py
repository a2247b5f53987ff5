"""Decay: how fast Pins fade, which do, and what comes if nothing new is published."""

from pincore.decay.account import Decay, decay, describe_fresh, describe_half_life, half_life_rows, with_fresh_days
from pincore.decay.freshness import since_publication
from pincore.decay.states import pin_lives
from pincore.decay.types import STATES, Outlook, PinLife, Projected

__all__ = [
    "STATES", "Decay", "Outlook", "PinLife", "Projected",
    "decay", "describe_fresh", "describe_half_life", "half_life_rows", "pin_lives", "since_publication", "with_fresh_days",
]  # fmt: skip
