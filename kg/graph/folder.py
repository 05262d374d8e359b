"""What makes a folder a store: a small file that says so, in which format, and where the graph is if not here.

The file is written last, when all else is there, so that a folder is a whole store or none yet. A lock file comes
first: what has that and nothing foreign is a store whose making was interrupted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from shutil import rmtree
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.lock import LOCK, hold
from kg.graph.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "FORMAT",
    "MARKER",
    "Marker",
    "discard_empty",
    "ensure_folder",
    "exchange",
    "read_marker",
    "set_aside",
    "write_marker",
]

FORMAT = 2
MARKER = "kg-store.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What a store's folder says of it: the base of its IRIs, and the endpoint that holds its graph, if one does.

    `query` and `update` are URLs without user and password.
    """

    base: str = DEFAULT_BASE
    query: str | None = None
    update: str | None = None


def read_marker(folder: Path) -> Marker | None:
    """What the folder says of a store; none where there is no store.

    Raises:
        StoreError: The file is damaged, or of a newer format.
    """
    file = folder / MARKER
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{file}: cannot be read: {error}") from error
    try:
        marker = json.loads(text)
        found, base = int(marker["format"]), str(marker["base"])
        urls = marker.get("endpoint") or {}
        query, update = urls.get("query"), urls.get("update")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{file}: damaged; build the store anew in another folder") from error
    if found > FORMAT:
        why = f"made by a newer kg (format {found}, this one knows {FORMAT}); upgrade kg"
        raise StoreError(f"{folder}: {why}")
    if found < FORMAT:
        why = f"made by an older kg (format {found}, this one writes {FORMAT}); build the store anew in another folder"
        raise StoreError(f"{folder}: {why}")
    return Marker(base, query, update)


def write_marker(folder: Path, marker: Marker) -> None:
    """Make a folder a store, or change its base; the file is there whole or not at all."""
    told: dict[str, object] = {"format": FORMAT, "base": marker.base}
    if marker.query is not None:
        told["endpoint"] = {"query": marker.query, "update": marker.update}
    draft = folder / f"{MARKER}.new"
    draft.write_text(json.dumps(told) + "\n", encoding="utf-8")
    draft.replace(folder / MARKER)


def ensure_folder(folder: Path, *, create: bool) -> None:
    """See to it that a folder may become a store that is none yet.

    Raises:
        StoreError: It must not be made, cannot be made, or is something else already.
    """
    if _put_back(folder):
        return
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file; a store is a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / LOCK).exists():
        raise StoreError(f"{folder}: is a folder with something else in it, not a kg store")
    if not create:
        raise StoreError(f"{folder}: no store there; `kg build` makes one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made: {error.strerror}") from error


def set_aside(folder: Path) -> Path:
    """Where a store stays while another one takes its place."""
    return folder.with_name(f".{folder.name}.replaced")


def exchange(new: Path, folder: Path) -> None:
    """Let a whole store take the place of a folder, whose lock is held; what dies on the way is undone or finished.

    Raises:
        StoreError: It cannot be done; what was there before is there.
    """
    aside, rubbish = set_aside(folder), folder.with_name(f".{folder.name}.discarded")
    try:
        for left in (aside, rubbish):  # of an exchange that died when it was all but done
            if left.exists():
                rmtree(left)
        folder.replace(aside)
        try:
            new.replace(folder)
        except OSError:
            aside.replace(folder)
            raise
        aside.replace(rubbish)  # nobody is to put back what is half deleted
    except OSError as error:
        raise StoreError(f"{folder}: cannot be replaced: {error.strerror}") from error
    rmtree(rubbish, ignore_errors=True)


def discard_empty(folder: Path) -> None:
    """Remove a folder in which nothing has come to be but the lock, which the caller holds."""
    if [path.name for path in folder.iterdir()] == [LOCK]:
        (folder / LOCK).unlink()
        folder.rmdir()


def _put_back(folder: Path) -> bool:
    """Undo half of an exchange: one store was taken away, and whoever did it died before the other was there."""
    aside = set_aside(folder)
    if folder.exists() or not aside.exists():
        return False
    try:
        lock = hold(aside)  # an exchange that is under way holds it
        try:
            if not folder.exists():
                aside.replace(folder)
        finally:
            lock.release()
    except (OSError, StoreError) as error:
        raise StoreError(f"{folder}: is being replaced; try again") from error
    return True
