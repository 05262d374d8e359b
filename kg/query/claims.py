"""The claims of a graph one by one, with the names of what they are about, their sentences and where these stand.

They come article by article, so that a graph of any size can be gone through in little memory.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.batches import batches
from kg.graph.quads import open_name
from kg.graph.vocab import PREFIXES
from kg.model import EntityType, Modality, Polarity
from kg.query.graph_entities import entity_type
from kg.query.terms import interval, local, tail, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.store import Store

__all__ = ["Cited", "GraphClaim", "Named", "Source", "graph_claims"]

_AT_ONCE = 200  # articles whose names are looked up together
_NUMBER = re.compile(r"-(\d+)$")  # how the IRI of evidence ends
_ARTICLES = "SELECT DISTINCT ?article { GRAPH ?article { ?article a schema:NewsArticle } }"
_NAMES = """
SELECT ?node ?label ?kind {{ VALUES ?node {{ {nodes} }} ?node rdfs:label ?label OPTIONAL {{ ?node a ?kind }} }}"""

_Facts = dict[str, dict[str, list[str]]]  # subject -> local name of the property -> values


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of the graph: its IRI, its label, and its type where that is one of ours."""

    iri: str
    label: str
    type: EntityType | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The article of a claim; `published` is an ISO date."""

    iri: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence behind a claim: the article's text from `start` to `end` (half-open)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GraphClaim:
    """A claim as the graph has it, its entities linked; fields are those of `kg.model.Claim`.

    `relation` is a local name in `kg:`, `open:NAME` for an open relation, and the IRI of any other.
    """

    iri: str
    article: Source
    subject: Named
    relation: str
    object: Named
    event_type: str | None
    polarity: Polarity
    modality: Modality
    operator: str | None
    asserted: bool
    confidence: float
    place: Named | None
    time: str | None
    topic: str | None
    speaker: Named | None
    evidence: tuple[Cited, ...]


def graph_claims(store: Store) -> Iterator[GraphClaim]:
    """All claims of a graph, ordered by the IRI of the article, then by their place in it.

    Raises:
        StoreError: The store cannot be read.
    """
    articles = sorted((row["article"] for row in store.select(_ARTICLES)), key=str)
    for batch in batches(articles, _AT_ONCE):
        told: dict[str, _Facts] = {article.value: defaultdict(lambda: defaultdict(list)) for article in batch}
        for quad in store.quads_of(batch):
            told[text(quad.graph_name)][text(quad.subject)][local(quad.predicate)].append(text(quad.object))
        names = _names(store, {iri for facts in told.values() for iri in _entities(facts)})
        for article, facts in told.items():
            yield from sorted(_claims(store.base, article, facts, names), key=_place)


def _entities(facts: _Facts) -> Iterator[str]:
    for told in facts.values():
        if "predicate" in told:
            for role in ("subject", "object", "place", "speaker"):
                yield from told.get(role, ())


def _names(store: Store, iris: Iterable[str]) -> dict[str, Named]:
    labels: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for some in batches(sorted(iris), _AT_ONCE):
        values = " ".join(f"<{iri}>" for iri in some)
        for row in store.select(_NAMES.format(nodes=values)):
            labels[text(row["node"])].add(text(row["label"]))
            kinds[text(row["node"])].add(text(row["kind"]))
    return {iri: Named(iri, min(known), entity_type(kinds[iri])) for iri, known in labels.items()}


def _claims(base: str, article: str, facts: _Facts, names: Mapping[str, Named]) -> Iterator[GraphClaim]:
    source = _source(article, facts.get(article, {}))
    for iri, told in facts.items():
        if "predicate" not in told:
            continue
        one = {name: min(values) for name, values in told.items()}
        entities = {role: _named(one[role], names) for role in ("subject", "object", "place", "speaker") if role in one}
        event = one.get("eventType")
        yield GraphClaim(
            iri=iri,
            article=source,
            subject=entities["subject"],
            relation=_relation(one["predicate"], base),
            object=entities["object"],
            event_type=tail(event) if event else None,
            polarity=Polarity(tail(one["polarity"])),
            modality=Modality(tail(one["modality"])),
            operator=one.get("operator"),
            asserted=one["asserted"] == "true",
            confidence=float(one["confidence"]),
            place=entities.get("place"),
            time=interval(one.get("timeStart", ""), one.get("timeEnd", "")),
            topic=one.get("topic"),
            speaker=entities.get("speaker"),
            evidence=tuple(_cited(facts, told.get("wasDerivedFrom", ()))),
        )


def _source(iri: str, told: Mapping[str, list[str]]) -> Source:
    values = (min(told[name]) if name in told else None for name in ("headline", "datePublished", "publisher", "url"))
    return Source(iri, *values)


def _named(iri: str, names: Mapping[str, Named]) -> Named:
    return names.get(iri) or Named(iri, tail(iri))


def _relation(iri: str, base: str) -> str:
    return open_name(iri, base) or iri.removeprefix(PREFIXES["kg"])


def _cited(facts: _Facts, evidence: Iterable[str]) -> Iterator[Cited]:
    for iri in sorted(evidence, key=_number):
        told = facts[iri]
        yield Cited(told["exact"][0], int(told["start"][0]), int(told["end"][0]))


def _number(evidence: str) -> tuple[int, str]:
    found = _NUMBER.search(evidence)
    return (int(found[1]) if found else 0, evidence)


def _place(claim: GraphClaim) -> tuple[int, str]:
    return (claim.evidence[0].start if claim.evidence else 0, claim.iri)
