"""What a user names -> single inputs that can be opened: files, folders, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from kg.errors import ArticleError

__all__ = ["JSON_LINES", "MARKDOWN", "PLAIN", "Source", "find_sources", "is_source"]

PLAIN = frozenset({".txt", ".text"})
MARKDOWN = frozenset({".md", ".markdown"})
JSON_LINES = frozenset({".jsonl", ".ndjson"})
_READABLE = PLAIN | MARKDOWN | JSON_LINES
_KINDS = ", ".join(sorted(_READABLE))
_ABOUT_THE_FOLDER = frozenset({"readme", "license", "licence", "changelog", "contributing"})
_OF_OURS = frozenset({"corrections.toml"})  # no article, and nothing to wonder at


@dataclass(frozen=True, slots=True)
class Source:
    """One input: its name for messages, its kind as a suffix, and how to open it."""

    name: str
    suffix: str
    open: Callable[[], BinaryIO]


def is_source(words: str) -> bool:
    """Do these words name an input, rather than being a text themselves? So do names of files that are not there."""
    if words == "-" or os.path.exists(words) or Path(words).suffix.lower() in _READABLE:  # noqa: PTH110 - never raises
        return True
    return "/" in words and not any(char.isspace() for char in words)


def find_sources(
    paths: Iterable[str | Path],
    *,
    on_error: Callable[[ArticleError], object],
    on_note: Callable[[str], object],
) -> Iterator[Source]:
    """Find the inputs behind paths, in the order given and sorted inside a folder; `-` is standard input."""
    for path in paths:
        if str(path) == "-":
            yield _standard_input()
            continue
        path = Path(path)
        if path.is_dir():
            yield from _folder(path, on_error, on_note)
        elif not path.exists():
            on_error(ArticleError(f"{path}: no such file or folder"))
        elif path.suffix.lower() not in _READABLE:
            kind = path.suffix or "files without a suffix"
            on_error(ArticleError(f"{path}: cannot read {kind}; can read {_KINDS}"))
        else:
            yield _file(path)


def _file(path: Path) -> Source:
    return Source(str(path), path.suffix.lower(), lambda: path.open("rb"))


def _standard_input() -> Source:
    data = sys.stdin.buffer.read()
    suffix = ".jsonl" if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else ".txt"
    return Source("standard input", suffix, lambda: BytesIO(data))


def _folder(
    folder: Path, on_error: Callable[[ArticleError], object], on_note: Callable[[str], object]
) -> Iterator[Source]:
    def unreadable(error: OSError) -> None:
        on_error(ArticleError(f"{error.filename}: cannot be read ({error.strerror})"))

    found: list[Path] = []
    others = 0
    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(place, name) for name in files if not name.startswith(".")):
            if path.suffix.lower() in _READABLE and path.stem.lower() not in _ABOUT_THE_FOLDER:
                found.append(path)
            elif path.name not in _OF_OURS:
                others += 1
    if not found:
        on_error(ArticleError(f"{folder}: nothing to read in this folder ({_KINDS}); {others} other files"))
    elif others:
        on_note(f"{folder}: skipped {others} other file{'s' if others > 1 else ''}")
    # As text, not as parts, so that the order is the same on every system.
    yield from map(_file, sorted(found, key=lambda path: path.as_posix()))
