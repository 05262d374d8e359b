"""A store that is made for a build, and goes again where that fails before anything is in it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.claims_file import CLAIMS, open_claims
from kg.graph.folder import MARKER, read_marker
from kg.graph.local import GRAPH
from kg.graph.lock import LOCK, hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["gone_if_in_vain"]


@contextmanager
def gone_if_in_vain(folder: Path | str) -> Iterator[bool]:
    """Let a store be made in a folder, and take it away where that fails before it holds an article.

    Gives whether there was none before. One that was there stays as it is, and so does one that another process has
    begun to write to.
    """
    folder = Path(folder)
    new, made = read_marker(folder) is None, list(takewhile(lambda each: not each.exists(), (folder, *folder.parents)))
    try:
        yield new
    except BaseException:
        if new and (folder / LOCK).exists():
            with suppress(StoreError):  # somebody else's by now
                _discard(folder, made)
        raise


def _discard(folder: Path, made: Iterable[Path]) -> None:
    """Take away a store without articles, and the folders that were made for it."""
    lock = hold(folder)
    try:
        if _holds_articles(folder):
            return
        (folder / MARKER).unlink(missing_ok=True)  # first: what is left has no store in it
        rmtree(folder / GRAPH, ignore_errors=True)
        for file in sorted(folder.glob(f"{CLAIMS}*")):  # with its log
            file.unlink()
        (folder / LOCK).unlink()
        for each in made:
            each.rmdir()
    except OSError as error:
        raise StoreError(f"{folder}: cannot be removed: {error.strerror}") from error
    finally:
        lock.release()


def _holds_articles(folder: Path) -> bool:
    if not (folder / CLAIMS).exists():
        return False
    try:
        kept = open_claims(folder, read_only=True)
    except sqlite3.Error:
        return True  # nobody knows
    try:
        return bool(kept.ids())
    except sqlite3.Error:
        return True
    finally:
        kept.close()
