"""What follows from facts: just what owlrl says, no more than is new, and nothing from what is no fact."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import DefaultGraph, NamedNode
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from kg.graph.build import update
from kg.graph.infer import Entailments, entail, infer
from kg.graph.quads import derived_graph
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.vocab import DEFAULT_BASE, KG
from kg.model import Article, Claim
from kg.ontology import Axiom, Ontology, load_ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]
Triple = tuple[str, str, str]

INFERRED = derived_graph(DEFAULT_BASE, "inferred")
NAMESPACES = {"rdf:": str(RDF), "rdfs:": str(RDFS), "owl:": str(OWL), "schema:": "https://schema.org/"}


def iri(name: str) -> str:
    """`a` is rdf:type, a bare name one of kg:."""
    if name == "a":
        return str(RDF.type)
    prefix = next((each for each in NAMESPACES if name.startswith(each)), None)
    return NAMESPACES[prefix] + name.removeprefix(prefix) if prefix else f"{KG.Claim}".removesuffix("Claim") + name


def triples(text: str) -> set[Triple]:
    """Lines of subject, property and object."""
    found = set()
    for line in text.strip().splitlines():
        one, prop, other = map(iri, line.split())
        found.add((one, prop, other))
    return found


@pytest.fixture(scope="module")
def axioms() -> tuple[Axiom, ...]:
    return load_ontology().axioms


@pytest.fixture(scope="module")
def entailments(axioms: Sequence[Axiom]) -> Entailments:
    return entail(axioms)


@pytest.fixture(scope="module")
def telling(small_ontology: Ontology, axioms: tuple[Axiom, ...]) -> Ontology:
    """The small ontology with what the shipped one says of its relations, which is less to reason about."""
    links = {relation.iri for relation in small_ontology.relations.values()}
    classes = {iri(name) for name in ("Actor", "Person", "Country", "City", "Place", "Office")}
    return replace(small_ontology, axioms=tuple(each for each in axioms if {each[0], each[2]} & (links | classes)))


@pytest.mark.parametrize(
    ("facts", "following"),
    [
        pytest.param("eve metWith bob", "bob metWith eve", id="symmetric"),
        pytest.param("eve leads oz", "oz ledBy eve\neve represents oz", id="inverse and superproperty"),
        pytest.param("eve phoned bob", "bob spokeWith eve\neve spokeWith bob", id="both at once"),
        pytest.param("a1 locatedIn b1\nb1 locatedIn c1", "a1 locatedIn c1\nc1 contains a1", id="transitive"),
        pytest.param("eve leads oz", "eve a Person\noz a CountryOrOrganization", id="domain and range"),
        pytest.param("eve a Person", "eve a Actor\neve a PersonOrOrganization\neve a Entity", id="superclasses"),
        pytest.param("eve bornIn oz", "eve schema:birthPlace oz\neve a schema:Person", id="equivalents"),
    ],
)
def test_what_follows(entailments: Entailments, facts: str, following: str) -> None:
    found = infer(triples(facts), entailments)
    assert triples(following) <= found
    assert not triples(facts) & found


@pytest.mark.parametrize(
    "facts",
    ["eve supports bob", "eve a Work", "eve rdfs:seeAlso bob", "a1 partOf b1\nb1 partOf c1", "eve unheardOf bob"],
)
def test_no_link_follows(entailments: Entailments, facts: str) -> None:
    assert {prop for _, prop, _ in infer(triples(facts), entailments)} <= {str(RDF.type)}


def by_owlrl(facts: set[Triple], axioms: Sequence[Axiom]) -> set[Triple]:
    """What owlrl makes of facts and ontology together, without what is true of everything."""
    graph = Graph()
    for one, prop, other in (*axioms, *facts):
        graph.add((URIRef(one), URIRef(prop), URIRef(other)))
    DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    things = {end for one, prop, other in facts for end in ((one,) if prop == str(RDF.type) else (one, other))}
    noise = tuple(map(str, (OWL, RDFS)))
    return {
        (str(one), str(prop), str(other))
        for one, prop, other in graph
        if str(one) in things
        and not str(prop).startswith(noise)
        and not (prop == RDF.type and str(other).startswith((*noise, str(RDF), str(XSD))))
    } - facts


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_owlrl_says(entailments: Entailments, axioms: tuple[Axiom, ...], seed: int) -> None:
    chance = random.Random(seed)
    things = [iri(f"thing-{number}") for number in range(12)]
    relations = sorted(entailments.links)
    places = [iri("locatedIn")] * 12  # more of what is transitive
    facts = {(chance.choice(things), prop, chance.choice(things)) for prop in (*chance.sample(relations, 30), *places)}
    facts |= {(thing, str(RDF.type), chance.choice(sorted(entailments.types))) for thing in things[:6]}
    assert infer(facts, entailments) == by_owlrl(facts, axioms)


def test_entailments_are_the_same_as_text(entailments: Entailments) -> None:
    read = Entailments.from_json(entailments.to_json())
    assert read.to_json() == entailments.to_json()
    facts = triples("eve leads oz\na1 locatedIn b1\nb1 locatedIn c1")
    assert infer(facts, read) == infer(facts, entailments)


def test_an_ontology_of_ones_own_has_a_say() -> None:
    axioms = triples("taught rdfs:domain Teacher\nTeacher rdfs:subClassOf Person\ntaught owl:inverseOf learntFrom")
    found = infer(triples("ann taught bo"), entail(sorted(axioms)))
    assert found == triples("ann a Teacher\nann a Person\nbo learntFrom ann")


def inferring(news: News, ontology: Ontology, store: Store) -> Store:
    store.kept.set_infers(True)
    update(store, news, ontology, "m")
    return store


def test_the_graph_holds_what_is_new_and_only_of_facts(any_store: Store, news: News, telling: Ontology) -> None:
    inferring(news, telling, any_store)
    found = {quad.triple for quad in any_store.quads(INFERRED)}
    others = {quad.triple for quad in any_store.quads() if quad.graph_name != INFERRED}
    assert found
    assert not found & others
    assert all(isinstance(end, NamedNode) for triple in found for end in (triple.subject, triple.object))
    assert not any(triple.predicate.value.startswith(str(OWL)) for triple in found)
    ask = "ASK { GRAPH <https://newskg.example/graph/inferred> { %s } }"
    assert any_store.query(ask % "kgr:israel kg:ledBy kgr:naftali-bennett")
    assert any_store.query(ask % "kgr:syria kg:contains kgr:damascus")  # as the gazetteer knows
    assert not any_store.query(ask % "kgr:naftali-bennett kg:visited ?where")  # is only said by somebody
    assert any_store.query("ASK { kgr:israel kg:ledBy ?who }")  # the union is what queries see


def test_the_store_remembers_and_forgets(any_store: Store, news: News, telling: Ontology, nquads: NQuads) -> None:
    with open_store() as plain:
        update(plain, news, telling, "m")
        without = nquads(plain)
    inferring(news[:1], telling, any_store)
    update(any_store, news[1:], telling, "m")
    whole = nquads(any_store)
    assert set(without) < set(whole)
    with open_store() as at_once:
        assert nquads(inferring(tuple(reversed(news)), telling, at_once)) == whole
    any_store.kept.set_infers(False)
    update(any_store, (), telling, "m")
    assert nquads(any_store) == without


def test_another_ontology_infers_anew(any_store: Store, news: News, telling: Ontology) -> None:
    inferring(news, telling, any_store)
    before = len(list(any_store.quads(INFERRED)))
    fewer = tuple(axiom for axiom in telling.axioms if axiom[1] != str(OWL.inverseOf))
    update(any_store, (), replace(telling, axioms=fewer, digest="other"), "m")
    assert 0 < len(list(any_store.quads(INFERRED))) < before


shares = st.integers(0, 100).map(lambda percent: percent / 100)


@settings(max_examples=15, deadline=None)
@given(confidences=st.lists(shares, min_size=8, max_size=8), minimum=shares)
def test_cutting_later_is_building_so(
    news: News, telling: Ontology, nquads: NQuads, confidences: list[float], minimum: float
) -> None:
    left = iter(confidences)
    varied = tuple((a, tuple(replace(claim, confidence=next(left)) for claim in claims)) for a, claims in news)
    with open_store() as whole, open_store() as cut:
        inferring(varied, telling, whole)
        cut.kept.set_infers(True)
        update(cut, varied, telling, "m", min_confidence=minimum)
        with restricted(whole, minimum) as rest:
            assert nquads(rest) == nquads(cut)
            facts = {quad.triple for quad in whole.quads()}
            assert {quad.triple for quad in rest.quads()} <= facts


def test_the_default_graph_is_left_alone(any_store: Store, news: News, telling: Ontology) -> None:
    update(any_store, news, telling, "m")
    before = set(any_store.quads(DefaultGraph()))
    inferring(news, telling, any_store)
    assert set(any_store.quads(DefaultGraph())) == before
