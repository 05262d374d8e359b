"""All that the articles of a store say, linked: what derived graphs are made from.

It is read from the kept claims, so that it is there again, for any threshold of confidence, without linking anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Modality, Polarity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.graph.link import Candidate, Node
    from kg.graph.store import Store
    from kg.model import ArticleMeta
    from kg.ontology import EventType, Relation

__all__ = ["LinkedClaim", "Whole", "read_whole"]


class LinkedClaim(NamedTuple):
    """A claim whose entities are nodes of the graph; its evidence stays with `Kept.claims_of`.

    `article` and `id` are as given by the article; `name` is the local name of the claim's IRI; subject, object,
    place and speaker are local names of nodes. `starts` are where the sentences of its evidence begin in the article.
    """

    article: str
    id: str
    name: str
    subject: str
    relation: str
    object: str
    place: str | None
    speaker: str | None
    symmetric: bool
    event_type: str | None
    polarity: Polarity
    modality: Modality
    operator: str | None
    asserted: bool
    confidence: float
    time: str | None
    starts: tuple[int, ...] = ()
    topic: str | None = None

    @property
    def is_fact(self) -> bool:
        """Whether it is a plain triple of the default graph."""
        return self.asserted and self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True)
class Whole:
    """The articles of a store by their ids, their claims by article and place in it, the nodes by their local names.

    Claims below the threshold are not among `claims`. `relations` and `event_types` are those of the ontology by name,
    `heads` the titles of heads of state or government, as `fold` gives them. `repeats` has the articles that only
    repeat another, each with that one; `candidates` are the pairs of nodes that may be one.
    """

    base: str
    relations: Mapping[str, Relation]
    nodes: Mapping[str, Node]
    articles: Mapping[str, ArticleMeta]
    claims: Sequence[LinkedClaim]
    event_types: Mapping[str, EventType] = field(default_factory=dict)
    repeats: Mapping[str, str] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()
    candidates: tuple[Candidate, ...] = ()

    def label(self, node: str) -> str:
        """The label of a node."""
        return self.nodes[node].label


def read_whole(store: Store, minimum: float | None = None, *, claims: Sequence[LinkedClaim] | None = None) -> Whole:
    """The whole of a store as it was last linked.

    Args:
        store: The store.
        minimum: The threshold of confidence (0..1); by default the one that the store has, and never below it.
        claims: Its claims above the threshold as they were last linked, where they have been read already.
    """
    kept = store.kept
    least = max(minimum or 0.0, kept.min_confidence)
    return Whole(
        store.base,
        kept.relations(),
        kept.nodes(),
        {each.meta.id: each.meta for each in kept.articles()},
        tuple(kept.linked(least)) if claims is None else claims,
        kept.event_types(),
        json.loads(kept.recall("repeats") or "{}"),
        frozenset(json.loads(kept.recall("heads") or "[]")),
        kept.candidates(),
    )
