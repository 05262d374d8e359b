"""SPARQL 1.1 Protocol as clients meet it: a server over a store of three articles, asked in every way there is."""

from __future__ import annotations

import csv
import http.client
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

MET = "SELECT ?a ?b { ?a kg:metWith ?b } ORDER BY ?a"
GRAPH = "CONSTRUCT { ?a kg:metWith ?b } WHERE { ?a kg:metWith ?b }"
BENNETT, PUTIN = (f"https://newskg.example/resource/{name}" for name in ("naftali-bennett", "vladimir-putin"))
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
ROWS_CUT = 40


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, news: News, small_ontology: Ontology) -> Path:
    folder = tmp_path_factory.mktemp("served") / "news"
    with open_store(folder, create=True) as opened:
        update(opened, news, small_ontology, "test-model 1")
    return folder


@pytest.fixture(scope="module")
def served(kg_serve: Callable[..., Any], store: Path) -> Any:
    return kg_serve(store, "--max-rows", str(ROWS_CUT), "--timeout", "10")


@pytest.fixture(scope="module")
def ask(served: Any) -> Iterator[Ask]:
    """Send a request and read the whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)

    def send(
        path: str = "/sparql",
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        **fields: str | list[str],
    ) -> Answer:
        if fields and method == "POST" and body is None:
            body = urlencode(fields, doseq=True).encode()
            headers = {"Content-Type": FORM, **(headers or {})}
        elif fields:
            path = f"{path}?{urlencode(fields, doseq=True)}"
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    yield send
    connection.close()


def names(answer: Answer) -> list[tuple[str, str]]:
    return [(row["a"]["value"], row["b"]["value"]) for row in answer.json["results"]["bindings"]]


class TestWaysToAsk:
    @pytest.mark.parametrize(
        "request_of",
        [
            {"query": MET},
            {"method": "POST", "query": MET},
            {"method": "POST", "body": MET.encode(), "headers": {"Content-Type": QUERY}},
            {"method": "POST", "body": MET.encode(), "headers": {"Content-Type": f"{QUERY}; charset=UTF-8"}},
            {"method": "POST", "body": b"\xef\xbb\xbf" + MET.encode(), "headers": {"Content-Type": QUERY.upper()}},
            {"path": f"/sparql?query={quote(MET)}", "method": "POST", "body": b"", "headers": {"Content-Type": FORM}},
        ],
        ids=["get", "form", "direct", "charset", "byte order mark", "address and form"],
    )
    def test_each_way_gives_the_answer(self, ask: Ask, request_of: dict[str, Any]) -> None:
        answer = ask(**request_of)
        assert (answer.status, answer.kind) == (200, "application/sparql-results+json")
        assert names(answer) == [(BENNETT, PUTIN), (PUTIN, BENNETT)]

    def test_head_has_the_head_alone(self, ask: Ask) -> None:
        answer = ask(method="HEAD", query=MET)
        assert (answer.status, answer.kind, answer.body) == (200, "application/sparql-results+json", b"")

    @pytest.mark.parametrize(("path", "methods"), [("/sparql", {"GET", "HEAD", "POST"}), ("/update", {"POST"})])
    def test_options_says_what_it_takes(self, ask: Ask, path: str, methods: set[str]) -> None:
        answer = ask(path, "OPTIONS")
        assert answer.status == 204
        assert set(answer.headers["Allow"].split(", ")) == methods | {"OPTIONS"}

    def test_prefixes_of_ours_need_no_declaration_and_those_of_the_query_count(self, ask: Ask) -> None:
        assert ask(query="ASK { kgr:naftali-bennett kg:metWith kgr:vladimir-putin }").json["boolean"] is True
        own = "PREFIX kgr: <urn:x:> ASK { kgr:naftali-bennett kg:metWith ?who }"
        assert ask(query=own).json["boolean"] is False

    def test_the_default_graph_is_the_union_of_all(self, ask: Ask) -> None:
        assert ask(query="ASK { ?claim a kg:Claim . ?who kg:metWith ?whom }").json["boolean"] is True


class TestGraphs:
    ALPHA = "https://newskg.example/article/alpha"
    CLAIMS = "SELECT (COUNT(*) AS ?n) { ?claim a kg:Claim }"

    def count(self, ask: Ask, query: str, **fields: str | list[str]) -> int:
        return int(ask(query=query, **fields).json["results"]["bindings"][0]["n"]["value"])

    def test_the_request_chooses_the_default_graph(self, ask: Ask) -> None:
        everything = self.count(ask, self.CLAIMS)
        one = self.count(ask, self.CLAIMS, **{"default-graph-uri": self.ALPHA})
        two = self.count(
            ask, self.CLAIMS, **{"default-graph-uri": [self.ALPHA, "https://newskg.example/article/gamma"]}
        )
        assert (everything, one, two) == (8, 3, 6)

    def test_the_request_chooses_the_named_graphs_and_then_there_is_no_other(self, ask: Ask) -> None:
        named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?claim a kg:Claim } }"
        assert self.count(ask, named, **{"named-graph-uri": self.ALPHA}) == 3
        assert self.count(ask, self.CLAIMS, **{"named-graph-uri": self.ALPHA}) == 0

    def test_the_request_counts_more_than_the_query(self, ask: Ask) -> None:
        query = f"SELECT (COUNT(*) AS ?n) FROM <{self.ALPHA}> {{ ?claim a kg:Claim }}"
        assert self.count(ask, query) == 3
        assert self.count(ask, query, **{"default-graph-uri": "urn:none"}) == 0


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "kind"),
        [
            ("*/*", "application/sparql-results+json"),
            ("application/sparql-results+json", "application/sparql-results+json"),
            ("application/json", "application/sparql-results+json"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
            ("text/csv", "text/csv"),
            ("text/tab-separated-values", "text/tab-separated-values"),
            ("text/csv;q=0.5, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
            ("text/*", "text/csv"),
            ("text/*;q=0.3, text/tab-separated-values", "text/tab-separated-values"),
            ("image/png, text/csv;q=0.001", "text/csv"),
        ],
    )
    def test_rows_come_in_the_format_that_is_wanted_most(self, ask: Ask, accept: str, kind: str) -> None:
        answer = ask(query=MET, headers={"Accept": accept})
        assert (answer.status, answer.kind) == (200, kind)
        assert "Accept" in answer.headers["Vary"]
        form = ox.QueryResultsFormat.from_media_type(kind)
        if kind == "text/csv":
            assert list(csv.reader(io.StringIO(answer.text))) == [["a", "b"], [BENNETT, PUTIN], [PUTIN, BENNETT]]
            return
        assert form is not None
        rows = ox.parse_query_results(answer.body, form)
        assert isinstance(rows, ox.QuerySolutions)
        assert [[term.value for term in row] for row in rows] == [[BENNETT, PUTIN], [PUTIN, BENNETT]]

    @pytest.mark.parametrize(
        "kind",
        [
            "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/trig",
            "application/n-quads",
        ],
    )  # fmt: skip
    def test_triples_come_in_every_format_of_rdf(self, ask: Ask, kind: str) -> None:
        answer = ask(query=GRAPH, headers={"Accept": kind})
        assert (answer.status, answer.kind) == (200, kind)
        form = ox.RdfFormat.from_media_type(kind)
        assert form is not None
        found = {quad.triple for quad in ox.parse(answer.body, form)}
        met = ox.NamedNode("https://newskg.example/ontology#metWith")
        assert found == {
            ox.Triple(ox.NamedNode(BENNETT), met, ox.NamedNode(PUTIN)),
            ox.Triple(ox.NamedNode(PUTIN), met, ox.NamedNode(BENNETT)),
        }

    @pytest.mark.parametrize(
        ("accept", "body"),
        [
            ("application/sparql-results+json", '{"head":{},"boolean":true}'),
            ("text/csv", "true\n"),
            ("text/plain", "true\n"),
        ],
    )
    def test_a_boolean_has_its_word(self, ask: Ask, accept: str, body: str) -> None:
        assert ask(query="ASK { ?a ?b ?c }", headers={"Accept": accept}).text == body

    @pytest.mark.parametrize("query", [MET, GRAPH, "ASK {}"])
    @pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/html"])
    def test_what_no_answer_can_be_is_406_and_says_what_could_be(self, ask: Ask, query: str, accept: str) -> None:
        answer = ask(query=query, headers={"Accept": accept})
        assert answer.status == 406
        assert "application/" in answer.text


class TestLimits:
    MANY = "SELECT ?s { ?s ?p ?o }"

    def test_an_answer_says_the_limits(self, ask: Ask) -> None:
        assert f"rows={ROWS_CUT}" in ask(query=MET).headers["Kg-Limits"]
        assert ask(query=MET).headers["Kg-Cut"] is None

    def test_cut_json_says_so_in_head_and_body(self, ask: Ask) -> None:
        answer = ask(query=self.MANY)
        assert len(answer.json["results"]["bindings"]) == ROWS_CUT
        assert answer.json["cut"] == answer.headers["Kg-Cut"]
        assert f"the first {ROWS_CUT};" in answer.json["cut"]

    def test_just_so_many_rows_are_not_cut(self, ask: Ask) -> None:
        answer = ask(query=f"{self.MANY} LIMIT {ROWS_CUT}")
        assert len(answer.json["results"]["bindings"]) == ROWS_CUT
        assert "cut" not in answer.json
        assert answer.headers["Kg-Cut"] is None

    @pytest.mark.parametrize(
        ("kind", "query"),
        [
            ("application/sparql-results+xml", MANY),
            ("text/turtle", "CONSTRUCT WHERE { ?s ?p ?o }"),
            ("application/n-triples", "CONSTRUCT WHERE { ?s ?p ?o }"),
            ("application/rdf+xml", "CONSTRUCT WHERE { ?s ?p ?o }"),
        ],
    )
    def test_other_formats_end_in_a_comment_and_are_well_formed(self, ask: Ask, kind: str, query: str) -> None:
        answer = ask(query=query, headers={"Accept": kind})
        assert answer.status == 200
        assert f"these are the first {ROWS_CUT};" in answer.text[-250:]
        results, triples = ox.QueryResultsFormat.from_media_type(kind), ox.RdfFormat.from_media_type(kind)
        if results is not None:
            solutions = ox.parse_query_results(answer.body, results)
            assert isinstance(solutions, ox.QuerySolutions)
            assert len(list(solutions)) == ROWS_CUT
        else:
            assert triples is not None
            assert len(list(ox.parse(answer.body, triples))) == ROWS_CUT

    @pytest.mark.parametrize(
        ("kind", "query"),
        [("text/csv", MANY), ("text/tab-separated-values", MANY), ("application/ld+json", "DESCRIBE ?s { ?s ?p ?o }")],
    )
    def test_a_format_that_cannot_say_it_is_refused(self, ask: Ask, kind: str, query: str) -> None:
        answer = ask(query=query, headers={"Accept": kind})
        assert (answer.status, answer.kind) == (422, "text/plain")
        assert "set a LIMIT, or ask for JSON" in answer.text


class TestRefusals:
    @pytest.mark.parametrize(
        ("request_of", "status", "told"),
        [
            ({"query": "SELECT * {\n  ?a ?b"}, 400, "line 2, column 8: expected"),
            ({"query": "SELECT * { ?a nope:b ?c }"}, 400, "line 1, column 21: the prefix nope: is not declared"),
            ({"query": ""}, 400, "the query is empty"),
            ({"query": "INSERT DATA { <a:a> <a:a> <a:a> }"}, 400, "line 1, column 1"),
            ({"query": ["ASK {}", "ASK {}"]}, 400, "one query is needed"),
            ({"default-graph-uri": "urn:a"}, 400, "one query is needed"),
            ({"query": "ASK {}", "named-graph-uri": "no iri"}, 400, "absolute IRIs"),
            ({"path": "/sparql?query=%ff"}, 400, "not UTF-8"),
            ({"update": "DROP ALL"}, 405, "POST"),
            ({"method": "POST", "query": "ASK {}", "update": "DROP ALL"}, 400, "cannot be in one request"),
            ({"method": "POST", "body": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, QUERY),
            ({"method": "POST", "body": b"ASK {}"}, 415, QUERY),
            ({"method": "POST", "body": b"\xff", "headers": {"Content-Type": QUERY}}, 400, "not UTF-8"),
            (
                {"method": "POST", "body": b"x", "headers": {"Content-Type": QUERY, "Content-Encoding": "gzip"}},
                415,
                "Content-Encoding",
            ),
            ({"method": "PUT"}, 405, "requests of this kind"),
            ({"method": "DELETE"}, 405, "requests of this kind"),
            ({"path": "/update", "method": "GET"}, 405, "requests of this kind"),
            ({"path": "/nowhere"}, 404, "nothing at this address"),
            ({"method": "POST", "update": "DROP ALL"}, 403, "read-only"),
            ({"method": "POST", "path": "/update", "update": "DROP ALL"}, 403, "read-only"),
        ],
    )
    def test_each_mistake_is_told_in_one_line(
        self, ask: Ask, request_of: dict[str, Any], status: int, told: str
    ) -> None:
        answer = ask(**request_of)
        assert (answer.status, answer.kind) == (status, "text/plain")
        assert told in answer.text
        assert answer.text.count("\n") == 1

    def test_a_body_that_is_too_large_is_413(self, ask: Ask) -> None:
        body = b"#" * (2**20 + 1)
        assert ask(method="POST", body=body, headers={"Content-Type": QUERY}).status == 413
        chunked = {"Content-Type": QUERY, "Transfer-Encoding": "chunked"}
        answer = ask(method="POST", body=b"100001\r\n" + body + b"\r\n0\r\n\r\n", headers=chunked)
        assert answer.status == 413


class TestDescription:
    def test_the_service_describes_itself(self, ask: Ask, served: Any) -> None:
        answer = ask(headers={"Accept": "application/n-triples"})
        found = {str(quad.triple) for quad in ox.parse(answer.body, ox.RdfFormat.N_TRIPLES)}
        sd = "http://www.w3.org/ns/sparql-service-description#"
        service = f"<{served.address}/sparql>"
        assert f"{service} <{sd}endpoint> {service}" in found
        assert f"{service} <{sd}supportedLanguage> <{sd}SPARQL11Query>" in found
        assert f"{service} <{sd}feature> <{sd}UnionDefaultGraph>" in found
        assert f"{service} <{sd}supportedLanguage> <{sd}SPARQL11Update>" not in found

    def test_it_comes_in_the_formats_of_rdf_and_people_see_a_page(self, ask: Ask) -> None:
        assert ask().kind == "text/turtle"
        assert ask(headers={"Accept": "application/ld+json"}).kind == "application/ld+json"
        page = ask(headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
        assert (page.status, page.headers["Location"][0]) == (303, "/")
        assert ask(headers={"Accept": "image/png"}).status == 406


class TestClients:
    @pytest.mark.parametrize("method", ["GET", POST])
    @pytest.mark.parametrize("form", [JSON, XML, CSV])
    def test_sparqlwrapper(self, served: Any, method: str, form: str) -> None:
        client = SPARQLWrapper(f"{served.address}/sparql")
        client.setQuery(MET)
        client.setMethod(method)
        client.setReturnFormat(form)
        found: Any = client.query().convert()
        if form == JSON:
            assert [row["a"]["value"] for row in found["results"]["bindings"]] == [BENNETT, PUTIN]
        else:
            text = found.decode() if form == CSV else found.toxml()
            assert BENNETT in text

    def test_sparqlwrapper_takes_a_graph(self, served: Any) -> None:
        client = SPARQLWrapper(f"{served.address}/sparql")
        client.setQuery(GRAPH)
        client.setReturnFormat(TURTLE)
        found: Any = client.query().convert()
        assert b"naftali-bennett" in found

    @pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
    def test_rdflib(self, served: Any, method: Any) -> None:
        store = SPARQLStore(f"{served.address}/sparql", method=method)
        rows: Any = store.query(MET)
        assert [str(row[0]) for row in rows] == [BENNETT, PUTIN]

    def test_our_own_remote_store_reads_it_as_it_reads_the_folder(self, served: Any, store: Path) -> None:
        command = [sys.executable, "-c", "from kg.cli import main; main()", "query", "who-met-whom", "--format", "csv"]
        here, there = (
            subprocess.run([*command, "--store", place], capture_output=True, check=True).stdout
            for place in (str(store), f"{served.address}/sparql")
        )
        assert here == there
        assert b"Naftali Bennett" in here
