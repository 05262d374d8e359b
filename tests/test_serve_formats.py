"""Formats of answers: which one a header asks for, and that what is written reads back as what it was."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Sequence
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.messages import Ended, Limits, RefusedError
from kg.server.negotiate import BOOLEANS, ROWS, TRIPLES, Format, choose
from kg.server.refuse import refuse_calls
from kg.server.write import write_rows, write_triples

NEVER = float("inf")
JSON, XML, CSV, TSV = ROWS

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
iris = st.text("abcäöü/?=&'~", max_size=12).map(lambda end: ox.NamedNode(f"http://example.org/{end}"))
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["en", "de-ch", "ar"])),
    st.integers().map(ox.Literal),
    st.builds(lambda text, kind: ox.Literal(text, datatype=kind), texts, iris),
)
terms = iris | literals
graphs = st.lists(st.builds(ox.Quad, iris, iris, terms), max_size=8)


def solutions(
    quads: Sequence[ox.Quad], query: str = "SELECT ?s ?p ?o ?none { ?s ?p ?o OPTIONAL { ?o ?none ?s } }"
) -> ox.QuerySolutions:
    store = ox.Store()
    store.extend(quads)
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return found


def written(
    found: ox.QuerySolutions, form: Format, limits: Limits | None = None, end: float = NEVER
) -> tuple[bytes, Ended]:
    pieces: list[bytes] = []
    ended = write_rows(found, form, limits or Limits(), end, pieces.append)
    return b"".join(pieces), ended


def read(data: bytes, form: Format) -> list[tuple[object, ...]]:
    kind = ox.QueryResultsFormat.from_media_type(form.media_type)
    assert kind is not None
    rows = ox.parse_query_results(data, kind)
    assert isinstance(rows, ox.QuerySolutions)
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("accept", "formats", "name"),
    [
        ("", ROWS, "json"),
        ("nonsense", ROWS, "json"),
        ("*/*", ROWS, "json"),
        ("*/*", TRIPLES, "ttl"),
        ("text/csv", ROWS, "csv"),
        ("TEXT/CSV ; Q=1.0", ROWS, "csv"),
        ("text/xml", ROWS, "xml"),
        ("text/xml", TRIPLES, "rdf"),
        ("text/*", ROWS, "csv"),
        ("application/*", ROWS, "json"),
        ("application/json;q=0.2, application/sparql-results+xml;q=0.8", ROWS, "xml"),
        ("application/sparql-results+json;q=0, */*", ROWS, "xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.5", ROWS, "csv"),
        ("text/turtle;q=0.3, application/n-quads;q=0.31", TRIPLES, "nq"),
        ("text/csv;header=present, */*;q=0.1", ROWS, "csv"),
        ("text/plain", TRIPLES, "nt"),
        ("text/plain", BOOLEANS, "txt"),
        ("image/*", ROWS, None),
        ("*/*;q=0", ROWS, None),
        ("text/html", TRIPLES, None),
        ("text/csv;q=0", ROWS, None),
        ("text/csv;q=2", ROWS, "csv"),
        ("," * 10_000 + "text/csv", ROWS, "json"),
    ],
)
def test_the_format_that_is_wanted_most(accept: str, formats: Sequence[Format], name: str | None) -> None:
    chosen = choose(accept, formats)
    assert (chosen and chosen.name) == name


@given(st.text(max_size=80))
def test_any_header_is_an_answer_or_none(accept: str) -> None:
    assert choose(accept, ROWS) in {*ROWS, None}


@given(graphs)
def test_rows_read_back_as_oxigraph_itself_writes_them(quads: list[ox.Quad]) -> None:
    """JSON and TSV to the letter; XML as far as it can hold characters."""
    for form in (JSON, TSV):
        kind = ox.QueryResultsFormat.from_media_type(form.media_type)
        native = solutions(quads).serialize(format=kind)
        assert native is not None
        assert read(written(solutions(quads), form)[0], form) == read(native, form)
    native = solutions(quads).serialize(format=ox.QueryResultsFormat.JSON)
    assert native is not None
    assert json.loads(written(solutions(quads), JSON)[0]) == json.loads(native)


@given(graphs)
def test_xml_is_xml_whatever_a_text_holds(quads: list[ox.Quad]) -> None:
    rows = read(written(solutions(quads), XML)[0], XML)
    assert len(rows) == len({quad.triple for quad in quads})
    for row, quad in zip(rows, solutions(quads), strict=True):
        for term, was in zip(row, quad, strict=True):
            if isinstance(was, ox.Literal) and was.value.isprintable():
                assert term == was


@given(graphs)
def test_csv_reads_back_as_the_values(quads: list[ox.Quad]) -> None:
    text = written(solutions(quads), CSV)[0].decode()
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert header == ["s", "p", "o", "none"]
    assert rows == [["" if term is None else term.value for term in row] for row in solutions(quads)]


class TestCuts:
    MANY = tuple(ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal("x" * 1000)) for n in range(2_000))

    @pytest.mark.parametrize("form", ROWS, ids=lambda form: form.name)
    def test_rows_end_at_the_limit_and_not_before(self, form: Format) -> None:
        data, ended = written(solutions(self.MANY), form, Limits(rows=7))
        assert (ended.rows, len(data.split(b"urn:p")) - 1) == (7, 7)
        assert ended.cut is not None
        assert ended.cut.startswith("these are the first 7;")
        assert written(solutions(self.MANY[:7]), form, Limits(rows=7))[1] == Ended(7)

    def test_bytes_end_it_too(self) -> None:
        data, ended = written(solutions(self.MANY), JSON, Limits(bytes=200_000))
        assert 200_000 <= len(data) < 400_000
        assert f"no more than {200_000} bytes" in json.loads(data)["cut"]
        assert len(json.loads(data)["results"]["bindings"]) == ended.rows

    def test_and_so_does_time(self) -> None:
        data, ended = written(solutions(self.MANY), XML, end=time.monotonic() - 1)
        assert (ended.rows, len(read(data, XML))) == (0, 0)
        assert b"the time of 30 s" in data

    @pytest.mark.parametrize("form", TRIPLES, ids=lambda form: form.name)
    def test_triples_end_at_the_limit(self, form: Format) -> None:
        pieces: list[bytes] = []
        triples = [quad.triple for quad in self.MANY]
        ended = write_triples(iter(triples), form, {}, Limits(rows=7), NEVER, pieces.append)
        assert ended.rows == 7
        assert ended.cut is not None
        assert (ended.cut.encode() in b"".join(pieces)) is form.tells_cuts
        kind = ox.RdfFormat.from_media_type(form.media_type)
        assert kind is not None
        assert [quad.triple for quad in ox.parse(b"".join(pieces), kind)] == triples[:7]
        pieces.clear()
        assert write_triples(iter(triples[:7]), form, {}, Limits(rows=7), NEVER, pieces.append) == Ended(7)

    def test_nothing_is_asked_of_a_result_beyond_the_limit(self) -> None:
        endless = solutions(self.MANY, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        begin = time.monotonic()
        assert written(endless, JSON, Limits(rows=10))[1].rows == 10
        assert time.monotonic() - begin < 5


class TestCalls:
    HOSTILE = (
        "SERVICE" * 140_000,
        "service #" * 110_000,
        "SERVICE\n#a\n" * 90_000,
        "service a:" * 100_000,
        "service:" * 130_000,
    )

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_a_million_characters_are_looked_through_in_time(self, text: str) -> None:
        begin = time.process_time()
        with suppress(RefusedError):
            refuse_calls(text)
        with suppress(RefusedError):
            refuse_calls(text.replace(" ", " . "))
        assert time.process_time() - begin < 5

    @pytest.mark.parametrize("between", [" ", "\n#" + "x" * 5_000 + "\n", " " * 5_000, "# {\n" * 2_000])
    def test_a_call_is_found_however_far_it_is_drawn_out(self, between: str) -> None:
        for text in (
            f"SERVICE{between}<a:b> {{",
            f"SERVICE <a:b>{between}{{",
            f"SERVICE{between}SILENT{between}?x{between}{{",
        ):
            with pytest.raises(RefusedError, match="SERVICE is refused"):
                refuse_calls(f"# service \nSELECT * {{ {text} ?s ?p ?o }} }}")
