"""Documents of risky formats are read in a process of their own, ahead of whoever waits for their articles.

Libraries that read pages, PDFs or tables may hang, eat the memory or crash on a file that is broken, or made to harm.
Here that costs the one document: its process ends, and a new one goes on with the next. What comes out, and in which
order, is the same as if all was read in this process (`kg/read/child.py` is the other side).
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from functools import partial
from io import BytesIO
from pickle import UnpicklingError
from types import TracebackType
from typing import Any

from kg.errors import ArticleError
from kg.model import Article, Claim
from kg.read.article.limits import MAX_BYTES, PATIENCE, read_whole
from kg.read.article.options import LISTENERS, Options
from kg.read.frames import Frames, pack
from kg.read.inputs.sources import Source

__all__ = ["GUARDS", "Ahead", "Document", "make_document"]

GUARDS = os.name == "posix" and bool(sys.executable)
"""Whether this system keeps a process to its limits; where it does not, all is read in one process."""


_AHEAD = 64  # documents; the language model takes 32 articles at a time
_EVENTS = 1_000  # articles and messages that wait for their turn
_PIPE = 1 << 20  # bytes that a process may be ahead while nobody listens

Event = tuple[str, Any]
"""What was found: "item" and an article or claim, or the name of a listener and what it is to be told."""


@dataclass(slots=True)
class Document:
    """An input that a process of its own is to read, and what that has told of it so far."""

    source: Source
    request: bytes
    events: deque[Event] = field(default_factory=deque)
    received: int = 0
    known: int = 0
    """Events that an earlier process has told already."""
    record: int = 0
    """The record of an archive that is being read; 0 where there are none."""
    done: bool = False


def make_document(source: Source, options: Options, most: int | None = None) -> Document:
    """The document of an input, with all that a process needs to read it.

    Args:
        source: The input.
        options: What the user says of it.
        most: How many bytes of it are looked at, where not all of them are.

    Raises:
        ArticleError: It is too large.
        OSError: It cannot be read.
    """
    if not source.again:  # inside an archive, or from afar: its bytes, so that nothing has to be opened there
        with source.open() as file:
            data = read_whole(file, source.name) if most is None else file.read(most)
        source = replace(source, open=partial(BytesIO, data))
    return Document(source, _request(source, options))


def _request(source: Source, options: Options) -> bytes:
    settings = {each.name: getattr(options, each.name) for each in fields(options) if each.name not in LISTENERS}
    return pack((source, settings))


class Ahead:
    """Runs ahead of a reader, and gives what is read in its order.

    Whoever walks over the inputs uses `options`, so that messages keep their place between the articles.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._waiting: deque[Event | Document] = deque()
        self._asked: deque[Document] = deque()
        self._child: _Child | None = None
        listeners: dict[str, Any] = {name: partial(self._hear, name) for name in LISTENERS}
        self.options = replace(options, **listeners)

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None:
            if self._asked:
                self._child.end()
            else:
                _idle.append(self._child)

    def follow(self, walk: Iterator[Article | Claim | Document]) -> Iterator[Article | Claim]:
        """What a walk over the inputs meets, with the articles of documents in their place."""
        failure: Exception | None = None
        while failure is None:
            try:
                met = next(walk)
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001 - raised again when its turn has come
                failure = error
                break
            if isinstance(met, Document):
                self._ask(met)
            else:
                self._waiting.append(("item", met))
            yield from self._give(until_room=True)
        yield from self._give(until_room=False)
        if failure is not None:
            raise failure

    def _hear(self, listener: str, message: object) -> None:
        if self._waiting:
            self._waiting.append((listener, message))
        else:
            getattr(self._options, listener)(message)

    def _give(self, *, until_room: bool) -> Iterator[Article | Claim]:
        self._listen(wait=False)
        while self._waiting:
            head = self._waiting[0]
            if isinstance(head, Document):
                while head.events:
                    yield from self._tell(head.events.popleft())
                if head.done:
                    self._waiting.popleft()
                elif until_room and self._has_room():
                    return
                else:
                    self._listen(wait=True)
            else:
                self._waiting.popleft()
                yield from self._tell(head)

    def _tell(self, event: Event) -> Iterator[Article | Claim]:
        kind, value = event
        if kind == "item":
            yield value
        elif kind == "raise":
            raise value
        else:
            getattr(self._options, kind)(value)

    def _has_room(self) -> bool:
        held = sum(len(document.request) for document in self._asked)
        return len(self._asked) < _AHEAD and len(self._waiting) < _EVENTS and held < MAX_BYTES

    def _ask(self, document: Document) -> None:
        self._waiting.append(document)
        self._asked.append(document)
        if self._child is None:
            self._start()
        else:
            self._child.say(document.request)

    def _start(self) -> None:
        """Let a process go on with what has not been read."""
        self._child = _idle_child() or _Child()
        for document in self._asked:
            self._child.say(document.request)

    def _listen(self, *, wait: bool) -> None:
        """Take what the process has told, after waiting for something where that is asked for."""
        child = self._child
        if child is None or not self._asked:
            return
        if not wait and sum(len(document.events) for document in self._asked) > _EVENTS:
            return
        for kind, value in child.exchange(wait=wait):
            document = self._asked[0]
            if kind == "end":
                document.done = True
                child.answered += 1
                self._asked.popleft()
            elif kind == "on_record":
                document.record = value
                document.received = 0
            else:
                document.received += 1
                if document.received > document.known:
                    document.events.append((kind, value))
        if child.over:
            status = child.end()
            self._child = None
            if self._asked:
                self._lose(child, status)
            if self._asked:
                self._start()

    def _lose(self, child: _Child, status: int) -> None:
        """The process is gone: its last document is to blame, unless one before may be, or nothing is wrong."""
        document = self._asked[0]
        if status == 0 and not document.received and not document.record:  # it left in order, to make room
            return
        fresh = not child.answered and document.record in (0, document.source.after + 1)
        again = not fresh and status not in (-signal.SIGPROF, -signal.SIGALRM)
        if again:  # a process of its own tells whether it was this one's fault
            document.known = max(document.known, document.received)
        else:
            self._blame(document, status)
            document.known = 0
        document.received = 0
        if document.record:  # go on at its record, or behind it
            document.source = replace(document.source, after=document.record - again)
            document.request = _request(document.source, self._options)
            document.record = 0
        elif not again:
            document.done = True
            self._asked.popleft()

    def _blame(self, document: Document, status: int) -> None:
        name = document.source.name + (f", record {document.record}" if document.record else "")
        articles = max(document.known, document.received)
        after = f" after {articles} of its articles" if articles else ""
        kind, why = _why(status, self._options)
        document.events.append(("on_error", ArticleError(f"{name}: {why}{after}; left alone", kind=kind)))


def _why(status: int, options: Options) -> tuple[str, str]:
    """The kind of what was wrong, and how it is told."""
    if status == -signal.SIGPROF:
        return "timed out", f"took more than {options.max_seconds:g} s to read"
    if status == -signal.SIGALRM:
        return "timed out", f"kept its reader waiting for more than {PATIENCE * options.max_seconds:g} s"
    if status == -signal.SIGKILL:
        return "crashed", "its reader was killed, perhaps for want of memory"
    try:
        how = signal.Signals(-status).name
    except ValueError:
        how = f"status {status}"
    return "crashed", f"crashed its reader ({how})"


class _Child:
    """A reading process with its two pipes, neither of which is ever waited for without the other."""

    def __init__(self) -> None:
        code = f"import sys; sys.path[:] = {sys.path!r}; from kg.read.child import main; main()"
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with words of ours
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        for pipe in (self._in, self._out):
            os.set_blocking(pipe, False)
            with suppress(OSError, AttributeError):  # Linux only, and within the system's bounds
                import fcntl

                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        self._unsaid: deque[memoryview] = deque()
        self._frames = Frames()
        self.answered = 0
        self.over = False
        self.owner = os.getpid()
        self.folder = _here()

    def say(self, request: bytes) -> None:
        self._unsaid.append(memoryview(request))
        self._send()

    def exchange(self, *, wait: bool) -> Iterator[Event]:
        """Say what is unsaid and hear what is told, after waiting for something where that is asked for."""
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        if self._unsaid:
            poll.register(self._in, select.POLLOUT)
        for pipe, _ in poll.poll(None if wait else 0):
            if pipe == self._in:
                self._send()
            else:
                data = os.read(self._out, _PIPE)
                self.over = not data
                try:
                    yield from self._frames.feed(data)
                except UnpicklingError:  # no reader says such things: something in a file has taken it over
                    self._process.kill()
                    self.over = True

    def end(self) -> int:
        """End the process, whatever it does; how it ended."""
        if not self.over:
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        return self._process.wait()

    def _send(self) -> None:
        while self._unsaid:
            try:
                sent = os.write(self._in, self._unsaid[0])
            except BlockingIOError:
                return
            except BrokenPipeError:  # it is over: how, its other pipe tells
                self._unsaid.clear()
                return
            self._unsaid[0] = self._unsaid[0][sent:]
            if not self._unsaid[0]:
                self._unsaid.popleft()


_idle: list[_Child] = []  # a process that has read all it was asked to may be asked again


def _idle_child() -> _Child | None:
    """One that looks for files where this process does now."""
    while _idle:
        child = _idle.pop()
        if child.owner != os.getpid():  # one of the process that this one was forked from
            continue
        if child.folder == _here():
            return child
        child.end()
    return None


def _here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - a name is all that is wanted
    except OSError:  # the folder has been removed
        return ""


@atexit.register
def _end_idle() -> None:
    while child := _idle_child():
        child.end()
