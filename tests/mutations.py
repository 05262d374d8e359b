"""Ways to break a file: noise in its bytes, and changes that keep its form and break its sense."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping

__all__ = ["NASTY", "mutate"]

NASTY = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", "\u202e".encode(), "\u200b".encode(), b"<![CDATA[", b"]]>",
    b"<!--", b"-->", b"<script>", b"</body>", b'"', b"{", b"[" * 500, b"<div>" * 500, b"&#0;", b"&#xd800;", b"\r",
    b"\n\n", b"Content-Type: text/html; charset=x-none\n", b"=?utf-8?b?///?=", b",,,,", b"\x1a", b"9" * 400, b"1e999",
    b"<svg>", b"<template>", b"<frameset>", b"<plaintext>", b"<table><tr>" * 200, b"%PDF-1.7", b"PK\3\4", b"\x1f\x8b",
    b"WARC/1.0\r\n", b"--x\n", b"---\n", b"&x;", b"\\u0000", b"\\ud800", b'":null,"', b"NaN", b"true", b"0000-00-00",
    "\u2028".encode(), "\u0301".encode() * 300, b"<a href=javascript:x>", b"Content-Transfer-Encoding: base64\n\n",
)  # fmt: skip
_CHARSETS = (
    b"utf-7",
    b"utf-16",
    b"utf-32",
    b"cp037",
    b"base64",
    b"rot13",
    b"x-none",
    b"shift_jis",
    b"idna",
    b"",
    b"\xff",
)
_ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "cp1252", "cp037", "shift_jis", "utf-7")
_NUMBERS = (b"0", b"-1", b"4294967295", b"9" * 30, b"1e999", b"NaN", b"0x10", b"00")
_LENGTHS = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\1\0\0\0", b"\0\0\0\1")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_NUMBER = re.compile(rb"\d+")
_CHARSET = re.compile(rb"(?i)utf-?8")
_WORD = re.compile(rb"[A-Za-z_-]{3,}")

Mutation = Callable[[bytes, random.Random], bytes]


def mutate(data: bytes, chance: random.Random, others: Mapping[str, bytes]) -> bytes:
    """Break a file in one way or a few.

    Args:
        data: The file.
        chance: What decides how.
        others: Files to take pieces of.
    """
    if chance.random() < 0.3 and (packed := _inside(data, chance, others)) is not None:
        return packed
    for _ in range(chance.choice((1, 1, 2, 3, 12))):
        if chance.random() < 0.1:
            other = others[chance.choice(sorted(others))]
            data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
        else:
            data = chance.choice(_MUTATIONS)(data, chance)
    return data[:2_000_000]


def _inside(data: bytes, chance: random.Random, others: Mapping[str, bytes]) -> bytes | None:
    """The same archive or compressed file with something broken in it."""
    if data.startswith(b"\x1f\x8b"):
        try:
            return gzip.compress(mutate(gzip.decompress(data), chance, others), mtime=0)
        except (OSError, EOFError, ValueError):
            return None
    if not data.startswith(b"PK\3\4"):
        return None
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            names = old.namelist()
            broken = chance.choice(names)
            for name in names:
                member = old.read(name)
                new.writestr(zipfile.ZipInfo(name), mutate(member, chance, others) if name == broken else member)
    except (zipfile.BadZipFile, OSError, ValueError, IndexError):
        return None
    return buffer.getvalue()


def _cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randrange(1, 40) :]


def _noise(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.randrange(1, 12)) + data[at:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _nasty(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(NASTY) + data[at:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + chance.randrange(1, 200)]
    return data[:at] + piece * chance.choice((2, 50, 1000)) + data[at:]


def _end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _swap(data: bytes, chance: random.Random) -> bytes:
    one, two, three = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:one] + data[two:three] + data[one:two] + data[three:]


def _length(data: bytes, chance: random.Random) -> bytes:
    """What may be a length, in binary formats, is another."""
    at = chance.randrange(len(data) + 1)
    value = chance.choice(_LENGTHS)
    return data[:at] + value + data[at + len(value) :]


def _replaced(pattern: re.Pattern[bytes], by: Callable[[bytes, random.Random], bytes]) -> Mutation:
    def replace(data: bytes, chance: random.Random) -> bytes:
        found = list(pattern.finditer(data[:200_000]))
        if not found:
            return _flip(data, chance)
        place = chance.choice(found)
        return data[: place.start()] + by(place[0], chance) + data[place.end() :]

    return replace


def _other_encoding(data: bytes, chance: random.Random) -> bytes:
    """The same characters in an encoding that is not the one that is said."""
    return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _two_tags(data: bytes, chance: random.Random) -> bytes:
    found = list(_TAG.finditer(data[:200_000]))
    if len(found) < 2:
        return _swap(data, chance)
    one, two = sorted(chance.sample(found, 2), key=lambda each: each.start())
    return data[: one.start()] + two[0] + data[one.end() : two.start()] + one[0] + data[two.end() :]


_MUTATIONS: tuple[Mutation, ...] = (
    _cut,
    _noise,
    _flip,
    _nasty,
    _repeat,
    _end,
    _swap,
    _length,
    _other_encoding,
    _two_tags,
    _replaced(_TAG, lambda tag, chance: chance.choice((b"", tag * 100, tag[:-1], b"</" + tag[1:], tag[:-1] + b"/>"))),
    _replaced(_NUMBER, lambda _, chance: chance.choice(_NUMBERS)),
    _replaced(_CHARSET, lambda _, chance: chance.choice(_CHARSETS)),
    _replaced(_WORD, lambda word, chance: chance.choice((b"", word * 50, word.upper(), word[::-1], b"\xff\xfe"))),
)
