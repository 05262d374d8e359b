"""`kg.read`, `kg.extract` and `kg.extract_each`: inputs to articles, and articles to claims, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg import pipeline
from kg.api.collections import Articles, Claims
from kg.api.wording import KGWarning, in_python, name_arguments, warner
from kg.errors import ArticleError, KGError
from kg.lines import cut_line, one_line
from kg.model import Article, Claim, at_least, make_article
from kg.ontology import load_ontology
from kg.read import ANY_LANGUAGE, Options, language_code, to_iso_date
from kg.read import read_articles as read_each
from kg.read.article.options import raise_error
from kg.read.text.decode import clean_text
from kg.read.text.mark import mark
from kg.workers import extract_articles

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.extract.trace import Explanation

__all__ = [
    "Inputs",
    "KGWarning",
    "explain",
    "extract",
    "extract_each",
    "extractor",
    "parted",
    "read",
    "read_articles",
    "settings",
]

Inputs: TypeAlias = str | Path | Article | Iterable[str | Path | Article]
"""What is read: a file, a folder, a pattern, an address, an article at hand, or several of these."""

_PLAIN = Options()
_ENDS, _QUOTES = tuple(".!?…"), "'\"”’)"  # of a sentence
_WORDS = 3  # that end so are no name of a file ...
_LONGEST = 4096  # ... nor are that many of more letters than a path may have


@in_python()
def read(
    inputs: Inputs,
    *,
    published: str | None = None,
    publisher: str | None = None,
    text_column: str | None = None,
    languages: str | Iterable[str] = (),
    strict: bool = False,
) -> Articles:
    """Read articles from files, folders, patterns or addresses of any kind that the command reads.

    An input that cannot be read is left out with a `KGWarning` that names it, the place and the remedy.

    >>> articles = kg.read("seeds/*.txt")
    >>> articles
    <8 articles>
    >>> articles[0].meta.title, articles[0].meta.published, len(articles[0].text)
    ('Germany’s Baerbock warns China over Taiwan, presses it to rein in Moscow', None, 2274)

    Args:
        inputs: One or more of them.
        published: The ISO date of articles that give none.
        publisher: The outlet of articles that name none.
        text_column: The column or field that holds the text, in tables and JSON.
        languages: Codes or names of the languages to read, "any" for all; English by default.
        strict: Whether to raise at the first input that cannot be read.

    Returns:
        The articles in the order of the inputs; offsets refer to `article.text`, as read.

    Raises:
        ArticleError: An input cannot be read, and `strict` is set; or it is a text and no file.
        KGError: A date or a language is none.
    """
    reading = settings(published, publisher, text_column, languages, strict=strict)
    return Articles(_articles(inputs, reading))


def read_articles(paths: Iterable[str | Path], options: Options = _PLAIN) -> Iterator[Article]:
    """Read articles one at a time, with all that can be said of inputs; claims among them are an error.

    Args:
        paths: Files, folders, patterns or addresses.
        options: What is known of them, and who is told what goes wrong; by default the first error raises.

    Raises:
        ArticleError: An input cannot be read, and nobody is told.
    """

    def tell(error: ArticleError) -> None:
        name_arguments(error)
        options.on_error(error)

    with in_python():
        yield from read_each(paths, replace(options, on_error=tell))


@in_python()
def extract(  # noqa: PLR0913 - all but the first are options
    inputs: Inputs = (),
    *,
    text: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    text_column: str | None = None,
    languages: str | Iterable[str] = (),
    ontology: Path | str | None = None,
    model: str | None = None,
    open_relations: bool = False,
    min_confidence: float = 0.0,
    workers: int = 1,
    strict: bool = False,
) -> Claims:
    """Extract the claims of articles: who does what to whom, where, when, according to whom.

    The language model is loaded once a process. All claims are in memory at the end; `extract_each` has them one
    article after the other.

    >>> claims = kg.extract(text="On Monday Angela Merkel met Vladimir Putin in Moscow.", published="2014-03-12")
    >>> claims
    <1 claim>
    >>> met = claims[0]
    >>> met.subject.label, met.relation, met.object.label, met.place.label, met.time
    ('Angela Merkel', 'metWith', 'Vladimir Putin', 'Moscow', '2014-03-10')
    >>> met.evidence[0].start, met.evidence[0].end
    (0, 53)

    Args:
        inputs: Files, folders, patterns, addresses, or articles as `read` and `make_article` give them.
        text: A text at hand instead.
        published: The ISO date of articles that give none: what "on Monday" is counted from.
        publisher: The outlet of articles that name none.
        text_column: The column or field that holds the text, in tables and JSON.
        languages: Codes or names of the languages to read, "any" for all; English by default.
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
        KGError: The ontology or the model is no good, a date or a language is none, an input is a text and no file;
            with `strict`, an input cannot be read.
    """
    reading = settings(published, publisher, text_column, languages, strict=strict)
    articles = _articles(inputs, reading)
    if text is not None:
        at_hand = mark(make_article(clean_text(text), published=reading.published, publisher=publisher))
        articles = chain(articles, [at_hand])
    found = _extract(articles, reading, _folder(ontology), model, open_relations=open_relations, workers=workers)
    return Claims(claim for _, claims in found for claim in at_least(claims, min_confidence))


def extract_each(  # noqa: PLR0913 - all but the first are options
    inputs: Inputs,
    *,
    published: str | None = None,
    publisher: str | None = None,
    text_column: str | None = None,
    languages: str | Iterable[str] = (),
    ontology: Path | str | None = None,
    model: str | None = None,
    open_relations: bool = False,
    min_confidence: float = 0.0,
    workers: int = 1,
    strict: bool = False,
) -> Iterator[tuple[Article, Claims]]:
    """Extract article after article: of however many, a few are in memory at a time.

    Inputs are taken as they are needed, so an iterator without end will do, and a bar of progress around it
    (`tqdm(articles)`) moves. The arguments and errors are those of `extract`.

    >>> texts = ["Israel bombed Damascus.", "France condemned Russia."]
    >>> for article, claims in kg.extract_each(map(kg.make_article, texts)):
    ...     print(article.text, [claim.relation for claim in claims])
    Israel bombed Damascus. ['bombed']
    France condemned Russia. ['condemned']

    Returns:
        Articles in the order of the inputs, each with its claims in the order of its text.
    """
    with in_python():
        reading = settings(published, publisher, text_column, languages, strict=strict)
    articles, folder = _articles(inputs, reading), _folder(ontology)
    found = _extract(articles, reading, folder, model, open_relations=open_relations, workers=workers)
    return _each(found, min_confidence)


@in_python()
def explain(text: str | Article, reading: pipeline.Reading | None = None) -> Explanation:
    """Tell what is seen in a text or article, and why: its claims are those that `extract` gives.

    >>> explained = kg.explain("Antony Blinken met Sergey Lavrov in Rome.")
    >>> [claim.relation for claim in explained.claims]
    ['metWith']

    Args:
        text: The text, or an article.
        reading: Date, ontology, model, and whether to tell open relations.

    Raises:
        KGError: The ontology or the model is no good.
    """
    return pipeline.explain(text, reading or pipeline.Reading())


@cache
def extractor(ontology: Path | None, model: str | None, open_relations: bool) -> Extractor:
    """The extractor of these settings, made once a process: loading the model takes seconds.

    Raises:
        KGError: The ontology or the model is no good.
    """
    from kg.extract import Extractor

    return Extractor(load_ontology(ontology), model, open_relations=open_relations)


def parted(inputs: Inputs) -> tuple[list[str | Path], list[Article]]:
    """What is to be read, and the articles that are at hand.

    Raises:
        ArticleError: One of them is a text.
        TypeError: One of them is nothing that is read.
    """
    each = list(_inputs(inputs))
    return (
        [item for item in each if not isinstance(item, Article)],
        [item for item in each if isinstance(item, Article)],
    )


def settings(
    published: str | None,
    publisher: str | None,
    text_column: str | None,
    languages: str | Iterable[str],
    *,
    strict: bool,
) -> pipeline.Reading:
    """Settings of the pipeline that warn where the command writes to standard error, or raise at once.

    Raises:
        KGError: The date or a language is none.
    """
    day = None if published is None else to_iso_date(published)
    if published is not None and day is None:
        raise KGError(f"published={published!r} is no date; write it as 2022-03-07")
    warn = warner()
    return pipeline.Reading(
        published=day,
        publisher=publisher,
        text_column=text_column,
        languages=tuple(map(_language, [languages] if isinstance(languages, str) else languages)),
        on_error=raise_error if strict else lambda error: warn(str(error)),
        on_skip=lambda skipped: warn(f"{skipped.name}: {skipped.why}"),
    )


def _language(name: str) -> str:
    code = ANY_LANGUAGE if name == ANY_LANGUAGE else language_code(name)
    if code is None:
        raise KGError(f"{name!r} is no language; write its code, as in en or de, or {ANY_LANGUAGE}")
    return code


def _folder(ontology: Path | str | None) -> Path | None:
    return None if ontology is None else Path(ontology)


def _inputs(inputs: Inputs) -> Iterator[str | Path | Article]:
    for item in inputs if isinstance(inputs, Iterable) and not isinstance(inputs, str) else [inputs]:
        if not isinstance(item, str | Path | Article):
            raise TypeError(f"an input is a path, a pattern, an address or an article, not {type(item).__name__}")
        if isinstance(item, str) and _is_text(item) and not _exists(item):
            raise ArticleError(
                f"{cut_line(one_line(item), 60)!r} is no file; a text at hand is kg.extract(text=...), "
                "and as one of several articles kg.make_article(text)",
                kind="not found",
            )
        yield item


def _is_text(name: str) -> bool:
    """Whether it is what no name of a file is: words that end like a sentence or are very many, or more than a line."""
    many = len(name) > _LONGEST or name.rstrip().rstrip(_QUOTES).endswith(_ENDS)
    return "\n" in name.strip() or (many and len(name.split(maxsplit=_WORDS)) >= _WORDS)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # too long for a name
        return False


def _articles(inputs: Inputs, reading: pipeline.Reading) -> Iterator[Article]:
    """The articles at hand, and those of what is to be read, in their order, as they are asked for."""
    for at_hand, group in groupby(_inputs(inputs), key=lambda item: isinstance(item, Article)):
        if at_hand:
            yield from (item for item in group if isinstance(item, Article))
        else:
            yield from pipeline.read([item for item in group if not isinstance(item, Article)], reading)


def _extract(
    articles: Iterable[Article],
    reading: pipeline.Reading,
    ontology: Path | None,
    model: str | None,
    *,
    open_relations: bool,
    workers: int,
) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
    if workers > 1:
        yield from extract_articles(
            articles,
            load_ontology(ontology),
            model=model,
            open_relations=open_relations,
            workers=workers,
            on_error=reading.on_error,
        )
    else:
        yield from extractor(ontology, model, open_relations).extract(articles, on_error=reading.on_error)


def _each(
    found: Iterator[tuple[Article, tuple[Claim, ...]]], min_confidence: float
) -> Iterator[tuple[Article, Claims]]:
    with in_python():
        for article, claims in found:
            yield article, Claims(at_least(claims, min_confidence))
