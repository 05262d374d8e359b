"""Article -> claims of that article; one linguistic phenomenon a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace

from kg.errors import ArticleError
from kg.extract.analysis.analyst import Analyst
from kg.extract.annotate import Annotated, annotate, load_model, model_version
from kg.extract.attribution import attribute
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
from kg.extract.titles import read_structure
from kg.extract.trace import Explanation
from kg.extract.understood import Understood
from kg.lines import cut_line, one_line
from kg.model import Article, Claim
from kg.ontology import Actor, Ontology

__all__ = ["Extractor"]


class Extractor:
    """The text wing in one object: holds the language model and the compiled ontology.

    With `open_relations` it also tells what no frame of the lexicon covers, as `open:` relations.

    Raises:
        ModelNotFoundError: the pipeline is not installed.
        OntologyError: a frame of the ontology cannot be parsed.
    """

    def __init__(self, ontology: Ontology, model: str | None = None, *, open_relations: bool = False) -> None:
        self.ontology = ontology
        self.open_relations = open_relations
        self.lexicon = compile_lexicon(ontology)
        self.nlp = load_model(model)
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

        for annotated in annotate(self.analyst, articles, on_error=lose if on_error else None):
            try:
                claims = self.claims(annotated)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one article, the others are read
                lose(annotated.article, error)
            else:
                yield annotated.article, claims

    def explain(self, articles: Iterable[Article]) -> Iterator[Explanation]:
        """What is seen in each article and why, in order; the claims are those of `extract`."""
        for annotated in annotate(self.analyst, articles):
            yield explain(self.understand(annotated), self.ontology, self.lexicon)

    def resolve(self, annotated: Annotated) -> Resolution:
        """Who is who in an annotated article."""
        offices = find_offices(annotated, self.gazetteer)
        names = find_names(annotated, self.gazetteer, offices)
        holdings = find_holdings(annotated, names, offices)
        return resolve(annotated, names, holdings, self.gazetteer, self.ontology, self.lexicon)

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
        resolution = self.resolve(annotated)
        speakers = attribute(resolution, self.ontology)
        stated = read_structure(resolution, self.ontology, self.gazetteer)
        readings: list[Reading] = []
        told: list[Draft] = []
        for reading in read_predicates(
            resolution, speakers, self.lexicon, self.ontology, open_relations=self.open_relations
        ):
            told.extend(reading.drafts)
            if keep:
                readings.append(reading)
        drafts = [*(one.draft for one in stated if one.dropped is None), *share_scenes(told, resolution)]
        settled = settle(annotated.article, resolution, drafts, self.ontology)
        return Understood(resolution, tuple(stated), tuple(readings), tuple(drafts), tuple(settled))


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
