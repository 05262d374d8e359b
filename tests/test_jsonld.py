"""JSON-LD by the published context: other processors read the same graph of it, and nothing is lost on the way."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld

from kg.errors import OutputError
from kg.export import export
from kg.export.jsonld import write_jsonld
from kg.graph.build import update
from kg.graph.jsonld import Compactor, context_of
from kg.graph.store import Store, open_store
from kg.graph.vocab import DEFAULT_BASE, PREFIXES
from kg.model import Evidence
from kg.ontology import Ontology
from scripts.make_context import FILE, make_context, to_text
from tests.conftest import HOSTILE, News

KG, XSD = PREFIXES["kg"], PREFIXES["xsd"]
OTHER = "https://news.example.org/"
ADDRESS = "https://kg.example.org/context.jsonld"


@pytest.fixture(scope="module")
def store(news: News, small_ontology: Ontology) -> Iterator[Store]:
    (article, claims), *rest = news
    nasty = replace(claims[0], id="nasty", topic=HOSTILE, evidence=(Evidence(HOSTILE, 0, len(HOSTILE)),))
    with open_store() as opened:
        update(opened, [(article, (*claims, nasty)), *rest], small_ontology, "m")
        yield opened


def written(store: Store, **options: Any) -> str:
    out = io.BytesIO()
    export(store, "jsonld", out, **options)
    return out.getvalue().decode()


def by_pyld(document: str, **options: Any) -> set[ox.Quad]:
    """The quads that another processor finds."""
    lines = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads", **options})
    return set(ox.parse(lines.encode(), ox.RdfFormat.N_QUADS))


def by_oxigraph(document: str) -> set[ox.Quad]:
    return set(ox.parse(document.encode(), ox.RdfFormat.JSON_LD))


def compact(quads: Iterable[ox.Quad]) -> str:
    out = io.BytesIO()
    write_jsonld(sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.subject))), out, DEFAULT_BASE)
    return out.getvalue().decode()


def test_the_context_is_the_ontologys_of_today() -> None:
    assert FILE.read_text(encoding="utf-8") == to_text(make_context()), "run scripts/make_context.py"


def test_the_context_knows_every_relation_and_type(shipped: Ontology) -> None:
    context = context_of(DEFAULT_BASE)
    assert shipped.relations.keys() <= context.keys()
    assert context["Person"] == "kg:Person"
    assert context["metWith"] == {"@id": "kg:metWith", "@type": "@id", "@container": "@set"}
    assert context["confidence"] == {"@id": "kg:confidence", "@type": "xsd:decimal"}


def test_other_processors_read_the_same_quads(store: Store) -> None:
    document, quads = written(store), set(store.quads())
    assert by_pyld(document) == quads
    assert by_oxigraph(document) == quads


def test_it_reads_like_json(store: Store) -> None:
    graphs = {node["id"]: node for node in json.loads(written(store))["@graph"] if "@graph" not in node}
    israel = graphs["kgr:israel"]
    assert (israel["type"], israel["label"], israel["iso"]) == ("Country", "Israel", "IL")
    assert isinstance(israel["sameAs"], list)
    claims = {
        node["id"].rpartition("/")[2]: node
        for graph in json.loads(written(store))["@graph"]
        for node in graph.get("@graph", [])
        if node.get("type") == "Claim"
    }
    assert (claims["a1"]["predicate"], claims["a1"]["asserted"]) == ("metWith", True)
    assert (claims["b1"]["polarity"], claims["b1"]["asserted"]) == ("negative", False)


def test_the_context_may_be_at_an_address(store: Store) -> None:
    document = written(store, context=ADDRESS)
    assert json.loads(document)["@context"] == ADDRESS
    published = {"@context": context_of(DEFAULT_BASE)}

    def load(address: str, _: object) -> dict[str, object]:
        assert address == ADDRESS
        return {"document": published, "documentUrl": address, "contextUrl": None, "contentType": "application/ld+json"}

    assert by_pyld(document, documentLoader=load) == set(store.quads())


def test_a_base_of_ones_own_is_in_the_context(news: News, small_ontology: Ontology) -> None:
    with open_store() as opened:
        update(opened, news, small_ontology, "m", base=OTHER)
        quads = set(opened.quads())
        assert by_pyld(written(opened)) == quads
        assert '"id": "kgr:israel"' in written(opened)
        assert json.loads(written(opened, context=ADDRESS))["@context"] == [
            ADDRESS,
            {"kgr": f"{OTHER}resource/", "open": f"{OTHER}open/"},
        ]


def test_a_context_is_jsonlds_alone(store: Store) -> None:
    with pytest.raises(OutputError, match="only jsonld has a context, and this is turtle"):
        export(store, "turtle", io.BytesIO(), context=ADDRESS)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{DEFAULT_BASE}{name}")


PROPERTIES = [
    *(ox.NamedNode(f"{KG}{name}") for name in ("metWith", "confidence", "asserted", "articles", "timeStart", "topic")),
    *(ox.NamedNode(f"{KG}{name}") for name in ("polarity", "operator", "unheardOf", "")),
    *(ox.NamedNode(f"{PREFIXES['rdf']}{name}") for name in ("type", "predicate")),
    *(ox.NamedNode(f"{PREFIXES[prefix]}{name}") for prefix, name in [("skos", "altLabel"), ("schema", "url")]),
    ox.NamedNode("urn:a:b"),
]
LITERALS = [
    *(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for kind in ("integer", "boolean", "decimal", "date")
      for text in ("1", "01", "-0", "1.50", "true", "2022-03-05", f"{2**53 + 1}", "9" * 5_000, "1e3", "INF", "none")),
    *(ox.Literal(text, language=language) for text in ("", "Israel", "kgr:israel", "@id") for language in ("en", "de")),
    *(ox.Literal(text) for text in ("", "kg:positive", "positive", "@type", "\u2028 \"quoted\" \\", "https://a.example/")),
]  # fmt: skip
NODES = [
    *(node(name) for name in ("resource/israel", "resource/", "resource/a:b", "resource/a/b", "open/takePartIn", "x")),
    *(ox.NamedNode(f"{KG}{name}") for name in ("positive", "Person", "metWith", "unheardOf", "")),
    *(ox.NamedNode(iri) for iri in ("urn:a:b", "https://a.example/#x", "schema://a", "mailto:a@b.example")),
]  # fmt: skip
VALUES: list[ox.NamedNode | ox.Literal] = [*NODES, *LITERALS]
GRAPHS: list[ox.DefaultGraph | ox.NamedNode] = [ox.DefaultGraph(), node("article/1"), node("article/2")]


@pytest.mark.parametrize("subjects", [NODES[:1], NODES])
def test_no_term_is_lost_or_changed(subjects: list[ox.NamedNode]) -> None:
    """Every value of every property, many of one resource, and of many resources in several graphs."""
    quads = {
        ox.Quad(subjects[n % len(subjects)], said, value, GRAPHS[n % len(GRAPHS)])
        for n, (said, value) in enumerate(product(PROPERTIES, VALUES))
    }
    assert len(quads) > 1_000
    assert by_pyld(compact(quads)) == quads


@pytest.mark.parametrize("at", ["subject", "predicate", "object", "graph"])
def test_an_iri_that_looks_like_a_name_is_refused(at: str) -> None:
    parts = dict.fromkeys(("subject", "predicate", "object", "graph"), node("x")) | {at: ox.NamedNode("geo:48.2,16.4")}
    with pytest.raises(OutputError, match=r"cannot hold <geo:48\.2,16\.4>, for geo: is a prefix"):
        compact([ox.Quad(*parts.values())])


def test_a_graph_without_a_name_of_its_own_stays_one() -> None:
    (quad,) = by_oxigraph(compact([ox.Quad(node("x"), node("y"), node("z"), ox.BlankNode("g"))]))
    assert isinstance(quad.graph_name, ox.BlankNode)


def test_statements_about_statements_are_refused() -> None:
    about = ox.Triple(node("x"), node("y"), node("z"))
    with pytest.raises(OutputError, match="export them as trig12"):
        compact([ox.Quad(node("x"), node("y"), about)])


def test_a_part_of_the_context_is_enough_for_a_part_of_the_graph(store: Store) -> None:
    triples = [quad.triple for quad in sorted(store.quads(ox.DefaultGraph()), key=str)]
    document = Compactor(DEFAULT_BASE).document(triples)
    assert isinstance(document["@context"], dict)
    assert len(document["@context"]) < len(context_of(DEFAULT_BASE)) / 2
    assert {quad.triple for quad in by_pyld(json.dumps(document))} == set(triples)
