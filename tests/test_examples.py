"""Every relation's example sentence in the ontology is read as that relation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from kg.model import Claim
from kg.ontology import load_ontology

RELATIONS = load_ontology().relations


@pytest.fixture(scope="module")
def read(claims_of: Callable[[Iterable[str]], dict[str, tuple[Claim, ...]]]) -> dict[str, tuple[Claim, ...]]:
    return claims_of(relation.example for relation in RELATIONS.values())


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_the_example_gives_the_relation(read: dict[str, tuple[Claim, ...]], name: str) -> None:
    found = {claim.relation for claim in read[RELATIONS[name].example] if claim.asserted}
    assert name in found
