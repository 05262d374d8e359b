"""Who and what is in the graph: each entity with its names, identifiers and how much is said of it; and who may be one.

Identifiers are those that the gazetteer carries, and no others.
"""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph.candidates import named_by, open_candidates
from kg.graph.names import fold
from kg.query.find import find_node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.link import Node
    from kg.graph.whole import Whole
    from kg.model import EntityType
    from kg.query.rows import Row

__all__ = ["CANDIDATE_COLUMNS", "ENTITY_COLUMNS", "candidate_rows", "choose", "entity_rows"]

ENTITY_COLUMNS = ("entity", "label", "type", "aliases", "articles", "claims", "iso", "same_as")
CANDIDATE_COLUMNS = ("one", "type", "articles", "other", "other_type", "other_articles", "score", "why", "merge")


def choose(whole: Whole, name: str | None = None, kind: EntityType | None = None) -> list[Node]:
    """The entities that claims name, by label.

    Args:
        whole: The linked articles.
        name: Words that a label or alias has to have, or `kgr:` and a local name.
        kind: The type that they have to be of.

    Raises:
        QueryError: Nobody is called so; the message has the nearest names.
    """
    named = {node for claim in whole.claims for node in named_by(claim)}
    nodes = [whole.nodes[node] for node in named]
    if name is not None:
        wanted = f" {fold(name)} "
        nodes = [
            node for node in nodes if wanted.strip() and any(wanted in f" {fold(text)} " for text in _names(node))
        ] or [find_node({node.name: node for node in nodes}, name)]
    if kind is not None and nodes:
        chosen = [node for node in nodes if node.type is kind]
        if name is not None and not chosen:
            others = ", ".join(sorted({node.type.value for node in nodes}))
            raise QueryError(f"no {kind.value} in the graph is called {name!r}, but there is {others}")
        nodes = chosen
    return sorted(nodes, key=lambda node: (fold(node.label), node.label, node.name))


def entity_rows(whole: Whole, nodes: Iterable[Node]) -> Iterator[Row]:
    """A row of `ENTITY_COLUMNS` for each entity; `claims` are those that name it, also as place or speaker."""
    articles, claims = _counts(whole)
    for node in nodes:
        yield {
            "entity": f"kgr:{node.name}",
            "label": node.label,
            "type": node.type.value,
            "aliases": list(node.aliases),
            "articles": len(articles[node.name]),
            "claims": claims[node.name],
            "iso": node.actor.iso if node.actor else None,
            "same_as": list(node.actor.same_as) if node.actor else [],
        }


def candidate_rows(whole: Whole, nodes: Iterable[Node] | None = None, *, store: str | None = None) -> Iterator[Row]:
    """A row of `CANDIDATE_COLUMNS` for each pair of entities that may be one, the likeliest first.

    Args:
        whole: The linked articles.
        nodes: Entities of which a pair has to have one.
        store: The store's folder, where the command that merges has to name it.
    """
    articles, _ = _counts(whole)
    wanted = None if nodes is None else {node.name for node in nodes}
    bearers = Counter(fold(name) for node in whole.nodes.values() for name in {fold(text) for text in _names(node)})
    for pair in open_candidates(whole):
        if wanted is not None and wanted.isdisjoint((pair.one, pair.other)):
            continue
        one, other = whole.nodes[pair.one], whole.nodes[pair.other]
        command = ["kg", "merge", *(_handle(node, bearers) for node in (one, other))]
        yield {
            "one": one.label,
            "type": one.type.value,
            "articles": len(articles[one.name]),
            "other": other.label,
            "other_type": other.type.value,
            "other_articles": len(articles[other.name]),
            "score": pair.score,
            "why": pair.why,
            "merge": shlex.join([*command, "--store", store] if store else command),
        }


def _handle(node: Node, bearers: Counter[str]) -> str:
    """What a command knows a node by: its label where nobody else bears it, else its local name."""
    plain = node.label.isprintable() and not node.label.startswith("-")
    return node.label if plain and bearers[fold(node.label)] == 1 else f"kgr:{node.name}"


def _counts(whole: Whole) -> tuple[dict[str, set[str]], Counter[str]]:
    articles: dict[str, set[str]] = defaultdict(set)
    claims: Counter[str] = Counter()
    for claim in whole.claims:
        for node in named_by(claim):
            articles[node].add(claim.article)
            claims[node] += 1
    return articles, claims


def _names(node: Node) -> tuple[str, ...]:
    return (node.label, *node.aliases)
