"""Where the time goes: seconds by stage, each second counted once, for the innermost stage that is under way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import perf_counter
from typing import TypeAlias, TypeVar

__all__ = ["Stopwatch", "Watch", "unwatched"]

Item = TypeVar("Item")
Watch: TypeAlias = Callable[[str], AbstractContextManager[object]]
"""Gives for the name of a stage what lasts as long as it."""


def unwatched(_stage: str) -> AbstractContextManager[object]:
    """A watch that nobody looks at."""
    return nullcontext()


class Stopwatch:
    """Measures stages, one within the other: while the inner one lasts the outer one stands still."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        """Begin; `clock` gives seconds."""
        self._clock = clock
        self._begun = self._last = clock()
        self._stages: list[str] = []
        self._seconds: defaultdict[str, float] = defaultdict(float)

    @property
    def wall(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._begun

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds by stage, of stages that have ended or been interrupted by others."""
        return dict(self._seconds)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done meanwhile."""
        self._turn()
        self._stages.append(name)
        try:
            yield
        finally:
            self._turn()
            self._stages.pop()

    def each(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items; measures what it takes to get them, not what is done with them."""
        iterator = iter(items)
        while True:
            with self.stage(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    def _turn(self) -> None:
        now = self._clock()
        if self._stages:
            self._seconds[self._stages[-1]] += now - self._last
        self._last = now
