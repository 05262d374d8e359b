"""Updates over HTTP: who may send them, what they may write, and how they get on with builds."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from rdflib.term import URIRef

from kg.graph.build import update
from kg.graph.lock import hold
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

TOKEN = "a-token-for-the-tests-0123456789"
MINE = "INSERT DATA { GRAPH <urn:mine> { kgr:vladimir-putin rdfs:comment 'seen' } }"
UPDATE, FORM = "application/sparql-update", "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, news: News, small_ontology: Ontology) -> Path:
    folder = tmp_path_factory.mktemp("written") / "news"
    with open_store(folder, create=True) as opened:
        update(opened, news[:2], small_ontology, "test-model 1")
    return folder


@pytest.fixture(scope="module")
def served(kg_serve: Callable[..., Any], store: Path) -> Any:
    return kg_serve(store, "--writable", "--timeout", "10", KG_SERVE_TOKEN=TOKEN)


def post(
    served: Any, body: str, *, path: str = "/sparql", kind: str = UPDATE, bearer: str | None = f"Bearer {TOKEN}"
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    headers = {"Content-Type": kind} | ({"Authorization": bearer} if bearer is not None else {})
    connection.request("POST", path, body.encode(), headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    if response.status == 401:
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="kg"'
    if response.status == 503:
        assert response.headers["Retry-After"]
    return response.status, text


def has(served: Any, pattern: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request("GET", f"/sparql?query={quote(f'ASK {{ {pattern} }}')}")
    found: bool = json.loads(connection.getresponse().read())["boolean"]
    connection.close()
    return found


def test_an_update_is_seen_by_who_asks_next(served: Any) -> None:
    seen = "GRAPH <urn:mine> { kgr:vladimir-putin rdfs:comment 'seen' }"
    assert not has(served, seen)
    status, text = post(served, MINE)
    assert status == 200
    assert "builds leave this alone" in text
    assert has(served, seen)
    assert post(served, "CLEAR GRAPH <urn:mine>", path="/update")[0] == 200
    assert not has(served, seen)
    form = urlencode({"update": MINE})
    assert post(served, form, kind=FORM)[0] == 200
    assert has(served, seen)
    assert post(served, form.replace("seen", "again"), path="/update", kind=FORM)[0] == 200
    assert has(served, "GRAPH <urn:mine> { kgr:vladimir-putin rdfs:comment 'again' }")


@pytest.mark.parametrize(
    "bearer", [None, "", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN]
)
def test_who_does_not_bear_the_token_writes_nothing(served: Any, bearer: str | None) -> None:
    status, text = post(served, "INSERT DATA { GRAPH <urn:theirs> { <a:a> <a:a> <a:a> } }", bearer=bearer)
    assert status == 401
    assert TOKEN not in text
    assert not has(served, "GRAPH <urn:theirs> { ?a ?b ?c }")


OWN = "https://newskg.example/article/alpha"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "the default graph"),
        ("DELETE WHERE { ?a ?b ?c }", "the default graph"),
        ("INSERT { ?a <a:seen> 1 } WHERE { ?a ?b ?c }", "the default graph"),
        (f"INSERT DATA {{ GRAPH <{OWN}> {{ <a:a> <a:a> <a:a> }} }}", f"<{OWN}>"),
        ("INSERT DATA { GRAPH kgr:x { <a:a> <a:a> <a:a> } }", "<https://newskg.example/resource/x>"),
        ("INSERT DATA { GRAPH <article/alpha> { <a:a> <a:a> <a:a> } }", f"<{OWN}>"),
        ("DELETE WHERE { GRAPH ?g { ?a ?b ?c } }", "whatever graph a variable stands for"),
        (f"WITH <{OWN}> DELETE {{ ?a ?b ?c }} WHERE {{ ?a ?b ?c }}", f"<{OWN}>"),
        ("CLEAR ALL", "all graphs"),
        ("DROP NAMED", "all graphs"),
        ("CLEAR DEFAULT", "the default graph"),
        (f"DROP SILENT GRAPH <{OWN}>", f"<{OWN}>"),
        ("COPY <urn:mine> TO DEFAULT", "the default graph"),
        (f"MOVE <{OWN}> TO <urn:mine>", f"<{OWN}>"),
        (f"ADD <urn:mine> TO <{OWN}>", f"<{OWN}>"),
        (f"{MINE} ; CLEAR DEFAULT", "the default graph"),
        ("LOAD <http://127.0.0.1:9/> INTO GRAPH <urn:mine>", "LOAD is refused"),
        ("INSERT DATA { GRAPH <urn:mine> {", "no update that is understood"),
        ("SELECT * { ?a ?b ?c }", "no update that is understood"),
    ],
)
def test_what_builds_make_no_update_writes(
    served: Any, store: Path, nquads: Callable[[Store], list[str]], text: str, told: str
) -> None:
    with open_store(store, read_only=True) as opened:
        before = nquads(opened)
    status, said = post(served, text)
    assert (status, said.count("\n")) == (400, 1)
    assert told in said
    with open_store(store, read_only=True) as opened:
        assert nquads(opened) == before


def test_other_slips_are_told(served: Any) -> None:
    call = "INSERT { GRAPH <urn:mine> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    assert post(served, call)[0] == 403
    assert post(served, MINE, path="/sparql?using-graph-uri=urn:mine")[0] == 400
    assert post(served, MINE, path="/sparql?query=ASK%7B%7D", kind=UPDATE)[0] == 200
    assert post(served, "", path="/update", kind=FORM)[0] == 400
    assert post(served, "ASK {}", path="/update", kind="application/sparql-query")[0] == 415


def test_while_a_build_writes_it_says_so_at_once(served: Any, store: Path) -> None:
    lock = hold(store)
    try:
        status, text = post(served, MINE)
    finally:
        lock.release()
    assert status == 503
    assert "a build perhaps" in text
    assert post(served, MINE)[0] == 200


def test_a_build_leaves_alone_what_updates_wrote_and_it_is_no_part_of_what_it_makes(
    served: Any, store: Path, tmp_path: Path, news: News, small_ontology: Ontology, nquads: Callable[[Store], list[str]]
) -> None:
    assert post(served, MINE)[0] == 200
    with open_store(store) as opened:
        update(opened, news[2:], small_ontology, "test-model 1")
        built = nquads(opened)
    with open_store(tmp_path / "whole", create=True) as opened:
        update(opened, news, small_ontology, "test-model 1")
        assert [line for line in built if "<urn:mine>" not in line] == nquads(opened)
    assert any("<urn:mine>" in line for line in built)


def test_rdflib_writes_too(served: Any) -> None:
    address = f"{served.address}/sparql"
    store = SPARQLUpdateStore(address, address, headers={"Authorization": f"Bearer {TOKEN}"})
    store.update("INSERT DATA { GRAPH <urn:by-rdflib> { <a:a> <a:b> <a:c> } }")
    assert has(served, "GRAPH <urn:by-rdflib> { <a:a> <a:b> <a:c> }")
    rows: Any = store.query("SELECT ?g { GRAPH ?g { <a:a> ?b ?c } }")
    assert [row[0] for row in rows] == [URIRef("urn:by-rdflib")]


def test_the_service_says_that_it_takes_updates(served: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request("GET", "/sparql")
    assert b"SPARQL11Update" in connection.getresponse().read()
    connection.close()
