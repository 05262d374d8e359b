"""`kg extract`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.commands.options import min_confidence_option, reads

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["extract"]


@click.command(epilog="\b\nExample:\n  kg extract article.txt --format table")
@reads
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table"]),
    default="jsonl",
    show_default=True,
    help="Form.",
)
@min_confidence_option("Leave out claims below X.")
def extract(*, paths: tuple[str, ...], reading: Reading, form: str, min_confidence: float) -> None:
    """Print the claims of articles, as JSON Lines or for reading.

    PATH is a file, a folder, a pattern, or - for standard input, in any form that `kg read` takes.
    """
    from kg import pipeline
    from kg.claim_table import claim_table

    if form == "table":
        for article, claims in pipeline.extract(paths, reading, min_confidence=min_confidence):
            click.echo(claim_table(article, claims))
    else:
        for lines in pipeline.extract_lines(paths, reading, min_confidence=min_confidence):
            click.echo(lines, nl=False)
