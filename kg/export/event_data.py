"""The claims as event data: a table in the manner of PLOVER and POLECAT, one row a report of an event.

Who did what to whom, when and where, by the types and modes of PLOVER, with the sentence that says it and its address.
What the text does not give as a fact is a row, too, and says so: whoever counts events takes those that are `asserted`.
Lasting facts, and what has no type of PLOVER (a mere denial, something only asked for), are no events.

Halterman and others, "PLOVER and POLECAT: A New Political Event Ontology and Dataset" (2023).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO

from kg.export.claim_tables import days_of, write_csv
from kg.graph.event_quads import EVENTS
from kg.graph.quads import derived_graph
from kg.graph.spans import Span
from kg.ontology import load_ontology
from kg.query.claims import graph_claims
from kg.query.graph_entities import graph_entities
from kg.query.terms import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graph.store import Store
    from kg.ontology import EventType, Relation
    from kg.query.claims import GraphClaim
    from kg.query.graph_entities import GraphEntity

__all__ = ["COLUMNS", "event_data", "export_event_data"]

COLUMNS = tuple(
    "event_date date_begin date_end date_source source source_type source_country target target_type target_country "
    "event_type event_mode relation quad_class goldstein polarity modality asserted confidence place latitude "
    "longitude sentence published outlet url speaker source_id target_id event article claim".split()
)
"""`event_date` is an ISO 8601 date, month, year or interval, `date_begin` and `date_end` its first and last day;
`date_source` is `text` where the text dates the event and `article` where only its own date is known; `goldstein` is
-10..10; `event` is the same for all reports of one event. Countries are ISO 3166 codes."""
_LASTING = "STRUCTURE"
_REPORTS = "SELECT ?event ?claim {{ GRAPH {graph} {{ ?event kg:report|kg:deniedBy ?claim }} }}"
_SERVED = "SELECT ?actor ?iso { ?actor kg:represents ?country . ?country a kg:Country ; kg:iso ?iso }"


def export_event_data(store: Store, out: BinaryIO) -> None:
    """Write the rows as CSV.

    Raises:
        StoreError: The store cannot be read.
    """
    write_csv(event_data(store), COLUMNS, out)


def event_data(store: Store) -> Iterator[dict[str, object]]:
    """The rows, with the values of `COLUMNS`, in the order of articles and text.

    Raises:
        StoreError: The store cannot be read.
    """
    relations, types = _terms(store)
    entities = {entity.iri: entity for entity in graph_entities(store)}
    countries = _countries(store, entities)
    graph = derived_graph(store.base, EVENTS)
    events = {text(row["claim"]): text(row["event"]) for row in store.select(_REPORTS.format(graph=graph))}
    for claim in graph_claims(store):
        if claim.event_type is not None and claim.event_type != _LASTING:
            yield {
                **_about(claim, entities.get(claim.place.iri) if claim.place else None),
                **_weighed(relations.get(claim.relation), claim.event_type, types.get(claim.event_type)),
                "source_country": countries.get(claim.subject.iri),
                "target_country": countries.get(claim.object.iri),
                "event": events.get(claim.iri),
            }


def _about(claim: GraphClaim, place: GraphEntity | None) -> dict[str, object]:
    subject, object_ = claim.subject, claim.object
    date = claim.time or claim.article.published
    begin, end = days_of(date)
    return {
        "event_date": date,
        "date_begin": None if begin is None else str(Span(begin, begin)),
        "date_end": None if end is None else str(Span(end, end)),
        "date_source": "text" if claim.time else "article" if claim.article.published else None,
        "source": subject.label,
        "source_type": subject.type.value if subject.type else None,
        "target": object_.label,
        "target_type": object_.type.value if object_.type else None,
        "event_type": claim.event_type,
        "relation": claim.relation,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "asserted": claim.asserted,
        "confidence": claim.confidence,
        "place": claim.place.label if claim.place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "sentence": claim.evidence[0].text if claim.evidence else None,
        "published": claim.article.published,
        "outlet": claim.article.publisher,
        "url": claim.article.url,
        "speaker": claim.speaker.label if claim.speaker else None,
        "source_id": subject.iri,
        "target_id": object_.iri,
        "article": claim.article.iri,
        "claim": claim.iri,
    }


def _weighed(relation: Relation | None, event_type: str, kind: EventType | None) -> dict[str, object]:
    """Mode, class and value; those of the relation only where the event is of its type: a promised visit is none."""
    own = relation if relation is not None and relation.event_type == event_type else None
    value = own.goldstein if own is not None and own.goldstein is not None else kind.goldstein if kind else None
    return {
        "event_mode": own.mode if own is not None else None,
        "quad_class": kind.quad_class if kind else None,
        "goldstein": value,
    }


def _terms(store: Store) -> tuple[Mapping[str, Relation], Mapping[str, EventType]]:
    """Relations and event types: those that the store was built with, or the shipped ones at an endpoint alone."""
    if store.alone:
        ontology = load_ontology()
        return ontology.relations, ontology.event_types
    return store.kept.relations(), store.kept.event_types()


def _countries(store: Store, entities: Mapping[str, GraphEntity]) -> dict[str, str]:
    """The ISO codes of countries, and of the country of those who act for just one."""
    served: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_SERVED):
        served[text(row["actor"])].add(text(row["iso"]))
    acting = {actor: min(codes) for actor, codes in served.items() if len(codes) == 1}
    return acting | {iri: entity.iso for iri, entity in entities.items() if entity.iso}
