"""What the view shows, read from a store: entities, claims with their sentences, articles, facts of the gazetteer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.graph.quads import derived_graph
from kg.graph.vocab import PLOVER, PREFIXES
from kg.model import EntityType, Modality, Polarity
from kg.view.graph import Fact, ViewArticle, ViewClaim, ViewGraph, ViewNode, ViewRelation, assemble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import QuerySolution

    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["collect"]

_ENTITIES = "SELECT ?entity ?type ?label { ?entity a ?type ; rdfs:label ?label } ORDER BY ?entity ?type ?label"
_NAMES = "SELECT ?entity ?name { ?entity skos:altLabel ?name } ORDER BY ?entity ?name"
_SAME = "SELECT ?entity ?name { ?entity owl:sameAs ?name } ORDER BY ?entity ?name"
_ARTICLES = """
SELECT ?article ?title ?outlet ?date ?url {
  GRAPH ?article {
    ?article a schema:NewsArticle .
    OPTIONAL { ?article schema:headline ?title }
    OPTIONAL { ?article schema:publisher ?outlet }
    OPTIONAL { ?article schema:datePublished ?date }
    OPTIONAL { ?article schema:url ?url }
  }
}
"""
_CLAIMS = """
SELECT * {
  GRAPH ?article {
    ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
        kg:polarity ?polarity ; kg:modality ?modality ; kg:asserted ?asserted ; kg:confidence ?confidence .
    OPTIONAL { ?claim kg:eventType ?event }
    OPTIONAL { ?claim kg:operator ?operator }
    OPTIONAL { ?claim kg:place ?place }
    OPTIONAL { ?claim kg:timeStart ?start }
    OPTIONAL { ?claim kg:timeEnd ?end }
    OPTIONAL { ?claim kg:topic ?topic }
    OPTIONAL { ?claim kg:speaker ?speaker }
  }
}
"""
_SENTENCES = """
SELECT DISTINCT ?claim ?text ?start {
  GRAPH ?article { ?claim prov:wasDerivedFrom ?evidence . ?evidence oa:exact ?text ; oa:start ?start }
} ORDER BY ?claim ?start
"""


def collect(store: Store, ontology: Ontology) -> ViewGraph:
    """Read the whole graph of a store.

    Raises:
        StoreError: The store cannot be read.
    """
    relations = {
        relation.name: ViewRelation(
            relation.name, relation.label, relation.definition, relation.event_type, relation.symmetric
        )
        for relation in ontology.relations.values()
    }
    names = {relation.iri: relation.name for relation in ontology.relations.values()}
    return assemble(_nodes(store), _claims(store, names), _articles(store), relations, _facts(store, names))


def _nodes(store: Store) -> Iterator[ViewNode]:
    aliases, same_as = _grouped(store, _NAMES), _grouped(store, _SAME)
    types = {PREFIXES["kg"] + kind.value: kind for kind in EntityType}
    seen = set()
    for row in store.select(_ENTITIES):
        iri, kind = _text(row["entity"]), types.get(_text(row["type"]))
        if kind is not None and iri not in seen:
            seen.add(iri)
            yield ViewNode(iri, _text(row["label"]), kind, tuple(aliases[iri]), tuple(same_as[iri]))


def _claims(store: Store, names: Mapping[str, str]) -> Iterator[ViewClaim]:
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_SENTENCES):
        sentences[_text(row["claim"])].append(_text(row["text"]))
    for row in store.select(_CLAIMS):
        relation = _text(row["relation"])
        yield ViewClaim(
            iri=_text(row["claim"]),
            article=_text(row["article"]),
            subject=_text(row["subject"]),
            relation=names.get(relation) or _local(relation),
            object=_text(row["object"]),
            event_type=_optional(row, "event", str(PLOVER)),
            polarity=Polarity(_text(row["polarity"]).removeprefix(PREFIXES["kg"])),
            modality=Modality(_text(row["modality"]).removeprefix(PREFIXES["kg"])),
            operator=_optional(row, "operator"),
            asserted=_text(row["asserted"]) == "true",
            confidence=float(_text(row["confidence"])),
            place=_optional(row, "place"),
            time=_time(_optional(row, "start"), _optional(row, "end")),
            topic=_optional(row, "topic"),
            speaker=_optional(row, "speaker"),
            sentences=tuple(sentences[_text(row["claim"])]),
        )


def _articles(store: Store) -> Iterator[ViewArticle]:
    for row in store.select(_ARTICLES):
        fields = (_optional(row, name) for name in ("title", "outlet", "date", "url"))
        yield ViewArticle(_text(row["article"]), *fields)


def _facts(store: Store, names: Mapping[str, str]) -> Iterator[Fact]:
    for quad in store.quads(derived_graph(store.base, "gazetteer")):
        if quad.predicate.value in names:
            yield Fact(_text(quad.subject), names[quad.predicate.value], _text(quad.object))


def _grouped(store: Store, sparql: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for row in store.select(sparql):
        groups[_text(row["entity"])].append(_text(row["name"]))
    return groups


def _time(start: str | None, end: str | None) -> str | None:
    """The ISO 8601 date or interval that the two bounds came from."""
    if start == end:
        return start
    return f"{start or '..'}/{end or '..'}"


def _local(iri: str) -> str:
    """The name of a relation that the ontology does not have."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return iri[len(namespace) :] if prefix == "kg" else f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _optional(row: QuerySolution, name: str, prefix: str = "") -> str | None:
    term = row[name]
    return None if term is None else _text(term).removeprefix(prefix)


def _text(term: object) -> str:
    return term.value if isinstance(term, (Literal, NamedNode)) else str(term)
