"""Entities by what people call them: for the box that finds them as one types, and for names that are nearly right."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from kg.graph.names import fold
from kg.query import terms
from kg.server.pages.claims import entity_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.store import Store
    from kg.model import EntityType

__all__ = ["Known", "NameIndex", "read_index"]

_NEAR = 75.0  # as for corrections: Zelenksy/Zelensky 88, Macron/Marcon 83; Lavrov/Laval 73 is another
_LONGEST = 200  # nobody types more of a name; what is longer is compared by its beginning
_NAMES = """
SELECT ?node ?name ?main {{
  {{ ?node rdfs:label ?name BIND(true AS ?main) }} UNION {{ ?node skos:altLabel ?name BIND(false AS ?main) }}
  FILTER(STRSTARTS(STR(?node), "{base}resource/"))
}}"""
_TYPES = 'SELECT ?node ?type {{ ?node a ?type FILTER(STRSTARTS(STR(?node), "{base}resource/")) }}'
_COUNTS = """
SELECT ?node (COUNT(?claim) AS ?n) { GRAPH ?article { ?claim rdf:subject|rdf:object ?node } } GROUP BY ?node"""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity with its names; `claims` are those that it is subject or object of."""

    iri: str
    label: str
    type: EntityType | None
    aliases: tuple[str, ...]
    claims: int


class NameIndex:
    """Entities by name, whatever the capitals and accents."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Draw up the table of names."""
        self.by_iri = {each.iri: each for each in known}
        names = ((fold(name[:_LONGEST]), each) for each in self.by_iri.values() for name in {each.label, *each.aliases})
        self._names = sorted(
            ((name, each) for name, each in names if name), key=lambda item: (item[0], -item[1].claims, item[1].iri)
        )

    def find(self, typed: str, limit: int, *, offset: int = 0) -> tuple[list[Known], int]:
        """Who has what was typed in a name, and how many they are.

        First come those of just that name, then those whose name, or a word of it, begins so; then by claims.
        """
        wanted = fold(typed[:_LONGEST])
        ranks: dict[str, int] = {}
        for name, each in self._names if wanted else ():
            at = name.find(wanted)
            if at >= 0:
                rank = (name != wanted) if at == 0 else 2 if f" {wanted}" in name else 3
                ranks[each.iri] = min(int(rank), ranks.get(each.iri, 9))
        found = sorted(ranks, key=lambda iri: (ranks[iri], -self.by_iri[iri].claims, self.by_iri[iri].label, iri))
        return [self.by_iri[iri] for iri in found[offset : offset + limit]], len(found)

    def knows(self, name: str) -> bool:
        """Whether somebody is called just so."""
        wanted = fold(name[:_LONGEST])
        at = bisect_left(self._names, wanted, key=lambda item: item[0])
        return at < len(self._names) and self._names[at][0] == wanted

    def near(self, typed: str, limit: int = 5) -> list[Known]:
        """Whose name is nearly what was typed; the nearest first."""
        wanted = fold(typed[:_LONGEST])
        if not wanted:
            return []
        found: dict[str, Known] = {}
        names = [name for name, _ in self._names]
        for _, _, at in extract(wanted, names, scorer=ratio, limit=5 * limit, score_cutoff=_NEAR):
            each = self._names[at][1]
            found.setdefault(each.iri, each)
        # A name is often known by one of its words.
        for word in [word for word in wanted.split() if len(word) > 2][:4]:
            for each in self.find(word, limit)[0]:
                found.setdefault(each.iri, each)
        return list(found.values())[:limit]

    def leading(self, limit: int) -> list[Known]:
        """Of whom most is told."""
        return sorted(self.by_iri.values(), key=lambda each: (-each.claims, each.label, each.iri))[:limit]


def read_index(store: Store, classes: Mapping[str, tuple[str, ...]]) -> NameIndex:
    """The names of all entities of a store.

    Args:
        store: An open store.
        classes: The classes of the ontology, each with those above it.
    """
    labels: dict[str, str] = {}
    aliases: dict[str, set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_NAMES.format(base=store.base)):
        iri, name = terms.text(row["node"]), terms.text(row["name"])
        if terms.text(row["main"]) == "true":
            labels[iri] = min(name, labels.get(iri, name))
        else:
            aliases[iri].add(name)
    for row in store.select(_TYPES.format(base=store.base)):
        types[terms.text(row["node"])].add(terms.text(row["type"]))
    counts = Counter({terms.text(row["node"]): int(terms.text(row["n"])) for row in store.select(_COUNTS)})
    return NameIndex(
        Known(iri, label, entity_type(types[iri], classes), tuple(sorted(aliases[iri] - {label})), counts[iri])
        for iri, label in sorted(labels.items())
    )
