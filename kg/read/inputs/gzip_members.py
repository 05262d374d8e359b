"""A gzip file of many members, as crawlers write them, one a record: what is damaged costs its member alone."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

__all__ = ["GzipMembers"]

_MAGIC = b"\x1f\x8b\x08"
_DAMAGE = b"\0damaged\r\n"  # what stands in for lost bytes; no record begins so
_PACKED = 4096  # bytes unpacked at a time: of a damaged member as much as that is lost before the damage
_UNPACKED = 256 * 1024
_GZIP = 31  # zlib's word for it


class GzipMembers(io.RawIOBase):
    """The unpacked bytes of all members that are sound, and of others those before the damage."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._packed = b""
        self._unpacked = memoryview(b"")
        self._unpacker = zlib.decompressobj(_GZIP)
        self._lost = self._told = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        while not self._unpacked:
            if not self._packed:
                self._packed = self._file.read(_PACKED)
                if not self._packed:
                    return 0
            self._unpack()
        size = min(len(buffer), len(self._unpacked))
        buffer[:size] = self._unpacked[:size]
        self._unpacked = self._unpacked[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()

    def _unpack(self) -> None:
        if self._lost and not self._find():
            return
        try:
            self._unpacked = memoryview(self._unpacker.decompress(self._packed, _UNPACKED))
        except zlib.error:
            if not self._told:  # so that whoever reads it sees that something is missing here
                self._told, self._unpacked = True, memoryview(_DAMAGE)
            self._lost = True
            self._packed = self._packed[1:]
            return
        if self._unpacker.eof:
            self._told = False
            self._packed = self._unpacker.unused_data.lstrip(b"\0")  # some are padded
            self._unpacker = zlib.decompressobj(_GZIP)
        else:
            self._packed = self._unpacker.unconsumed_tail

    def _find(self) -> bool:
        """Go to where the next member may begin."""
        at = self._packed.find(_MAGIC)
        if at < 0:
            kept = self._packed[-len(_MAGIC) + 1 :]
            more = self._file.read(_PACKED)
            self._packed = kept + more if more else b""
            return False
        self._packed = self._packed[at:]
        self._unpacker = zlib.decompressobj(_GZIP)
        self._lost = False
        return True
