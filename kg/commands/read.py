"""`kg read`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from kg.commands.options import QUIET, READING, reads

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["read"]


@click.command(
    epilog="\b\nExamples:\n  kg read page.html paper.pdf news.xlsx archive.zip > articles.jsonl\n  kg read 's3://bucket/news/*.jsonl.gz'"
)
@partial(reads, options=(*READING, QUIET))
def read(*, paths: tuple[str, ...], reading: Reading) -> None:
    """Print articles as they are read, as JSON Lines, before anything is extracted.

    PATH is a file, a folder, a pattern, an address (https://, s3://, gs://), or - for standard input: text, Markdown,
    PDF, Word and OpenDocument files, saved pages, web archives and crawls (WARC), e-mails, feeds, JSON, tables (CSV,
    Excel, Parquet, Arrow), and archives of any of these. Bytes say what a file is, and its name only where they do not.
    """
    from kg import pipeline
    from kg.jsonl import article_to_line

    for article in pipeline.read(paths, reading):
        click.echo(article_to_line(article))
