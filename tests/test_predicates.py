"""Clause analysis: subject and objects of each predicate as in a plain active clause."""

from __future__ import annotations

import pytest

from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.predicates import find_predicates
from kg.model import make_article

# sentence, predicate's word, subject, direct object, prepositional arguments
CLAUSES = [
    ("Iran attacked Iraq.", "attacked", ["Iran"], ["Iraq"], {}),
    ("Iraq was attacked by Iran.", "attacked", ["Iran"], ["Iraq"], {}),
    ("Iraq was attacked.", "attacked", [], ["Iraq"], {}),
    ("Israel refused to condemn Russia.", "condemn", ["Israel"], ["Russia"], {}),
    ("Ukraine urged Israel to condemn Russia.", "condemn", ["Israel"], ["Russia"], {}),
    ("Macron flew to Moscow to meet Putin.", "meet", ["Macron"], ["Putin"], {}),
    ("After meeting Putin, Macron called Scholz.", "meeting", ["Macron"], ["Putin"], {}),
    ("Ukraine accused Russia of shelling the city.", "shelling", ["Russia"], ["city"], {}),
    ("Russia, which invaded Ukraine, denied it.", "invaded", ["Russia"], ["Ukraine"], {}),
    ("Turkey criticised Greece and praised Italy.", "praised", ["Turkey"], ["Italy"], {}),
    ("The drones supplied by Iran hit Kyiv.", "supplied", ["Iran"], ["drones"], {}),
    ("France and Germany warned Serbia.", "warned", ["France", "Germany"], ["Serbia"], {}),
    ("Japan sent aid to Turkey.", "sent", ["Japan"], ["aid"], {"to": ["Turkey"]}),
    ("Russia's invasion of Ukraine continued.", "invasion", ["Russia"], [], {"of": ["Ukraine"]}),
    ("Israeli airstrikes against Hamas continued.", "airstrikes", ["Israeli"], [], {"against": ["Hamas"]}),
    ("Macron held talks with Putin.", "talks", ["Macron"], [], {"with": ["Putin"]}),
    ("After talks with Putin, Macron left.", "talks", ["Macron"], [], {"with": ["Putin"]}),
]


@pytest.mark.parametrize(("text", "word", "subject", "direct", "prepositional"), CLAUSES, ids=[c[0] for c in CLAUSES])
def test_arguments_stand_where_a_plain_clause_has_them(
    extractor: Extractor,
    text: str,
    word: str,
    subject: list[str],
    direct: list[str],
    prepositional: dict[str, list[str]],
) -> None:
    (annotated,) = annotate(extractor.nlp, [make_article(text)])
    found = [p for p in find_predicates(extractor.resolve(annotated)) if p.head.text == word and p.kind != "be"]
    assert len(found) == 1
    (predicate,) = found
    assert [t.text for t in predicate.subject] == subject
    assert [t.text for t in predicate.at("")] == direct
    for preposition, words in prepositional.items():
        assert [t.text for t in predicate.at(preposition)] == words
