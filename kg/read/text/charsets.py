"""The bytes of a page -> its text, in the encoding that a browser would take it to be in.

The order is that of https://html.spec.whatwg.org/#determining-the-character-encoding (byte order mark, what was said
in transport, what the page says), with one exception: what is sound UTF-8 is UTF-8, since pages are saved as UTF-8 by
browsers and scripts that leave the page's own, older words about itself as they were.
"""

from __future__ import annotations

import codecs
import re

from kg.errors import ArticleError
from kg.read.text.decode import decode

__all__ = ["decode_page"]

_SAID = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,80}encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_LOOKED_AT = 8192  # bytes; browsers look at 1,024, but saved pages have comments and styles before
# What browsers take these names for, where Python takes them for less (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii", "cp819"), "cp1252"),
    **dict.fromkeys(("x-cp1252", "x-user-defined", "ansi"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "latin5", "l5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "chinese"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "korean"), "cp949"),
    "big5": "big5hkscs",
    "x-cp1251": "cp1251",
    "x-cp1250": "cp1250",
    # Who could read that the page says so was not reading UTF-16.
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode", "utf8mb4", "x-unicode20utf8"), "utf-8"),
}
_SHIFTED = ("iso2022", "hz", "utf-7")  # written in ASCII bytes, and so sound UTF-8 as well
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})  # Python's own
_BROKEN = 0.01  # share of characters that may be broken before what a page says of itself is not believed


def decode_page(data: bytes, name: str, said: str | None = None) -> str:
    """Decode a page.

    Args:
        data: Its bytes.
        name: What it is called in messages.
        said: The encoding that came with it, in a web archive or a mail.

    Raises:
        ArticleError: The bytes are no text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    data = data.replace(b"\0", b"")
    encoding = _encoding(data, said)
    if not encoding.startswith(_SHIFTED):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    if encoding and encoding != "utf-8":
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= _BROKEN * len(text):
            return text
    try:
        return decode(data, name)
    except ArticleError:
        if encoding:
            return data.decode(encoding, "replace")
        raise


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every page begins with ASCII characters."""
    if data[:4].count(b"\0") == 2 and len(data) % 2 == 0:
        return "utf-16-le" if data[1] == 0 else "utf-16-be"
    return None


def _encoding(data: bytes, said: str | None) -> str:
    found = None if said else _SAID.search(_COMMENT.sub(b"", data[:_LOOKED_AT]))
    label = (said or ((found[1] or found[2]).decode("ascii") if found else "")).strip().lower()
    encoding = _MEANT.get(label, label)
    try:
        found_codec = codecs.lookup(encoding) if encoding else None
    except (LookupError, ValueError):
        return ""
    is_text = found_codec is not None and found_codec._is_text_encoding and found_codec.name not in _NO_CHARSETS
    return found_codec.name if found_codec is not None and is_text else ""
