"""Text and dates as RDF literals that every store and format takes, in the form that Oxigraph keeps.

What RDF or XML cannot hold (NULs, control characters, halves of surrogate pairs) becomes one replacement
character each, so that offsets into the text still hold.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg.graph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "NOT_XML",
    "boolean",
    "decimal",
    "integer",
    "language_of",
    "plain",
    "safe_text",
    "time_bounds",
    "time_literal",
    "url_term",
    "worded",
]

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NOT_XML = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What XML has no letters for (https://www.w3.org/TR/xml/#charsets), in UTF-8: kg writes none, but others may have."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?=.)")
_FORMS = (("gYear", re.compile(r"\d{4}")), ("gYearMonth", re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def safe_text(text: str) -> str:
    """The text with a replacement character for each that RDF or XML cannot hold."""
    return _UNSAFE.sub("\ufffd", text)


def plain(text: str) -> Literal:
    """A string without a language."""
    return Literal(safe_text(text))


def worded(text: str, language: str = "en") -> Literal:
    """A text in a language."""
    return Literal(safe_text(text), language=language)


def language_of(tag: str | None) -> str:
    """A language tag in its canonical form; English where there is none or it is malformed."""
    canonical = (tag or "").strip().replace("_", "-").lower()
    return canonical if _LANGUAGE.fullmatch(canonical) else "en"


def boolean(value: bool) -> Literal:
    """An `xsd:boolean`."""
    return _typed("true" if value else "false", "boolean")


def integer(value: int) -> Literal:
    """An `xsd:integer`."""
    return _typed(str(value), "integer")


def decimal(value: float) -> Literal:
    """An `xsd:decimal` of at most four places, without idle zeros."""
    return _typed(f"{value:.4f}".rstrip("0").rstrip("."), "decimal")


def time_literal(text: str) -> Literal:
    """A date, month, year or moment with its type; anything else as a plain string."""
    for kind, form in _FORMS:
        if form.fullmatch(text):
            return _typed(text, kind)
    try:
        if _DAY.fullmatch(text):
            return _typed(date.fromisoformat(text).isoformat(), "date")
        moment = datetime.fromisoformat(text).isoformat()
    except ValueError:
        return plain(text)
    return _typed(re.sub(r"\+00:00$", "Z", moment), "dateTime") if "T" in text else plain(text)


def time_bounds(time: str) -> Iterator[tuple[str, str]]:
    """The bounds of a claim's time, `("start", "2015")` and `("end", ...)`; an open end has none."""
    start, _, end = time.partition("/")
    if start != "..":
        yield "start", start
    if (end or start) != "..":
        yield "end", end or start


def url_term(url: str) -> NamedNode | Literal:
    """An absolute URL as an IRI, with what an IRI cannot hold escaped; anything else as a string."""
    text = url.strip()
    if _SCHEME.match(text):
        escaped = quote(safe_text(text), safe=":/?#[]@!$&'()*+,;=%~-._", errors="replace")
        try:
            return NamedNode(escaped)
        except ValueError:
            pass
    return plain(url)


def _typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + kind))
