"""Lemmas of spaCy's rule lemmatizer, asked once for each form with its part of speech and morphology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from spacy import attrs
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from kg.extract.analysis.features import features_of, set_features

__all__ = ["Lemmas", "compile_lemmas"]

_ASKED = (attrs.ORTH, attrs.POS, attrs.MORPH, attrs.LEMMA)  # a lemma that is there stays
_KEPT = 50_000


@dataclass(slots=True)
class Lemmas:
    """Sets the lemmas that a component sets."""

    _component: Lemmatizer
    _known: dict[bytes, int] = field(default_factory=dict)

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the lemmas of the documents' tokens."""
        rows, keys = features_of(docs, _ASKED)
        if len(self._known) > _KEPT:
            self._known.clear()
        begin = 0
        for doc in docs:
            end = begin + len(doc)
            own = keys[begin:end]
            for i, key in enumerate(own):
                if key not in self._known:
                    self._known[key] = int(rows[begin + i, 3]) or self._lemma(doc, i)
            set_features(doc, [attrs.LEMMA], np.array([[self._known[key]] for key in own], np.uint64))
            begin = end

    def _lemma(self, doc: Doc, i: int) -> int:
        return int(doc.vocab.strings.add(self._component.lemmatize(doc[i])[0]))


def compile_lemmas(component: Lemmatizer) -> Lemmas | None:
    """What gives the same lemmas as a component; none where they may hang on more than the form and what it is."""
    by_rules = component.mode == "rule" and type(component).rule_lemmatize is Lemmatizer.rule_lemmatize
    if not by_rules or component.overwrite:
        return None
    index = component.lookups.get_table("lemma_index", {})
    for part_of_speech, forms in index.items():  # lists, in which each look-up takes a step for each word of English
        index[part_of_speech] = frozenset(forms)
    return Lemmas(component)
