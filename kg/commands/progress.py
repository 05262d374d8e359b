"""How far long work is: one line that is written over itself, for people who watch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

import click

from kg.run_report import duration

if TYPE_CHECKING:
    from kg.tally import Tally

__all__ = ["Progress"]

_PAUSE = 0.2  # seconds between two states of the line
_SPAN = 30.0  # seconds that the rate is measured over


class Progress:
    """Draws the line; nothing where nobody watches."""

    def __init__(self, *, watched: bool, total: int | None = None, clock: Callable[[], float] = monotonic) -> None:
        """Begin; `total` is how many articles there are, as far as that is known."""
        self._watched, self._total, self._clock = watched, total, clock
        self._past: deque[tuple[float, int]] = deque([(clock(), 0)])
        self._drawn = 0  # characters
        self._next = 0.0

    def tally(self, tally: Tally) -> None:
        """Show how far the articles are, with their rate and, where all are known, the time that is left."""
        if self._watched and self._clock() >= self._next:
            self.step(self._line(tally.settled, tally.claims.total()))

    def step(self, text: str) -> None:
        """Show a line."""
        if self._watched:
            self._next = self._clock() + _PAUSE
            text = text.rstrip()
            click.echo(f"\r{text.ljust(self._drawn)}", err=True, nl=False)
            self._drawn = len(text)

    def clear(self) -> None:
        """Leave room for another line."""
        if self._drawn:
            click.echo(f"\r{' ' * self._drawn}\r", err=True, nl=False)
            self._drawn = 0

    def _line(self, done: int, claims: int) -> str:
        rate = self._rate(done)
        parts = [f"{done:,} of {self._total:,} articles" if self._total else f"{done:,} articles", f"{claims:,} claims"]
        if rate:
            parts.append(f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second")
            if self._total and done < self._total:
                parts.append(f"{duration((self._total - done) / rate)} left")
        return ", ".join(parts)

    def _rate(self, done: int) -> float | None:
        """Articles a second, of late."""
        now = self._clock()
        while len(self._past) > 2 and self._past[1][0] < now - _SPAN:
            self._past.popleft()
        since, before = self._past[0]
        self._past.append((now, done))
        return (done - before) / (now - since) if now > since and done > before else None
