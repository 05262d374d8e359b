"""People and bodies without a name: which descriptions are entities, and what they are called."""

from __future__ import annotations

from collections.abc import Callable

from kg.extract import Extractor
from kg.model import Claim, EntityType, make_article

TABLES = ("unnamed",)

Row = tuple[str, str, tuple[str, ...]]


def test_who_takes_part(row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Callable[[Claim], str]) -> None:
    _, text, expected = row
    assert {compact(claim) for claim in read_rows[text] if claim.event_type != "STRUCTURE"} == set(expected)


def test_the_phrase_as_counted_in_the_text_is_an_alias(extractor: Extractor) -> None:
    article = make_article("Poland arrested dozens of Belarusian drivers in Brest.")
    ((_, claims),) = extractor.extract([article])
    (drivers,) = {c.object for c in claims if c.relation == "arrested"}
    assert drivers.type is EntityType.GROUP
    assert drivers.label == "Belarusian drivers"
    assert "dozens of Belarusian drivers" in drivers.aliases
