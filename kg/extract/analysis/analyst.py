"""Texts -> analysed documents, as spaCy's pipeline analyses them, in less time.

What takes most of spaCy's time is done otherwise where a component is of a build that is known here, and by the
component itself where it is not; each token's tag, head, lemma, entity and sentence are the same. Where all components
are known, a text that was analysed lately is not analysed again: agencies' copies, boilerplate and later versions of an
article share paragraphs. Others may come to say something else (entity rulers get more patterns), or hang what is
large on a document (transformers do).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer, Lemmatizer, Tagger, Tok2Vec
from spacy.tokens import Doc

from kg.extract.analysis.attributes import compile_attributes
from kg.extract.analysis.entities import compile_entities
from kg.extract.analysis.lemmas import compile_lemmas
from kg.extract.analysis.seen import Seen
from kg.extract.analysis.vectors import compile_vectors

__all__ = ["Analyst"]

_TOKENS = 6_000
"""That the model has in hand at a time: enough for large matrices, and each takes some 15 KB meanwhile."""

_Work = Callable[[list[Doc]], list[Doc]]
"""What a component does to documents, all at once."""


class Analyst:
    """Analyses texts by a spaCy pipeline; what it keeps of them is bounded."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self._components: list[tuple[Any, int]] = []
        self._works: list[_Work] = []
        self._seen = Seen()

    def __call__(self, texts: Iterable[str]) -> list[Doc]:
        """The analyses of texts, in order; equal texts share one, which nobody may change.

        Texts are not empty. Their vectors (`Doc.tensor`) are not kept.
        """
        self._take_on_components()
        wanted = list(texts)
        found = {text: doc for text in wanted if (doc := self._seen.get(text)) is not None}
        new = dict.fromkeys(text for text in wanted if text not in found)
        unread = iter(new)
        for group in _groups(map(self.nlp.make_doc, new)):
            for doc in self._analysed(group):
                text = next(unread)
                found[text] = doc
                self._seen.keep(text, doc)
        return [found[text] for text in wanted]

    def _take_on_components(self) -> None:
        """Somebody may have added to the pipeline or its patterns, or taken from it."""
        components = [(component, _patterns(component)) for _, component in self.nlp.pipeline]
        if components != self._components:
            self._components = components
            known = [_known_work(component) for component, _ in components]
            self._works = [
                _its_own_work(component) if work is None else work
                for (component, _), work in zip(components, known, strict=True)
            ]
            self._seen = Seen(0) if None in known else Seen()

    def _analysed(self, docs: list[Doc]) -> list[Doc]:
        for work in self._works:
            docs = work(docs)
        for doc in docs:
            doc.tensor = np.empty((0, 0), np.float32)  # it is a piece of that of all, which it would keep alive
        return docs


def _groups(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    group: list[Doc] = []
    count = 0
    for doc in docs:
        if group and count + len(doc) > _TOKENS:
            yield group
            group, count = [], 0
        group.append(doc)
        count += len(doc)
    if group:
        yield group


def _patterns(component: Any) -> int:
    """How many patterns a component has: these can be added to it at any time."""
    return len(component.attrs) if isinstance(component, AttributeRuler) else 0


def _known_work(component: Any) -> _Work | None:
    for kind, known in _KNOWN:
        if isinstance(component, kind) and (work := known(component)) is not None:
            return work
    return None


def _its_own_work(component: Any) -> _Work:
    if hasattr(component, "pipe"):
        return lambda docs: list(component.pipe(iter(docs), batch_size=len(docs)))
    return lambda docs: [component(doc) for doc in docs]


def _all_at_once(component: Any) -> _Work:
    def work(docs: list[Doc]) -> list[Doc]:
        component.set_annotations(docs, component.predict(docs))
        return docs

    return work


def _vectors(component: Tok2Vec) -> _Work | None:
    vectors = compile_vectors(component.model, component.vocab)
    if vectors is None:
        return None

    def work(docs: list[Doc]) -> list[Doc]:
        component.set_annotations(docs, np.split(vectors(docs), np.cumsum([len(doc) for doc in docs])[:-1]))
        return docs

    return work


def _entities(component: EntityRecognizer) -> _Work | None:
    finder = compile_entities(component)
    by_itself = _all_at_once(component)
    return None if finder is None else lambda docs: docs if finder(docs) else by_itself(docs)


def _attributes(component: AttributeRuler) -> _Work | None:
    return _changing(compile_attributes(component))


def _lemmas(component: Lemmatizer) -> _Work | None:
    return _changing(compile_lemmas(component))


def _changing(change: Callable[[list[Doc]], None] | None) -> _Work | None:
    if change is None:
        return None

    def work(docs: list[Doc]) -> list[Doc]:
        change(docs)
        return docs

    return work


_KNOWN: tuple[tuple[type, Callable[[Any], _Work | None]], ...] = (
    (Tok2Vec, _vectors),
    (Tagger, _all_at_once),
    (DependencyParser, _all_at_once),
    (AttributeRuler, _attributes),
    (Lemmatizer, _lemmas),
    (EntityRecognizer, _entities),
)
