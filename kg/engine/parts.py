"""Parts: what was read from a shard, as files that are whole or not there, in a folder or at an address.

A part is four files. `NAME.articles.jsonl.zst` has its articles as `kg read` prints them, `NAME.claims.jsonl.zst` their
claims as `kg extract` prints them, in the same order, `NAME.given.jsonl.zst` the claims that were among the inputs
themselves; `NAME.json`, the manifest, has checksums (SHA-256) and counts, and what could not be read. The manifest
is written last: a part without one is not there.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

import zstandard
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from kg.errors import StoreError
from kg.jsonl import claim_from_line, claim_to_line, to_line
from kg.model import Article, ArticleMeta, Claim

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["Manifest", "Parts", "Telling"]

_VERSION = 1
_KINDS = ("articles", "claims", "given")
_LEVEL = 6  # of compression; claims shrink to a twelfth


@dataclass(frozen=True, slots=True)
class Telling:
    """What happened to an input: `how` is "error", "note" or "skip"; of the others than notes a kind, too."""

    how: str
    text: str
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a part holds: how many articles, claims read from them, and claims given; `files` has the checksums."""

    name: str
    inputs: str
    model: str
    articles: int
    claims: int
    given: int
    told: tuple[Telling, ...]
    files: dict[str, str]
    version: int = _VERSION


class Parts:
    """The parts in one place: a folder, or an address that `fsspec` knows.

    Raises:
        StoreError: The place cannot be reached or written.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        with _reaching(place):
            self._files, self._folder = _file_system(place)
            self._files.makedirs(self._folder, exist_ok=True)

    def write(
        self,
        name: str,
        inputs: str,
        model: str,
        items: Iterable[tuple[Article, tuple[Claim, ...]] | Claim],
        told: Iterable[Telling],
    ) -> Manifest:
        """Write a part; `told` is looked at when the items are used up, so that it can be filled on the way.

        Args:
            name: What the part is called.
            inputs: Its shard, in words.
            model: Name and version of what read it.
            items: Articles with their claims, and claims that were given as such.
            told: What happened meanwhile.

        Raises:
            StoreError: It cannot be written.
        """
        counts = {"articles": 0, "claims": 0, "given": 0}
        with tempfile.TemporaryDirectory(prefix="kg-part-") as folder, ExitStack() as open_files:
            written = {kind: open_files.enter_context(_Lines(Path(folder, kind))) for kind in _KINDS}
            for item in items:
                if isinstance(item, Claim):
                    written["given"].add(claim_to_line(item))
                    counts["given"] += 1
                    continue
                article, claims = item
                record = {**asdict(article.meta), "claims": len(claims), "text": article.text}
                written["articles"].add(to_line(record))
                for claim in claims:
                    written["claims"].add(claim_to_line(claim))
                counts["articles"] += 1
                counts["claims"] += len(claims)
            files = {kind: lines.finish() for kind, lines in written.items()}
            manifest = Manifest(name, inputs, model, **counts, told=tuple(told), files=files)
            Path(folder, "manifest").write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
            with _reaching(self.place):
                for kind in _KINDS:
                    self._put(Path(folder, kind), f"{name}.{kind}.jsonl.zst")
                self._put(Path(folder, "manifest"), f"{name}.json")
                if self._files.exists(self._path(f"{name}.at")):
                    self._files.rm_file(self._path(f"{name}.at"))
        return manifest

    def find(self, name: str) -> Manifest | None:
        """The manifest of a part that is there, and whole by its checksums."""
        try:
            with self._files.open(self._path(f"{name}.json")) as file:
                data = json.load(file)
            manifest = Manifest(**{**data, "told": tuple(Telling(**each) for each in data["told"])})
            whole = manifest.version == _VERSION and manifest.files == {
                kind: self._checksum(f"{name}.{kind}.jsonl.zst") for kind in _KINDS
            }
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return manifest if whole else None

    def read(self, manifest: Manifest) -> Iterator[tuple[Article, tuple[Claim, ...]] | Claim]:
        """The articles of a part with their claims, then the claims that were given.

        Raises:
            StoreError: The part is gone or damaged.
        """
        with _reaching(self.place):
            claims = map(claim_from_line, self._lines(manifest, "claims"))
            for line in self._lines(manifest, "articles"):
                record = json.loads(line)
                count, text = record.pop("claims"), record.pop("text")
                yield Article(ArticleMeta(**record), text), tuple(islice(claims, count))
            yield from map(claim_from_line, self._lines(manifest, "given"))

    def mark(self, name: str, number: int) -> None:
        """Note which article of a part is being read."""
        with _reaching(self.place), self._files.open(self._path(f"{name}.at"), "wb") as file:
            file.write(str(number).encode())

    def marked(self, name: str) -> int | None:
        """The article of a part that was being read last, where that was noted."""
        try:
            with self._files.open(self._path(f"{name}.at")) as file:
                return int(file.read(20))
        except (OSError, ValueError):
            return None

    def _lines(self, manifest: Manifest, kind: str) -> Iterator[str]:
        name = f"{manifest.name}.{kind}.jsonl.zst"
        if self._checksum(name) != manifest.files[kind]:
            raise StoreError(f"{self.place}: {name} is damaged; delete it and build again, which makes it anew")
        with (
            self._files.open(self._path(name)) as file,
            zstandard.ZstdDecompressor().stream_reader(file) as unpacked,
            io.TextIOWrapper(unpacked, encoding="utf-8", newline="\n") as lines,
        ):
            yield from lines

    def _checksum(self, name: str) -> str:
        with self._files.open(self._path(name)) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _put(self, path: Path, name: str) -> None:
        """A file that appears whole: renamed where that is one step, sent in one piece elsewhere."""
        if isinstance(self._files, LocalFileSystem):
            partial = self._path(f".{name}.{os.getpid()}")
            self._files.put_file(str(path), partial)
            Path(partial).replace(self._path(name))
        else:
            self._files.put_file(str(path), self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"


class _Lines:
    """Lines on their way into a compressed file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._packed = zstandard.ZstdCompressor(level=_LEVEL).stream_writer(self._file)

    def add(self, line: str) -> None:
        self._packed.write(line.encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._packed.close()  # type: ignore[no-untyped-call]
        self._file.close()

    def finish(self) -> str:
        """Close the file; its checksum."""
        self.__exit__()
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _reaching(place: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, ImportError) as error:
        raise StoreError(
            f"{place}: parts cannot be kept there ({getattr(error, 'strerror', None) or error})"
        ) from error


def _file_system(place: str) -> tuple[AbstractFileSystem, str]:
    files, folder = url_to_fs(place)
    return files, folder.rstrip("/")
