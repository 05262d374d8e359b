"""The graph of made-up articles, quad by quad as a build would write it, but without linking: who is who is given.

Whoever bears one name is one, and articles that tell of one happening repeat the first of them; a build finds that out
from names and texts. All else is made by what makes it in a build, so that every query finds what it asks for. The
graphs of articles pass by one at a time; what is kept of each is what derived graphs are made from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from pyoxigraph import Quad

from bench.generate import World
from kg.graph.derived import DERIVED
from kg.graph.link import EntityKey, Group, Node, entities_of, make_nodes
from kg.graph.names import fold
from kg.graph.quads import (
    article_quads,
    claim_name,
    entity_quads,
    fact_quads,
    gazetteer_quads,
    run_quads,
    term_quads,
)
from kg.graph.runs import GIVEN, current_run
from kg.graph.vocab import DEFAULT_BASE
from kg.graph.whole import LinkedClaim, Whole
from kg.model import Article, ArticleMeta, Claim, Entity

__all__ = ["MadeGraph"]


class MadeGraph:
    """The graph of the first articles of a world."""

    def __init__(self, world: World, count: int, *, base: str = DEFAULT_BASE) -> None:
        """Take the articles up to a number; nothing is made yet."""
        self.world = world
        self.count = count
        self.base = base

    def quads(self) -> Iterator[Quad]:
        """All quads, those of an article together; derived graphs come last."""
        ontology = self.world.ontology
        run = current_run(ontology.digest, GIVEN)
        names = {own: node.name for own, node in self.nodes.items()}
        metas: dict[str, ArticleMeta] = {}
        told: list[LinkedClaim] = []
        for article, claims in self.world.articles(self.count):
            yield from article_quads(article.meta, claims, names, ontology.relations, run=run, base=self.base)
            metas[article.id] = article.meta
            told.extend(_linked(article, claim, names) for claim in claims)
        facts = {(each.subject, each.relation, each.object, each.symmetric) for each in told if each.is_fact}
        direct = fact_quads(facts, ontology.relations, self.base)
        nodes = sorted(self.nodes.values(), key=lambda node: node.name)
        yield from direct
        yield from entity_quads(nodes, self.base)
        yield from gazetteer_quads(nodes, ontology.actors, self.base, direct)
        yield from term_quads(nodes, ontology.terms_of_office, self.base)
        yield from run_quads([run], self.base)
        whole = Whole(
            self.base,
            ontology.relations,
            {node.name: node for node in nodes},
            metas,
            tuple(told),
            ontology.event_types,
            self._repeats(metas),
            frozenset(fold(name) for office in ontology.offices.values() if office.head for name in office.names),
        )
        for make in DERIVED.values():
            yield from make(whole)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """The node of everybody and everything that the articles name, by the id that they give it."""
        merged: dict[str, Entity] = {}
        for _, claims in self.world.articles(self.count):
            for entity in entities_of("", claims).values():
                own, known = entity.id, merged.get(entity.id)
                if known is None or known.aliases != entity.aliases:
                    aliases = {*entity.aliases, *(known.aliases if known else ())}
                    merged[own] = replace(known or entity, aliases=tuple(sorted(aliases)))
        groups: dict[EntityKey, Group] = {
            ("", own): ("actor", own) if own in self.world.ontology.actors else ("named", own) for own in merged
        }
        entities = {("", own): entity for own, entity in merged.items()}
        return {own: node for (_, own), node in make_nodes(groups, entities, self.world.ontology).items()}

    def _repeats(self, metas: Mapping[str, ArticleMeta]) -> dict[str, str]:
        """Who tells again what happened, each with the article that told it first."""
        alike: dict[int, list[str]] = defaultdict(list)
        for number, article in enumerate(metas):
            alike[self.world.told(number)].append(article)
        firsts = {
            article: min(ids, key=lambda own: (metas[own].published or "~", own))
            for ids in alike.values()
            for article in ids
        }
        return {article: first for article, first in sorted(firsts.items()) if article != first}


def _linked(article: Article, claim: Claim, names: Mapping[str, str]) -> LinkedClaim:
    return LinkedClaim(
        article=article.id,
        id=claim.id,
        name=claim_name(article.id, claim.id),
        subject=names[claim.subject.id],
        relation=claim.relation,
        object=names[claim.object.id],
        place=names[claim.place.id] if claim.place else None,
        speaker=names[claim.speaker.id] if claim.speaker else None,
        symmetric=claim.symmetric,
        event_type=claim.event_type,
        polarity=claim.polarity,
        modality=claim.modality,
        operator=claim.operator,
        asserted=claim.asserted,
        confidence=claim.confidence,
        time=claim.time,
        starts=tuple(each.start for each in claim.evidence),
        topic=claim.topic,
    )
