"""`kg read`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from kg.commands.options import QUIET, READING, reads

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["read"]


@click.command(epilog="\b\nExample:\n  kg read page.html news.csv archive.zip > articles.jsonl")
@partial(reads, options=(*READING, QUIET))
def read(*, paths: tuple[str, ...], reading: Reading) -> None:
    """Print articles as they are read, as JSON Lines, before anything is extracted.

    PATH is a file, a folder, a pattern, or - for standard input: text, Markdown, saved pages, web archives, e-mails,
    feeds, JSON, tables, and archives of any of these.
    """
    from kg import pipeline
    from kg.jsonl import article_to_line

    for article in pipeline.read(paths, reading):
        click.echo(article_to_line(article))
