"""Claims in columns are those that were put there, and take a few bytes each; no derived graph holds them all."""

from __future__ import annotations

import tracemalloc
from collections import deque
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generate import World
from kg.graph.build import update
from kg.graph.claim_columns import ChosenClaims, ClaimColumns, told_as
from kg.graph.derived import DERIVED
from kg.graph.store import Store, open_store
from kg.graph.whole import LinkedClaim, Whole, read_whole
from kg.model import Article, Modality, Polarity
from kg.ontology import Ontology

FEW, MANY = 40, 160  # articles of some twenty claims each
CLAIM = 180  # bytes; an object with its texts takes 300
GRAPH = 2_000  # bytes for each article while a graph is made; with lists of claims conflicts took 6,500, events 3,600

NAMES = st.sampled_from(["a", "b", "", "\ud800", "Ünder"]) | st.text(max_size=5)
CLAIMS = st.builds(
    LinkedClaim,
    article=NAMES,
    id=st.text(),
    name=st.text(),
    subject=NAMES,
    relation=st.sampled_from(["metWith", "leads"]),
    object=NAMES,
    place=st.none() | NAMES,
    speaker=st.none() | NAMES,
    symmetric=st.booleans(),
    event_type=st.none() | NAMES,
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    operator=st.none() | NAMES,
    asserted=st.booleans(),
    confidence=st.floats(0, 1),
    time=st.none() | NAMES,
    starts=st.lists(st.integers(0), max_size=3).map(tuple),
    topic=st.none() | st.text(),
)


@given(st.lists(CLAIMS, max_size=20))
def test_claims_come_out_as_they_went_in(claims: list[LinkedClaim]) -> None:
    columns = ClaimColumns(claims)
    assert list(columns) == claims
    assert [columns[at] for at in range(len(columns))] == list(columns[:]) == claims
    assert columns[-1:] == tuple(claims[-1:])
    leads = [(at, claim) for at, claim in enumerate(claims) if claim.relation == "leads"]
    assert list(told_as(columns, {"leads"})) == list(told_as(claims, {"leads"})) == leads
    chosen = ChosenClaims(columns, lambda claim: claim.asserted)
    assert list(chosen) == list(chosen[:]) == [claim for claim in claims if claim.asserted]


_SURE = (Polarity.POSITIVE, Modality.ACTUAL)


@pytest.mark.parametrize("many", [255, 256, 257, 65_537])
def test_many_different_values(many: int) -> None:
    claim = LinkedClaim("a", "i", "n", "s", "r", "o", None, None, False, None, *_SURE, None, True, 1.0, None)
    columns = ClaimColumns(claim._replace(subject=str(number)) for number in range(many))
    assert [each.subject for each in columns] == list(map(str, range(many)))


@pytest.fixture(scope="module")
def stores(shipped: Ontology) -> dict[int, Store]:
    made = {count: open_store() for count in (FEW, MANY)}
    for count, store in made.items():
        articles = ((Article(found[0].article, ""), found) for _, found in World(shipped).articles(count) if found)
        update(store, articles, shipped, "m")
    return made


def most_held(work: Callable[[], object]) -> int:
    """The most bytes that Python holds at once for a piece of work, beyond what it held before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def test_a_claim_takes_a_few_bytes(stores: dict[int, Store]) -> None:
    claims = {count: list(store.kept.linked()) for count, store in stores.items()}
    ClaimColumns(claims[FEW])
    held = {count: most_held(partial(ClaimColumns, each)) for count, each in claims.items()}
    assert held[MANY] - held[FEW] < CLAIM * (len(claims[MANY]) - len(claims[FEW]))


@pytest.mark.parametrize("name", DERIVED)
def test_no_graph_holds_the_claims_of_all_articles(name: str, stores: dict[int, Store]) -> None:
    wholes = {count: read_whole(store, claims=ClaimColumns(store.kept.linked())) for count, store in stores.items()}
    for whole in wholes.values():  # what is remembered once, of however many articles
        _make(name, whole)
    held = {count: most_held(partial(_make, name, whole)) for count, whole in wholes.items()}
    assert held[MANY] - held[FEW] < GRAPH * (MANY - FEW)


def _make(name: str, whole: Whole) -> None:
    deque(DERIVED[name](whole), maxlen=0)
