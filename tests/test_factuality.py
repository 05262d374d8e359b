"""What is asserted: sentences of which nothing may be, and their counterparts of which something must."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Claim

TABLES = ("not_facts", "facts")

Row = tuple[str, str, tuple[str, ...]]


def test_only_facts_are_asserted(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Callable[[Claim], str]
) -> None:
    _, text, expected = row
    claims = [claim for claim in read_rows[text] if claim.event_type != "STRUCTURE"]
    found = {f"**{compact(claim)}**" if claim.asserted else compact(claim) for claim in claims}
    assert {short for short in found if short.startswith("**")} == {e for e in expected if e.startswith("**")}
    assert set(expected) <= found
