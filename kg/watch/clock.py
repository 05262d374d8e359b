"""The time, and waiting that can be ended."""

from __future__ import annotations

import threading
import time
from typing import Protocol

from kg.watch.problems import Stopped

__all__ = ["Clock", "WallClock"]


class Clock(Protocol):
    """Tells the time in seconds since 1970 and waits."""

    def now(self) -> float:
        """The time."""

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopped: The watch is to end.
        """

    def stop(self) -> None:
        """Let all waiting end."""

    @property
    def stopped(self) -> bool:
        """Whether the watch is to end."""


class WallClock:
    """The clock of the machine; safe to use from several threads and from a signal handler."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        if self._stopped.wait(max(seconds, 0)):
            raise Stopped

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()
