"""The graph as many files of N-Quads, which every bulk loader takes, with their checksums.

`part-00001.nq.gz` and so on have the graphs in the order of their names, the default graph first, each graph's quads in
the order of their lines; a graph goes on in the next part only where it has more quads than a part holds. `SHA256SUMS`
lists all parts as `sha256sum --check` reads it. The folder appears when all is in it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, RdfFormat, serialize

from kg.errors import OutputError
from kg.output import gone_with_us

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Triple

    from kg.graph.sparql import GraphName
    from kg.graph.store import Store

__all__ = ["QUADS", "RECORD", "SUMS", "Part", "check_folder", "export_parts", "find_parts", "sum_of", "to_lines"]

QUADS = 1_000_000
"""Quads of a part: some 15 MB, which a loader reads in seconds."""
SUMS = "SHA256SUMS"
RECORD = ".uploaded-"
"""What files begin with in which an upload notes how far it is."""
_NAME = re.compile(r"part-\d{5,}\.nq\.gz")
_LINE = re.compile(rf"([0-9a-f]{{64}})  ({_NAME.pattern})")


@dataclass(frozen=True, slots=True)
class Part:
    """A file of quads, and its SHA-256 in hexadecimal."""

    path: Path
    sha256: str


def export_parts(store: Store, folder: Path, *, quads: int = QUADS, force: bool = False) -> list[Part]:
    """Write the graph of a store as a folder of parts; one graph at a time is in memory.

    Args:
        store: An open store.
        folder: A new folder.
        quads: How many quads a part has at most.
        force: Whether to replace a folder of parts that is there.

    Raises:
        OutputError: The folder exists, or cannot be written.
    """
    check_folder(folder, force=force)
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            with gone_with_us(partial):
                sums = [(path.name, sum_of(path)) for path in _write(_lines(store), partial, quads)]
                text = "".join(f"{digest}  {name}\n" for name, digest in sums)
                (partial / SUMS).write_text(text, encoding="ascii")
                partial.chmod(0o755)  # mkdtemp's folders are for their owner alone
            _put_in_place(partial, folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error})") from error
    return [Part(folder / name, digest) for name, digest in sums]


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a path that cannot become a new folder of parts, before any work is done for it.

    Raises:
        OutputError: It exists and `force` is not set, or holds other things than parts, or has no folder to lie in.
    """
    if not folder.parent.is_dir():
        raise OutputError(f"{folder}: there is no folder {folder.parent}")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a new folder")
    foreign = sorted(path.name for path in folder.iterdir() if not _is_own(path.name))
    if foreign:
        raise OutputError(f"{folder}: holds other things than parts ({foreign[0]}); name a new folder")
    if not force and any(folder.iterdir()):
        raise OutputError(f"{folder}: exists already; --force replaces it")


def find_parts(folder: Path) -> list[Part]:
    """The parts in a folder, in their order.

    Raises:
        OutputError: It is no folder of parts, or one of them is missing.
    """
    if not folder.is_dir():
        raise OutputError(f"{folder}: there is no such folder; `kg export --parts {folder}` makes it")
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise OutputError(
            f"{folder}: has no {SUMS}, so it is no folder of parts; `kg export --parts DIR` makes one"
        ) from error
    found = []
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise OutputError(f"{folder / SUMS}, line {number}: is no checksum of a part; export the parts again")
        if not (folder / match[2]).is_file():
            raise OutputError(f"{folder / match[2]}: is missing; export the parts again")
        found.append(Part(folder / match[2], match[1]))
    return found


def to_lines(items: Iterable[Quad] | Iterable[Triple], form: RdfFormat) -> bytes:
    """Quads or triples in a form that has one a line."""
    out = io.BytesIO()
    serialize(items, out, form)
    return out.getvalue()


def _is_own(name: str) -> bool:
    return name == SUMS or name.startswith(RECORD) or _NAME.fullmatch(name) is not None


def _lines(store: Store) -> Iterator[list[bytes]]:
    """The quads of each graph as lines, in order."""
    graphs: list[GraphName] = [DefaultGraph(), *sorted(store.graphs(), key=str)]
    for graph in graphs:
        yield sorted(to_lines(store.quads(graph), RdfFormat.N_QUADS).splitlines(keepends=True))


def _write(graphs: Iterable[list[bytes]], folder: Path, size: int) -> Iterator[Path]:
    waiting: list[bytes] = []
    number = 0
    for lines in graphs:
        if waiting and len(waiting) + len(lines) > size:
            number += 1
            yield _pack(waiting, folder, number)
            waiting = []
        waiting.extend(lines)
        while len(waiting) > size:
            number += 1
            yield _pack(waiting[:size], folder, number)
            waiting = waiting[size:]
    if waiting:
        yield _pack(waiting, folder, number + 1)


def _pack(lines: list[bytes], folder: Path, number: int) -> Path:
    path = folder / f"part-{number:05}.nq.gz"
    # Neither name nor time goes into the file: the same graph is the same bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        file.writelines(lines)
    return path


def sum_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_in_place(partial: Path, folder: Path) -> None:
    """Give a folder its name; one that has it makes room, and comes back if that fails."""
    if not folder.exists():
        partial.rename(folder)
        return
    before = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    folder.rename(before / folder.name)
    try:
        partial.rename(folder)
    finally:  # Ctrl-C comes here, too
        if not folder.exists():
            (before / folder.name).rename(folder)
        shutil.rmtree(before, ignore_errors=True)
