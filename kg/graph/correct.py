"""All corrections of a store at work: kept claims and entities as read -> nodes and verdicts as the user has them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.graph.link import entities_of
from kg.graph.named import Articles
from kg.graph.replay import replay
from kg.graph.verdicts import Sources, Verdict, apply_verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.corrections import Correction, Corrections
    from kg.graph.kept import Kept
    from kg.graph.link import EntityKey, Node
    from kg.graph.persons import Doubt
    from kg.model import Claim
    from kg.ontology import Ontology

__all__ = ["Corrected", "correct", "sources_of", "with_verdicts"]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What corrections leave.

    `nodes` are those of entities that a claim still names; `verdicts` are by article and place of the claim in it;
    `changed` are the corrections behind nodes, by their names; `applied` those that found what they speak of;
    `unmatched` says why others did not.
    """

    nodes: Mapping[EntityKey, Node]
    verdicts: Mapping[tuple[str, int], Verdict]
    changed: Mapping[str, frozenset[Correction]]
    applied: tuple[Correction, ...]
    unmatched: tuple[str, ...]
    by_article: Mapping[str, Mapping[int, Verdict]]
    doubts: tuple[Doubt, ...]


def correct(kept: Kept, corrections: Corrections, ontology: Ontology) -> Corrected:
    """Link all entities that are kept, with corrections.

    Raises:
        CorrectionError: Two corrections contradict each other.
    """
    sources = sources_of(kept)
    replayed = replay(kept.entities(), ontology, corrections, sources.articles, kept.told())
    judged = judge(corrections, sources, replayed.nodes, replayed.dropped)
    by_article: dict[str, dict[int, Verdict]] = defaultdict(dict)
    for (article, position), verdict in judged.verdicts.items():
        by_article[article][position] = verdict
    nodes = dict(replayed.nodes)
    for article, verdicts in by_article.items():
        claims = sources.claims_of(article)
        left, _ = with_verdicts(claims, verdicts)
        for key in entities_of(article, claims).keys() - entities_of(article, left).keys():
            del nodes[key]
    missed = sorted((*replayed.missed, *judged.missed), key=lambda each: (each[0].line or 0, each[1]))
    there = {node.name for node in nodes.values()}
    return Corrected(
        nodes,
        judged.verdicts,
        {name: found for name, found in replayed.changed.items() if name in there},
        tuple(sorted(replayed.matched | judged.matched, key=lambda each: (each.id, each.line or 0))),
        tuple(f"{each.where}: {why}" for each, why in missed),
        by_article,
        tuple(doubt for doubt in replayed.doubts if doubt[0] in nodes and doubt[1] in nodes),
    )


def sources_of(kept: Kept) -> Sources:
    """What a store keeps, to look for claims in."""
    return Sources(Articles(each.meta for each in kept.articles()), cache(kept.claims_of), kept.quoting)


def with_verdicts(
    claims: Iterable[Claim], verdicts: Mapping[int, Verdict]
) -> tuple[list[Claim], dict[str, tuple[str, ...]]]:
    """The claims that verdicts leave, and the ids of the corrections behind them, by the id of the claim."""
    left, because = [], {}
    for position, claim in enumerate(claims):
        verdict = verdicts.get(position)
        after = claim if verdict is None else apply_verdict(claim, verdict)
        if after is not None:
            left.append(after)
            if verdict is not None:
                because[claim.id] = verdict.by
    return left, because
