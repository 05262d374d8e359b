"""Extraction in as many processes as are worth it; what comes out, and its order, do not depend on their number.

An article costs only itself: one that extraction cannot cope with is told as an error, and so is one that kills the
process which reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from kg.crew import CRASHED, map_in_order
from kg.errors import ArticleError
from kg.lines import cut_line
from kg.model import Article, Claim
from kg.uncollected import seldom_collected

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.ontology import Ontology
    from kg.processes import Do

__all__ = ["Extracted", "extract_articles", "extract_as", "in_batches"]

Extracted = tuple[Article, tuple[Claim, ...]]
Made = TypeVar("Made")

BATCH = 12_000
"""Characters that are sent to a worker at once: enough for the model's batches of paragraphs, few enough that the last
worker does not keep the others waiting."""
SMALL = 20_000
"""Characters that one process has read by the time several have started and shared them."""


def extract_articles(
    articles: Iterable[Article],
    ontology: Ontology,
    *,
    model: str | None = None,
    open_relations: bool = False,
    workers: int = 1,
    on_error: Callable[[ArticleError], object],
) -> Iterator[Extracted]:
    """The claims of each article, in order, as `extract_as` gives what is made of them.

    Raises:
        KGError: The ontology or the model is no good, or processes die all the time.
    """
    return extract_as(
        _themselves,
        articles,
        ontology,
        model=model,
        open_relations=open_relations,
        workers=workers,
        on_error=on_error,
    )


def extract_as(
    make: Callable[[Sequence[Claim]], Made],
    articles: Iterable[Article],
    ontology: Ontology,
    *,
    model: str | None = None,
    open_relations: bool = False,
    workers: int = 1,
    on_error: Callable[[ArticleError], object],
) -> Iterator[tuple[Article, Made]]:
    """What is made of the claims of each article, in order; one that cannot be extracted goes to `on_error` instead.

    Args:
        make: Makes it of an article's claims, where they are: what it leaves out does not have to be sent. It can be
            pickled.
        articles: Read as they are needed, a window ahead.
        ontology: What to read with.
        model: The spaCy pipeline, by default the bundled one.
        open_relations: Whether to tell what no relation of the ontology covers, too.
        workers: How many processes at most; a few articles are read in this one.
        on_error: Is told of articles that are left out.

    Raises:
        KGError: The ontology or the model is no good, or processes die all the time.
    """
    prepare = partial(_prepare, ontology, model, open_relations, make)
    batches = in_batches(articles)
    begun = list(_worth_more(batches)) if workers > 1 else []
    many = sum(len(article.text) for batch in begun for article in batch) > SMALL
    every = chain(begun, batches)
    for article, answer in map_in_order(prepare, every, workers) if many else _in_this_process(prepare, every):
        if answer is CRASHED:
            on_error(_crash(article))
        elif isinstance(answer, ArticleError):
            on_error(answer)
        else:
            yield article, answer


def _worth_more(batches: Iterator[list[Article]]) -> Iterator[list[Article]]:
    """As many batches as show that it is worth more than one process, or all."""
    size = 0
    while size <= SMALL and (batch := next(batches, None)) is not None:
        yield batch
        size += sum(len(article.text) for article in batch)


def in_batches(articles: Iterable[Article], size: int = BATCH) -> Iterator[list[Article]]:
    """Articles in their order, as many at once as have this many characters together, or one that has more."""
    batch: list[Article] = []
    room = size
    for article in articles:
        if batch and len(article.text) > room:
            yield batch
            batch, room = [], size
        batch.append(article)
        room -= len(article.text)
    if batch:
        yield batch


def _in_this_process(prepare: Callable[[], Do], batches: Iterable[Sequence[Article]]) -> Iterator[tuple[Article, Any]]:
    do: Do | None = None
    for batch in batches:
        do = do or prepare()  # a model takes its time: where there is something to read, not before
        yield from zip(batch, do(batch), strict=True)


def _prepare(
    ontology: Ontology, model: str | None, open_relations: bool, make: Callable[[Sequence[Claim]], Made]
) -> Do:
    from kg.extract import Extractor  # with it comes spaCy

    return partial(_read, Extractor(ontology, model, open_relations=open_relations), make)


def _read(
    extractor: Extractor, make: Callable[[Sequence[Claim]], Made], batch: Sequence[Article]
) -> list[Made | ArticleError]:
    """What is made of each one's claims, or why there are none: whatever one of them raises, the others have theirs."""
    found: list[Extracted | ArticleError] = []
    with seldom_collected():
        found.extend(extractor.extract(batch, on_error=found.append))
    return [each if isinstance(each, ArticleError) else make(each[1]) for each in found]


def _themselves(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(claims)


def _crash(article: Article) -> ArticleError:
    name = cut_line(article.meta.title or article.id)
    return ArticleError(
        f"article {name!r} crashed its process twice, perhaps for want of memory; left alone", kind="crashed"
    )
