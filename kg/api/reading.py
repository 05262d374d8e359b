"""`kg.read` and `kg.extract`: inputs to articles, and articles to claims, in memory."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg import pipeline
from kg.api.collections import Articles, Claims
from kg.errors import ArticleError
from kg.model import Article, at_least, make_article
from kg.ontology import load_ontology
from kg.read.article.options import Skipped, raise_error
from kg.read.text.decode import clean_text
from kg.read.text.mark import mark
from kg.workers import extract_articles

if TYPE_CHECKING:
    from kg.extract import Extractor

__all__ = ["Inputs", "KGWarning", "extract", "extractor", "parted", "read", "settings"]

Inputs: TypeAlias = str | Path | Article | Iterable[str | Path | Article]
"""What is read: a file, a folder, a pattern, an address, an article at hand, or several of these."""


class KGWarning(UserWarning):
    """An input that could not be read and was left out, or passed over; the message is one line."""


def read(
    inputs: Inputs,
    *,
    published: str | None = None,
    publisher: str | None = None,
    text_column: str | None = None,
    languages: Iterable[str] = (),
    strict: bool = False,
) -> Articles:
    """Read articles from files, folders, patterns or addresses of any kind that the command reads.

    An input that cannot be read is left out with a `KGWarning` that names it, the place and the remedy.

    Args:
        inputs: One or more of them.
        published: The ISO date of articles that give none.
        publisher: The outlet of articles that name none.
        text_column: The column or field that holds the text, in tables and JSON.
        languages: Codes of the languages to read, "any" for all; English by default.
        strict: Whether to raise at the first input that cannot be read.

    Returns:
        The articles in the order of the inputs; offsets refer to `article.text`, as read.

    Raises:
        ArticleError: An input cannot be read, and `strict` is set.
    """
    paths, given = parted(inputs)
    reading = settings(published, publisher, text_column, languages, strict=strict)
    return Articles([*pipeline.read(paths, reading), *given] if paths else given)


def extract(  # noqa: PLR0913 - all but the first are options
    inputs: Inputs = (),
    *,
    text: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    text_column: str | None = None,
    languages: Iterable[str] = (),
    ontology: Path | str | None = None,
    model: str | None = None,
    open_relations: bool = False,
    min_confidence: float = 0.0,
    workers: int = 1,
    strict: bool = False,
) -> Claims:
    """Extract the claims of articles: who does what to whom, where, when, according to whom.

    The language model is loaded once a process.

    Args:
        inputs: Files, folders, patterns, addresses, or articles as `read` and `make_article` give them.
        text: A text at hand instead.
        published: The ISO date of articles that give none: what "on Monday" is counted from.
        publisher: The outlet of articles that name none.
        text_column: The column or field that holds the text, in tables and JSON.
        languages: Codes of the languages to read, "any" for all; English by default.
        ontology: A folder of Turtle files that extends the shipped ontology.
        model: A spaCy pipeline by name or path; the bundled one by default.
        open_relations: Whether to tell what no relation of the ontology covers, too, as `open:` relations.
        min_confidence: Leave out claims below that, 0..1.
        workers: How many processes share the work; with more than one, a script needs the usual
            `if __name__ == "__main__":` around what it does.
        strict: Whether to raise at the first input that cannot be read.

    Returns:
        The claims in the order of articles and text, `evidence` with half-open character offsets into the article.

    Raises:
        KGError: The ontology or the model is no good; with `strict`, an input cannot be read.
    """
    reading = settings(published, publisher, text_column, languages, strict=strict)
    paths, given = parted(inputs)
    if text is not None:
        given = [*given, mark(make_article(clean_text(text), published=published, publisher=publisher))]
    articles = (article for source in ((pipeline.read(paths, reading) if paths else ()), given) for article in source)
    folder = Path(ontology) if ontology is not None else None
    if workers > 1:
        found = extract_articles(
            articles,
            load_ontology(folder),
            model=model,
            open_relations=open_relations,
            workers=workers,
            on_error=reading.on_error,
        )
    else:
        found = extractor(folder, model, open_relations).extract(articles, on_error=reading.on_error)
    return Claims(claim for _, claims in found for claim in at_least(claims, min_confidence))


@cache
def extractor(ontology: Path | None, model: str | None, open_relations: bool) -> Extractor:
    """The extractor of these settings, made once a process: loading the model takes seconds.

    Raises:
        KGError: The ontology or the model is no good.
    """
    from kg.extract import Extractor

    return Extractor(load_ontology(ontology), model, open_relations=open_relations)


def parted(inputs: Inputs) -> tuple[list[str | Path], list[Article]]:
    """What is to be read, and the articles that are at hand."""
    each = [inputs] if isinstance(inputs, str | Path | Article) else list(inputs)
    return (
        [item for item in each if not isinstance(item, Article)],
        [item for item in each if isinstance(item, Article)],
    )


def settings(
    published: str | None,
    publisher: str | None,
    text_column: str | None,
    languages: Iterable[str],
    *,
    strict: bool,
) -> pipeline.Reading:
    """Settings of the pipeline that warn where the command writes to standard error, or raise at once."""
    return pipeline.Reading(
        published=published,
        publisher=publisher,
        text_column=text_column,
        languages=tuple(languages),
        on_error=raise_error if strict else _warn_of_error,
        on_skip=_warn_of_skip,
    )


def _warn_of_error(error: ArticleError) -> None:
    warnings.warn(str(error), KGWarning, stacklevel=2)


def _warn_of_skip(skipped: Skipped) -> None:
    warnings.warn(f"{skipped.name}: {skipped.why}", KGWarning, stacklevel=2)
