"""The experiments of one session."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pages.parts.opening import Opening
    from pincore.experiments.counts import PinCounts
    from pincore.experiments.log import Experiment

PinsOfVariants = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(slots=True)
class Lab:
    """The log, the table brought for a readout, and how the planner was last opened.

    `round` counts the openings, so that each finds a fresh form; `seed` draws the order of the next schedule.
    """

    log: tuple[Experiment, ...] = ()
    table: dict[str, list[PinCounts]] = field(default_factory=dict)
    table_name: str = ""
    opening: Opening | None = None
    round: int = 0
    seed: int = field(default_factory=lambda: secrets.randbelow(10**6))

    def put(self, experiment: Experiment) -> None:
        """Puts an experiment into the log, in the place of the one with its key."""
        self.log = tuple(({one.key: one for one in self.log} | {experiment.key: experiment}).values())

    def keep(self, experiment: Experiment, pins: PinsOfVariants) -> None:
        """Puts an experiment into the log with the Pins that it was read out with."""
        self.put(replace(experiment, pins=pins))

    def drop(self, key: str) -> None:
        """Forgets one experiment."""
        self.log = tuple(one for one in self.log if one.key != key)

    def take(self, table: dict[str, list[PinCounts]], name: str) -> None:
        """Takes a table for the readout, in the place of the last."""
        self.table, self.table_name = table, name


def today() -> date:
    """This day, in UTC as Pinterest's days are."""
    return datetime.now(UTC).date()
