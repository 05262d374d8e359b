"""Manners towards hosts: one request at a time to each, a pause between two, and rest where it is asked for."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from kg.watch.clock import Clock
from kg.watch.problems import NotNow

__all__ = ["Hosts", "each_by_host"]

T = TypeVar("T")
R = TypeVar("R")

_FAILURES = 3  # on end, after which a host is left alone until the next round


class Hosts:
    """When each host was last asked, and until when it is to be left alone."""

    def __init__(self, clock: Clock, pause: float) -> None:
        """Take the clock, and the seconds between two requests to one host."""
        self._clock, self._pause = clock, pause
        self._guard = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._rests: dict[str, float] = {}
        self._ended: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def begin_round(self) -> None:
        """Try again what failed too often in the last round."""
        self._failures.clear()

    def rest(self, host: str, until: float) -> None:
        """Leave a host alone until then."""
        self._rests[host] = max(until, self._rests.get(host, 0.0))

    def slow(self, host: str, pause: float) -> None:
        """Pause longer between two requests to a host, as it asks for."""
        self._pauses[host] = max(pause, self._pauses.get(host, self._pause))

    def resting(self) -> dict[str, float]:
        """The hosts that are to be left alone for a while yet, and until when."""
        soon = self._clock.now() + self._pause
        free = {host: self._free(host) for host in {*self._rests, *self._ended}}
        return {host: until for host, until in sorted(free.items()) if until > soon}

    def told(self, host: str, *, well: bool) -> None:
        """Remember whether a host answered."""
        self._failures[host] = 0 if well else self._failures.get(host, 0) + 1

    @contextmanager
    def turn(self, host: str, end: float) -> Iterator[None]:
        """Wait for a host's turn and hold it.

        Raises:
            NotNow: That would be after `end`, or the host has failed too often.
        """
        with self._guard:
            lock = self._turns.setdefault(host, threading.Lock())
        with lock:
            if self._failures.get(host, 0) >= _FAILURES:
                raise NotNow(f"{host} failed {_FAILURES} times on end")
            free = self._free(host)
            now = self._clock.now()
            if free > end:
                raise NotNow(f"{host} is to be left alone for {_span(free - now)}", wait=free - now)
            if free > now:
                self._clock.sleep(free - now)
            try:
                yield
            finally:
                self._ended[host] = self._clock.now()

    def _free(self, host: str) -> float:
        """When a host may be asked again."""
        pause = self._pauses.get(host, self._pause)
        return max(self._rests.get(host, 0.0), self._ended[host] + pause if host in self._ended else 0.0)


def _span(seconds: float) -> str:
    return f"{seconds:.0f} more seconds" if seconds < 120 else f"{seconds / 60:.0f} more minutes"


def each_by_host(
    tasks: Iterable[T], host_of: Callable[[T], str], work: Callable[[T], R], *, workers: int = 8
) -> Iterator[tuple[T, R]]:
    """Do tasks, those of one host one after the other and several hosts at a time; give what comes, as it comes.

    What `work` raises is raised here. Whoever stops listening lets the tasks that are not yet begun fall.
    """
    groups: dict[str, list[T]] = {}
    for task in tasks:
        groups.setdefault(host_of(task), []).append(task)
    waiting = list(reversed(groups.values()))
    done: queue.Queue[tuple[T, R | None, BaseException | None] | None] = queue.Queue(maxsize=2 * workers)
    left = threading.Event()

    def put(item: tuple[T, R | None, BaseException | None] | None) -> None:
        while not left.is_set():
            try:
                done.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def run() -> None:
        while not left.is_set():
            try:
                group = waiting.pop()
            except IndexError:
                break
            for task in group:
                if left.is_set():
                    break
                try:
                    result = work(task)
                except BaseException as error:  # noqa: BLE001 - it is raised again where the results are taken
                    put((task, None, error))
                    break
                put((task, result, None))
        put(None)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(min(workers, len(groups)))]
    for thread in threads:
        thread.start()
    try:
        running = len(threads)
        while running:
            item = done.get()
            if item is None:
                running -= 1
                continue
            task, result, error = item
            if error is not None:
                raise error
            yield task, result  # type: ignore[misc]
    finally:
        left.set()
