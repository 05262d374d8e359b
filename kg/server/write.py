"""Answers to queries, piece by piece, which end in time and say so where something is missing.

Rows: JSON (https://www.w3.org/TR/sparql11-results-json/), XML (https://www.w3.org/TR/rdf-sparql-XMLres/), CSV and TSV
(https://www.w3.org/TR/sparql11-results-csv-tsv/). Oxigraph's own writers cannot stop at a row; these are as quick.
In a cut answer, JSON has a member `cut` beside `head` and `results`; XML and the formats of RDF end in a comment.
"""

from __future__ import annotations

import io
import json
import time
from typing import TYPE_CHECKING, cast
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.server.messages import Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.server.messages import Limits
    from kg.server.negotiate import Format

__all__ = ["RDF_FORMATS", "write_boolean", "write_rows", "write_triples"]

_PIECE = 64 * 1024
"""Bytes of an answer that go out together."""

_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
_STRING = "http://www.w3.org/2001/XMLSchema#string"
RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
_quote: Callable[[str], str] = json.encoder.encode_basestring


class _Meter:
    """Says when to stop: at so many rows or bytes, or when the time is up."""

    def __init__(self, limits: Limits, end: float) -> None:
        self._limits = limits
        self._end = end
        self.rows = 0
        self.bytes = 0
        self.cut: str | None = None

    def full(self) -> bool:
        """Whether the next row is one too many."""
        if self.rows >= self._limits.rows:
            self.cut = f"these are the first {self.rows}; the server gives no more of one answer (see LIMIT and OFFSET)"
        elif self.bytes >= self._limits.bytes:
            self.cut = f"these are the first {self.rows}; the server gives no more than {self._limits.bytes} bytes"
        elif time.monotonic() > self._end:
            self.cut = f"these are the first {self.rows}; the time of {self._limits.seconds:g} s for a query was up"
        return self.cut is not None


def write_rows(
    solutions: ox.QuerySolutions, form: Format, limits: Limits, end: float, send: Callable[[bytes], object]
) -> Ended:
    """Write the rows of a SELECT.

    Args:
        solutions: The rows, evaluated as they are taken.
        form: One of `ROWS`.
        limits: How many rows and bytes there may be.
        end: When to stop, by `time.monotonic`.
        send: Takes the pieces.
    """
    names = [variable.value for variable in solutions.variables]
    head, between, foot, row = _WRITERS[form.name](names)
    meter = _Meter(limits, end)
    piece, size = [head], 0
    separator = ""
    for solution in solutions:
        if meter.full():
            break
        text = separator + row(solution)
        separator = between
        piece.append(text)
        size += len(text)
        meter.rows += 1
        if size >= _PIECE:
            meter.bytes += _send(piece, send)
            piece, size = [], 0
    piece.append(foot(meter.cut))
    _send(piece, send)
    return Ended(meter.rows, meter.cut)


def write_boolean(value: ox.QueryBoolean, form: Format, send: Callable[[bytes], object]) -> Ended:
    """Write the answer of an ASK."""
    word = "true" if value else "false"
    if form.name == "json":
        text = f'{{"head":{{}},"boolean":{word}}}'
    elif form.name == "xml":
        text = f"{_XML_HEAD}</head><boolean>{word}</boolean></sparql>\n"
    else:
        text = f"{word}\n"
    send(text.encode())
    return Ended(1)


def write_triples(
    triples: Iterable[ox.Triple],
    form: Format,
    prefixes: Mapping[str, str],
    limits: Limits,
    end: float,
    send: Callable[[bytes], object],
) -> Ended:
    """Write the triples of a CONSTRUCT or DESCRIBE; the arguments are as for `write_rows`."""
    meter = _Meter(limits, end)

    def some() -> Iterator[ox.Triple]:
        for triple in triples:
            if meter.full():
                return
            meter.rows += 1
            yield triple

    with io.BufferedWriter(cast("io.RawIOBase", _Metered(meter, send)), _PIECE) as out:
        ox.serialize(some(), out, RDF_FORMATS[form.name], prefixes=dict(prefixes))
        if meter.cut is not None and form.tells_cuts:
            out.write((f"<!-- {meter.cut} -->\n" if form.name == "rdf" else f"# {meter.cut}\n").encode())
    return Ended(meter.rows, meter.cut)


class _Metered(io.RawIOBase):
    """A file that counts what is written and passes it on."""

    def __init__(self, meter: _Meter, send: Callable[[bytes], object]) -> None:
        self._meter = meter
        self._pass_on = send

    def writable(self) -> bool:
        return True

    def write(self, data: memoryview, /) -> int:  # type: ignore[override]
        written = bytes(data)
        self._meter.bytes += len(written)
        self._pass_on(written)
        return len(written)


def _send(piece: list[str], send: Callable[[bytes], object]) -> int:
    data = "".join(piece).encode("utf-8", "replace")
    if data:
        send(data)
    return len(data)


_Row = tuple[str, str, "Callable[[str | None], str]", "Callable[[ox.QuerySolution], str]"]


def _json(names: list[str]) -> _Row:
    keys = [f"{_quote(name)}:" for name in names]

    def row(solution: ox.QuerySolution) -> str:
        cells = zip(keys, solution, strict=True)
        return f"{{{','.join([key + _json_term(term) for key, term in cells if term is not None])}}}"

    def foot(cut: str | None) -> str:
        return "]}" + (f',"cut":{_quote(cut)}' if cut else "") + "}"

    return f'{{"head":{{"vars":[{",".join(map(_quote, names))}]}},"results":{{"bindings":[', ",", foot, row


def _json_term(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{_quote(term.value)}}}'
    if isinstance(term, ox.Literal):
        value = _quote(term.value)
        if term.language:
            return f'{{"type":"literal","value":{value},"xml:lang":{_quote(term.language)}}}'
        if term.datatype.value == _STRING:
            return f'{{"type":"literal","value":{value}}}'
        return f'{{"type":"literal","value":{value},"datatype":{_quote(term.datatype.value)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{_quote(term.value)}}}'
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), (term.subject, term.predicate, term.object), strict=True)
        return f'{{"type":"triple","value":{{{",".join(f"{_quote(key)}:{_json_term(part)}" for key, part in parts)}}}}}'
    raise TypeError(f"no term: {term!r}")


def _xml(names: list[str]) -> _Row:
    begins = [f"<binding name={quoteattr(name)}>" for name in names]

    def row(solution: ox.QuerySolution) -> str:
        cells = zip(begins, solution, strict=True)
        inner = "".join([f"{begin}{_xml_term(term)}</binding>" for begin, term in cells if term is not None])
        return f"<result>{inner}</result>\n"

    def foot(cut: str | None) -> str:
        return f"</results>{f'<!-- {cut} -->' if cut else ''}</sparql>\n"

    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    return f"{_XML_HEAD}{head}</head><results>\n", "", foot, row


def _xml_term(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.Literal):
        value = _xml_text(term.value)
        if term.language:
            return f"<literal xml:lang={quoteattr(term.language)}>{value}</literal>"
        if term.datatype.value == _STRING:
            return f"<literal>{value}</literal>"
        return f"<literal datatype={quoteattr(term.datatype.value)}>{value}</literal>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), (term.subject, term.predicate, term.object), strict=True)
        return f"<triple>{''.join(f'<{key}>{_xml_term(part)}</{key}>' for key, part in parts)}</triple>"
    raise TypeError(f"no term: {term!r}")


_NO_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")
# A carriage return that stands as such is read as a line feed.
_XML_ESCAPES = {"\r": "&#13;"}


def _xml_text(text: str) -> str:
    """Text as XML has it, without the few characters that XML has no form for."""
    return escape(text.translate(_NO_XML), _XML_ESCAPES)


def _csv(names: list[str]) -> _Row:
    def row(solution: ox.QuerySolution) -> str:
        return ",".join([_csv_cell(_plain(term)) for term in solution]) + "\r\n"

    return ",".join(map(_csv_cell, names)) + "\r\n", "", lambda _cut: "", row


def _csv_cell(text: str) -> str:
    if any(char in text for char in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _plain(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, (ox.NamedNode, ox.Literal)):
        return term.value
    return str(term)


def _tsv(names: list[str]) -> _Row:
    def row(solution: ox.QuerySolution) -> str:
        return "\t".join([_tsv_cell(term) for term in solution]) + "\n"

    return "\t".join(f"?{name}" for name in names) + "\n", "", lambda _cut: "", row


def _tsv_cell(term: object) -> str:
    """A term as SPARQL writes it, in which a tab or an end of a line is an escape."""
    if term is None:
        return ""
    text = str(term)
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


_WRITERS: dict[str, Callable[[list[str]], _Row]] = {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}
