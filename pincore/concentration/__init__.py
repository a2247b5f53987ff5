"""Concentration: how much of the traffic hangs on how few Pins, what would be lost, and which winners to repurpose."""

from pincore.concentration.account import concentration, ranked_pins
from pincore.concentration.answering import answer
from pincore.concentration.groups import groupings
from pincore.concentration.stopping import stops
from pincore.concentration.types import LIMITS, STOPS, Concentration, Group, Grouping, Stop
from pincore.concentration.winners import Brief, LeftOut, Winner, brief_rows, top_places, winners

__all__ = [
    "LIMITS", "STOPS", "Brief", "Concentration", "Group", "Grouping", "LeftOut", "Stop", "Winner",
    "answer", "brief_rows", "concentration", "groupings", "ranked_pins", "stops", "top_places", "winners",
]  # fmt: skip
