"""One state of a store as the pages read it: what is asked for again and again is read once."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.quads import article_iri, entity_iri
from kg.graph.whole import read_whole
from kg.query import terms
from kg.server.pages.addresses import linker
from kg.server.pages.claims import local_id, read_articles, read_claims
from kg.server.pages.names import NameIndex, read_index
from kg.server.pages.sayings import Link
from kg.server.pages.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.store import Store
    from kg.graph.whole import LinkedClaim, Whole
    from kg.model import ArticleMeta
    from kg.ontology import Ontology

__all__ = ["LARGEST_WHOLE", "NEWEST", "Reading"]

LARGEST_WHOLE = 100_000
"""Claims up to which all of a store are held in memory (some 50 MB); of a larger store, those of one entity are."""

NEWEST = 5_000
"""So many claims of one entity are read of a larger store, which takes a second or two."""

_REMEMBERED = 64

# First come those of the newest articles.
_NEWEST_OF = """
SELECT ?article ?claim {{
  {{ SELECT DISTINCT ?article ?claim {{ {claims} }} }}
  OPTIONAL {{ GRAPH ?article {{ ?article schema:datePublished ?date }} }}
}}
ORDER BY DESC(STR(?date)) ?article ?claim
LIMIT {limit}"""
# The claims that name an entity, and those between some.
_ABOUT = """GRAPH ?article {{
  {{ ?claim rdf:subject {iri} }} UNION {{ ?claim rdf:object {iri} }}
  UNION {{ ?claim kg:place {iri} }} UNION {{ ?claim kg:speaker {iri} }}
}}"""
_BETWEEN = """
VALUES ?one {{ {iris} }}
GRAPH ?article {{ ?claim rdf:subject ?one ; rdf:object ?other }} FILTER(?other IN ({listed}))"""
_DATES = "SELECT ?article ?date { GRAPH ?article { ?article schema:datePublished ?date } }"


class Reading:
    """A store as it was opened, with the ontology whose relations its claims have."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        """Take an open store; nothing is read yet."""
        self.store = store
        self.ontology = ontology
        self.about = lru_cache(_REMEMBERED)(self._read_about)
        self.link = linker(store.base)

    @property
    def base(self) -> str:
        return self.store.base

    @cached_property
    def relation_labels(self) -> dict[str, str]:
        """The labels of the relations of the ontology, by their IRIs."""
        return {relation.iri: relation.label for relation in self.ontology.relations.values()}

    @cached_property
    def claim_count(self) -> int:
        return self.store.count_claims()

    @cached_property
    def names(self) -> NameIndex:
        """Who and what there is, by name."""
        return read_index(self.store, self.ontology.classes)

    @cached_property
    def whole(self) -> Whole | None:
        """All claims, if the store has them at hand and they are not too many."""
        if self.claim_count > LARGEST_WHOLE:
            return None
        try:
            whole = read_whole(self.store)
        except StoreError:  # it has the graph alone
            return None
        # A graph cut by a threshold has no claims beside it.
        return whole if len(whole.claims) == self.claim_count else None

    @cached_property
    def claims_of(self) -> dict[str, list[int]]:
        """The places in `whole` of the claims that name a node, by its local name."""
        found: dict[str, list[int]] = {}
        for at, claim in enumerate(self.whole.claims if self.whole else ()):
            for name in {claim.subject, claim.object, claim.place, claim.speaker} - {None}:
                found.setdefault(str(name), []).append(at)
        return found

    def articles(self, ids: Iterable[str]) -> dict[str, ArticleMeta]:
        """What is known of articles, by their ids."""
        iris = (article_iri(self.base, each).value for each in ids)
        return {meta.id: meta for meta in read_articles(self.store, iris)}

    def date_of(self, article: str) -> str:
        """When an article appeared, by its id; nothing where that is not known."""
        whole = self.whole
        if whole is not None:
            return whole.articles[article].published or ""
        return self._dates.get(article_iri(self.base, article).value, "")

    @cached_property
    def _dates(self) -> dict[str, str]:
        return {terms.text(row["article"]): terms.text(row["date"]) for row in self.store.select(_DATES)}

    def entity_name(self, iri: str) -> str:
        """The local name of an entity by its IRI."""
        return local_id(iri, f"{self.base}resource/")

    def name_link(self, name: str) -> Link:
        """The link to the page of an entity, by its local name."""
        iri = entity_iri(self.base, name)
        label = self.store.labels([iri]).get(iri, name)
        return Link(cut(label), self.link(iri.value))

    def article_id(self, iri: str) -> str:
        """The id of an article by its IRI."""
        return local_id(iri, f"{self.base}article/")

    def text_of(self, article: str) -> str | None:
        """The text of an article by its id, where the store keeps it."""
        try:
            return self.store.kept.text_of(article) or None
        except StoreError:
            return None

    def _read_about(self, name: str) -> Whole:
        """The claims that name a node; of a store that is too large for memory no more than the newest."""
        whole = self.whole
        if whole is not None:
            claims = tuple(whole.claims[at] for at in self.claims_of.get(name, ()))
            return replace(whole, claims=claims)
        return self._read_newest(_ABOUT.format(iri=entity_iri(self.base, name)), NEWEST)

    def between(self, names: Iterable[str], limit: int) -> tuple[LinkedClaim, ...]:
        """The newest claims of which both sides are among these nodes; of a store in memory, all of them."""
        wanted = sorted(set(names))
        if self.whole is not None:
            linking = {at for each in wanted for at in self.claims_of.get(each, ())}
            claims = (self.whole.claims[at] for at in sorted(linking))
            return tuple(claim for claim in claims if claim.subject in wanted and claim.object in wanted)
        iris = [str(entity_iri(self.base, each)) for each in wanted]
        return tuple(self._read_newest(_BETWEEN.format(iris=" ".join(iris), listed=", ".join(iris)), limit).claims)

    def _read_newest(self, claims: str, limit: int) -> Whole:
        meant = _NEWEST_OF.format(claims=claims, limit=limit)
        return read_claims(self.store, self.ontology, meant)
