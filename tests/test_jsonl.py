"""Claims survive the way to JSON Lines and back; what is no claim is refused by field and line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.jsonl import claim_from_dict, claim_to_dict, claim_to_line, read_claims, write_claims
from kg.model import ArticleMeta, Claim, Entity, EntityType, Evidence, Modality, Polarity

any_text = st.text(st.characters(exclude_categories=()), max_size=12)
names = any_text.filter(str.strip)
entities = st.builds(Entity, names, names, st.sampled_from(EntityType), st.lists(any_text, max_size=2).map(tuple))
articles = st.builds(
    ArticleMeta,
    names,
    st.none() | any_text,
    st.none() | any_text,
    st.none() | any_text,
    publisher=st.none() | any_text,
)
times = st.sampled_from([None, "2022", "2022-03", "2022-03-05", "2015/..", "../2015-01", "2022-03-05/2022-03-06"])


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    text, start = draw(any_text), draw(st.integers(0, 10**6))
    return Evidence(text, start, start + len(text))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    polarity, modality = draw(st.sampled_from(Polarity)), draw(st.sampled_from(Modality))
    real = polarity is Polarity.POSITIVE and modality is Modality.ACTUAL
    return Claim(
        id=draw(names),
        article=draw(articles),
        subject=draw(entities),
        relation=draw(st.sampled_from(["metWith", "schema:knows"])),
        object=draw(entities),
        symmetric=draw(st.booleans()),
        event_type=draw(st.none() | names),
        polarity=polarity,
        modality=modality,
        operator=draw(st.none() | names),
        place=draw(st.none() | entities),
        time=draw(times),
        topic=draw(st.none() | any_text),
        speaker=draw(st.none() | entities),
        asserted=real and draw(st.booleans()),
        confidence=draw(st.floats(0, 1)),
        evidence=tuple(draw(st.lists(evidences(), max_size=2))),
    )


@given(st.lists(claims(), max_size=3))
def test_claims_come_back_from_a_file_as_they_went_in(written: list[Claim]) -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    assert write_claims(written, file) == len(written)
    file.seek(0)
    assert list(read_claims(file)) == written


def plain() -> dict[str, Any]:
    person = {"id": "a", "label": "A", "type": "Person"}
    return {
        "id": "c1",
        "article": {"id": "x"},
        "subject": person,
        "relation": "metWith",
        "object": dict(person),
    }


def test_what_may_be_missing_has_its_default() -> None:
    claim = claim_from_dict(plain())
    assert (claim.polarity, claim.modality, claim.asserted, claim.confidence) == (
        "positive",
        "actual",
        True,
        1.0,
    )
    assert claim_from_dict(plain() | {"polarity": "negative"}).asserted is False
    assert claim_from_dict(plain() | {"speaker": plain()["subject"]}).asserted is False


def test_the_fields_stand_in_the_documented_order() -> None:
    assert " ".join(claim_to_dict(claim_from_dict(plain()))) == (
        "id article subject relation symmetric event_type object polarity modality operator place time topic "
        "speaker asserted confidence evidence"
    )


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"id": None}, "'id' is missing"),
    ({"id": "  "}, "'id' is empty"),
    ({"article": None}, "'article' is missing"),
    ({"article": {}}, "'article.id' is missing"),
    ({"article": {"id": "x", "title": 3}}, "'article.title' must be a string, not 3"),
    ({"subject": None}, "'subject' is missing"),
    ({"subject": "A"}, "'subject' must be a JSON object, not \"A\""),
    ({"object": {"id": "a", "label": "A"}}, "'object.type' is missing; one of Person, Country"),
    ({"object": {"id": "a", "label": "A", "type": "Contry"}}, "did you mean 'Country'?"),
    (
        {"object": {"id": "a", "label": "A", "type": "City", "aliases": [1]}},
        "'object.aliases' must be a list of",
    ),
    ({"relation": "met with"}, "'relation' is 'met with'"),
    ({"polarity": "no"}, "'polarity' is 'no'; one of positive, negative"),
    ({"modality": "planed"}, "did you mean 'planned'?"),
    ({"modality": "planned", "asserted": True}, "'asserted' is true, but the claim is positive and planned"),
    ({"asserted": 1}, "'asserted' must be true or false, not 1"),
    ({"symmetric": "yes"}, "'symmetric' must be true or false"),
    ({"time": "yesterday"}, "'time' is 'yesterday'"),
    ({"time": "2022-13"}, "'time' is '2022-13'"),
    ({"confidence": 1.2}, "'confidence' must be a number from 0 to 1, not 1.2"),
    ({"confidence": True}, "'confidence' must be a number from 0 to 1"),
    ({"evidence": {}}, "'evidence' must be a list"),
    ({"evidence": [{"text": "a", "start": 0}]}, "'evidence[0]' needs"),
    ({"evidence": [{"text": "abc", "start": 0, "end": 2}]}, "'evidence[0]' runs from 0 to 2"),
]


@pytest.mark.parametrize(("change", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_a_mistake_is_named_by_its_field(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        claim_from_dict(plain() | change)
    assert message in str(caught.value)


@pytest.mark.parametrize("line", ['{"id": ', "[1]", "3", '"x"', "[" * 100_000])
def test_a_line_that_is_no_claim_is_named_by_its_number_and_the_rest_is_read(line: str) -> None:
    good = json.dumps(plain())
    errors: list[ArticleError] = []
    assert len(list(read_claims([good, "\n", line, good], source="c.jsonl", on_error=errors.append))) == 2
    assert [str(error)[:17] for error in errors] == ["c.jsonl, line 3: "]
    with pytest.raises(ArticleError, match=r"^c\.jsonl, line 1: "):
        list(read_claims([line], source="c.jsonl"))


def test_letters_of_any_script_stay_readable() -> None:
    claim = claim_from_dict(plain() | {"topic": "Київ – النص"})
    assert "Київ – النص" in claim_to_line(claim)
