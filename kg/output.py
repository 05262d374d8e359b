"""Output files that appear whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError

__all__ = ["check_output", "open_output"]


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
        with os.fdopen(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(0o666 & ~umask)  # mkstemp's files are for their owner alone
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise
