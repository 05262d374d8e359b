"""Which format a client gets: what its `Accept` header wants most of what there is (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["BOOLEANS", "ROWS", "TRIPLES", "Format", "choose"]

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*")
_Q = re.compile(r"\s*q\s*=\s*(0(?:\.\d*)?|1(?:\.0*)?)\s*", re.IGNORECASE)
_MOST_RANGES = 64


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, its media type, others that mean the same, and whether it has room to say what is missing."""

    name: str
    media_type: str
    also: tuple[str, ...] = ()
    tells_cuts: bool = True


_JSON = Format("json", "application/sparql-results+json", ("application/json", "text/json"))
_XML = Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))
_CSV = Format("csv", "text/csv; charset=utf-8", tells_cuts=False)
_TSV = Format("tsv", "text/tab-separated-values; charset=utf-8", tells_cuts=False)

ROWS = (_JSON, _XML, _CSV, _TSV)
"""The formats of SELECT, the first of which is for who takes anything."""

BOOLEANS = (_JSON, _XML, _CSV, _TSV, Format("txt", "text/plain; charset=utf-8"))
"""The formats of ASK; CSV, TSV and plain text have the one word."""

TRIPLES = (
    Format("ttl", "text/turtle; charset=utf-8", ("application/x-turtle",)),
    Format("nt", "application/n-triples", ("text/plain",)),
    Format("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", ("application/json",), tells_cuts=False),
    Format("trig", "application/trig", ("application/x-trig",)),
    Format("nq", "application/n-quads", ("text/x-nquads",)),
)
"""The formats of CONSTRUCT and DESCRIBE."""


def choose(accept: str, formats: Sequence[Format]) -> Format | None:
    """The format that a client wants most; none where it takes none of them.

    Of formats that it wants alike the first wins. A header that says nothing sensible wants anything.
    """
    ranges = list(_ranges(accept))
    if not ranges:
        return formats[0]
    best: Format | None = None
    most = 0.0
    for form in formats:
        own = _quality(ranges, form.media_type.partition(";")[0])
        quality = max(own, *(_named(ranges, name) for name in form.also), 0.0)
        if quality > most:
            best, most = form, quality
    return best


def _ranges(accept: str) -> Iterable[tuple[str, str, float]]:
    for part in accept.split(",")[:_MOST_RANGES]:
        name, *params = part.split(";")
        found = _RANGE.fullmatch(name)
        if found is not None:
            q = next((match[1] for param in params if (match := _Q.fullmatch(param))), "1")
            yield found[1].lower(), found[2].lower(), float(q)


def _named(ranges: Iterable[tuple[str, str, float]], media_type: str) -> float:
    """How much a media type is wanted that is asked for by its whole name."""
    return max((q for one, other, q in ranges if f"{one}/{other}" == media_type), default=0.0)


def _quality(ranges: Iterable[tuple[str, str, float]], media_type: str) -> float:
    """How much a media type is wanted (0..1), by the range that is closest to it."""
    kind, _, sub = media_type.partition("/")
    closest, found = -1, 0.0
    for one, other, q in ranges:
        if (one, other) == (kind, sub):
            near = 2
        elif (one, other) == (kind, "*"):
            near = 1
        elif (one, other) == ("*", "*"):
            near = 0
        else:
            continue
        if near > closest:
            closest, found = near, q
    return found
