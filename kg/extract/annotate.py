"""Loads the spaCy pipeline and runs it: articles -> annotated articles.

Each paragraph is analysed by itself, so that neither sentence nor name runs over a paragraph break, and junk spans
(captions, bylines, share prompts) are left out. The model reads the repaired text, in which every line break ends a
paragraph; an alignment leads from every token back to its place in the article's text as read.
"""

from __future__ import annotations

import importlib
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc as Parse

from kg.alignment import Alignment
from kg.extract.analysis.analyst import Analyst
from kg.extract.tokens import Doc, Span, Strings, Token, read_tokens
from kg.language_model import BUNDLED, model_name, no_model, unknown_model
from kg.model import Article

__all__ = ["Annotated", "Lost", "annotate", "join", "load_model", "model_version", "plain"]

UNUSED = ("senter", "textcat", "entity_linker")

# One character for one character: places hold. Quotes and dashes are what the model was trained on.
_PLAIN = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛ʼ´`′‹›", "'"), **dict.fromkeys("–‒−", "-"),
     "―": "—", **dict.fromkeys("\t\u00a0\u2009\u202f", " ")}
)  # fmt: skip
_BLANKS = frozenset(" \t\r\f\v")
_SENTENCE_ENDS = '.?!"”'
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
# No word of any language with spaces is as long, and the tokenizer takes the square of its length.
_UNBROKEN = re.compile(r"\S{500,}")

Lost = Callable[[Article, Exception], object]
"""Is told of an article that could not be understood, and what was raised."""
# An article, as it is read, and the analyses of its paragraphs, each with its place.
_Parsed = tuple[Article, Alignment, list[tuple[int, Parse]]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article, its repaired text with the way back to the text as read, and its tokens.

    `offsets` tells where each token begins in the repaired text, `ents` what the model takes for a name, a date or a
    number, `breaks` which tokens have a line break before them. Of a section of an article only its own text is read,
    which begins at `start` of the whole.
    """

    article: Article
    reading: Alignment
    doc: Doc
    offsets: tuple[int, ...]
    sents: tuple[Span, ...]
    ents: tuple[Span, ...]
    sent_of: tuple[int, ...]
    headlines: frozenset[int]
    breaks: frozenset[int]
    start: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character span in the article's text as read of the tokens `start` to `end` (half-open)."""
        first, last = self.reading.to_read(*self._place(start, end))
        return self.start + first, self.start + last

    def text(self, start: int, end: int) -> str:
        """The repaired text of the tokens `start` to `end` (half-open)."""
        a, b = self._place(start, end)
        return self.reading.text[a:b]

    def begins_paragraph(self, i: int) -> bool:
        """Whether a line break stands between a token and the one before it."""
        return i in self.breaks

    def sent_span(self, n: int) -> tuple[int, int]:
        """Character span of a sentence in the article's text as read."""
        return self.span(self.sents[n].start, self.sents[n].end)

    def sent(self, token: Token) -> Span:
        """The sentence of a token."""
        return self.sents[self.sent_of[token.i]]

    def _place(self, start: int, end: int) -> tuple[int, int]:
        last = end - 1
        return self.offsets[start], self.offsets[last] + len(self.doc[last].text)


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
            raise no_model() from error
        nlp: Language = module.load(exclude=list(UNUSED))
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


def paragraphs(text: str, junk: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Half-open character spans of the paragraphs of a text, junk left out and edges stripped.

    Args:
        text: The text, in which every line is a paragraph.
        junk: Spans of it, in order and apart from each other.
    """
    kept = []
    left = iter(junk)
    gap = next(left, None)
    begin = 0
    while begin <= len(text):
        stop = text.find("\n", begin)
        stop = len(text) if stop < 0 else stop
        while gap is not None and gap[0] < stop:
            kept.append((begin, gap[0]))
            begin = gap[1]
            gap = next(left, None)
            if begin > stop:
                break
        else:
            kept.append((begin, stop))
            begin = stop + 1
    return [piece for start, end in kept for a, b in _pieces(start, end, text) if (piece := _stripped(a, b, text))]


def _stripped(start: int, end: int, text: str) -> tuple[int, int] | None:
    piece = text[start:end]
    lead, tail = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    return (start + lead, start + tail) if lead < tail else None


def _inline(text: str, junk: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Junk with text on both sides in its line: it is blanked, so that the sentence around it stays whole."""
    for start, end in junk:
        before, after = start - 1, end
        while before >= 0 and text[before] in _BLANKS:
            before -= 1
        while after < len(text) and text[after] in _BLANKS:
            after += 1
        inside = before >= 0 and text[before] != "\n" and after < len(text) and text[after] != "\n"
        if inside and "\n" not in text[start:end] and text[before] not in _SENTENCE_ENDS:
            yield start, end


def readable(reading: Alignment, junk: Iterable[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """A repaired text with inline junk as spaces, character for character, and the spans of its paragraphs.

    Args:
        reading: The text as read, and repaired.
        junk: Spans of the text as read, in order and apart from each other.
    """
    text = reading.text
    left_out = [span for each in junk if (span := reading.to_repaired(*each))[0] < span[1]]
    inline = list(_inline(text, left_out))
    pieces: list[str] = []
    done = 0
    for start, end in inline:
        pieces += (text[done:start], " " * (end - start))
        done = end
    text = _UNBROKEN.sub(lambda found: " " * len(found[0]), "".join((*pieces, text[done:])))
    passed = set(inline)
    return plain(text), paragraphs(text, (span for span in left_out if span not in passed))


def plain(text: str) -> str:
    """The text with quotes, dashes and spaces the model knows, character for character."""
    return text.translate(_PLAIN)


def annotate(
    model: Language | Analyst, articles: Iterable[Article], batch_size: int = 32, *, on_error: Lost | None = None
) -> Iterator[Annotated]:
    """Run the pipeline over articles, a batch of them at a time; order is kept.

    An article that makes the pipeline raise goes to `on_error`, and the rest goes on; without it, it raises here.

    Args:
        model: A pipeline, or an analyst, who has what was read before at hand.
        articles: Read as they are asked for.
        batch_size: The most articles whose analyses are in memory together.
        on_error: Is told of the articles that are left out.
    """
    analyst = model if isinstance(model, Analyst) else Analyst(model)
    for batch in _batches(articles, batch_size):
        strings = Strings(analyst.nlp.vocab.strings)
        for article, reading, parts in _parse(analyst, batch, on_error):
            try:
                annotated = join(strings, article, reading, parts)
            except Exception as error:
                if on_error is None:
                    raise
                on_error(article, error)
            else:
                yield annotated


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


def _parse(analyst: Analyst, batch: list[Article], on_error: Lost | None) -> Iterator[_Parsed]:
    try:
        parsed = _parse_batch(analyst, batch)
    except Exception as error:
        if on_error is None:
            raise
        if len(batch) == 1:
            on_error(batch[0], error)
        else:
            for article in batch:  # which of them it was
                yield from _parse(analyst, [article], on_error)
    else:
        yield from parsed


def _parse_batch(analyst: Analyst, batch: list[Article]) -> list[_Parsed]:
    readings = [Alignment(article.text, article.repairs) for article in batch]
    texts: list[str] = []
    places: list[tuple[int, int]] = []
    for n, (article, reading) in enumerate(zip(batch, readings, strict=True)):
        text, spans = readable(reading, article.junk)
        texts.extend(text[start:end] for start, end in spans)
        places.extend((n, start) for start, _ in spans)
    parts: list[list[tuple[int, Parse]]] = [[] for _ in batch]
    for (n, start), doc in zip(places, analyst(texts), strict=True):
        parts[n].append((start, doc))
    return list(zip(batch, readings, parts, strict=True))


def join(strings: Strings, article: Article, reading: Alignment, parts: Sequence[tuple[int, Parse]]) -> Annotated:
    """An article annotated with the analyses of its paragraphs.

    Args:
        strings: The texts of the vocabulary.
        article: The article.
        reading: Its repaired text, and the way back to the text as read.
        parts: The first character of each paragraph in the repaired text, and its analysis, in order.
    """
    doc, sents, ents = read_tokens([part for _, part in parts], LEMMAS, strings)
    sent_of = tuple(n for n, sent in enumerate(sents) for _ in sent)
    offsets: list[int] = []
    headlines, breaks = set(), set()
    for place, part in parts:
        begin, end = len(offsets), len(offsets) + len(part)
        if begin and "\n" in reading.text[offsets[-1] : place]:
            breaks.add(begin)
        for token in doc[begin:end]:
            offsets.append(place)
            place += len(token.text) + len(token.whitespace_)
        # a short paragraph of one sentence without an end stop is a headline or a crosshead
        if sent_of[begin] == sent_of[end - 1] and len(part) < 30 and doc[end - 1].text not in '.?!"':
            headlines.add(sent_of[begin])
    return Annotated(
        article, reading, doc, tuple(offsets), sents, ents, sent_of, frozenset(headlines), frozenset(breaks)
    )
