"""What an input is, by its first bytes; only where these leave it open, by its name."""

from __future__ import annotations

import json
import re
from enum import Enum

from kg.errors import ArticleError
from kg.read.inputs.export_marks import export_form
from kg.read.text.decode import encoding_of

__all__ = ["HEAD", "SUFFIXES", "Format", "sniff"]

HEAD = 64 * 1024
"""Bytes that tell what an input is."""


class Format(Enum):
    """A kind of input, with the words for it in messages."""

    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "a saved page"
    MHTML = "a web archive"
    MAIL = "an e-mail"
    FEED = "a feed"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"
    TABLE = "a table"
    EXPORT = "a database export"
    PARQUET = "a Parquet table"
    ARROW = "an Arrow table"
    EXCEL = "an Excel workbook"
    DOCX = "a Word file"
    ODT = "an OpenDocument text"
    PDF = "a PDF"
    WARC = "a crawl"
    GZIP = "a gzip file"
    ZSTD = "a Zstandard file"
    BZIP2 = "a bzip2 file"
    XZ = "an xz file"
    ZIP = "a zip archive"
    TAR = "a tar archive"
    XML = "XML that is no feed"
    OLD_OFFICE = "an old Office file"
    RTF = "an RTF file"
    SLIDES = "a presentation"
    BINARY = "a binary file"


SUFFIXES = {
    **dict.fromkeys((".txt", ".text"), Format.TEXT),
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".qmd"), Format.MARKDOWN),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Format.HTML),
    **dict.fromkeys((".mhtml", ".mht"), Format.MHTML),
    ".eml": Format.MAIL,
    **dict.fromkeys((".rss", ".atom", ".rdf", ".xml"), Format.FEED),
    ".json": Format.JSON,
    **dict.fromkeys((".jsonl", ".ndjson"), Format.JSON_LINES),
    **dict.fromkeys((".csv", ".tsv", ".tab"), Format.TABLE),
    **dict.fromkeys((".parquet", ".pq"), Format.PARQUET),
    **dict.fromkeys((".arrow", ".feather", ".ipc"), Format.ARROW),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), Format.EXCEL),
    **dict.fromkeys((".docx", ".docm"), Format.DOCX),
    ".odt": Format.ODT,
    ".pdf": Format.PDF,
    **dict.fromkeys((".warc", ".wet"), Format.WARC),
    ".gz": Format.GZIP,
    ".tgz": Format.GZIP,
    ".zst": Format.ZSTD,
    ".bz2": Format.BZIP2,
    ".xz": Format.XZ,
    ".zip": Format.ZIP,
    ".tar": Format.TAR,
}
"""Suffixes of what can be read -> what it is where its bytes do not say."""

_MAGIC = (
    (b"\x1f\x8b", Format.GZIP),
    (b"\x28\xb5\x2f\xfd", Format.ZSTD),
    (b"BZh", Format.BZIP2),
    (b"\xfd7zXZ\x00", Format.XZ),
    (b"PK\x05\x06", Format.ZIP),
    (b"PAR1", Format.PARQUET),
    (b"ARROW1", Format.ARROW),
    (b"WARC/0.", Format.WARC),
    (b"WARC/1.", Format.WARC),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.OLD_OFFICE),
    (b"{\\rtf", Format.RTF),
)
_ZIP = b"PK\x03\x04"
_MEMBER = re.compile(rb"PK\x03\x04.{22}(?P<length>..)..", re.DOTALL)
# A document is a ZIP, too: what a name in it begins with -> what it is.
_PARTS = ((b"word/", Format.DOCX), (b"xl/", Format.EXCEL), (b"ppt/", Format.SLIDES))
_PACKAGE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/")  # stands in these alone
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", Format.ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", Format.EXCEL),
    (b"application/vnd.oasis.opendocument.presentation", Format.SLIDES),
)
_PDF = re.compile(rb"\A[\s\S]{0,1024}?%PDF-\d")  # some mail gateways and scanners write something before it

_OPENING = r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*"
_PAGE = re.compile(rf"{_OPENING}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(
    rf"{_OPENING}(?:<\?[^>]*>\s*|<!doctype[^>]*>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"\A\s*<\?xml\b", re.IGNORECASE)
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]*: ?\S")
_MAIL_FIELDS = re.compile(
    r"^(from|to|subject|date|message-id|received|mime-version|return-path|delivered-to|content-type|reply-to):",
    re.IGNORECASE | re.MULTILINE,
)
_ARCHIVED = re.compile(
    r"^(?:content-type:\s*multipart/related|snapshot-content-location:)", re.IGNORECASE | re.MULTILINE
)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")  # "[Image 1 of 3] ..." is a caption
_FRONT_MATTER = re.compile(
    r"---[^\S\n]*\r?\n[A-Za-z_][\w -]{0,60}:\s[\s\S]{0,8000}?\n(?:---|\.\.\.)[^\S\n]*\r?(?:\n|\Z)"
    r"|\+\+\+[^\S\n]*\r?\n[\w#\[][\s\S]{0,8000}?\n\+\+\+[^\S\n]*\r?(?:\n|\Z)"
)


def sniff(head: bytes, suffix: str) -> Format:
    """What an input is.

    Args:
        head: Its first `HEAD` bytes, or all.
        suffix: That of its name, in lower case, or an empty string.
    """
    named = SUFFIXES.get(suffix)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return named if named is Format.EXCEL and kind is Format.OLD_OFFICE else kind
    if named is Format.ARROW and head.startswith(b"\xff\xff\xff\xff"):
        return named
    if head.startswith(_ZIP):
        return _zip_format(head, named)
    if head.startswith(b"%PDF-") or (named is Format.PDF and _PDF.match(head)):
        return Format.PDF
    if head[257:262] == b"ustar":
        return Format.TAR
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    if b"\0" in head:
        try:
            text = head.decode(encoding_of(head, ""), "replace")
        except ArticleError:
            return named if named is Format.HTML else Format.BINARY
    return _text_format(text, named)


def _zip_format(head: bytes, named: Format | None) -> Format:
    """What a ZIP is, by the names of the first files in it."""
    names = [
        head[found.end() : found.end() + int.from_bytes(found["length"], "little")] for found in _MEMBER.finditer(head)
    ]
    if names and names[0] == b"mimetype":
        content = head[38:100]
        return next((kind for mimetype, kind in _MIMETYPES if content.startswith(mimetype)), Format.ZIP)
    if not any(name.startswith(_PACKAGE) for name in names) or not names[0].startswith((*_PACKAGE, *dict(_PARTS))):
        return Format.ZIP  # a document in an archive shows its own files, too, behind its name
    kinds = {kind for name in names for start, kind in _PARTS if name.startswith(start)}
    if len(kinds) == 1:
        return kinds.pop()
    return named if named in (Format.DOCX, Format.EXCEL) else Format.ZIP


def _text_format(text: str, named: Format | None) -> Format:
    top = text.partition("\n\n")[0].replace("\r", "")
    if _FIELD.match(text) and len({field.lower() for field in _MAIL_FIELDS.findall(top)}) >= 3:
        return Format.MHTML if _ARCHIVED.search(text[:4000]) else Format.MAIL
    if _PAGE.match(text):
        return Format.HTML
    if _FEED.match(text):
        return Format.FEED
    if _XML.match(text):
        return Format.HTML if "<html" in text.lower() else Format.XML
    if _JSON.match(text):
        return _json_format(text, named)
    if named in (None, Format.TEXT) and _FRONT_MATTER.match(text):
        return Format.MARKDOWN
    if named in (None, Format.TEXT) and export_form(text.replace("\r\n", "\n")):
        return Format.EXPORT
    return named if named in _BY_NAME else Format.TEXT


_BY_NAME = frozenset({Format.MARKDOWN, Format.HTML, Format.TABLE, Format.JSON, Format.JSON_LINES})


def _json_format(text: str, named: Format | None) -> Format:
    """One document, or one a line: a first line that is a whole object is a line of many."""
    if named is Format.JSON_LINES:
        return named
    first, end, rest = text.lstrip().partition("\n")
    try:
        whole = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        # A first line that is longer than the head may be either.
        return Format.JSON_LINES if not end and len(text) >= HEAD and named is not Format.JSON else Format.JSON
    return Format.JSON_LINES if whole and (rest.strip() or named is not Format.JSON) else Format.JSON
