"""The extraction as a component of somebody's spaCy pipeline."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg import component
from kg.extract import Extractor
from kg.model import make_article
from kg.spacy_factory import NAME, make_component

TEXT = "Angela Merkel met Vladimir Putin in Moscow on Monday.\n\nShe will visit Paris. France condemned Russia."


@pytest.fixture(scope="module")
def nlp(extractor: Extractor) -> Iterator[Language]:
    """The pipeline of the other tests, with the component while these run."""
    assert make_component  # importing it registers the factory, where the package's entry points are not installed
    extractor.nlp.add_pipe(NAME)
    yield extractor.nlp
    extractor.nlp.remove_pipe(NAME)


def test_documents_get_the_claims_of_their_text(nlp: Language, extractor: Extractor) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.kg_published = "2014-03-12"
    claims = nlp(doc)._.kg_claims
    assert {claim.relation for claim in claims} == {"metWith", "visited", "condemned"}
    assert claims[0].time == "2014-03-10"
    with nlp.select_pipes(disable=[NAME]):
        ((_, expected),) = extractor.extract([make_article(TEXT, published="2014-03-12")])
    assert claims == list(expected)


def test_the_example_of_the_module_is_true(nlp: Language) -> None:
    tried = doctest.testmod(component, extraglobs={"nlp": nlp})
    assert tried == (0, 3)


def test_quotes_of_every_shape_are_quotes(nlp: Language) -> None:
    said = ["“Israel bombed Damascus,” Putin said.", '"Israel bombed Damascus," Putin said.']
    told = [nlp(text)._.kg_claims for text in said]
    assert [[(claim.relation, claim.asserted) for claim in claims] for claims in told] == [[("bombed", False)]] * 2


def test_spans_are_the_sentences_of_the_claims(nlp: Language) -> None:
    doc = nlp(TEXT)
    for span, claim in zip(doc.spans[NAME], doc._.kg_claims, strict=True):
        assert span.text == claim.evidence[0].text
        assert (span.label_, span.id_) == (claim.relation, claim.id)


def test_what_other_components_say_stays(nlp: Language) -> None:
    with nlp.select_pipes(disable=[NAME]):
        before = nlp("The minister vowed revenge, as hoped.")
    after = nlp("The minister vowed revenge, as hoped.")
    assert [(t.lemma_, t.dep_, t.ent_type_) for t in after] == [(t.lemma_, t.dep_, t.ent_type_) for t in before]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "It rained."])
def test_texts_without_claims_get_an_empty_list(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.kg_claims == []
    assert len(doc.spans[NAME]) == 0


def test_documents_keep_their_claims_in_files_and_other_processes(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.kg_claims == doc._.kg_claims
    assert [span.label_ for span in again.spans[NAME]] == [span.label_ for span in doc.spans[NAME]]


def test_an_ontology_of_ones_own_is_read(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(
        "@prefix : <https://example.org/> . @prefix kg: <https://newskg.example/ontology#> .\n"
        "@prefix lex: <https://newskg.example/lexicon#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n",
        encoding="utf-8",
    )
    component = nlp.create_pipe(NAME, config={"ontology": str(tmp_path)})
    with nlp.select_pipes(disable=[NAME]):
        doc = nlp("Israel bombed Damascus.")
    assert [claim.relation for claim in component(doc)._.kg_claims] == ["bombed"]


def test_a_document_without_a_parse_is_refused(nlp: Language) -> None:
    with pytest.raises(ValueError, match="needs a parsed document"):
        nlp.get_pipe(NAME)(nlp.make_doc("Israel bombed Damascus."))


def test_extensions_are_set_only_when_the_component_is_made() -> None:
    code = "import kg.component, spacy.tokens; print(spacy.tokens.Doc.has_extension('kg_claims'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_pipeline_knows_the_component_without_loading_it() -> None:
    code = (
        "import sys, spacy; print(spacy.blank('en').has_factory('kg_claims'));"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] == 'kg'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True", "['kg', 'kg.spacy_factory']"]
