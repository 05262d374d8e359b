"""Sentences with their exact claims, relation by relation and construction by construction; and silent ones."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Claim

TABLES = ("relations", "constructions", "newswire", "quantities", "silence")

Row = tuple[str, str, frozenset[str]]


def test_a_sentence_makes_exactly_its_claims(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Callable[[Claim], str]
) -> None:
    section, text, expected = row
    found = {compact(claim): claim for claim in read_rows[text]}
    if not section.startswith("structure"):
        found = {short: claim for short, claim in found.items() if claim.event_type != "STRUCTURE" or short in expected}
    assert found.keys() == expected
