"""Analyses that are kept by their texts."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extract.analysis.seen import Seen

VOCAB = Vocab()


def document(words: int) -> Doc:
    return Doc(VOCAB, words=["word"] * words)


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    seen = Seen(tokens=300)
    first, second, third = document(100), document(100), document(100)
    seen.keep("first", first)
    seen.keep("second", second)
    assert seen.get("first") is first
    seen.keep("third", third)
    assert seen.get("second") is None
    assert seen.get("first") is first
    assert seen.get("third") is third


def test_what_is_too_large_is_not_kept() -> None:
    seen = Seen(tokens=300)
    seen.keep("large", document(400))
    assert seen.get("large") is None
    small = document(250)
    seen.keep("small", small)
    assert seen.get("small") is small


def test_many_small_ones_count_too() -> None:
    seen = Seen(tokens=300)
    for n in range(100):
        seen.keep(str(n), document(1))
    assert 0 < sum(seen.get(str(n)) is not None for n in range(100)) < 30
