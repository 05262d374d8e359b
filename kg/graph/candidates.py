"""Pairs of entities that may be one, in a graph of their own, for a person to decide.

A pair is there only where claims of the graph name both, so that the graph above a threshold asks nothing about
entities that it does not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad
from rdflib.namespace import RDF, RDFS

from kg.graph import literals
from kg.graph.quads import candidate_iri, derived_graph, entity_iri
from kg.graph.vocab import KG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.link import Candidate
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["candidate_quads", "named_by", "open_candidates"]


def open_candidates(whole: Whole) -> Iterator[Candidate]:
    """The pairs of entities that claims of the whole name, the likeliest first."""
    named = {node for claim in whole.claims for node in named_by(claim)}
    return (each for each in whole.candidates if each.one in named and each.other in named)


def named_by(claim: LinkedClaim) -> set[str]:
    """The local names of the entities that a claim names."""
    return {node for node in (claim.subject, claim.object, claim.place, claim.speaker) if node is not None}


def candidate_quads(whole: Whole) -> Iterator[Quad]:
    """The graph of the candidates."""
    graph = derived_graph(whole.base, "candidates")
    for each in open_candidates(whole):
        pair = candidate_iri(whole.base, each.one, each.other)
        yield Quad(pair, NamedNode(str(RDF.type)), NamedNode(str(KG.Candidate)), graph)
        for name in (each.one, each.other):
            yield Quad(pair, NamedNode(str(KG.candidate)), entity_iri(whole.base, name), graph)
        yield Quad(pair, NamedNode(str(KG.score)), literals.decimal(each.score), graph)
        yield Quad(pair, NamedNode(str(RDFS.comment)), literals.worded(each.why), graph)
