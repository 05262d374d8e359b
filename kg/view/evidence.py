"""What each article calls whom, and so where the sentences behind its claims name their arguments."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.names import fold
from kg.graph.quads import article_iri, entity_iri
from kg.view.naming import Called, find_names, utf16

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.store import Store
    from kg.view.graph import ViewClaim, ViewNode

__all__ = ["mark_names", "read_called", "read_spellings"]

# What each article calls its entities, by the IRIs of both.
CalledIn = dict[str, dict[str, Called]]

_SHARED = 2


def read_called(store: Store) -> CalledIn:
    """What each article calls its entities, as far as the store keeps that: an endpoint alone does not."""
    try:
        entities, names = store.kept.entities(), store.kept.names()
    except StoreError:
        return {}
    found: CalledIn = defaultdict(dict)
    for (article, own), entity in entities.items():
        name = names.get((article, own))
        if name is None:
            continue
        there = found[article_iri(store.base, article).value]
        iri = entity_iri(store.base, name).value
        before = there[iri].names if iri in there else frozenset[str]()
        there[iri] = Called(entity.type, before | {entity.label, *entity.aliases})
    return found


def read_spellings(store: Store) -> dict[str, tuple[tuple[str, int], ...]]:
    """The names that articles give those whom several tell of, each with how many do, the usual one first.

    By these somebody whom the graph takes for one can be told apart as two.
    """
    try:
        entities, names = store.kept.entities(), store.kept.names()
    except StoreError:
        return {}
    labels: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for (article, own), entity in entities.items():
        name = names.get((article, own))
        if name is not None:
            labels[entity_iri(store.base, name).value][fold(entity.label)].add((entity.label, article))
    spellings = {}
    for iri, told in labels.items():
        if len({article for spelt in told.values() for _, article in spelt}) >= _SHARED:
            counted = [(_usual(spelt), len({article for _, article in spelt})) for spelt in told.values()]
            spellings[iri] = tuple(sorted(counted, key=lambda each: (-each[1], each[0])))
    return spellings


def mark_names(
    claims: Iterable[ViewClaim], nodes: Iterable[ViewNode], called_in: Mapping[str, Mapping[str, Called]]
) -> Iterator[ViewClaim]:
    """Tell of each claim where its sentences name its arguments."""
    claims = list(claims)
    arguments: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims:
        for text in claim.sentences:
            arguments[claim.article, text].update(filter(None, _roles(claim)))
    usual = _unmistakable(nodes)
    spans = {
        (article, text): find_names(text, called_in.get(article) or _only(usual, wanted), wanted)
        for (article, text), wanted in arguments.items()
    }
    for claim in claims:
        marks = tuple(
            tuple(
                at
                for number, text in enumerate(claim.sentences)
                for span in utf16(text, spans[claim.article, text].get(role or "", ()))
                for at in (number, *span)
            )
            for role in _roles(claim)
        )
        yield replace(claim, marks=marks)


def _roles(claim: ViewClaim) -> tuple[str | None, ...]:
    return claim.subject, claim.object, claim.place, claim.speaker


def _unmistakable(nodes: Iterable[ViewNode]) -> dict[str, Called]:
    """What nodes are called where the articles' own words are not at hand: names that one alone bears."""
    nodes = list(nodes)
    bearers = Counter(name for node in nodes for name in {node.label, *node.aliases})
    return {
        node.iri: Called(
            node.type,
            frozenset(
                name
                for name in (node.label, *node.aliases)
                if bearers[name] == 1 and name[:1].isupper() and not name.startswith(("The ", "A ", "An "))
            ),
        )
        for node in nodes
    }


def _only(called: Mapping[str, Called], wanted: Iterable[str]) -> dict[str, Called]:
    return {iri: called[iri] for iri in sorted(wanted) if iri in called}


def _usual(spelt: Iterable[tuple[str, str]]) -> str:
    counts = Counter(label for label, _ in spelt)
    return min(counts, key=lambda label: (-counts[label], label))
