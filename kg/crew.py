"""A function applied to batches by several processes, whatever happens to these; answers come in order.

What a process that dies was doing is done again by another: batch first, then item by item. An item that kills the
process which works on it alone, twice, is given up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from kg.errors import KGError
from kg.processes import Prepare, Processes, start_processes

__all__ = ["CRASHED", "map_in_order"]

Item = TypeVar("Item")


class _Crashed(Enum):
    CRASHED = "crashed"


CRASHED = _Crashed.CRASHED
"""The answer for an item that kills whoever works on it."""

_AHEAD = 2  # tasks that a worker has at most, so that it need not wait for the next one
_WINDOW = 4  # batches a worker that are read and not yet given back: inputs may be more than the memory holds
_DEATHS = 2
_HOPELESS = 64  # deaths without an answer between: then it is not the items


@dataclass(frozen=True, slots=True)
class _Task(Generic[Item]):
    """Items that are sent together; the first has this number. `deaths` counts those of workers that had it alone."""

    first: int
    items: Sequence[Item]
    deaths: int = 0


def map_in_order(prepare: Prepare, batches: Iterable[Sequence[Item]], workers: int) -> Iterator[tuple[Item, Any]]:
    """Each item with its answer, or `CRASHED`, in the order of the items.

    Args:
        prepare: Gives, in each worker, the function from a batch to the sequence of its items' answers.
        batches: Looked at as workers become free.
        workers: How many processes.

    Raises:
        KGError: Preparing or doing raised it, or processes die all the time. What else they raise is raised, too.
    """
    processes = start_processes(prepare)
    crew = _Crew(iter(batches), processes, workers)
    try:
        yield from crew.run()
    finally:
        for connection in crew.busy:
            connection.close()
        processes.close()


@dataclass(slots=True, eq=False)
class _Crew(Generic[Item]):
    batches: Iterator[Sequence[Item]]
    processes: Processes
    workers: int
    busy: dict[Connection, deque[_Task[Item]]] = field(default_factory=dict)
    _again: deque[_Task[Item]] = field(default_factory=deque)
    _open: deque[int] = field(default_factory=deque)  # where each batch ends that is not given back yet
    _items: dict[int, Item] = field(default_factory=dict)
    _answers: dict[int, Any] = field(default_factory=dict)
    _read: int = 0
    _given: int = 0
    _fruitless: int = 0

    def run(self) -> Iterator[tuple[Item, Any]]:
        while True:
            self._hand_out()
            if not any(self.busy.values()):
                return
            ready = wait([connection for connection, tasks in self.busy.items() if tasks])
            for connection in self.busy.keys() & ready:
                self._take(connection)
            while self._given in self._answers:
                yield self._items.pop(self._given), self._answers.pop(self._given)
                self._given += 1
            while self._open and self._open[0] <= self._given:
                self._open.popleft()

    def _hand_out(self) -> None:
        """Give the workers what they can take, those first that have nothing to do."""
        while self._has_room() and (task := self._next()) is not None:
            connection = self._least_busy()
            try:
                connection.send(task.items)
            except OSError:  # it has died
                self._again.appendleft(task)
                if self.busy[connection]:
                    self._take(connection)
                else:
                    self._dismiss(connection)
            else:
                self.busy[connection].append(task)

    def _has_room(self) -> bool:
        return len(self.busy) < self.workers or any(len(tasks) < _AHEAD for tasks in self.busy.values())

    def _next(self) -> _Task[Item] | None:
        if self._again:
            return self._again.popleft()
        if len(self._open) >= _WINDOW * self.workers or (batch := next(self.batches, None)) is None:
            return None
        task = _Task(self._read, batch)
        self._items.update(enumerate(batch, start=self._read))
        self._read += len(batch)
        self._open.append(self._read)
        return task

    def _least_busy(self) -> Connection:
        connection = min(self.busy, key=lambda each: len(self.busy[each]), default=None)
        if connection is None or (self.busy[connection] and len(self.busy) < self.workers):
            connection = self.processes.start()
            self.busy[connection] = deque()
        return connection

    def _take(self, connection: Connection) -> None:
        try:
            done, answer = connection.recv()
        except (EOFError, OSError):
            self._bury(connection)
            return
        if not done:
            raise answer
        task = self.busy[connection].popleft()
        self._answers.update(enumerate(answer, start=task.first))
        self._fruitless = 0

    def _bury(self, connection: Connection) -> None:
        """Somebody else does what a dead worker had to do; what it was at is done by itself."""
        suspect, *others = self._dismiss(connection)
        self._fruitless += 1
        if self._fruitless > _HOPELESS:
            raise KGError("the processes that extract die again and again; is there enough memory? Try fewer --workers")
        self._again.extendleft(reversed(others))
        if len(suspect.items) > 1:
            alone = [_Task(number, [item]) for number, item in enumerate(suspect.items, start=suspect.first)]
            self._again.extendleft(reversed(alone))
        elif suspect.deaths + 1 < _DEATHS:
            self._again.appendleft(replace(suspect, deaths=suspect.deaths + 1))
        else:
            self._answers[suspect.first] = CRASHED

    def _dismiss(self, connection: Connection) -> deque[_Task[Item]]:
        connection.close()
        return self.busy.pop(connection)
