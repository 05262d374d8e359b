"""A part of a store as a store of its own, so that whatever reads a store reads the part, too: here, the view.

The part has some claims with their evidence and articles, the entities that these name, what is known between these
entities, and of the derived graphs what is made of these claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.graph.store import open_store
from kg.server.pages.claims import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from kg.graph.store import Store

__all__ = ["copy_part"]

_NAMED = "SELECT ?g ?s ?p ?o {{ VALUES ?s {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}"
_ALL = "SELECT ?s ?p ?o {{ VALUES ?s {{ {listed} }} ?s ?p ?o }}"
# Asked one by one: of several properties at once, Oxigraph makes a search through all of them.
_MADE_OF = "SELECT DISTINCT ?s {{ VALUES ?o {{ {listed} }} GRAPH ?g {{ ?s {prop} ?o }} }}"
_MAKES = ("kg:oneSide", "kg:otherSide", "kg:report", "kg:deniedBy", "prov:wasDerivedFrom")


def copy_part(store: Store, claims: Iterable[str]) -> Store:
    """A store in memory of the claims of these IRIs; to be closed by who asked for it."""
    base = store.base
    wanted = set(claims)
    quads = set(_named(store, wanted))
    evidence = {_iri(quad.object) for quad in quads if _begins(quad.object, f"{base}evidence/")}
    quads |= set(_named(store, evidence | {_iri(quad.graph_name) for quad in quads}))
    derived = {
        _iri(row["s"])
        for some in listed(wanted)
        for prop in _MAKES
        for row in store.select(_MADE_OF.format(listed=some, prop=prop))
    }
    for quad in _named(store, derived - wanted):
        # An event or conflict may be made of claims that are left out, too; these it does not name here.
        if not _begins(quad.object, f"{base}claim/") or _iri(quad.object) in wanted:
            quads.add(quad)
    entities = {_iri(quad.object) for quad in quads if _begins(quad.object, f"{base}resource/")}
    quads |= set(_entities(store, entities))
    part = open_store()
    part.set_base(base)
    part.load(quads)
    return part


def _entities(store: Store, iris: Set[str]) -> Iterator[Quad]:
    """What is said of entities, and between them; that which has no graph of its own stands in the default one."""
    resources = f"{store.base}resource/"

    def stays(value: object) -> bool:
        return not _begins(value, resources) or _iri(value) in iris

    named = [quad for quad in _named(store, iris) if stays(quad.object)]
    yield from named
    elsewhere = {quad.triple for quad in named}
    for some in listed(iris):
        for row in store.select(_ALL.format(listed=some)):
            quad = Quad(row["s"], row["p"], row["o"], DefaultGraph())
            if stays(quad.object) and quad.triple not in elsewhere:
                yield quad


def _named(store: Store, iris: Iterable[str]) -> Iterator[Quad]:
    """What is said of resources in named graphs."""
    for some in listed(iris):
        for row in store.select(_NAMED.format(listed=some)):
            yield Quad(row["s"], row["p"], row["o"], row["g"])


def _begins(term: object, start: str) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(start)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
