"""The graph that is made without linking has the shape of the one that a build makes of the same articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Quad

from bench.generate import World
from bench.made import MadeGraph
from kg.graph.build import update
from kg.graph.runs import GIVEN
from kg.graph.store import open_store
from kg.graph.vocab import DEFAULT_BASE
from kg.ontology import load_ontology

COUNT = 40
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def shape(quads: Iterable[Quad]) -> Counter[tuple[str, str]]:
    """How many quads of each predicate, or class, every kind of graph has."""
    found: Counter[tuple[str, str]] = Counter()
    for quad in quads:
        name = "default" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
        graph = "article" if name.startswith(f"<{DEFAULT_BASE}article/") else name
        predicate = quad.predicate.value
        found[graph, f"a {quad.object}" if predicate == TYPE else predicate] += 1
    return found


def test_it_has_the_shape_of_a_built_one() -> None:
    ontology = load_ontology()
    world = World(ontology)
    made = list(MadeGraph(world, COUNT).quads())
    with open_store() as store:
        update(store, world.articles(COUNT), ontology, GIVEN)
        built = set(store.quads())
    assert len(set(made)) == len(made)
    shapes = shape(made), shape(each for each in built if "/candidate" not in str(each.subject))
    assert shapes[0].keys() == shapes[1].keys()
    for key, count in shapes[1].items():
        assert abs(shapes[0][key] - count) <= max(3, 0.1 * count), key
    # Nearly all is the same to the letter; what is not is who tells what first.
    assert len(built.intersection(made)) > 0.9 * len(built)
