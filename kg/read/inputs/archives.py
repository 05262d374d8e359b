"""Files inside files: compressed ones and archives, unpacked in memory piece by piece and within bounds.

Nothing is written to the disk, so that no member's name can lead anywhere.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import SEEK_END, BufferedReader, BytesIO
from itertools import islice
from pathlib import PurePosixPath
from typing import BinaryIO, cast

import zstandard

from kg.errors import ArticleError
from kg.lines import one_line, visible
from kg.read.article.limits import MAX_BYTES, MAX_MEMBERS, bounded, read_whole, seekable
from kg.read.inputs.failures import BROKEN
from kg.read.inputs.formats import Format
from kg.read.inputs.gzip_members import GzipMembers
from kg.read.inputs.others import tell_others
from kg.read.inputs.sidecars import MAX_SIDECAR, SIDECAR_SUFFIXES, sidecars_among
from kg.read.inputs.sources import Source, is_wanted

__all__ = ["ARCHIVES", "CONTAINERS", "unpack"]

_OPENERS: dict[Format, Callable[[BinaryIO], BinaryIO]] = {
    Format.GZIP: lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file)),
    Format.BZIP2: lambda file: cast("BinaryIO", bz2.BZ2File(file)),
    Format.XZ: lambda file: cast("BinaryIO", lzma.open(file)),  # noqa: SIM115 - whoever reads it closes it
    Format.ZSTD: lambda file: cast(
        "BinaryIO", zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    ),
}
_OF_MEMBERS = (".warc", ".wet")
_TAIL = 2**16 + 200  # bytes in which a zip ends: a comment, and where its table of contents is
_PIECE = 2**20
_ENTRY = b"PK\1\2"
_PACKED = (".gz", ".zst", ".bz2", ".xz", ".tgz")
CONTAINERS = frozenset({*_OPENERS, Format.ZIP, Format.TAR})
"""The formats that hold other files."""
ARCHIVES = frozenset({Format.ZIP, Format.TAR})
"""Those that hold many."""


def unpack(source: Source, kind: Format, on_note: Callable[[str], object]) -> Iterator[Source]:
    """The files inside a file; each is to be read before the next one is asked for.

    Raises:
        ArticleError: It is damaged, locked, or holds too much.
    """
    try:
        if kind is Format.ZIP:
            yield from _zip(source, on_note)
        elif kind is Format.TAR:
            yield from _tar(source, on_note)
        else:
            yield _compressed(source, kind)
    except BROKEN as error:
        raise ArticleError(f"{source.name}: damaged, or cut off ({one_line(str(error))})", kind="damaged") from error


def _compressed(source: Source, kind: Format) -> Source:
    inner = PurePosixPath(source.name)
    suffix = inner.suffix.lower()
    if suffix in _PACKED:
        suffix = ".tar" if suffix == ".tgz" else PurePosixPath(inner.stem).suffix.lower()
    return Source(
        source.name,
        suffix,
        partial(_open_packed, source, kind, of_members=kind is Format.GZIP and suffix in _OF_MEMBERS),
        source.size * 4,
        again=source.again,
        beside=source.beside,
    )


def _open_packed(source: Source, kind: Format, *, of_members: bool) -> BinaryIO:
    opener = _of_members if of_members else _OPENERS[kind]
    under = source.open()
    return bounded(opener(under), source.name, source.size, under)


def _of_members(file: BinaryIO) -> BinaryIO:
    return BufferedReader(GzipMembers(file))


def _zip(source: Source, on_note: Callable[[str], object]) -> Iterator[Source]:
    with source.open() as opened:
        # Its table of contents stands at the end.
        file = seekable(opened, source.name)
        _check_count(source, _entries(file))
        yield from _zip_members(source, zipfile.ZipFile(file), on_note)


def _entries(file: BinaryIO) -> int:
    """About how many files the table of contents of a zip has, whatever it says: to read it takes memory for each."""
    size = file.seek(0, SEEK_END)
    tail = max(size - _TAIL, 0)
    file.seek(tail)
    data = file.read()
    end = data.rfind(b"PK\5\6")
    if end < 0 or len(data) < end + 22:
        return 0
    table = int.from_bytes(data[end + 12 : end + 16], "little")
    if table == 0xFFFFFFFF and (wide := data.rfind(b"PK\6\6", 0, end)) >= 0:
        table, end = int.from_bytes(data[wide + 40 : wide + 48], "little"), wide
    file.seek(max(tail + end - table, 0))
    left, count, last = min(table, size), 0, b""
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        count += (last + piece).count(_ENTRY)
        last = piece[-len(_ENTRY) + 1 :]
    return count


def _zip_members(source: Source, whole: zipfile.ZipFile, on_note: Callable[[str], object]) -> Iterator[Source]:
    with whole as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        _check_count(source, len(members))
        if members and all(info.flag_bits & 1 for info in members):
            raise ArticleError(f"{source.name}: locked with a password; unpack it first", kind="locked")
        readable = {info.filename: info for info in members if not info.flag_bits & 1}
        beside = sidecars_among(readable, _is_wanted)
        sidecars = frozenset(beside.values())
        wanted = [name for name in sorted(readable) if _is_wanted(name) and name not in sidecars]
        taken = sidecars.union(wanted)
        tell_others(source.name, (info.filename for info in members if info.filename not in taken), on_note)

        def member(name: str, told: Source | None = None) -> Source:
            info = readable[name]
            return _member(source, name, info.compress_size, partial(_open_member, archive, info), told)

        for name in wanted:
            yield member(name, member(beside[name]) if name in beside else None)


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast("BinaryIO", archive.open(info))


def _is_wanted(name: str) -> bool:
    return is_wanted(PurePosixPath(name))


def _tar(source: Source, on_note: Callable[[str], object]) -> Iterator[Source]:
    beside, data_of = _tar_sidecars(source)
    sidecars = frozenset(beside.values())
    with source.open() as file, tarfile.open(fileobj=file, mode="r|") as archive:
        others: list[str] = []
        for count, info in enumerate(archive, start=1):
            _check_count(source, count)
            inner = archive.extractfile(info) if info.isreg() else None  # no links, no devices
            if inner is None or info.name in sidecars or not _is_wanted(info.name):
                if info.isreg() and info.name not in sidecars:
                    others.append(info.name)
                continue
            try:
                data = read_whole(cast("BinaryIO", inner), f"{source.name}/{visible(info.name)}")
            except ArticleError as error:  # of this member alone, so it is told where this is read
                yield _member(source, info.name, 0, partial(_refuse, error))
                continue
            told = None
            if own := beside.get(info.name):
                told = _member(source, own, len(data_of[own]), partial(BytesIO, data_of[own]))
            yield _member(source, info.name, len(data), partial(BytesIO, data), told)
        tell_others(source.name, others, on_note)


def _refuse(error: ArticleError) -> BinaryIO:
    raise error


def _tar_sidecars(source: Source) -> tuple[dict[str, str], dict[str, bytes]]:
    """The sidecars in a tar archive by what they are beside, and their bytes: they may stand anywhere in it."""
    names: list[str] = []
    data_of: dict[str, bytes] = {}
    held = 0
    broken = suppress(ArticleError, OSError, *BROKEN)  # which is told when the members are read
    with broken, source.open() as file, tarfile.open(fileobj=file, mode="r|") as archive:
        for info in islice(archive, MAX_MEMBERS):
            if not info.isreg():
                continue
            names.append(info.name)
            inner = archive.extractfile(info) if info.name.lower().endswith(SIDECAR_SUFFIXES) else None
            if inner is not None and held < MAX_BYTES:
                data_of[info.name] = inner.read(MAX_SIDECAR + 1)
                held += len(data_of[info.name])
    beside = sidecars_among(names, _is_wanted)
    return {name: own for name, own in beside.items() if own in data_of}, data_of


def _member(
    source: Source, name: str, packed: int, opener: Callable[[], BinaryIO], beside: Source | None = None
) -> Source:
    whole, suffix = f"{source.name}/{visible(name)}", PurePosixPath(name).suffix.lower()
    return Source(whole, suffix, lambda: bounded(opener(), whole, packed), packed, beside=beside)


def _check_count(source: Source, count: int) -> None:
    if count > MAX_MEMBERS:
        raise ArticleError(
            f"{source.name}: holds more than {MAX_MEMBERS:,} files; unpack it into folders", kind="too long"
        )
