"""The process in which documents of risky formats are read: it may hang, starve or crash, and takes nothing with it.

It is told of one document after the other on its standard input, and tells what it finds on its standard output. It
keeps its own limits: the kernel ends it where a document takes too much time, and refuses it too much memory.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import ArticleError, KGError
from kg.read.article.limits import AGAIN, PATIENCE
from kg.read.article.options import LISTENERS, Options
from kg.read.articles import read_source
from kg.read.frames import Frames, pack
from kg.read.inputs.failures import told

__all__ = ["main"]

_PIECE = 1 << 20
# Whatever a library would do of this, no article needs it.
_FORBIDDEN = (
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"),
    *("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "pty."),
)


def main() -> None:
    """Read what is asked for until nothing is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_forbid)
    out = os.dup(sys.stdout.fileno())
    nothing = os.open(os.devnull, os.O_WRONLY)  # whatever a library prints
    os.dup2(nothing, sys.stdout.fileno())
    os.dup2(nothing, sys.stderr.fileno())
    frames = Frames(trusted=True)  # what it is asked for comes from the process that started it
    fresh = True
    try:
        while data := os.read(sys.stdin.fileno(), _PIECE):
            for source, options in frames.feed(data):
                _read(source, options, out, fresh=fresh)
                fresh = False
    except BrokenPipeError:  # nobody listens any more
        os._exit(0)


def _read(source: Any, settings: dict[str, Any], out: int, *, fresh: bool) -> None:
    seconds, memory = settings["max_seconds"], settings["max_memory"]
    _limit_memory(memory)

    def tell(kind: str, value: object) -> None:
        _set_clock(0)  # how long the parent takes to listen is not this document's fault
        _write(out, pack((kind, value)))
        _set_clock(seconds)

    listeners: dict[str, Any] = {name: partial(tell, name) for name in LISTENERS}
    options = Options(**settings, **listeners)
    _set_clock(seconds)
    try:
        for item in read_source(source, options):
            tell("item", item)
    except MemoryError as error:
        if not fresh:  # what was read before may have left too little: a new process is to try
            os._exit(AGAIN)
        tell("on_error", told(error, source.name, options))
    except ArticleError as error:
        tell("on_error", error)
    except KGError as error:
        tell("raise", error)
    except Exception as error:  # noqa: BLE001 - the libraries behind the readers may raise anything for a broken file
        tell("on_error", told(error, source.name, options))
    _set_clock(0)
    full = _held() > memory * 2**20 / 4
    _write(out, pack(("end", None)))
    if full:
        os._exit(0)


def _set_clock(seconds: float) -> None:
    """End this process after so many seconds of work, or `PATIENCE` times as many of waiting; 0: not at all."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)


def _limit_memory(megabytes: int) -> None:
    # What is written to, not the whole address space, of which some libraries put large parts aside.
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _held() -> int:
    """Bytes of memory that this process holds, where the system tells."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _write(out: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(out, view) :]


def _forbid(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError("no article needs the network or another program")
