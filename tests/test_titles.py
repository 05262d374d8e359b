"""Titles, apposition and names of places with the lasting facts that they state, all of them and no others."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Claim

TABLES = ("titles",)

Row = tuple[str, str, frozenset[str]]


def test_a_title_states_exactly_its_facts(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Callable[[Claim], str]
) -> None:
    _, text, expected = row
    assert {compact(claim) for claim in read_rows[text] if claim.event_type == "STRUCTURE"} == expected


def test_former_holders_are_never_said_to_hold_the_office_now(read_rows: dict[str, tuple[Claim, ...]]) -> None:
    former = [text for text in read_rows if text.startswith(("Former", "Ex-", "The late"))]
    assert former
    relations = {claim.relation for text in former for claim in read_rows[text]}
    assert not relations & {"holdsOffice", "leads", "represents"}
