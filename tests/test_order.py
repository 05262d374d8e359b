"""The law of order: however real articles come to the store, it holds the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.build import update
from kg.graph.runs import GIVEN
from kg.graph.store import Store, open_store
from kg.jsonl import write_claims
from kg.model import Article, Claim
from kg.ontology import Ontology, load_ontology
from kg.pipeline import Reading, build

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]
SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def at_once(seed_claims: News, ontology: Ontology, nquads: NQuads) -> list[str]:
    assert all(claims for _, claims in seed_claims)  # else files of claims would lack articles
    with open_store() as store:
        update(store, seed_claims, ontology, GIVEN)
        return nquads(store)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_split_in_any_order_is_one_graph(
    data: st.DataObject, seed_claims: News, ontology: Ontology, at_once: list[str], nquads: NQuads
) -> None:
    order = data.draw(st.permutations(seed_claims))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order) - 1), max_size=3)))
    days = [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    again = data.draw(st.sampled_from(order))  # one comes twice, first with something else in it
    with open_store() as store:
        update(store, [(again[0], again[1][1:])], ontology, GIVEN, min_confidence=0.5)
        for day in days:
            update(store, day, ontology, GIVEN, min_confidence=0)
        assert nquads(store) == at_once


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_taken_out_and_put_back_leaves_no_trace(
    data: st.DataObject, seed_claims: News, ontology: Ontology, at_once: list[str], nquads: NQuads
) -> None:
    ids = [article.id for article, _ in seed_claims]
    left = data.draw(st.sets(st.sampled_from(ids)))
    with open_store() as store, open_store() as only_those:
        update(store, seed_claims, ontology, GIVEN)
        update(store, (), ontology, GIVEN, only=left)
        update(only_those, [each for each in seed_claims if each[0].id in left], ontology, GIVEN)
        assert nquads(store) == nquads(only_those)
        update(store, seed_claims[::-1], ontology, GIVEN)
        assert nquads(store) == at_once


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_lines_of_claims_in_any_order_and_file(
    data: st.DataObject, seed_claims: News, tmp_path_factory: pytest.TempPathFactory, at_once: list[str], nquads: NQuads
) -> None:
    folder = tmp_path_factory.mktemp("claims")
    days: list[list[Claim]] = [[], [], []]
    for _, claims in data.draw(st.permutations(seed_claims)):
        days[data.draw(st.integers(0, 2))] += claims
    chance = data.draw(st.randoms(use_true_random=False))
    for number, day in enumerate(days):
        chance.shuffle(day)
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as out:
            write_claims(dict.fromkeys(day), out)
        if day:
            build([folder / f"{number}.jsonl"], folder / "store")
    with open_store(folder / "store", read_only=True) as store:
        assert nquads(store) == at_once


def test_texts_day_by_day_in_processes_or_at_once(tmp_path: Path, nquads: NQuads) -> None:
    files = [*sorted(SEEDS.glob("*.txt"))[:5], SEEDS / "wire.jsonl"]
    build(files, tmp_path / "at-once")
    for day, workers in ((files[3:], 2), (files[:2], 1), (files[::-1], 2)):
        build(day, tmp_path / "by-and-by", Reading(workers=workers))
    graphs = []
    for name in ("at-once", "by-and-by"):
        with open_store(tmp_path / name, read_only=True) as store:
            graphs.append(nquads(store))
    assert len(graphs[0]) > 1000
    assert graphs[0] == graphs[1]
