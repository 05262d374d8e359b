"""Every format is read back by another parser with the same content, and is the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import OutputError
from kg.export import RDF_FORMATS as FORMATS
from kg.export import export
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.vocab import PREFIXES
from kg.model import Article, Claim, Evidence
from kg.ontology import Ontology

KG = PREFIXES["kg"]

Term = tuple[str, str | None, str | None]
News = tuple[tuple[Article, tuple[Claim, ...]], ...]

# rdflib's Dataset.parse() warns of what it calls itself.
pytestmark = [
    pytest.mark.filterwarnings(r"ignore:Dataset\.:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

WITH_GRAPHS = {"trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
WITHOUT = {"turtle": "turtle", "ntriples": "nt", "xml": "xml"}
OF_1_2 = {"turtle12": ox.RdfFormat.TURTLE, "trig12": ox.RdfFormat.TRIG}
REIFIES = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
NASTY = 'A "quote", a \\, <tag> & \r\n a CR, ]]> \u2028 and \x00\x1b\ufffe, an \U0001f600.'


@pytest.fixture(scope="module")
def store(news: News, small_ontology: Ontology) -> Iterator[Store]:
    (article, claims), *rest = news
    nasty = replace(claims[0], id="nasty", topic=NASTY, evidence=(Evidence(NASTY, 0, len(NASTY)),))
    with open_store() as opened:
        update(opened, [(article, (*claims, nasty)), *rest], small_ontology, "m")
        yield opened


def exported(store: Store, format: str) -> bytes:  # noqa: A002 - as in the function
    out = io.BytesIO()
    export(store, format, out)
    return out.getvalue()


def read_term(term: object) -> Term:
    """A term of rdflib; parsers differ in whether a plain string is typed."""
    if isinstance(term, rdflib.Literal):
        kind = term.datatype or (rdflib.RDF.langString if term.language else rdflib.XSD.string)
        return str(term), term.language, str(kind)
    assert isinstance(term, rdflib.URIRef), "no blank nodes"
    return str(term), None, None


def stored_term(term: object) -> Term:
    if isinstance(term, ox.Literal):
        return term.value, term.language, term.datatype.value
    assert isinstance(term, ox.NamedNode), "no blank nodes"
    return term.value, None, None


def stored_triples(store: Store) -> set[tuple[Term, ...]]:
    return {tuple(map(stored_term, (q.subject, q.predicate, q.object))) for q in store.quads()}


def stored_quads(store: Store) -> set[tuple[Term, ...]]:
    default = ox.NamedNode(str(DATASET_DEFAULT_GRAPH_ID))
    return {
        tuple(map(stored_term, (q.subject, q.predicate, q.object, default if default_graph(q) else q.graph_name)))
        for q in store.quads()
    }


def default_graph(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.DefaultGraph)


def test_these_are_all_formats() -> None:
    assert set(FORMATS) == WITH_GRAPHS.keys() | WITHOUT.keys() | OF_1_2.keys()


@pytest.mark.parametrize("name", WITHOUT)
def test_a_format_without_graphs_holds_all_triples_merged(store: Store, name: str) -> None:
    read = rdflib.Graph().parse(data=exported(store, name), format=WITHOUT[name])
    assert {tuple(map(read_term, triple)) for triple in read} == stored_triples(store)
    assert len(read) > 100


@pytest.mark.parametrize("name", WITH_GRAPHS)
def test_a_format_with_graphs_holds_all_quads(store: Store, name: str) -> None:
    read = rdflib.Dataset()
    read.parse(data=exported(store, name), format=WITH_GRAPHS[name])
    quads = read.quads((None, None, None, None))
    found = {tuple(map(read_term, (s, p, o, g or DATASET_DEFAULT_GRAPH_ID))) for s, p, o, g in quads}
    assert found == stored_quads(store)
    assert len(found) > 100


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_is_the_same_bytes(
    store: Store, name: str, any_store: Store, news: News, small_ontology: Ontology
) -> None:
    (article, claims), *rest = news
    nasty = replace(claims[0], id="nasty", topic=NASTY, evidence=(Evidence(NASTY, 0, len(NASTY)),))
    for each in reversed([(article, (*claims, nasty)), *rest]):
        update(any_store, [each], small_ontology, "m")
    assert exported(any_store, name) == exported(store, name)


def test_turtle_is_readable_and_keeps_which_article_says_what(store: Store) -> None:
    text = exported(store, "turtle").decode()
    assert "@prefix kg: <https://newskg.example/ontology#> ." in text
    assert '\nkgr:israel a kg:Country ;\n\trdfs:label "Israel"@en ;\n' in text
    read = rdflib.Graph().parse(data=text)
    (source,) = read.objects(rdflib.URIRef("https://newskg.example/claim/c1"), rdflib.PROV.hadPrimarySource)
    assert str(source) == "https://newskg.example/article/gamma"


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_store_is_an_empty_graph(name: str) -> None:
    with open_store() as empty:
        read = rdflib.Dataset()
        read.parse(data=exported(empty, name), format=({**WITH_GRAPHS, **WITHOUT}.get(name, "trig")))
    assert len(read) == 0


@pytest.fixture(scope="module")
def annotated(store: Store) -> ox.Store:
    """What Oxigraph makes of the Turtle of RDF 1.2."""
    made = ox.Store()
    made.load(exported(store, "turtle12"), ox.RdfFormat.TURTLE)
    return made


def test_trig_of_rdf_1_2_is_the_graph_and_what_its_claims_reify(store: Store) -> None:
    read = list(ox.parse(exported(store, "trig12"), ox.RdfFormat.TRIG))
    added = [quad for quad in read if quad.predicate == REIFIES]
    assert {quad for quad in read if quad.predicate != REIFIES} == set(store.quads())
    assert {(quad.subject, quad.graph_name) for quad in added} == {
        (quad.subject, quad.graph_name) for quad in store.quads() if quad.predicate.value == str(rdflib.RDF.subject)
    }


def test_every_plain_triple_of_a_claim_carries_it(store: Store, annotated: ox.Store) -> None:
    relations = {row["p"] for row in store.select("SELECT DISTINCT ?p { ?claim rdf:predicate ?p }")}
    plain = [quad.triple for quad in store.quads(ox.DefaultGraph()) if quad.predicate in relations]
    assert len(plain) > 5
    asserted = {
        quad.object
        for quad in annotated.quads_for_pattern(None, REIFIES, None)
        if ox.Quad(quad.subject, ox.NamedNode(f"{KG}asserted"), ox.Literal(True)) in annotated
    }
    assert set(plain) <= asserted
    assert asserted <= {quad.triple for quad in annotated}, "what no claim gives as fact is no plain triple"


def test_superproperties_and_the_other_way_round_carry_the_claim_too(annotated: ox.Store) -> None:
    asked = """PREFIX kg: <https://newskg.example/ontology#> PREFIX kgr: <https://newskg.example/resource/>
      SELECT ?claim ?sure { kgr:vladimir-putin kg:metWith kgr:naftali-bennett ~ ?claim {| kg:confidence ?sure |} }"""
    rows = annotated.query(asked)
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["claim"].value for row in rows} >= {"https://newskg.example/claim/a1"}


def test_what_is_no_fact_is_reified_alone_and_is_no_plain_triple(store: Store, annotated: ox.Store) -> None:
    told = store.select("SELECT ?claim { ?claim kg:asserted false }")
    reified = [[quad.object for quad in annotated.quads_for_pattern(row["claim"], REIFIES, None)] for row in told]
    assert [len(each) for each in reified] == [1] * len(reified)
    plain = {quad.triple for quad in store.quads()}
    assert any(triple not in plain for (triple,) in reified)


def test_a_threshold_leaves_claims_out_of_the_annotations(store: Store) -> None:
    with restricted(store, 0.5) as sure:
        read = ox.Store()
        read.load(exported(sure, "turtle12"), ox.RdfFormat.TURTLE)
        claims = {quad.subject for quad in sure.quads() if quad.predicate.value == str(rdflib.RDF.subject)}
    assert {quad.subject for quad in read.quads_for_pattern(None, REIFIES, None)} == claims


@pytest.mark.parametrize("letter", ["\\u0001", "\\uFFFE"])
def test_what_xml_has_no_letters_for_is_no_rdf_xml(letter: str) -> None:
    """What kg writes has none of it, but others may write into the graph."""
    out = io.BytesIO()
    with open_store() as opened:
        opened.update(f'INSERT DATA {{ kgr:one a kg:Person ; rdfs:label "a{letter}b" }}')
        with pytest.raises(OutputError, match="cannot hold this graph: it has characters that XML does not know"):
            export(opened, "xml", out)
    assert not out.getvalue()


def test_an_unknown_format_is_refused(store: Store) -> None:
    with pytest.raises(OutputError, match="unknown format 'yaml'; one of turtle, trig"):
        export(store, "yaml", io.BytesIO())
