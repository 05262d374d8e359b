"""One process writes to a store at a time: it holds a lock on a file in the store's folder.

The lock is the operating system's, so that it goes with the process that holds it, however that ends. It covers all
that the folder holds; who only reads needs none.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["LOCK", "Lock", "hold"]

LOCK = "kg-store.lock"

_PAUSE = 0.05  # seconds between two tries


class Lock:
    """A lock that is held until it is released, or until the process ends."""

    def __init__(self, handle: int) -> None:
        """Take over the handle of a locked file."""
        self._handle: int | None = handle

    def release(self) -> None:
        """Let the next one in."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def hold(folder: Path, *, wait: float = 0.0, on_wait: Callable[[str], object] | None = None) -> Lock:
    """Lock a folder for writing.

    Args:
        folder: The folder, which is there.
        wait: How many seconds to wait for another process that holds it.
        on_wait: Is told once, in one line, if there is something to wait for.

    Raises:
        StoreError: Another process holds it all the while, or the folder cannot be written.
    """
    end = time.monotonic() + wait
    told = False
    while True:
        try:
            handle = _try(folder)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error
        if handle is not None:
            return Lock(handle)
        if time.monotonic() >= end:
            raise StoreError(f"{folder}: in use by another process; try again when it is done")
        if on_wait is not None and not told:
            on_wait(f"{folder}: in use by another process; waiting for it, at most {wait:g} seconds")
        told = True
        time.sleep(_PAUSE)


def _try(folder: Path) -> int | None:
    """The handle of the locked file; none where another process holds it."""
    file = folder / LOCK
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if _lock(handle) and _is(handle, file):
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is(handle: int, file: Path) -> bool:
    """Whether the file is still what was opened: the whole folder may have been replaced meanwhile."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
