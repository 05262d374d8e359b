"""Bytes -> text: UTF-8 first, then what a byte order mark says, then a guess; refuses what is no text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kg.errors import ArticleError

__all__ = ["MAX_CHARACTERS", "MIXED", "clean_text", "decode", "encoding_of"]

MAX_CHARACTERS = 64 * 2**20
"""Characters that one article may have: no news has as many, but a digest of news, or a book, may."""
MIXED = "kg-mixed"
"""How bytes are read that are not of the encoding of the rest: as Windows-1252, if they look like it."""

_SAMPLE = 64 * 1024  # bytes that a guess is made from
_COUNTED = 4 * 2**20  # bytes among which those that are not of ASCII are counted
# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_BREAK = re.compile(r"[ \n\u3000\u3002]")  # every text has spaces, or the stops of Chinese and Japanese
_SURROGATE = re.compile("[\ud800-\udfff]")
# "don't" and a quotation as the Mac wrote them; what these bytes are on Windows stands in no English word.
_MAC = re.compile(rb"[a-z]\xd5(?:s|t|re|ve|ll|d|m)\b|(?:^|[ (\n])\xd2[A-Za-z][^\xd2\n]*\xd3")
_WINDOWS_QUOTES = re.compile(rb"[\x91-\x94]")


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a text file.

    Raises:
        ArticleError: the bytes are no text, or no known encoding makes sense of them.
    """
    encoding = encoding_of(data, name)
    try:
        return data.decode(encoding, MIXED)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name}: begins like {encoding.upper()} text but breaks off at byte {error.start}; save it again as UTF-8",
            kind="encoding",
        ) from error


def encoding_of(data: bytes, name: str) -> str:
    """The encoding of the bytes, whole or the first of a longer file; to be decoded with `MIXED` for errors.

    Raises:
        ArticleError: the bytes are no text, or no known encoding makes sense of them.
    """
    codecs.register_error(MIXED, _decode_stray)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if data.startswith(_BINARY_MAGIC):
        raise ArticleError(
            f"{name}: a binary file, not text; extract its text first and save that as UTF-8", kind="unknown format"
        )
    if b"\0" in data:
        return _wide(data, name)
    if b"\x1b$" in data:  # Japanese mail, whose bytes are all those of ASCII
        return "iso2022_jp"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)  # the last character may be cut off
    except UnicodeDecodeError as error:
        return _guess(data, name, error)
    return "utf-8-sig"


def clean_text(text: str) -> str:
    """Normalise line ends and the byte order mark; nothing else is changed, or offsets would mean nothing."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # Half a surrogate pair (JSON can write one) cannot be encoded again by anybody; same length, so no shift.
    return _SURROGATE.sub("\ufffd", text)


def _wide(data: bytes, name: str) -> str:
    """UTF-16 and UTF-32 without a mark are text although they have NULs; so is a table with a few."""
    if data.count(0) < 0.01 * len(data):
        try:
            codecs.getincrementaldecoder("utf-8")().decode(data)
        except UnicodeDecodeError:
            pass
        else:
            return "utf-8-sig"
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None or not best.encoding.startswith(("utf_16", "utf_32")) or not _BREAK.search(str(best)):
        raise ArticleError(
            f"{name}: a binary file, not text; extract its text first and save that as UTF-8", kind="unknown format"
        )
    return best.encoding


def _guess(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    counted = data[:_COUNTED]
    high = len(_NON_ASCII.findall(counted))
    whole = sum(len(run) for run in _MULTIBYTE.findall(counted))
    few = high < 0.2 * len(counted)
    if whole > (0.5 if few else 0.9) * high:  # UTF-8 with a few broken bytes; a guess would spoil all the good ones
        return "utf-8-sig"
    # An English text with some quotes and accents is Windows-1252 as good as always, where a detector is
    # as likely to say cp775. Above a fifth the text is in another script, and detection is sound.
    if few:
        return "mac_roman" if _MAC.search(data) and not _WINDOWS_QUOTES.search(data) else "cp1252"
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise ArticleError(
            f"{name}: not UTF-8 (byte {error.start}) and no other encoding fits; save it again as UTF-8",
            kind="encoding",
        ) from error
    return best.encoding


def _decode_stray(error: UnicodeError) -> tuple[str, int]:
    """What a byte stands for that does not fit: what browsers take it for, if somebody is likely to have meant that."""
    if not isinstance(error, UnicodeDecodeError) or error.encoding.startswith(("utf-16", "utf-32")):
        raise error
    stray = error.object[error.start : error.end]
    if len(stray) == 1 and error.encoding == "utf-8" and 0x80 <= stray[0] <= 0xFC:
        return stray.decode("cp1252", "replace"), error.end
    if error.encoding == "charmap":  # Windows-1252 has five holes
        return stray.decode("latin-1"), error.end
    return "\ufffd" * len(stray), error.end
