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
from kg.graph.batches import batches
from kg.graph.event_quads import EVENTS
from kg.graph.quads import derived_graph
from kg.graph.spans import Span
from kg.ontology import load_ontology
from kg.outlets import outlet_of
from kg.query.claims import graph_claims
from kg.query.terms import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.store import Store
    from kg.ontology import EventType, Relation
    from kg.query.claims import GraphClaim

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
_AT_ONCE = 1_000  # claims whose events, countries and places are looked up together
# Pairs: two VALUES would make Oxigraph read the whole store.
_REPORTS = "SELECT ?event ?claim {{ VALUES (?way ?claim) {{ {pairs} }} GRAPH {graph} {{ ?event ?way ?claim }} }}"
_OWN = "SELECT ?node ?value {{ VALUES ?node {{ {nodes} }} ?node kg:iso ?value }}"
_SERVED = """
SELECT ?node ?value {{
  VALUES ?node {{ {nodes} }} ?node kg:represents ?country . ?country a kg:Country ; kg:iso ?value
}}"""
_PLACES = "SELECT ?node ?north ?east {{ VALUES ?node {{ {nodes} }} ?node geo:lat ?north ; geo:long ?east }}"


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
    told = (claim for claim in graph_claims(store) if claim.event_type not in (None, _LASTING))
    for some in batches(told, _AT_ONCE):
        events, countries, places = _events(store, some), _countries(store, some), _places(store, some)
        for claim in some:
            kind = claim.event_type or ""
            yield {
                **_about(claim, places.get(claim.place.iri) if claim.place else None),
                **_weighed(relations.get(claim.relation), kind, types.get(kind)),
                "source_country": countries.get(claim.subject.iri),
                "target_country": countries.get(claim.object.iri),
                "event": events.get(claim.iri),
            }


def _about(claim: GraphClaim, place: tuple[float, float] | None) -> dict[str, object]:
    subject, object_ = claim.subject, claim.object
    date = claim.time or claim.article.published
    begin, end = days_of(date)
    north, east = place or (None, None)
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
        "latitude": north,
        "longitude": east,
        "sentence": claim.evidence[0].text if claim.evidence else None,
        "published": claim.article.published,
        "outlet": outlet_of(claim.article.publisher, claim.article.url),
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


def _events(store: Store, claims: Iterable[GraphClaim]) -> dict[str, str]:
    """The events that claims tell of."""
    pairs = " ".join(f"({way} <{claim.iri}>)" for claim in claims for way in ("kg:report", "kg:deniedBy"))
    rows = store.select(_REPORTS.format(pairs=pairs, graph=derived_graph(store.base, EVENTS)))
    return {text(row["claim"]): text(row["event"]) for row in rows}


def _countries(store: Store, claims: Sequence[GraphClaim]) -> dict[str, str]:
    """The ISO codes of countries, and of the country of those who act for just one."""
    nodes = _listed({end.iri for claim in claims for end in (claim.subject, claim.object)})
    own, served = (_codes(store, query.format(nodes=nodes)) for query in (_OWN, _SERVED))
    return {node: min(codes) for node, codes in served.items() if len(codes) == 1} | {
        node: min(codes) for node, codes in own.items()
    }


def _codes(store: Store, query: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.select(query):
        found[text(row["node"])].add(text(row["value"]))
    return found


def _places(store: Store, claims: Iterable[GraphClaim]) -> dict[str, tuple[float, float]]:
    """Degrees north and east of the places of claims."""
    rows = store.select(_PLACES.format(nodes=_listed({claim.place.iri for claim in claims if claim.place})))
    found = sorted((text(row["node"]), text(row["north"]), text(row["east"])) for row in rows)
    return {node: (float(north), float(east)) for node, north, east in reversed(found)}


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))
