"""Lemmas of spaCy's rule lemmatizer, asked once for each form with its part of speech and morphology."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from spacy import attrs
from spacy.lookups import Lookups, Table
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Token

from kg.extract.analysis.features import features_of, set_features
from kg.extract.analysis.kept import Kept

__all__ = ["Lemmas", "compile_lemmas"]

_ASKED = (attrs.ORTH, attrs.POS, attrs.MORPH, attrs.LEMMA)  # a lemma that is there stays
_COMBINATIONS = 50_000
_INDEX = "lemma_index"


@dataclass(frozen=True, slots=True)
class Lemmas:
    """Sets the lemmas that a component sets."""

    _component: Lemmatizer
    _kept: Kept = field(default_factory=lambda: Kept(_COMBINATIONS))

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the lemmas of the documents' tokens."""
        _, keys = features_of(docs, _ASKED)
        ends = list(accumulate(len(doc) for doc in docs))

        def lemmas(places: list[int]) -> NDArray[np.uint64]:
            found = ((docs[n], place - ends[n]) for place in places for n in [bisect_right(ends, place)])
            return np.array([[self._lemma(doc[i])] for doc, i in found], np.uint64)

        rows = self._kept.of(keys, lemmas)
        for doc, end in zip(docs, ends, strict=True):
            set_features(doc, [attrs.LEMMA], rows[end - len(doc) : end])

    def _lemma(self, token: Token) -> int:
        return token.lemma or int(token.vocab.strings.add(self._component.rule_lemmatize(token)[0]))


def compile_lemmas(component: Lemmatizer) -> Lemmas | None:
    """What gives the same lemmas as a component; none where they may hang on more than the form and what it is."""
    by_rules = component.mode == "rule" and type(component).rule_lemmatize is Lemmatizer.rule_lemmatize
    if not by_rules or component.overwrite:
        return None
    own = copy(component)  # the pipeline's tables stay lists, which it can save
    own.lookups = Lookups()
    for name in component.lookups.tables:
        own.lookups.set_table(name, component.lookups.get_table(name))
    if own.lookups.has_table(_INDEX):
        # Lists of words, in which each look-up takes a step for each word of English.
        index = own.lookups.get_table(_INDEX).items()
        own.lookups.set_table(_INDEX, Table.from_dict({part: frozenset(forms) for part, forms in index}, name=_INDEX))
    return Lemmas(own)
