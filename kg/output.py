"""Output files that appear whole or not at all, and never over another one unasked.

What is unfinished lies beside them under a name of its own, which begins with a dot. It goes with whatever fails, with
Ctrl-C, and with signals that end the process; only `kill -9` and a failing machine leave it there.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from kg.errors import OutputError

__all__ = ["check_output", "gone_with_us", "open_output"]

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def check_output(path: Path, *, force: bool) -> None:
    """Refuse a path that cannot become a new file, before any work is done for it.

    Raises:
        OutputError: it is a folder or device, has no folder to lie in, or exists and `force` is not set.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}")
    if path.exists() and not path.is_file():
        raise OutputError(f"{path}: is no file that could be replaced; use > {path}")
    if path.exists() and not force:
        raise OutputError(f"{path}: exists already; --force overwrites it")


@contextmanager
def open_output(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its name only when all of it is written.

    Raises:
        OutputError: the file exists and `force` is not set, or it cannot be written.
    """
    check_output(path, force=force)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    partial = Path(name)
    try:
        with gone_with_us(partial):
            with os.fdopen(handle, "wb") as file:
                yield file
            umask = os.umask(0)
            os.umask(umask)
            partial.chmod(0o666 & ~umask)  # mkstemp's files are for their owner alone
            partial.replace(path)
    except BaseException:
        _discard(partial)
        raise


@contextmanager
def gone_with_us(unfinished: Path) -> Iterator[None]:
    """Take a file or folder away if SIGTERM or SIGHUP ends the process, as they do unless somebody handles them.

    Signals are the main thread's alone: in another one nothing is taken away.
    """
    owner = os.getpid()

    def end(number: int, _frame: FrameType | None) -> None:
        if os.getpid() == owner:  # no process that was forked from it
            _discard(unfinished)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    main = threading.current_thread() is threading.main_thread()
    ours = [number for number in _ENDING if main and signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _discard(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
