"""What is done to somebody by saying something of him."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Claim

TABLES = ("speech_acts",)

Row = tuple[str, str, tuple[str, ...]]


def test_what_saying_it_does(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Callable[[Claim], str]
) -> None:
    _, text, expected = row
    claims = [claim for claim in read_rows[text] if claim.event_type != "STRUCTURE"]
    assert {f"**{compact(c)}**" if c.asserted else compact(c) for c in claims} == set(expected)
