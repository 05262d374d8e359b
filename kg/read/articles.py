"""The one way in: paths of any kind -> articles, with every failure told and none fatal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import ArticleError
from kg.model import Article, Claim
from kg.read.documents import read_document
from kg.read.json_lines import read_json_lines
from kg.read.sources import JSON_LINES, find_sources

__all__ = ["ignore_note", "raise_error", "read_articles", "read_inputs"]


def raise_error(error: ArticleError) -> None:
    """Stop at the first input that cannot be read."""
    raise error


def ignore_note(note: str) -> None:
    """Pass over a note: notes are for people who watch."""


def read_inputs(
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    publisher: str | None = None,
    on_error: Callable[[ArticleError], object] = raise_error,
    on_note: Callable[[str], object] = ignore_note,
) -> Iterator[Article | Claim]:
    """Read articles, and the claims of JSON Lines files that hold claims.

    Args:
        paths: Files (.txt, .md, .jsonl), folders, searched to the bottom, and `-` for standard input.
        published: The ISO date of articles that give none; for text files it wins over what they say.
        publisher: The publisher of articles that name none.
        on_error: Is given each input that cannot be read; the rest goes on. Raises it by default.
        on_note: Is given what is worth knowing but no error, as files that were passed over.
    """
    for source in find_sources(paths, on_error=on_error, on_note=on_note):
        try:
            if source.suffix in JSON_LINES:
                yield from read_json_lines(source, published=published, publisher=publisher, on_error=on_error)
            else:
                yield read_document(source, published=published, publisher=publisher)
        except ArticleError as error:
            on_error(error)
        except OSError as error:
            on_error(ArticleError(f"{source.name}: cannot be read ({error.strerror})"))


def read_articles(
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    publisher: str | None = None,
    on_error: Callable[[ArticleError], object] = raise_error,
    on_note: Callable[[str], object] = ignore_note,
) -> Iterator[Article]:
    """Read articles, as `read_inputs`; claims among them are an error, told once."""
    told = False
    for item in read_inputs(paths, published=published, publisher=publisher, on_error=on_error, on_note=on_note):
        if isinstance(item, Article):
            yield item
        elif not told:
            told = True
            on_error(ArticleError("these inputs hold claims, not articles; `kg build` takes claims"))
