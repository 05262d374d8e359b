"""The extraction as a component of a spaCy pipeline: `nlp.add_pipe("kg_claims")`.

It stands behind a tagger, a parser, a lemmatizer and a named-entity recognizer, and leaves what they say as it is. A
document then has `doc._.kg_claims`, its claims in the order of the text (`kg.model.Claim`), and in
`doc.spans["kg_claims"]` the first sentence of each, with the relation as the label and the claim's id as its id. The
date of the text, which "on Monday" is counted from, is `doc._.kg_published`, an ISO date that may be set beforehand
(`doc = nlp.make_doc(text)`, then `nlp(doc)`).

>>> doc = nlp("Angela Merkel met Vladimir Putin in Moscow. Israel bombed Damascus.")
>>> [(claim.subject.label, claim.relation, claim.object.label) for claim in doc._.kg_claims]
[('Angela Merkel', 'metWith', 'Vladimir Putin'), ('Israel', 'bombed', 'Damascus')]
>>> [(span.label_, span.text) for span in doc.spans["kg_claims"]]
[('metWith', 'Angela Merkel met Vladimir Putin in Moscow.'), ('bombed', 'Israel bombed Damascus.')]

Spans run over tokens of the document. The claims are kept in `doc.user_data` as plain values, so that documents can be
written to disk and sent to other processes. `published` has to be set on documents where it is known; the model reads
the document as it is, where `kg extract` has each paragraph read by itself, so claims may differ where a sentence of
the parser runs over a line break.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

from kg.alignment import Alignment
from kg.extract import Extractor
from kg.extract.annotate import join, plain
from kg.extract.tokens import Strings
from kg.jsonl import claim_from_dict, claim_to_dict
from kg.model import Claim, make_article
from kg.ontology import load_ontology
from kg.read.text.mark import mark
from kg.spacy_factory import NAME

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.model import Article

__all__ = ["ClaimsComponent"]

_PUBLISHED = "kg_published"


class ClaimsComponent:
    """Reads the claims of documents that are tagged, parsed, lemmatized and have their names marked."""

    def __init__(self, nlp: Language, *, ontology: Path | None, open_relations: bool) -> None:
        """Compile the ontology for this pipeline, and register what documents get.

        Args:
            nlp: The pipeline.
            ontology: A folder of Turtle files that extends the shipped ontology.
            open_relations: Whether to tell what no relation of the ontology covers, too.

        Raises:
            OntologyError: The ontology is no good.
        """
        self._extractor = Extractor(load_ontology(ontology), nlp, open_relations=open_relations)
        if not Doc.has_extension(NAME):
            Doc.set_extension(NAME, getter=_claims_of)
            Doc.set_extension(_PUBLISHED, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Read a document.

        Raises:
            ValueError: It is not parsed.
        """
        if len(doc) and not doc.has_annotation("DEP"):
            raise ValueError("kg_claims needs a parsed document: add it behind a tagger, parser, lemmatizer and ner")
        article = mark(make_article(doc.text, published=doc._.kg_published))
        parts = list(_paragraphs(doc, article))
        claims = self._extractor.claims(join(_Plain(doc.vocab.strings), article, Alignment(doc.text, ()), parts))
        doc.user_data[NAME] = [claim_to_dict(claim) for claim in claims]
        doc.spans[NAME] = [_span(doc, claim) for claim in claims if claim.evidence]
        return doc


class _Plain(Strings):
    """The texts of a vocabulary with the quotes and dashes that the rules know, character for character."""

    def __missing__(self, key: int) -> str:
        self[key] = text = plain(super().__missing__(key))
        return text


def _paragraphs(doc: Doc, article: Article) -> Iterator[tuple[int, Doc]]:
    """The analyses of the paragraphs with their first characters, without spaces at their edges, and without junk."""
    for _, group in groupby(doc, key=lambda token: "\n" in token.text):
        tokens = list(group)
        while tokens and tokens[0].is_space:
            del tokens[0]
        while tokens and tokens[-1].is_space:
            del tokens[-1]
        if tokens and not any(start <= tokens[0].idx < end for start, end in article.junk):
            yield tokens[0].idx, doc[tokens[0].i : tokens[-1].i + 1].as_doc()


def _span(doc: Doc, claim: Claim) -> Span:
    cited = claim.evidence[0]
    found = doc.char_span(cited.start, cited.end, label=claim.relation, span_id=claim.id, alignment_mode="expand")
    assert found is not None  # noqa: S101 - evidence lies in the text
    return found


def _claims_of(doc: Doc) -> list[Claim]:
    """The claims of a document; none where the component has not been."""
    told: list[dict[str, Any]] = doc.user_data.get(NAME, [])
    return [claim_from_dict(each) for each in told]
