"""Claims as reifiers of the triples that they support, as RDF 1.2 has them (https://www.w3.org/TR/rdf12-concepts/).

A plain triple then carries its claims: `kgr:a kg:metWith kgr:b {| kg:confidence ?sure |}` asks for both. An asserted
claim reifies every triple that it stands for, those of superproperties and the other way round of symmetric relations
too; any other claim reifies what it denies, plans or reports, which reifying does not assert.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.namespace import RDF

from kg.graph.quads import direct_quads
from kg.graph.threshold import support_of
from kg.graph.vocab import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.quads import Kin
    from kg.graph.store import Store

__all__ = ["reified"]

_REIFIES = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
_PARTS = (str(RDF.subject), str(RDF.predicate), str(RDF.object))
_ASSERTED = str(KG.asserted)


def reified(quads: Iterable[Quad], store: Store) -> Iterator[Quad]:
    """The quads, and behind those of each claim what it reifies, in the claim's graph.

    Args:
        quads: Those of a graph stand together, and in it those of a subject.
        store: Where they are from.
    """
    kin = support_of(store).kin
    for (subject, graph), group in groupby(quads, key=lambda quad: (quad.subject, quad.graph_name)):
        told: dict[str, object] = {}
        for quad in group:
            yield quad
            told[quad.predicate.value] = quad.object
        if isinstance(subject, NamedNode | BlankNode):
            for triple in sorted(_reified(told, kin), key=str):
                yield Quad(subject, _REIFIES, triple, graph)


def _reified(told: Mapping[str, object], kin: Kin) -> set[Triple]:
    subject, relation, object_ = (told.get(part) for part in _PARTS)
    if not (isinstance(subject, NamedNode) and isinstance(relation, NamedNode) and isinstance(object_, NamedNode)):
        return set()
    asserted = told.get(_ASSERTED)
    if relation.value in kin and isinstance(asserted, Literal) and asserted.value == "true":
        return {quad.triple for quad in direct_quads(subject, relation, object_, kin)}
    return {Triple(subject, relation, object_)}
