"""Entities found all at once: what spaCy's steps find, and nothing where somebody has found some before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from kg.extract import Extractor
from kg.extract.analysis.analyst import Analyst
from kg.extract.analysis.entities import compile_entities
from kg.extract.analysis.vectors import compile_vectors
from tests.analyses import readings, seed_paragraphs

TEXT = "Vladimir Putin met the envoy of the United Nations in Geneva on Monday."
CONVOLUTIONS: dict[str, Any] = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 32,
        "rows": [500, 500],
        "attrs": ["NORM", "SHAPE"],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 32,
        "window_size": 1,
        "maxout_pieces": 3,
        "depth": 2,
    },
}


@pytest.fixture
def ruled(extractor: Extractor) -> Iterator[Language]:
    """The pipeline, told beforehand what Putin is."""
    rules: Any = extractor.nlp.add_pipe("entity_ruler", before="ner")
    rules.add_patterns([{"label": "PRODUCT", "pattern": "Putin met"}])
    yield extractor.nlp
    extractor.nlp.remove_pipe("entity_ruler")


def test_entities_that_are_there_are_heeded(ruled: Language) -> None:
    texts = [TEXT, "The envoy of the United Nations was in Geneva."]
    docs = Analyst(ruled)(texts)
    assert list(map(readings, docs)) == list(map(readings, ruled.pipe(texts)))
    assert [ent.label_ for ent in docs[0].ents][:1] == ["PRODUCT"]


def test_the_vectors_are_those_of_the_layers(extractor: Extractor) -> None:
    component: Any = extractor.nlp.get_pipe("tok2vec")
    vectors = compile_vectors(component.model, extractor.nlp.vocab)
    assert vectors is not None
    docs = [extractor.nlp.make_doc(text) for text in [*seed_paragraphs()][:20]]
    for _ in range(2):
        assert np.allclose(vectors(docs), np.concatenate(component.model.predict(docs)), atol=1e-4)


@pytest.mark.parametrize(
    ("part", "changed", "known"),
    [
        ("embed", {}, True),
        ("embed", {"attrs": ["NORM", "SPACY"]}, True),
        ("encode", {"depth": 1}, True),
        ("encode", {"window_size": 2}, False),
        ("encode", {"maxout_pieces": 2}, False),
        ("encode", {"@architectures": "spacy.MishWindowEncoder.v2", "maxout_pieces": None}, False),
        ("embed", {"@architectures": "spacy.CharacterEmbed.v2", "nM": 8, "nC": 4, "attrs": None}, False),
    ],
)
def test_only_models_of_a_known_build_are_done_otherwise(part: str, changed: dict[str, object], known: bool) -> None:
    described = {**CONVOLUTIONS[part], **changed}
    if "nM" in changed:
        described = {**described, "rows": 500}
    model = {**CONVOLUTIONS, part: {name: value for name, value in described.items() if value is not None}}
    nlp = spacy.blank("en")
    finder: Any = nlp.add_pipe("ner", config={"model": {"tok2vec": model}})
    finder.add_label("PERSON")
    finder.add_label("GPE")
    nlp.initialize()
    assert (compile_vectors(finder.model.get_ref("tok2vec").layers[0], nlp.vocab) is not None) is known
    assert (compile_entities(finder) is not None) is known
    texts = [TEXT, TEXT + " " + TEXT, "   ", "Putin"]
    assert list(map(readings, Analyst(nlp)(texts))) == list(map(readings, nlp.pipe(texts)))


def test_no_entity_runs_from_one_text_into_the_next() -> None:
    nlp = spacy.blank("en")
    finder: Any = nlp.add_pipe("ner", config={"model": {"tok2vec": CONVOLUTIONS}})
    finder.add_label("PERSON")
    nlp.initialize()
    upper = finder.model.get_ref("upper")
    moves = [finder.moves.get_class_name(n) for n in range(finder.moves.n_moves)]
    upper.set_param("b", np.array([10.0 if move == "B-PERSON" else 0.0 for move in moves], np.float32))
    texts = ["Putin", "Vladimir Putin", "Bennett"]
    docs = Analyst(nlp)(texts)
    assert list(map(readings, docs)) == list(map(readings, nlp.pipe(texts)))
    assert [(ent.start, ent.end) for ent in docs[1].ents] == [(0, 2)]
