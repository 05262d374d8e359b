"""Claims of articles go into a store, and its graph is brought up to date.

The graph is a function of the set of articles, the ontology and what read the articles: all entities are
linked anew each time, and only the graphs that come out different are written. A build that was interrupted
is resumed by the next one, because the store knows that its graph is out of date.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

from kg import __version__
from kg.graph.kept import Change, KeptArticle, content_key
from kg.graph.link import link
from kg.graph.quads import (
    article_iri,
    article_quads,
    derived_graph,
    entity_quads,
    fact_quads,
    gazetteer_quads,
    run_quads,
)
from kg.graph.runs import current_run
from kg.graph.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from kg.graph.store import Store
    from kg.model import Article, Claim
    from kg.ontology import Ontology

__all__ = ["Update", "known", "update"]


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did to the articles, and what the store holds after it."""

    new: int
    changed: int
    unchanged: int
    removed: int
    articles: int
    claims: int
    entities: int


def known(store: Store, article: Article, ontology: Ontology, model: str) -> bool:
    """Whether the store has the claims of just this article, as this ontology and model read it."""
    return store.kept.key_of(article.id) == content_key(article, current_run(ontology.digest, model))


def update(
    store: Store,
    extracted: Iterable[tuple[Article, Sequence[Claim]]],
    ontology: Ontology,
    model: str,
    *,
    base: str = DEFAULT_BASE,
    only: Set[str] | None = None,
) -> Update:
    """Put the claims of articles into a store and bring its graph up to date.

    Args:
        store: The store, open for writing.
        extracted: Articles with their claims; an article that is there already is replaced.
        ontology: What the claims were read with.
        model: Name and version of the language model.
        base: The base of the IRIs.
        only: Ids of the articles to keep, the others are removed. Looked at when `extracted` is used up, so
            that it can be filled on the way.

    Raises:
        StoreError: The store is read-only, or cannot be written.
    """
    run = current_run(ontology.digest, model)
    store.set_base(base)
    done: Counter[Change] = Counter()
    for article, claims in extracted:
        with store.writing():
            done[store.kept.put(article, claims, run)] += 1
    with store.writing():
        removed = 0 if only is None else store.kept.remove(store.kept.ids() - only)
        stamp = _digest(__version__, ontology.digest, base)
        if store.kept.stamp != stamp:
            _relink(store, ontology, base)
            store.kept.mark_clean(stamp)
            store.flush()
    return Update(
        new=done[Change.NEW],
        changed=done[Change.CHANGED],
        unchanged=done[Change.UNCHANGED],
        removed=removed,
        articles=len(store.kept.ids()),
        claims=store.kept.count_claims(),
        entities=store.count_entities(),
    )


def _relink(store: Store, ontology: Ontology, base: str) -> None:
    nodes = link(store.kept.entities(), ontology)
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for (article, entity), node in nodes.items():
        names[article][entity] = node.name
    articles = store.kept.articles()
    _write_articles(store, ontology, base, articles, names)
    distinct = sorted(set(nodes.values()), key=lambda node: node.name)
    facts = fact_quads(
        (
            (
                names[fact.article][fact.subject],
                fact.relation,
                names[fact.article][fact.object],
                fact.symmetric,
            )
            for fact in store.kept.facts()
        ),
        ontology.relations,
        base,
    )
    store.replace(DefaultGraph(), facts.union(entity_quads(distinct, base)))
    store.replace(derived_graph(base, "gazetteer"), gazetteer_quads(distinct, ontology.actors, base, facts))
    store.replace(derived_graph(base, "provenance"), run_quads({kept.run for kept in articles}, base))


def _write_articles(
    store: Store,
    ontology: Ontology,
    base: str,
    articles: Iterable[KeptArticle],
    names: Mapping[str, Mapping[str, str]],
) -> None:
    shared = store.kept.shared_claim_ids()
    # Of graphs that stay, derived ones are replaced later; what belongs to no article any more goes.
    stale = store.graphs() - {derived_graph(base, "gazetteer"), derived_graph(base, "provenance")}
    written = {}
    for kept in articles:
        meta, own = kept.meta, names.get(kept.meta.id, {})
        graph = article_iri(base, meta.id)
        stale.discard(graph)
        signature = _digest(kept.digest, ontology.digest, base, *sorted(shared), *sorted(map(repr, own.items())))
        if signature != kept.written:
            quads = article_quads(
                meta,
                store.kept.claims_of(meta.id),
                own,
                ontology.relations,
                run=kept.run,
                base=base,
                ambiguous=shared,
            )
            store.replace(graph, quads)
            written[meta.id] = signature
    store.kept.mark_written(written)
    for graph in stale:
        store.replace(graph, ())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
