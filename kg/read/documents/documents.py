"""One file, one article: plain text."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.options import Options
from kg.read.inputs.sources import Source
from kg.read.text.decode import MAX_CHARACTERS, clean_text, decode

__all__ = ["MOST_BYTES", "read_text", "text_of"]

MOST_BYTES = MAX_CHARACTERS + 1
"""What is longer in bytes is not read, whatever its characters, so more than this need not be looked at."""


def read_text(source: Source, options: Options) -> Iterator[Article]:
    """Read a text file as one article.

    Raises:
        ArticleError: the file is empty, binary, too long, or in no known encoding.
    """
    yield compose(Found(text_of(source)), source.name, options)


def text_of(source: Source) -> str:
    """The text of a file.

    Raises:
        ArticleError: It is binary, too long, or in no known encoding.
    """
    with source.open() as file:
        data = file.read(MOST_BYTES)
    if len(data) == MOST_BYTES:
        raise ArticleError(
            f"{source.name}: longer than the {MAX_CHARACTERS:,} characters that one article may have; "
            "split it into its articles",
            kind="too long",
        )
    return clean_text(decode(data, source.name))
