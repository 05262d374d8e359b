"""Measures of a network as RDF, said of the actors themselves, in graphs that builds leave alone.

`urn:newskg:network:centrality` has figures, `urn:newskg:network:communities` who is in which. Each graph says of itself
what it was reckoned from, and is replaced whole when it is reckoned again; a build does not renew it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad
from rdflib.namespace import RDF, RDFS

from kg.graph import literals
from kg.graph.quads import entity_iri
from kg.graph.vocab import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import URIRef

    from kg.network.centrality import Centrality
    from kg.network.communities import Division

__all__ = ["CENTRALITY", "COMMUNITIES", "centrality_quads", "community_quads"]

CENTRALITY = NamedNode("urn:newskg:network:centrality")
COMMUNITIES = NamedNode("urn:newskg:network:communities")
_COUNTS = {"degree": KG.degree, "reports": KG.tieReports}
_SHARES = {"betweenness": KG.betweenness, "pagerank": KG.pageRank, "eigenvector": KG.eigenvectorCentrality}


def centrality_quads(base: str, found: Iterable[Centrality], about: str) -> Iterator[Quad]:
    """The figures of all actors.

    Args:
        base: What the IRIs of the store begin with.
        found: The figures.
        about: What they were reckoned from, in words.
    """
    yield from _header(CENTRALITY, about)
    for each in found:
        actor = entity_iri(base, each.actor)
        for name, term in _COUNTS.items():
            yield Quad(actor, _node(term), literals.integer(getattr(each, name)), CENTRALITY)
        for name, term in _SHARES.items():
            yield Quad(actor, _node(term), literals.decimal(round(getattr(each, name), 6)), CENTRALITY)


def community_quads(base: str, division: Division, about: str) -> Iterator[Quad]:
    """Who is in which community, and how well that divides them."""
    yield from _header(COMMUNITIES, about)
    modularity = literals.decimal(round(division.modularity, 6))
    yield Quad(COMMUNITIES, _node(KG.modularity), modularity, COMMUNITIES)
    for name, number in division.home.items():
        community = NamedNode(f"{COMMUNITIES.value}:{number}")
        yield Quad(community, _node(RDF.type), _node(KG.Community), COMMUNITIES)
        yield Quad(entity_iri(base, name), _node(KG.inCommunity), community, COMMUNITIES)


def _header(graph: NamedNode, about: str) -> Iterator[Quad]:
    yield Quad(graph, _node(RDF.type), _node(KG.NetworkAnalysis), graph)
    yield Quad(graph, _node(RDFS.comment), literals.plain(about), graph)


def _node(term: URIRef) -> NamedNode:
    return NamedNode(str(term))
