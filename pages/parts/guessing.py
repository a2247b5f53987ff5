"""Limits on guessing private addresses: failures per client in a sliding window, in the memory of this process."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

MOST = 20
WINDOW_SECONDS = 600
MOST_CLIENTS = 10_000
TOO_MANY = "Too many addresses were tried from where you are. Wait ten minutes, then open yours again."


@dataclass(slots=True)
class Guesses:
    """Who failed when. Of many clients, the one whose last failure lies longest back is forgotten first."""

    now: Callable[[], float] = time.monotonic
    _failures: "OrderedDict[str, deque[float]]" = field(default_factory=OrderedDict)

    def too_many(self, client: str) -> bool:
        """Whether this client failed so often lately that nothing is looked up for it."""
        failed = self._failures.get(client)
        return failed is not None and len(failed) == MOST and self.now() - failed[0] < WINDOW_SECONDS

    def count(self, client: str) -> None:
        """Counts a failure."""
        failed = self._failures.pop(client, None) or deque(maxlen=MOST)
        failed.append(self.now())
        self._failures[client] = failed
        while len(self._failures) > MOST_CLIENTS:
            self._failures.popitem(last=False)


GUESSES = Guesses()
