"""Bytes -> text: UTF-8 first, then what a byte order mark says, then a guess; refuses what is no text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kg.errors import ArticleError

__all__ = ["MAX_CHARACTERS", "clean_text", "decode"]

# The parser's memory grows by about a gigabyte for 100,000 characters of one article, and no news article
# comes near this.
MAX_CHARACTERS = 200_000

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
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a text file.

    Raises:
        ArticleError: the bytes are no text, or no known encoding makes sense of them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ArticleError(
                    f"{name}: begins like {encoding.upper()} text but breaks off at byte {error.start}; "
                    "save it again as UTF-8"
                ) from error
    if data.startswith(_BINARY_MAGIC) or b"\0" in data:
        raise ArticleError(f"{name}: a binary file, not text; extract its text first and save that as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _guess(data, name, error)


def clean_text(text: str) -> str:
    """Normalise line ends and the byte order mark; nothing else is changed, or offsets would mean nothing."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # Half a surrogate pair (JSON can write one) cannot be encoded again by anybody; same length, so no shift.
    return _SURROGATE.sub("\ufffd", text)


def _guess(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    high = len(_NON_ASCII.findall(data))
    whole = sum(len(run) for run in _MULTIBYTE.findall(data))
    if whole > 0.9 * high:  # UTF-8 with a few broken bytes; a guess would spoil all the good ones
        return data.decode("utf-8", "replace")
    # An English text with some quotes and accents is Windows-1252 as good as always, where a detector is
    # as likely to say cp775. Above a fifth the text is in another script, and detection is sound.
    if high < 0.2 * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    best = from_bytes(data).best()
    if best is None:
        raise ArticleError(
            f"{name}: not UTF-8 (byte {error.start}) and no other encoding fits; save it again as UTF-8"
        ) from error
    return str(best)
