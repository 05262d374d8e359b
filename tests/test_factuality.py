"""What is asserted: sentences of which nothing may be, and their counterparts of which something must."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.model import Claim, Polarity

TABLES = ("not_facts", "facts")

Row = tuple[str, str, tuple[str, ...]]
ClaimsOf = Callable[[Iterable[str]], dict[str, tuple[Claim, ...]]]


def test_only_facts_are_asserted(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Callable[[Claim], str]
) -> None:
    _, text, expected = row
    claims = [claim for claim in read_rows[text] if claim.event_type != "STRUCTURE"]
    found = {f"**{compact(claim)}**" if claim.asserted else compact(claim) for claim in claims}
    assert {short for short in found if short.startswith("**")} == {e for e in expected if e.startswith("**")}
    assert set(expected) <= found


def test_what_is_no_longer_so_has_stopped(claims_of: ClaimsOf) -> None:
    texts = {
        "Turkey no longer opposes Sweden.": "stopped",
        "Turkey is no longer an ally of Sweden.": "stopped",
        "Turkey does not oppose Sweden.": "not",
    }
    for text, claims in claims_of(texts).items():
        assert [(claim.polarity, claim.operator) for claim in claims] == [(Polarity.NEGATIVE, texts[text])]
