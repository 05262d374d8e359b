"""Where a sentence names whom: what has to be marked, and above all what must not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import EntityType
from kg.view.naming import Called, find_names, utf16

PERSON, COUNTRY, CITY, BODY, OFFICE = (
    EntityType.PERSON, EntityType.COUNTRY, EntityType.CITY, EntityType.ORGANIZATION, EntityType.OFFICE,
)  # fmt: skip

# What one article calls whom.
CALLED = {
    "bennett": Called(
        PERSON,
        frozenset(
            ("Naftali Bennett", "Bennett", "the premier", "The Israeli leader", "prime minister", "he",
             "Israeli Prime Minister Naftali Bennett")
        ),
    ),
    "putin": Called(PERSON, frozenset(("Vladimir Putin", "Putin", "President Putin", "his host"))),
    "peskov": Called(PERSON, frozenset(("Dmitry Peskov", "Putin's spokesman Dmitry Peskov"))),
    "kim": Called(PERSON, frozenset(("Kim Jong Un", "Kim"))),
    "sister": Called(PERSON, frozenset(("Kim Yo Jong",))),
    "israel": Called(COUNTRY, frozenset(("Israel", "Israeli", "Israelis", "Israel’s government", "it"))),
    "russia": Called(COUNTRY, frozenset(("Russia", "Russian", "Moscow"))),
    "moscow": Called(CITY, frozenset(("Moscow",))),
    "bank": Called(BODY, frozenset(("Bank of Israel",))),
    "ministry": Called(BODY, frozenset(("Russian foreign ministry",))),
    "office": Called(OFFICE, frozenset(("Prime Minister of Israel", "Israeli Prime Minister", "prime minister"))),
    "president": Called(OFFICE, frozenset(("President",))),
}  # fmt: skip

# Sentence, the arguments of its claims, and what is marked for each.
NAMED = [
    ("Bennett met Putin.", {"bennett": ["Bennett"], "putin": ["Putin"]}),
    ("Naftali Bennett met Vladimir Putin.", {"bennett": ["Naftali Bennett"], "putin": ["Vladimir Putin"]}),
    ("Bennett’s plane waited; Bennett did not.", {"bennett": ["Bennett", "Bennett"]}),
    # descriptions of the article, but not pronouns and titles that could be anybody's
    ("The premier rang him.", {"bennett": ["The premier"], "putin": []}),
    ("He rang the prime minister of Hungary.", {"bennett": []}),
    ("The prime minister rang his host.", {"bennett": [], "putin": []}),
    ("The premier met the premier of Hungary.", {"bennett": []}),
    ("The Israeli leader's Office said so.", {"bennett": []}),
    ("Then it objected.", {"israel": []}),
    ("Israel’s government fell.", {"israel": ["Israel’s government"]}),
    # a name inside another
    ("Kim Yo Jong visited Seoul.", {"kim": [], "sister": ["Kim Yo Jong"]}),
    ("Kim Keon Hee visited Seoul.", {"kim": []}),
    ("Shares fell, and the Bank of Israel sold dollars.", {"israel": [], "bank": ["Bank of Israel"]}),
    ("Israel Railways went on strike.", {"israel": []}),
    ("The University of Moscow closed.", {"moscow": []}),
    ("He flew to West Israel.", {"israel": []}),
    ("Jean Bennett sang.", {"bennett": []}),
    ("It was reported by Bennettsville News.", {"bennett": []}),
    ("Pro-Israel groups and an Israel-based firm.", {"israel": ["Israel"]}),
    # and yet: owners, nationality words and titles inside a longer mention
    ("The Russian foreign ministry objected.", {"russia": ["Russian"], "ministry": ["Russian foreign ministry"]}),
    ("Putin's spokesman Dmitry Peskov spoke.", {"putin": ["Putin"], "peskov": ["Putin's spokesman Dmitry Peskov"]}),
    (
        "Israeli Prime Minister Naftali Bennett spoke.",
        {
            "bennett": ["Israeli Prime Minister Naftali Bennett"],
            "israel": ["Israeli"],
            "office": ["Israeli Prime Minister"],
        },
    ),
    ("President Putin spoke.", {"putin": ["President Putin"], "president": ["President"]}),
    # words before a name that are no part of it
    ("On Monday Putin left.", {"putin": ["Putin"]}),
    ("But Putin left.", {"putin": ["Putin"]}),
    ("Mr. Putin left.", {"putin": ["Putin"]}),
    ("“Putin left,” she said.", {"putin": ["Putin"]}),
    # a name that two bear: whom the claims speak of, or what its place says
    ("Moscow objected.", {"russia": ["Moscow"]}),
    ("They met in Moscow.", {"russia": [], "moscow": ["Moscow"]}),
    ("Moscow objected.", {"russia": [], "moscow": []}),
    ("Nobody is named.", {"bennett": [], "israel": []}),
]


@pytest.mark.parametrize(("sentence", "expected"), NAMED, ids=[sentence for sentence, _ in NAMED])
def test_names(sentence: str, expected: dict[str, list[str]]) -> None:
    found = find_names(sentence, CALLED, expected.keys())
    assert {who: [sentence[start:end] for start, end in found.get(who, ())] for who in expected} == expected


_WORDS = sorted({word for called in CALLED.values() for name in called.names for word in name.split()})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*_WORDS, "of", "and", "the", "in", ",", "’s"]), max_size=14).map(" ".join),
    st.sets(st.sampled_from(sorted(CALLED))),
)
def test_marks_are_names_of_arguments_and_never_cross(sentence: str, arguments: set[str]) -> None:
    found = find_names(sentence, CALLED, arguments)
    assert found.keys() <= arguments
    spans = [(span, who) for who, told in found.items() for span in told]
    for (start, end), who in spans:
        assert sentence[start:end].lower() in {name.lower() for name in CALLED[who].names}
    for (one, _), (other, _) in ((a, b) for a in spans for b in spans):
        assert not one[0] < other[0] < one[1] < other[1]


@given(st.text(max_size=30), st.data())
def test_spans_are_counted_as_javascript_counts(text: str, data: st.DataObject) -> None:
    text = re.sub("[\ud800-\udfff]", "", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    ((first, last),) = utf16(text, [(start, end)])
    units = text.encode("utf-16-le")
    assert units[2 * first : 2 * last].decode("utf-16-le") == text[start:end]
