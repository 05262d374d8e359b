"""Laws of the graph above a threshold: nothing is invented, and cutting later is building so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph.build import update
from kg.graph.derived import DERIVED
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.model import Article, Claim
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]
Graph = Callable[..., set[Quad]]

shares = st.integers(0, 100).map(lambda percent: percent / 100)
many_shares = st.lists(shares, min_size=8, max_size=8)


def with_confidence(news: News, confidences: list[float]) -> News:
    """The same claims, each as sure as the list says."""
    left = iter(confidences)
    return tuple(
        (article, tuple(replace(claim, confidence=next(left)) for claim in claims)) for article, claims in news
    )


def told(quads: set[Quad]) -> set[Quad]:
    """The quads but for those that say how many claims, or the like: what is derived from fewer is not a part."""
    derived = {f"https://newskg.example/graph/{name}" for name in DERIVED}
    return {quad for quad in quads if not (isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in derived)}


@pytest.fixture(scope="session")
def graph(small_ontology: Ontology) -> Graph:
    """News -> all quads of their graph, built with a threshold, and cut at another one."""

    def build(news: News, *, built: float | None = None, cut: float = 0) -> set[Quad]:
        with open_store() as store:
            update(store, news, small_ontology, "m", min_confidence=built)
            with restricted(store, cut) as left:
                return set(left.quads())

    return build


@settings(max_examples=40, deadline=None)
@given(confidences=many_shares, minimum=shares)
def test_cutting_later_is_building_so(news: News, graph: Graph, confidences: list[float], minimum: float) -> None:
    varied = with_confidence(news, confidences)
    assert graph(varied, cut=minimum) == graph(varied, built=minimum) == graph(varied, built=minimum, cut=minimum)


@settings(max_examples=40, deadline=None)
@given(confidences=many_shares, two=st.tuples(shares, shares))
def test_a_higher_threshold_leaves_a_part(
    news: News, graph: Graph, confidences: list[float], two: tuple[float, float]
) -> None:
    varied = with_confidence(news, confidences)
    high, low, whole = (told(graph(varied, cut=cut)) for cut in (max(two), min(two), 0))
    assert high <= low <= whole


@settings(max_examples=20, deadline=None)
@given(confidences=many_shares)
def test_where_no_claim_is_weak_all_is_left(news: News, graph: Graph, confidences: list[float]) -> None:
    varied = with_confidence(news, [max(0.01, confidence) for confidence in confidences])
    assert graph(varied, cut=0.005) == graph(varied, cut=0) == graph(varied)


@settings(max_examples=20, deadline=None)
@given(confidences=many_shares, minimum=shares)
def test_the_claims_left_are_the_sure_ones(news: News, graph: Graph, confidences: list[float], minimum: float) -> None:
    left = {
        float(quad.object.value)
        for quad in graph(with_confidence(news, confidences), cut=minimum)
        if quad.predicate.value.endswith("#confidence") and isinstance(quad.object, Literal)
    }
    assert left == {confidence for confidence in confidences if confidence >= minimum}


# alpha: a1 metWith, a2 phoned, a3 coordinatesWith; beta: b1 not metWith, b2 plans to phone; gamma: c1 visited
# Damascus (reported), c2 holdsOffice, c3 leads.
ALL = [1.0] * 8
TRIPLES = {
    "spokeWith": "?a rdfs:label 'Naftali Bennett'@en ; kg:spokeWith ?b",
    "coordinatesWith": "kgr:russia kg:coordinatesWith kgr:israel",
    "cooperatesWith": "kgr:russia kg:cooperatesWith kgr:israel",
    "represents": "?a kg:represents kgr:israel",
    "damascus": "kgr:damascus rdfs:label ?label",
    "damascus in syria": "kgr:damascus kg:locatedIn kgr:syria",
    "syria": "kgr:syria rdfs:label ?label",
    "gamma": "?article a schema:NewsArticle FILTER(STRENDS(STR(?article), '/gamma'))",
    "evidence": "?e oa:exact ?text FILTER(CONTAINS(STR(?text), 'Israel works'))",
}


@pytest.mark.parametrize(
    ("weak", "gone"),
    [
        pytest.param([1], {"spokeWith"}, id="a superproperty goes with its last claim"),
        pytest.param([4], set(), id="a plan supports nothing"),
        pytest.param([2], {"coordinatesWith", "cooperatesWith", "evidence"}, id="both directions go"),
        pytest.param([7], {"represents"}, id="so does what a title implies"),
        pytest.param([5], {"damascus", "damascus in syria"}, id="who is not mentioned goes, with the gazetteer's word"),
        pytest.param([2, 5], set(TRIPLES) - {"spokeWith", "represents", "gamma"}, id="and what it led to"),
    ],
)
def test_what_only_weak_claims_support_goes(
    news: News, small_ontology: Ontology, weak: list[int], gone: set[str]
) -> None:
    confidences = [0.2 if n in weak else confidence for n, confidence in enumerate(ALL)]
    with open_store() as store:
        update(store, with_confidence(news, confidences), small_ontology, "m")
        for name, pattern in TRIPLES.items():
            assert store.query(f"ASK {{ {pattern} }}"), name
        with restricted(store, 0.5) as left:
            assert {name for name, pattern in TRIPLES.items() if not left.query(f"ASK {{ {pattern} }}")} == gone


def test_a_store_keeps_its_threshold_and_loses_nothing(
    any_store: Store, news: News, small_ontology: Ontology, graph: Graph
) -> None:
    varied = with_confidence(news, [n / 8 for n in range(8)])
    done = update(any_store, varied[:1], small_ontology, "m", min_confidence=0.5)
    assert (done.claims, done.left_out) == (3, 3)
    done = update(any_store, varied[1:], small_ontology, "m")
    assert (done.claims, done.left_out) == (8, 4)
    assert set(any_store.quads()) == graph(varied, cut=0.5)
    assert update(any_store, (), small_ontology, "m", min_confidence=0).left_out == 0
    assert set(any_store.quads()) == graph(varied)


def test_a_store_that_does_not_remember_its_support_says_so(tmp_path: Path) -> None:
    told = pytest.raises(StoreError, match="run `kg build` on it")
    with open_store(tmp_path / "old", create=True) as store, told, restricted(store, 0.5):
        pass
