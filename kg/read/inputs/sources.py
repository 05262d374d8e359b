"""What a user names -> single inputs that can be opened: files, folders, patterns, standard input."""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from kg.errors import ArticleError
from kg.lines import visible
from kg.read.article.limits import MAX_STREAM, read_whole
from kg.read.inputs.formats import SUFFIXES
from kg.read.inputs.others import nothing_there, tell_others
from kg.read.inputs.sidecars import sidecar_names, sidecars_among

__all__ = ["Source", "find_sources", "is_address", "is_source", "is_wanted", "open_file"]

_ABOUT_THE_FOLDER = frozenset({"readme", "license", "licence", "changelog", "contributing"})
_OF_OURS = frozenset({"corrections.toml"})  # no article, and nothing to wonder at
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_PATTERN = frozenset("*?[")
_KINDS_OF_FILE = (
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISDIR, "a folder"),
)
_STORE = "kg-store.json"  # what is in its folder was made of articles, and is none


@dataclass(frozen=True, slots=True)
class Source:
    """One input: its name for messages, the suffix of what is in it, how to open it, and its size in bytes.

    `again` tells whether another process can open it as well: a file on this machine, or what is packed in one.
    `address` is where it was fetched from, `beside` the file that says what is known of this one, if there is one;
    `after` is the number of its records that were read before, where reading goes on in the middle; `whole` the input
    that this one is a piece of.
    """

    name: str
    suffix: str
    open: Callable[[], BinaryIO]
    size: int = 0
    again: bool = False
    address: str | None = None
    beside: Source | None = None
    after: int = 0
    whole: Source | None = None


def is_address(path: str) -> bool:
    """Is this an address such as s3://bucket/news, and no name of a file?"""
    return bool(_ADDRESS.match(path))


def is_source(words: str) -> bool:
    """Do these words name an input, rather than being a text themselves? So do names of files that are not there."""
    if words == "-" or os.path.exists(words) or Path(words).suffix.lower() in SUFFIXES:  # noqa: PTH110 - never raises
        return True
    return "/" in words and not any(char.isspace() for char in words)


def is_wanted(path: PurePath) -> bool:
    """Whether a file of a folder or archive may be an article, by its name and where it is."""
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    hidden |= path.name.startswith("~$")  # Word's note of who has the document open
    # What a browser saves beside a page: its scripts, pictures and frames.
    beside = any(part.endswith(("_files", ".files")) for part in path.parts[:-1]) or "__MACOSX" in path.parts
    return path.suffix.lower() in SUFFIXES and not hidden and not beside and path.stem.lower() not in _ABOUT_THE_FOLDER


def find_sources(
    paths: Iterable[str | Path],
    *,
    on_error: Callable[[ArticleError], object],
    on_note: Callable[[str], object],
) -> Iterator[Source]:
    """Find the inputs behind paths and addresses, in the order given, sorted in a folder; `-` is standard input."""
    paths = list(paths)
    beside = frozenset(map(str, sidecars_among([str(path) for path in paths], _is_named_like_one).values()))
    for path in paths:
        if str(path) in beside:
            continue
        if str(path) == "-":
            try:
                yield _standard_input()
            except ArticleError as error:
                on_error(error)
            continue
        if is_address(str(path)):
            from kg.read.inputs.remote import find_remote

            yield from find_remote(str(path), on_error=on_error, on_note=on_note)
            continue
        path = Path(path)
        try:
            if path.is_dir():
                yield from _folder(path, on_error, on_note)
            elif path.exists():
                yield from _file(path, on_error)
            elif _PATTERN.intersection(str(path)):
                yield from _matching(str(path), on_error, on_note)
            elif path.is_symlink():
                on_error(ArticleError(f"{visible(str(path))}: a link that leads nowhere", kind="not found"))
            else:
                on_error(ArticleError(f"{visible(str(path))}: no such file or folder", kind="not found"))
        except (OSError, ValueError) as error:  # no name that this system can have
            on_error(_unreadable(path, error))


def _file(path: Path, on_error: Callable[[ArticleError], object]) -> Iterator[Source]:
    """The input of a path that a user names; what comes through a pipe is taken at once, for it comes only once."""
    name, suffix = visible(str(path)), path.suffix.lower()
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            yield Source(name, suffix, partial(open_file, path), status.st_size, again=True, beside=_beside(path))
        elif stat.S_ISFIFO(status.st_mode):
            with path.open("rb") as pipe:
                data = read_whole(pipe, name, MAX_STREAM)
            yield Source(name, suffix, lambda: BytesIO(data), len(data))
        else:
            kind = next((kind for test, kind in _KINDS_OF_FILE if test(status.st_mode)), "no file")
            on_error(ArticleError(f"{name}: {kind}, not a file that could be read", kind="unknown format"))
    except ArticleError as error:
        on_error(error)
    except OSError as error:
        on_error(_unreadable(path, error))


def _beside(path: Path) -> Source | None:
    for name in sidecar_names(str(path)):
        if os.path.isfile(name):  # noqa: PTH113 - never raises
            return Source(visible(name), Path(name).suffix.lower(), partial(open_file, Path(name)), again=True)
    return None


def _is_named_like_one(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def _unreadable(path: str | Path, error: OSError | ValueError) -> ArticleError:
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ArticleError(f"{visible(str(path))}: cannot be read ({why})")


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading."""
    return path.open("rb")


def _standard_input() -> Source:
    data = read_whole(sys.stdin.buffer, "standard input", MAX_STREAM)
    return Source("standard input", "", lambda: BytesIO(data), len(data))


def _matching(
    pattern: str, on_error: Callable[[ArticleError], object], on_note: Callable[[str], object]
) -> Iterator[Source]:
    """The files that a pattern names; `**` goes to the bottom."""
    names = glob.glob(pattern, recursive=True)  # noqa: PTH207 - of a pattern that may be absolute
    found = sorted(map(Path, names), key=lambda path: path.as_posix())
    if not found:
        on_error(ArticleError(f"{visible(pattern)}: no file or folder has a name like this", kind="not found"))
    yield from _wanted([path for path in found if not path.is_dir()], visible(pattern), on_error, on_note)


def _folder(
    folder: Path, on_error: Callable[[ArticleError], object], on_note: Callable[[str], object]
) -> Iterator[Source]:
    def unreadable(error: OSError) -> None:
        on_error(_unreadable(error.filename, error))

    found: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".") and not _is_store(Path(place, name))]
        found.extend(Path(place, name) for name in files if not name.startswith(".") and name not in _OF_OURS)
    # As text, not as parts, so that the order is the same on every system.
    found.sort(key=lambda path: path.as_posix())
    yield from _wanted(found, visible(str(folder)), on_error, on_note, folder)


def _wanted(
    found: list[Path],
    named: str,
    on_error: Callable[[ArticleError], object],
    on_note: Callable[[str], object],
    folder: Path | None = None,
) -> Iterator[Source]:
    beside = frozenset(sidecars_among([str(path) for path in found], _is_named_like_one).values())
    found = [path for path in found if str(path) not in beside]
    wanted = [
        path
        for path in found
        if is_wanted(path.relative_to(folder) if folder else Path(path.name)) and not _waits(path)
    ]
    others = set(found).difference(wanted)
    if not wanted and (folder is not None or others):
        on_error(ArticleError(nothing_there(named, (path.name for path in others)), kind="not found"))
    else:
        tell_others(named, (path.name for path in others), on_note)
    for path in wanted:
        yield from _file(path, on_error)


def _is_store(folder: Path) -> bool:
    return os.path.exists(folder / _STORE)  # noqa: PTH110 - never raises


def _waits(path: Path) -> bool:
    """Whether it is a pipe, device or socket, which nobody meant who named the folder that it is in."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)
