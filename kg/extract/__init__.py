"""Article -> claims of that article; one linguistic phenomenon a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from itertools import groupby

from spacy.language import Language

from kg.errors import ArticleError
from kg.extract.analysis.analyst import Analyst
from kg.extract.annotate import Annotated, annotate, load_model, model_version
from kg.extract.attribution import attribute
from kg.extract.cast import Cast
from kg.extract.claims import settle
from kg.extract.confidence import Doubts
from kg.extract.coreference import resolve
from kg.extract.drafts import Draft
from kg.extract.explain import explain
from kg.extract.gazetteer import compile_gazetteer, extend_gazetteer
from kg.extract.lexicon import compile_lexicon
from kg.extract.mentions import find_names
from kg.extract.offices import find_holdings, find_offices
from kg.extract.referents import Resolution
from kg.extract.relations import Reading, read_predicates
from kg.extract.scenes import share_scenes
from kg.extract.sections import SECTION, sections_of
from kg.extract.titles import read_structure
from kg.extract.trace import Explanation
from kg.extract.understood import Understood
from kg.lines import cut_line, one_line
from kg.model import Article, Claim
from kg.ontology import Actor, Ontology

__all__ = ["Extractor"]


class Extractor:
    """The text wing in one object: holds the language model and the compiled ontology.

    The model is a pipeline of spaCy, by name or path or at hand; the bundled one by default.

    With `open_relations` it also tells what no frame of the lexicon covers, as `open:` relations. A text of more than
    `section` characters is read in sections.

    Raises:
        ModelNotFoundError: the pipeline is not installed.
        OntologyError: a frame of the ontology cannot be parsed.
    """

    def __init__(
        self, ontology: Ontology, model: str | Language | None = None, *, open_relations: bool = False
    ) -> None:
        self.ontology = ontology
        self.open_relations = open_relations
        self.section = SECTION
        self.lexicon = compile_lexicon(ontology)
        self.nlp = model if isinstance(model, Language) else load_model(model)
        self.analyst = Analyst(self.nlp)
        self.gazetteer = compile_gazetteer(self.nlp, ontology)

    @property
    def model(self) -> str:
        """Name and version of the language model, as provenance says it."""
        return model_version(self.nlp)

    def knowing(self, actors: Mapping[str, Actor]) -> Extractor:
        """An extractor that knows these actors, too, by their ids; it shares the model and the lexicon."""
        other = copy(self)
        other.ontology = replace(self.ontology, actors={**self.ontology.actors, **actors})
        other.gazetteer = extend_gazetteer(self.nlp, self.gazetteer, actors.values())
        return other

    def extract(
        self, articles: Iterable[Article], *, on_error: Callable[[ArticleError], object] | None = None
    ) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        """The claims of each article, in order.

        An article that makes anything raise goes to `on_error`, and the rest goes on; without it, it raises here.
        """

        def lose(article: Article, error: Exception) -> None:
            if on_error is None:
                raise error
            on_error(_told(article, error))

        for long, group in groupby(articles, self._is_long):
            if long:
                for article in group:
                    try:
                        claims = self._read_in_sections(article)
                    except Exception as error:  # noqa: BLE001 - as below
                        lose(article, error)
                    else:
                        yield article, claims
                continue
            for annotated in annotate(self.analyst, group, on_error=lose if on_error else None):
                try:
                    claims = self.claims(annotated)
                except Exception as error:  # noqa: BLE001 - whatever is wrong with one article, the others are read
                    lose(annotated.article, error)
                else:
                    yield annotated.article, claims

    def _read_in_sections(self, article: Article) -> tuple[Claim, ...]:
        """The claims of a long article: what its sections tell is put together as what one article tells is."""
        cast = Cast(self.ontology)
        drafts: list[Draft] = []
        spans: dict[int, tuple[int, int]] = {}
        sents = 0
        for annotated in self._sections(article):
            read = self._read(annotated, keep=False, cast=cast)
            told = cast.take(read.resolution, read.drafts, sents)
            spans.update((draft.sent, annotated.sent_span(draft.sent - sents)) for draft in told)
            drafts += told
            sents += len(annotated.sents)
        settled = settle(article, cast.members, drafts, self.ontology, spans.__getitem__)
        return tuple(found.claim for found in settled if found.dropped is None)

    def _is_long(self, article: Article) -> bool:
        return len(article.text) > self.section

    def _sections(self, article: Article) -> Iterator[Annotated]:
        for section in sections_of(article, self.section):
            for annotated in annotate(self.analyst, [section.article]):
                yield replace(annotated, article=article, start=section.start)

    def explain(self, articles: Iterable[Article]) -> Iterator[Explanation]:
        """What is seen in each article and why, in order; the claims are those of `extract`.

        A long article is explained section by section, each with what it tells by itself.
        """
        for long, group in groupby(articles, self._is_long):
            for article in group if long else ():
                cast = Cast(self.ontology)
                sents = 0
                for annotated in self._sections(article):
                    read = self._read(annotated, keep=True, cast=cast)
                    yield explain(self._settled(read), self.ontology, self.lexicon, sents)
                    cast.take(read.resolution, read.drafts, sents)
                    sents += len(annotated.sents)
            for annotated in () if long else annotate(self.analyst, group):
                yield explain(self.understand(annotated), self.ontology, self.lexicon)

    def resolve(self, annotated: Annotated, cast: Cast | None = None) -> Resolution:
        """Who is who in an annotated article; in a section of one, with those whom earlier sections have named."""
        offices = find_offices(annotated, self.gazetteer)
        names = find_names(annotated, self.gazetteer, offices, cast.surnames if cast is not None else {})
        holdings = find_holdings(annotated, names, offices)
        return resolve(annotated, names, holdings, self.gazetteer, self.ontology, self.lexicon, cast)

    def claims(self, annotated: Annotated) -> tuple[Claim, ...]:
        """The claims of an annotated article, in the order of the text."""
        return self.understand(annotated, keep=False).claims

    def weighed(self, annotated: Annotated) -> tuple[tuple[Claim, Doubts], ...]:
        """The claims of an annotated article, each with what speaks against it."""
        return self.understand(annotated, keep=False).weighed

    def understand(self, annotated: Annotated, *, keep: bool = True) -> Understood:
        """What the rules make of an annotated article, with all that they passed over.

        Without `keep` the readings go when their drafts are made: they hold every frame that was tried, which is more
        than all the rest.
        """
        return self._settled(self._read(annotated, keep=keep))

    def _read(self, annotated: Annotated, *, keep: bool, cast: Cast | None = None) -> Understood:
        """What an article, or a section of one, tells, before it is settled."""
        resolution = self.resolve(annotated, cast)
        speakers = attribute(resolution, self.ontology)
        stated = read_structure(resolution, self.ontology, self.gazetteer)
        readings: list[Reading] = []
        told: list[Draft] = []
        for reading in read_predicates(
            resolution, speakers, self.lexicon, self.ontology, open_relations=self.open_relations, thorough=keep
        ):
            told.extend(reading.drafts)
            if keep:
                readings.append(reading)
        drafts = [*(one.draft for one in stated if one.dropped is None), *share_scenes(told, resolution)]
        return Understood(resolution, tuple(stated), tuple(readings), tuple(drafts))

    def _settled(self, read: Understood) -> Understood:
        annotated = read.resolution.annotated
        referents = dict(enumerate(read.resolution.referents))
        settled = settle(annotated.article, referents, read.drafts, self.ontology, annotated.sent_span)
        return replace(read, settled=tuple(settled))


def _told(article: Article, error: Exception) -> ArticleError:
    name = cut_line(article.meta.title or article.id)
    if isinstance(error, MemoryError):
        return ArticleError(
            f"article {name!r} needs more memory to understand than there is; left alone", kind="too large"
        )
    return ArticleError(
        f"article {name!r} could not be understood ({type(error).__name__}: {one_line(str(error))[:200]})",
        kind="not understood",
    )
