"""What makes a folder a store: a small file that says so, and in which format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMAT", "MARKER", "lay_out", "read_marker", "write_marker"]

FORMAT = 2
MARKER = "kg-store.json"


def read_marker(folder: Path) -> str | None:
    """The base of the IRIs of a store; none where there is no store.

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
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{file}: damaged; build the store anew in another folder") from error
    if found > FORMAT:
        why = f"made by a newer kg (format {found}, this one knows {FORMAT}); upgrade kg"
        raise StoreError(f"{folder}: {why}")
    if found < FORMAT:
        why = f"made by an older kg (format {found}, this one writes {FORMAT}); build the store anew in another folder"
        raise StoreError(f"{folder}: {why}")
    return base


def write_marker(folder: Path, base: str) -> None:
    """Make a folder a store, or change its base; the file is there whole or not at all."""
    draft = folder / f"{MARKER}.new"
    draft.write_text(json.dumps({"format": FORMAT, "base": base}) + "\n", encoding="utf-8")
    draft.replace(folder / MARKER)


def lay_out(folder: Path, *, create: bool) -> str:
    """Make a new store's folder and return its base.

    Raises:
        StoreError: It must not be made, cannot be made, or is something else already.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file; a store is a folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise StoreError(f"{folder}: is a folder with something else in it, not a kg store")
    if not create:
        raise StoreError(f"{folder}: no store there; `kg build` makes one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_marker(folder, DEFAULT_BASE)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made: {error.strerror}") from error
    return DEFAULT_BASE
