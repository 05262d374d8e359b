"""The entities of a graph one by one, with what is told of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.vocab import PREFIXES
from kg.model import EntityType
from kg.query.terms import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.store import Store

__all__ = ["GraphEntity", "entity_type", "graph_entities"]

_TYPES = {PREFIXES["kg"] + kind.value: kind for kind in EntityType}
_TOLD = """
SELECT ?entity ?p ?o {{
  ?entity rdfs:label ?label ; ?p ?o
  FILTER(STRSTARTS(STR(?entity), "{base}resource/"))
  FILTER(?p IN (rdf:type, rdfs:label, skos:altLabel, owl:sameAs, kg:iso, geo:lat, geo:long))
}}"""


@dataclass(frozen=True, slots=True)
class GraphEntity:
    """An entity of the graph; `latitude` and `longitude` are degrees (WGS 84), `iso` is a country's ISO 3166 code."""

    iri: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    iso: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def graph_entities(store: Store) -> Iterator[GraphEntity]:
    """All entities of a graph, by their IRIs.

    Raises:
        StoreError: The store cannot be read.
    """
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in store.select(_TOLD.format(base=store.base)):
        facts[text(row["entity"])][text(row["p"])].add(text(row["o"]))
    for iri, told in sorted(facts.items()):
        kind = entity_type(told[PREFIXES["rdf"] + "type"])
        if kind is None:
            continue
        label = min(told[PREFIXES["rdfs"] + "label"])
        north, east = (told.get(PREFIXES["geo"] + name) for name in ("lat", "long"))
        yield GraphEntity(
            iri,
            label,
            kind,
            tuple(sorted(told.get(PREFIXES["skos"] + "altLabel", set()) - {label})),
            tuple(sorted(told.get(PREFIXES["owl"] + "sameAs", ()))),
            min(told.get(PREFIXES["kg"] + "iso", ()), default=None),
            float(min(north)) if north and east else None,
            float(min(east)) if north and east else None,
        )


def entity_type(iris: Iterable[str]) -> EntityType | None:
    """The type of ours among the IRIs of an entity's classes; the first by its name, should there be several."""
    return min((_TYPES[iri] for iri in iris if iri in _TYPES), default=None)
