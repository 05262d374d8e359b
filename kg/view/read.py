"""Reads what the view shows out of a store, by SPARQL."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.graph.quads import derived_graph, open_name
from kg.graph.vocab import PREFIXES
from kg.model import EntityType, Modality, Polarity
from kg.view.evidence import mark_names, read_called, read_repeats, read_reports, read_sentences, read_spellings
from kg.view.graph import Dispute, Fact, ViewArticle, ViewClaim, ViewGraph, ViewNode, ViewRelation, assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["read_view"]

# What is told of a subject: local name of the property -> values, in a fixed order.
Told = dict[str, list[str]]

# Whole subjects are read and sorted out here: a chain of OPTIONALs takes longer, and repeats a row for each
# combination of values.
_CLAIMS = "SELECT ?article ?s ?p ?o { GRAPH ?article { ?s a kg:Claim ; ?p ?o } }"
_ARTICLES = "SELECT ?s ?p ?o { GRAPH ?s { ?s a schema:NewsArticle ; ?p ?o } }"
_CONFLICTS = "SELECT ?s ?p ?o { ?s a kg:Conflict ; ?p ?o }"
_ENTITIES = """
SELECT ?s ?p ?o {
  ?s rdfs:label ?label ; ?p ?o .
  FILTER(?p IN (rdf:type, rdfs:label, skos:altLabel, owl:sameAs))
}"""


def read_view(store: Store, ontology: Ontology, *, whole: Store | None = None) -> ViewGraph:
    """Read the claims of all articles, with their sentences, and the entities and facts they touch.

    Args:
        store: An open store.
        ontology: Names and kinds of the relations.
        whole: The store that this one was cut out of; it keeps what each article calls its entities.

    Raises:
        StoreError: The store cannot be read.
    """
    names = {relation.iri: relation.name for relation in ontology.relations.values()}
    relations = {
        relation.name: ViewRelation(
            relation.name, relation.label, relation.definition, relation.event_type, relation.symmetric
        )
        for relation in ontology.relations.values()
    }
    nodes = list(_nodes(store, ontology.classes, read_spellings(whole or store)))
    return assemble(
        nodes,
        mark_names(_claims(store, names, store.base), nodes, read_called(whole or store)),
        _articles(store),
        relations,
        _facts(store, names),
        _disputes(store),
        read_reports(store),
    )


def _nodes(
    store: Store, classes: Mapping[str, tuple[str, ...]], spellings: Mapping[str, tuple[tuple[str, int], ...]]
) -> Iterator[ViewNode]:
    for iri, told in _by_subject(store, _ENTITIES).items():
        kind = _entity_type(told.get("type", ()), classes)
        if kind is None:
            continue
        label = told["label"][0]
        aliases = tuple(sorted({*told.get("altLabel", ())} - {label}))
        yield ViewNode(iri, label, kind, aliases, tuple(told.get("sameAs", ())), spellings.get(iri, ()))


def _entity_type(types: Iterable[str], classes: Mapping[str, tuple[str, ...]]) -> EntityType | None:
    """The type to draw; that of the nearest class above for classes of the user's own."""
    known = {kind.value: kind for kind in EntityType}
    for iri in types:
        name = _local(iri)
        for each in (name, *classes.get(name, ())):
            if each in known:
                return known[each]
    return None


def _claims(store: Store, names: Mapping[str, str], base: str) -> Iterator[ViewClaim]:
    sentences = read_sentences(store)
    claims: dict[tuple[str, str], Told] = defaultdict(lambda: defaultdict(list))
    for row in store.select(_CLAIMS):
        claims[_text(row["article"]), _text(row["s"])][_local(_text(row["p"]))].append(_text(row["o"]))
    for (article, iri), told in claims.items():
        one = {prop: min(values) for prop, values in told.items()}
        event = one.get("eventType")
        yield ViewClaim(
            iri=iri,
            article=article,
            subject=one["subject"],
            relation=names.get(one["predicate"]) or _relation(one["predicate"], base),
            object=one["object"],
            event_type=_local(event) if event else None,
            polarity=Polarity(_local(one["polarity"])),
            modality=Modality(_local(one["modality"])),
            operator=one.get("operator"),
            asserted=one.get("asserted") == "true",
            confidence=float(one.get("confidence", "1")),
            place=one.get("place"),
            time=_time(one.get("timeStart"), one.get("timeEnd")),
            topic=one.get("topic"),
            speaker=one.get("speaker"),
            sentences=tuple(sentence.text for sentence in sentences.get(iri, ())),
            starts=tuple(sentence.start for sentence in sentences.get(iri, ())),
        )


def _relation(iri: str, base: str) -> str:
    """The name of a relation that the ontology lacks; an open one keeps its prefix, so that it is told from others."""
    return open_name(iri, base) or _local(iri)


def _articles(store: Store) -> Iterator[ViewArticle]:
    repeats = read_repeats(store)
    for iri, told in _by_subject(store, _ARTICLES).items():
        one = {prop: values[0] for prop, values in told.items()}
        yield ViewArticle(
            iri,
            one.get("headline"),
            one.get("publisher"),
            one.get("datePublished"),
            one.get("url"),
            repeats.get(iri),
        )


def _facts(store: Store, names: Mapping[str, str]) -> Iterator[Fact]:
    graph = derived_graph(store.base, "gazetteer")
    for row in store.select(f"SELECT ?s ?p ?o {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} FILTER(ISIRI(?o)) }}"):
        name = names.get(_text(row["p"]))
        if name is not None:
            yield Fact(_text(row["s"]), name, _text(row["o"]))


def _disputes(store: Store) -> Iterator[Dispute]:
    for told in _by_subject(store, _CONFLICTS).values():
        yield Dispute(told["label"][0], frozenset(told["oneSide"]), frozenset(told["otherSide"]))


def _by_subject(store: Store, query: str) -> dict[str, Told]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in store.select(query):
        found[_text(row["s"])][_local(_text(row["p"]))].add(_text(row["o"]))
    return {iri: {prop: sorted(values) for prop, values in told.items()} for iri, told in found.items()}


def _text(term: object) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)


def _time(start: str | None, end: str | None) -> str | None:
    if start == end:
        return start
    return f"{start or '..'}/{end or '..'}"


def _local(iri: str) -> str:
    """The local name of a term of our own; of others the name behind the last `#` or `/`."""
    for prefix in ("kg", "plover"):
        if iri.startswith(PREFIXES[prefix]):
            return iri.removeprefix(PREFIXES[prefix])
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]
