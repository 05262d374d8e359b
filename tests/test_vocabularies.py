"""Published vocabularies are used as they are meant: each term's own domain and range hold where we use it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.graph.build import update
from kg.graph.store import open_store
from kg.graph.vocab import PREFIXES
from kg.model import Article, Claim
from kg.ontology import load_ontology, ontology_files

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

NAMES = {
    **PREFIXES,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "rel": "http://purl.org/vocab/relationship/",
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
}
PUBLISHED = ("dcterms", "foaf", "oa", "org", "owl", "prov", "rdf", "rdfs", "schema", "skos")

# Term, domain and range as their vocabularies have them; "-" for anything, a datatype or "text" for literals. Of
# schema.org, whose terms may take text for what has a name: https://schema.org/docs/datamodel.html.
TERMS = """
rdf:type            -                         class
rdf:subject         rdf:Statement             -
rdf:predicate       rdf:Statement             -
rdf:object          rdf:Statement             -
rdfs:label          -                         text
owl:sameAs          -                         resource
owl:versionInfo     -                         text
skos:altLabel       -                         text
prov:wasDerivedFrom prov:Entity               prov:Entity
prov:hadPrimarySource prov:Entity             prov:Entity
prov:wasGeneratedBy prov:Entity               prov:Activity
prov:used           prov:Activity             prov:Entity
prov:wasAssociatedWith prov:Activity          prov:Agent
oa:exact            oa:TextQuoteSelector      xsd:string
oa:start            oa:TextPositionSelector   xsd:integer
oa:end              oa:TextPositionSelector   xsd:integer
schema:headline     schema:CreativeWork       xsd:string
schema:datePublished schema:CreativeWork      xsd:date|xsd:dateTime|xsd:gYear|xsd:gYearMonth
schema:publisher    schema:CreativeWork       schema:Organization|schema:Person|xsd:string
schema:author       schema:CreativeWork       schema:Organization|schema:Person|xsd:string
schema:inLanguage   schema:CreativeWork       schema:Language|xsd:string
schema:url          schema:Thing              resource
schema:softwareVersion schema:SoftwareApplication xsd:string
schema:startDate    schema:Role               xsd:date|xsd:dateTime|xsd:gYear|xsd:gYearMonth
schema:endDate      schema:Role               xsd:date|xsd:dateTime|xsd:gYear|xsd:gYearMonth
"""
# What the vocabularies say of their own classes. That an article is a prov:Entity follows from being a source.
ABOVE = {
    "schema:NewsArticle": {"schema:CreativeWork", "schema:Thing", "prov:Entity"},
    "schema:SoftwareApplication": {"schema:CreativeWork", "schema:Thing"},
    "prov:SoftwareAgent": {"prov:Agent"},
}
# Nothing is both: https://www.w3.org/TR/prov-constraints/ (constraint 55).
APART = [{"prov:Entity", "prov:Activity"}, {"prov:Activity", "schema:CreativeWork"}]


def curie(iri: str) -> str:
    prefix = max((each for each, space in NAMES.items() if iri.startswith(space)), key=lambda each: len(NAMES[each]))
    return f"{prefix}:{iri.removeprefix(NAMES[prefix])}"


def published(quads: Iterable[Quad]) -> Iterator[tuple[str, Quad]]:
    for quad in quads:
        prefix, _, _ = (term := curie(quad.predicate.value)).partition(":")
        if prefix in PUBLISHED:
            yield term, quad


@pytest.fixture(scope="module")
def quads(news: News) -> list[Quad]:
    with open_store() as store:
        update(store, news, load_ontology(), "en_core_web_md-3.7.1", open_relations=True)
        return list(store.quads())


@pytest.fixture(scope="module")
def types(quads: list[Quad]) -> dict[str, set[str]]:
    """The types of each resource with all that stand above them, as CURIEs."""
    above: dict[str, set[str]] = defaultdict(set, {name: set(others) for name, others in ABOVE.items()})
    for one, prop, other in load_ontology().axioms:
        if prop.endswith("#subClassOf"):
            above[curie(one)].add(curie(other))
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if curie(quad.predicate.value) == "rdf:type" and isinstance(quad.subject, NamedNode):
            waiting = [curie(quad.object.value)] if isinstance(quad.object, NamedNode) else []
            while waiting:
                name = waiting.pop()
                found[quad.subject.value].add(name)
                waiting += above[name] - found[quad.subject.value]
    return found


def fits(term: object, wanted: str, types: dict[str, set[str]]) -> bool:
    for each in wanted.split("|"):
        if isinstance(term, Literal):
            if each in ("-", "text") or curie(term.datatype.value) == each:
                return True
        elif isinstance(term, NamedNode) and (each in ("-", "resource", "class") or each in types[term.value]):
            return True
    return False


def test_every_term_is_used_within_its_domain_and_range(quads: list[Quad], types: dict[str, set[str]]) -> None:
    table = {line.split()[0]: line.split()[1:] for line in TERMS.strip().splitlines()}
    used = set()
    for term, quad in published(quads):
        domain, range_ = table[term]  # a term that is not in the table has not been looked at
        used.add(term)
        assert fits(quad.subject, domain, types), f"{term} of {quad.subject}"
        assert fits(quad.object, range_, types), f"{term} is {quad.object}"
    assert set(table) - used <= {"schema:author", "schema:startDate", "schema:endDate"}


def test_nothing_is_of_two_kinds_that_exclude_each_other(types: dict[str, set[str]]) -> None:
    assert {name for name, kinds in types.items() for pair in APART if pair <= kinds} == set()


def test_a_label_is_no_other_name_too(quads: list[Quad]) -> None:
    """SKOS S13 of preferred and alternative labels, which rdfs:label and skos:altLabel are here."""
    labels = {(quad.subject, quad.object) for term, quad in published(quads) if term == "rdfs:label"}
    assert not labels & {(quad.subject, quad.object) for term, quad in published(quads) if term == "skos:altLabel"}


def test_the_ontology_links_classes_and_properties_and_matches_concepts_only() -> None:
    by_term: dict[str, set[tuple[str, str]]] = defaultdict(set)
    classes, properties = set(), set()
    for file in ontology_files():
        for quad in parse(file.read_bytes(), RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                by_term[curie(quad.predicate.value)].add((quad.subject.value, quad.object.value))
                kind = curie(quad.object.value) if quad.predicate.value.endswith("#type") else ""
                classes |= {quad.subject.value} if kind == "owl:Class" else set()
                properties |= {quad.subject.value} if kind in ("owl:ObjectProperty", "rdf:Property") else set()
    assert by_term["owl:equivalentClass"]
    assert {one for one, _ in by_term["owl:equivalentClass"] | by_term["owl:disjointWith"]} <= classes
    assert {one for one, _ in by_term["owl:equivalentProperty"] | by_term["owl:inverseOf"]} <= properties
    # SKOS maps concepts to each other; what is only like a class or property is for reading on.
    assert not by_term["skos:closeMatch"] | by_term["skos:broadMatch"] | by_term["skos:narrowMatch"]
    # Items of Wikidata are neither classes nor properties; as things one can match they are concepts.
    assert {curie(other).split(":")[0] for _, other in by_term["skos:exactMatch"]} == {"wd"}
    known = {
        curie(name).split(":")[0] for _, name in by_term["owl:equivalentClass"] | by_term["owl:equivalentProperty"]
    }
    assert known <= {"schema", "foaf", "org", "rel"}
