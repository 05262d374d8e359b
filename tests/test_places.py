"""Where places are, from the text; lists of places and what the gazetteer knows better give nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from kg.model import Claim

ClaimsOf = Callable[[Iterable[str]], dict[str, tuple[Claim, ...]]]

ROWS = [
    ("Fighting went on in Mosul, Iraq, on Monday.", {"Mosul > Iraq"}),
    ("Troops entered Khan Younis in the south of the Gaza Strip.", {"Khan Younis > Gaza Strip"}),
    ("They met in the Ukrainian city of Kharkiv.", {"Kharkiv > Ukraine"}),
    ("Delegates gathered in the Senegalese capital, Dakar.", {"Dakar > Senegal"}),
    ("Ministers from Paris, Berlin and Rome arrived.", set()),
    ("He travelled from Paris to Berlin.", set()),
    ("Envoys of Moscow, Beijing and Tehran will talk.", set()),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_places_lie_where_the_text_says(claims_of: ClaimsOf, text: str, expected: set[str]) -> None:
    claims = claims_of([text])[text]
    assert {f"{c.subject.label} > {c.object.label}" for c in claims if c.relation == "locatedIn"} == expected
