"""Who says so, and whether that makes it a fact."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Claim

TABLES = ("attribution",)

Row = tuple[str, str, tuple[str, ...]]


def test_a_claim_belongs_to_who_says_it(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Callable[[Claim, str], str]
) -> None:
    _, text, expected = row
    claims = [claim for claim in read_rows[text] if claim.event_type != "STRUCTURE"]
    found = {claim: compact(claim, "speaker") for claim in claims}
    assert {f"**{short}**" if claim.asserted else short for claim, short in found.items()} == set(expected)
