"""Reads what the view shows out of a store, by SPARQL."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from kg.graph.event_quads import EVENTS
from kg.graph.quads import derived_graph, open_name
from kg.graph.vocab import PREFIXES
from kg.lines import one_line
from kg.model import EntityType, Modality, Polarity
from kg.query.terms import interval, text
from kg.view.evidence import mark_names, read_called, read_spellings
from kg.view.graph import (
    Dispute,
    Fact,
    ViewArticle,
    ViewClaim,
    ViewEvent,
    ViewEvidence,
    ViewGraph,
    ViewNode,
    ViewOffice,
    ViewRelation,
    assemble,
    undeclared,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["read_view"]

# How the IRI of evidence ends.
_NUMBER = re.compile(r"-(\d+)$")
# What is told of a subject: local name of the property -> values, in a fixed order.
Told = dict[str, list[str]]

# What every claim has comes as one row a claim; the rest, and what is told of other subjects, a property a row, sorted
# out here: a chain of OPTIONALs takes longer, and repeats a row for each combination of values.
_CLAIMS = """
SELECT ?article ?claim ?subject ?relation ?object ?polarity ?modality ?asserted ?confidence { GRAPH ?article {
  ?claim rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; kg:polarity ?polarity ;
         kg:modality ?modality ; kg:asserted ?asserted ; kg:confidence ?confidence
} }"""
_DETAILS = """
SELECT ?s ?p ?o { GRAPH ?article { ?s a kg:Claim ; ?p ?o } FILTER(?p IN (
  kg:eventType, kg:operator, kg:place, kg:speaker, kg:timeStart, kg:timeEnd, kg:topic
)) }"""
_EVIDENCE = """
SELECT ?article ?claim ?evidence ?text ?start ?end { GRAPH ?article {
  ?claim prov:wasDerivedFrom ?evidence . ?evidence oa:exact ?text ; oa:start ?start ; oa:end ?end
} }"""
_RELATIONS = "SELECT DISTINCT ?relation { GRAPH ?article { ?claim rdf:predicate ?relation } }"
_COORDINATES = "SELECT DISTINCT ?place ?north ?east { ?place geo:lat ?north ; geo:long ?east }"
_REPEATS = "SELECT ?article ?first { ?article kg:repeats ?first }"
_EVENTS = "SELECT ?s ?p ?o { GRAPH <%s> { ?s a kg:Event ; ?p ?o } }"
_TENURES = """
SELECT ?s ?p ?o { GRAPH <%s> { ?s a kg:Tenure ; ?p ?o } }"""
_TERMS = """
SELECT ?holder ?term ?label ?start ?end {
  ?holder kg:termOfOffice ?term . ?term rdfs:label ?label
  OPTIONAL { ?term schema:startDate ?start }
  OPTIONAL { ?term schema:endDate ?end }
}"""
_ARTICLES = "SELECT ?s ?p ?o { GRAPH ?s { ?s a schema:NewsArticle ; ?p ?o } }"
_CONFLICTS = "SELECT ?s ?p ?o { ?s a kg:Conflict ; ?p ?o }"
_ENTITIES = """
SELECT ?s ?p ?o {
  ?s rdfs:label ?label ; ?p ?o .
  FILTER(?p IN (rdf:type, rdfs:label, skos:altLabel, owl:sameAs))
}"""


def read_view(store: Store, ontology: Ontology, *, whole: Store | None = None) -> ViewGraph:
    """Read the claims of all articles, with their sentences, and the entities, events and facts they touch.

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
            relation.name, relation.label, relation.definition, relation.event_type, relation.symmetric, relation.iri
        )
        for relation in ontology.relations.values()
    }
    for row in store.select(_RELATIONS):
        iri = text(row["relation"])
        if iri not in names:
            name = _relation(iri, store.base)
            relations.setdefault(name, undeclared(name, iri))
    events = dict(_events(store, names))
    nodes = list(_nodes(store, ontology.classes, read_spellings(whole or store)))
    claims = _claims(store, names, {claim: event.iri for event, claims in events.items() for claim in claims})
    return assemble(
        nodes,
        mark_names(claims, nodes, read_called(whole or store)),
        _articles(store),
        relations,
        _facts(store, names),
        _disputes(store),
        events,
    )


def _nodes(
    store: Store, classes: Mapping[str, tuple[str, ...]], spellings: Mapping[str, tuple[tuple[str, int], ...]]
) -> Iterator[ViewNode]:
    entities = _by_subject(store, _ENTITIES)
    points = {place: (float(north), float(east)) for place, north, east in sorted(_texts(store, _COORDINATES))}
    offices = _offices(store, {iri: told["label"][0] for iri, told in entities.items()})
    for iri, told in entities.items():
        kind = _entity_type(told.get("type", ()), classes)
        if kind is None:
            continue
        label = told["label"][0]
        aliases = tuple(sorted({*told.get("altLabel", ())} - {label}))
        north, east = points.get(iri, (None, None))
        yield ViewNode(
            iri,
            label,
            kind,
            aliases,
            tuple(told.get("sameAs", ())),
            offices.get(iri, ()),
            latitude=north,
            longitude=east,
            spellings=spellings.get(iri, ()),
        )


def _entity_type(types: Iterable[str], classes: Mapping[str, tuple[str, ...]]) -> EntityType | None:
    """The type to draw; that of the nearest class above for classes of the user's own."""
    known = {kind.value: kind for kind in EntityType}
    for iri in types:
        name = _local(iri)
        for each in (name, *classes.get(name, ())):
            if each in known:
                return known[each]
    return None


def _offices(store: Store, labels: Mapping[str, str]) -> dict[str, tuple[ViewOffice, ...]]:
    """The offices that people held, by the claims and by the gazetteer, the latest first."""
    held: dict[str, set[ViewOffice]] = defaultdict(set)
    for told in _by_subject(store, _TENURES % derived_graph(store.base, "tenures").value).values():
        for office in told.get("heldOffice", ()):
            dates = (next(iter(told.get(end, ())), None) for end in ("startDate", "endDate"))
            held[told["holder"][0]].add(ViewOffice(labels.get(office, _local(office)), *dates))
    for row in store.select(_TERMS):
        dates = (text(row[end]) or None for end in ("start", "end"))
        held[text(row["holder"])].add(ViewOffice(text(row["label"]), *dates))
    return {holder: tuple(sorted(offices, key=_latest)) for holder, offices in held.items()}


def _latest(office: ViewOffice) -> tuple[object, ...]:
    """Sorts what has no known end, or the latest, to the front; among these what began last."""
    when = office.end or ("9999" if office.start else "0"), office.start or ""
    return tuple(tuple(-ord(letter) for letter in date) for date in when), office.label


def _claims(store: Store, names: Mapping[str, str], events: Mapping[str, str]) -> Iterator[ViewClaim]:
    evidence = _evidence(store)
    details = _by_subject(store, _DETAILS)
    rows: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in store.select(_CLAIMS):
        article, iri, *told = map(text, row)
        rows[article, iri] = min(rows.get((article, iri), tuple(told)), tuple(told))
    for (article, iri), (subject, relation, object_, polarity, modality, asserted, confidence) in rows.items():
        one = {prop: values[0] for prop, values in details.get(iri, {}).items()}
        event = one.get("eventType")
        cited, numbers = evidence.get(iri, ((), ()))
        yield ViewClaim(
            iri=iri,
            article=article,
            subject=subject,
            relation=names.get(relation) or _relation(relation, store.base),
            object=object_,
            event_type=_local(event) if event else None,
            polarity=Polarity(_local(polarity)),
            modality=Modality(_local(modality)),
            operator=one.get("operator"),
            asserted=asserted == "true",
            confidence=float(confidence),
            place=one.get("place"),
            time=interval(one.get("timeStart", ""), one.get("timeEnd", "")),
            topic=one.get("topic"),
            speaker=one.get("speaker"),
            evidence=cited,
            numbers=() if numbers == tuple(range(1, len(numbers) + 1)) else numbers,
            event=events.get(iri),
        )


def _relation(iri: str, base: str) -> str:
    """The name of a relation that the ontology lacks; an open one keeps its prefix, so that it is told from others."""
    return open_name(iri, base) or _local(iri)


def _evidence(store: Store) -> dict[str, tuple[tuple[ViewEvidence, ...], tuple[int, ...]]]:
    """The evidence of each claim in the order of the text, and the numbers that its IRIs end in.

    Where several claims have the same, it is one object.
    """
    found: dict[str, dict[ViewEvidence, int]] = defaultdict(dict)
    once: dict[ViewEvidence, ViewEvidence] = {}
    for row in store.select(_EVIDENCE):
        article, claim, iri, passage, start, end = map(text, row)
        evidence = ViewEvidence(article, one_line(passage), int(start), int(end))
        number = int("0" + "".join(_NUMBER.findall(iri)))
        told = found[claim]
        told[once.setdefault(evidence, evidence)] = min(number, told.get(evidence, number))
    ordered = {claim: sorted(each, key=lambda one: (one.start, one.end, one.text)) for claim, each in found.items()}
    return {claim: (tuple(each), tuple(found[claim][one] for one in each)) for claim, each in ordered.items()}


def _articles(store: Store) -> Iterator[ViewArticle]:
    repeats = {text(row["article"]): text(row["first"]) for row in store.select(_REPEATS)}
    for iri, told in _by_subject(store, _ARTICLES).items():
        one = {prop: values[0] for prop, values in told.items()}
        yield ViewArticle(
            iri,
            one.get("headline"),
            one.get("publisher"),
            one.get("datePublished"),
            one.get("url"),
            one.get("author"),
            one.get("inLanguage"),
            repeats.get(iri),
        )


def _events(store: Store, names: Mapping[str, str]) -> Iterator[tuple[ViewEvent, list[str]]]:
    """The events, each with the claims that report or deny it."""
    for iri, told in _by_subject(store, _EVENTS % derived_graph(store.base, EVENTS).value).items():
        one = {prop: values[0] for prop, values in told.items()}
        event = ViewEvent(
            iri,
            one["label"],
            names.get(one["kind"]) or _relation(one["kind"], store.base),
            _local(one["eventType"]),
            _local(one["status"]),
            one["attested"] == "true",
            one.get("place"),
            one.get("timeStart"),
            one.get("timeEnd"),
            int(one["articles"]),
            int(one["independentArticles"]),
            tuple(told.get("agent") or told["participant"]),
            tuple(told.get("target", ())),
            one.get("occasion"),
            one.get("firstReported"),
        )
        yield event, [*told.get("report", ()), *told.get("deniedBy", ())]


def _facts(store: Store, names: Mapping[str, str]) -> Iterator[Fact]:
    graph = derived_graph(store.base, "gazetteer")
    for row in store.select(f"SELECT ?s ?p ?o {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} FILTER(ISIRI(?o)) }}"):
        name = names.get(text(row["p"]))
        if name is not None:
            yield Fact(text(row["s"]), name, text(row["o"]))


def _disputes(store: Store) -> Iterator[Dispute]:
    for told in _by_subject(store, _CONFLICTS).values():
        if not told.keys() >= {"oneSide", "otherSide"}:
            continue  # a part of a graph may have the claims of one side alone
        yield Dispute(told["label"][0], frozenset(told["oneSide"]), frozenset(told["otherSide"]))


def _by_subject(store: Store, query: str) -> dict[str, Told]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in store.select(query):
        found[text(row["s"])][_local(text(row["p"]))].add(text(row["o"]))
    return {iri: {prop: sorted(values) for prop, values in told.items()} for iri, told in found.items()}


def _texts(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    return (tuple(map(text, row)) for row in store.select(query))


@cache
def _local(iri: str) -> str:
    """The local name of a term of our own; of others the name behind the last `#` or `/`."""
    for prefix in ("kg", "plover"):
        if iri.startswith(PREFIXES[prefix]):
            return iri.removeprefix(PREFIXES[prefix])
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]
