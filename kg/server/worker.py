"""A process that answers one query at a time, so that whatever a query does, ending the process ends it.

It opens the copy of the graph that a task names, limits its own memory and time, and sends the answer as it comes.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.errors import KGError, QueryError
from kg.graph.snapshot import open_snapshot
from kg.graph.store import open_store
from kg.graph.vocab import prefixes
from kg.server.change import change
from kg.server.messages import HEADER, Answered, Ask, Call, Change, Ended, Kind, RefusedError, Task
from kg.server.negotiate import BOOLEANS, ROWS, TRIPLES, choose
from kg.server.refuse import refuse_calls
from kg.server.write import write_boolean, write_rows, write_triples

if sys.platform != "win32":
    import fcntl
    import resource

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from kg.graph.store import Store
    from kg.server.messages import Limits, Where
    from kg.server.negotiate import Format

__all__ = ["AWAY", "GRACE", "work"]

GRACE = 2.0
"""Seconds that a worker may go on after the time of its query is up, to say so."""

AWAY = "the store cannot be read at the moment; try again"
_PIECE = 1 << 20
_NICE = 5  # the server itself comes first


def work(connection: socket.socket, lifeline: socket.socket, memory: int) -> None:
    """Do one task after the other until the other end is closed.

    Args:
        connection: To the server.
        lifeline: To the server, too, which sends nothing there: it is closed when the server is gone.
        memory: How many bytes a task may take beside what the process has at its start.
    """
    _settle(lifeline, memory)
    with lifeline, connection, connection.makefile("rb") as inbox:
        worker = _Worker(connection)
        while task := _read(inbox):
            try:
                worker.do(task)
            except (BrokenPipeError, ConnectionResetError):
                return


class _Worker:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._where: Where | None = None
        self._store: Store | None = None

    def do(self, task: Task) -> None:
        """Do a task and tell how it ended."""
        end = time.monotonic() + task.limits.seconds
        _alarm(task.limits.seconds + GRACE)
        try:
            self._send(Kind.END, pickle.dumps(self._done(task, end)))
        except RefusedError as refusal:
            self._send(Kind.FAILED, pickle.dumps(refusal))
        except QueryError as error:
            self._send(Kind.FAILED, pickle.dumps(RefusedError(400, str(error))))
        except (BrokenPipeError, ConnectionResetError):
            raise
        except MemoryError:
            self._send(Kind.FAILED, pickle.dumps(RefusedError(507, "the query needs more memory than it may have")))
        except (KGError, OSError, RuntimeError) as error:  # their messages name files, which are nobody's business
            print(f"kg: {error}", file=sys.stderr)  # noqa: T201 - for who runs the server
            self._forget()
            self._send(Kind.FAILED, pickle.dumps(RefusedError(503, AWAY, {"Retry-After": "1"})))
        finally:
            _alarm(0)

    def _done(self, task: Task, end: float) -> Ended:
        what = task.what
        if isinstance(what, Change):
            change(task.where.store, what.sparql)
            return Ended(0)
        store = self._open(task.where)
        if isinstance(what, Ask):
            return self._answer(store, what, task.limits, end)
        if isinstance(what, Call):
            result = pickle.dumps(what.function(store, *what.arguments))
            if len(result) > task.limits.bytes:
                raise RefusedError(507, f"the answer would be larger than {task.limits.bytes} bytes")
            self._send(Kind.HEAD, pickle.dumps(Answered("")))
            for start in range(0, len(result), _PIECE):
                self._send(Kind.DATA, result[start : start + _PIECE])
        return Ended(0)

    def _answer(self, store: Store, ask: Ask, limits: Limits, end: float) -> Ended:
        refuse_calls(ask.sparql)
        result = store.query(ask.sparql, ask.graphs)
        if isinstance(result, ox.QuerySolutions):
            form = self._begin(ask.accept, ROWS)
            return write_rows(result, form, limits, end, self._data)
        if isinstance(result, ox.QueryBoolean):
            form = self._begin(ask.accept, BOOLEANS)
            return write_boolean(result, form, self._data)
        form = self._begin(ask.accept, TRIPLES)
        return write_triples(result, form, prefixes(store.base), limits, end, self._data)

    def _begin(self, accept: str, formats: Sequence[Format]) -> Format:
        form = choose(accept, formats)
        if form is None:
            kinds = ", ".join(each.media_type.partition(";")[0] for each in formats)
            raise RefusedError(406, f"this query is answered in {kinds}")
        self._send(Kind.HEAD, pickle.dumps(Answered(form.media_type, form.tells_cuts)))
        return form

    def _data(self, data: bytes) -> None:
        self._send(Kind.DATA, data)

    def _send(self, kind: Kind, payload: bytes) -> None:
        self._connection.sendall(HEADER.pack(kind.value, len(payload)) + payload)

    def _open(self, where: Where) -> Store:
        if self._store is None or where != self._where:
            self._forget()
            if where.graph is None:
                self._store = open_store(where.store, read_only=True)
            else:
                assert not isinstance(where.store, str)  # noqa: S101 - only folders have copies
                self._store = open_snapshot(where.store, where.graph)
            self._where = where
        return self._store

    def _forget(self) -> None:
        if self._store is not None:
            with suppress(KGError):
                self._store.close()
        self._store = None


def _read(inbox: BinaryIO) -> Task | None:
    """The next task; none when there are no more."""
    header = inbox.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    task = pickle.loads(inbox.read(HEADER.unpack(header)[1]))  # noqa: S301 - from the server, by a socket of its own
    return task if isinstance(task, Task) else None


def _settle(lifeline: socket.socket, memory: int) -> None:
    """Die with the server, leave Ctrl-C to it, keep to the memory, and give way to others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        # The system sends SIGIO, which ends the process wherever it is, when anything happens on the line.
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)
        with suppress(BlockingIOError):
            lifeline.recv(1)
            sys.exit()  # the server was gone before
    if sys.platform != "win32":
        os.nice(_NICE)

        with suppress(OSError, ValueError):  # where the system does not tell or does not let
            used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_DATA, (used + memory, used + memory))


def _alarm(seconds: float) -> None:
    """Have the process ended at that time, whatever it is busy with; 0 for not at all."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
