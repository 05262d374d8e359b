"""Processes that do what one function prepares, each at the other end of a connection.

On Linux one process, the template, prepares once and forks the workers, which share its memory: a language model is
loaded and kept once, and a worker that died is replaced in milliseconds. The template is itself a fresh process, so
that no thread of the caller (the store has some) is lost in a fork. Elsewhere, and where preparing starts threads,
each worker is a fresh process that prepares for itself.

A worker leaves as soon as its connection is closed, whatever it is doing: so does the template, and it takes all
workers with it. Nothing is left behind by a caller that is killed.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, NoReturn, Protocol

from kg.errors import KGError

__all__ = ["Do", "Prepare", "Processes", "start_processes"]

Do = Callable[[Any], Any]
Prepare = Callable[[], Do]

_FRESH = get_context("spawn")
# A matrix of these sizes gains nothing by threads, and the cores are taken.
_THREADS = (
    "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)  # fmt: skip
_PATIENCE = 5.0  # seconds for processes to leave of themselves


class Processes(Protocol):
    """Where workers come from."""

    def start(self) -> Connection:
        """Start a worker.

        What is sent to it is answered in order by `(True, answer)`, or `(False, error)` where doing it raised.

        Raises:
            KGError: It cannot be started; errors of preparing as they were raised.
        """

    def close(self) -> None:
        """End all workers; returns when they are gone."""


def start_processes(prepare: Prepare) -> Processes:
    """Get ready to start workers.

    Args:
        prepare: Gives the function that workers apply to what they are sent; it can be pickled.

    Raises:
        KGError: Preparing raised it.
    """
    if sys.platform == "linux":
        forks = _Forks(prepare)
        if forks.may_fork:
            return forks
        forks.close()
    return _Spawns(prepare)


class _Forks:
    """Workers forked off a template."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._loaded = False
        self._open()

    def start(self) -> Connection:
        for _ in range(2):
            with suppress(OSError):
                self._control.sendall(b"+")
                _, handles, _, _ = socket.recv_fds(self._control, 1, 1)
                if handles:
                    return Connection(handles[0])
            self._end()
            self._open()
        raise KGError("the process that holds the language model died twice; is there enough memory?")

    def close(self) -> None:
        self._control.close()
        if self._loaded:  # else it would look at its connection only then
            self._template.join(_PATIENCE)
        self._end()

    def _end(self) -> None:
        self._control.close()
        self._template.kill()
        self._template.join()

    def _open(self) -> None:
        self._control, theirs = socket.socketpair()
        told, telling = _FRESH.Pipe(duplex=False)
        self._loaded = False
        self._template = _FRESH.Process(target=_template, args=(theirs, telling, self._prepare), daemon=True)
        with _uninterrupted():
            self._template.start()
        theirs.close()
        telling.close()
        try:
            outcome: bool | Exception = told.recv()
            self._loaded = True
        except EOFError:
            self._end()
            raise KGError("the process that loads the language model died; is there enough memory?") from None
        except BaseException:
            self._end()
            raise
        finally:
            told.close()
        if isinstance(outcome, Exception):
            self._end()
            raise outcome
        self.may_fork = outcome


class _Spawns:
    """Workers of their own."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._started: list[Any] = []

    def start(self) -> Connection:
        ours, theirs = _FRESH.Pipe()
        process = _FRESH.Process(target=_prepare_and_work, args=(theirs, self._prepare), daemon=True)
        with _uninterrupted():
            process.start()
        theirs.close()
        self._started.append(process)
        return ours

    def close(self) -> None:
        for process in self._started:
            process.kill()
        for process in self._started:
            process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started here is not interrupted by Ctrl-C, which a terminal sends to all: the caller decides."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would let the signal through again when it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _template(control: socket.socket, telling: Connection, prepare: Prepare) -> None:
    _pin_threads()
    try:
        do = prepare()
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        _send(telling, error)
        return
    gc.collect()
    gc.freeze()  # a collection would write to every object, and so unshare it
    with suppress(OSError):
        telling.send(_is_single_threaded())
        telling.close()
        _fork_on_demand(control, do)


def _fork_on_demand(control: socket.socket, do: Do) -> None:
    """Fork a worker for each byte that comes, and hand its connection back, until nobody is there any more."""
    workers: set[int] = set()
    try:
        while control.recv(1):
            workers -= {pid for pid in workers if os.waitpid(pid, os.WNOHANG)[0]}
            own, others = socket.socketpair()
            pid = os.fork()
            if not pid:
                others.close()
                control.close()
                _work(Connection(own.detach()), do)
            workers.add(pid)
            own.close()
            socket.send_fds(control, [b"+"], [others.fileno()])
            others.close()
    finally:
        for pid in workers:  # none is waited for yet, so that none of these numbers is another's by now
            os.kill(pid, signal.SIGKILL)
        for pid in workers:
            os.waitpid(pid, 0)


def _prepare_and_work(connection: Connection, prepare: Prepare) -> NoReturn:
    _pin_threads()
    try:
        do = prepare()
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        _send(connection, (False, error))
        os._exit(1)
    _work(connection, do)


def _work(connection: Connection, do: Do) -> NoReturn:
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, tasks), daemon=True).start()
    while True:
        task = tasks.get()
        try:
            answer = (True, do(task))
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            answer = (False, error)
        _send(connection, answer)


def _receive(connection: Connection, tasks: SimpleQueue[Any]) -> None:
    """Take in what is sent while the last task is still worked on, and leave when nobody is there any more."""
    try:
        while True:
            tasks.put(connection.recv())
    finally:
        os._exit(0)


def _send(connection: Connection, answer: object) -> None:
    try:
        connection.send(answer)
    except OSError:
        os._exit(0)  # nobody is there any more


def _pin_threads() -> None:
    os.environ.update(dict.fromkeys(_THREADS, "1"))


def _is_single_threaded() -> bool:
    return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names alone, as many as there are threads
