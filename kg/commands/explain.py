"""`kg explain`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from kg.commands.complete import files
from kg.commands.options import EXPLAINING, reads
from kg.errors import ArticleError

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["explain"]


@click.command(
    epilog="\b\nExamples:\n  kg explain 'Russia denied that it had supplied drones to Iran.'\n"
    "  kg explain article.txt --find drones"
)
@click.argument("what", metavar="TEXT|ARTICLE", shell_complete=files)
@click.option("--find", metavar="WORDS", help="Only sentences that hold these words.")
@click.option(
    "--sentence", "-s", "numbers", type=click.IntRange(min=1), multiple=True, metavar="N", help="Only this sentence."
)
@click.option("--all", "everything", is_flag=True, help="Also every frame that was passed over.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form; json is one object a sentence.",
)
@partial(reads, options=EXPLAINING)
def explain(
    *, what: str, reading: Reading, find: str | None, numbers: tuple[int, ...], everything: bool, form: str
) -> None:
    """Tell what is seen in a text, and why.

    For each sentence: who and what is mentioned, the predicates, the frame of the lexicon that fired and why others
    did not, what set polarity and modality, and the claims. TEXT is the text itself; ARTICLE a file, a folder, a
    pattern, an address, or - for standard input, in any form that `kg read` takes.
    """
    from kg import pipeline
    from kg.explained import explanation_lines, explanation_text, pick_sentences
    from kg.read import is_source

    given = pipeline.explain_inputs([what], reading) if is_source(what) else [pipeline.explain(what, reading)]
    read = shown = 0
    for explanation in given:
        picked = pick_sentences(explanation, find=find, numbers=numbers)
        read += 1
        shown += len(picked.sentences)
        if form == "json":
            for line in explanation_lines(picked):
                click.echo(line)
        elif picked.sentences:
            click.echo(explanation_text(picked, everything=everything))
    if read and not shown:
        chosen = find or numbers
        raise ArticleError("no such sentence; without --find and --sentence all are shown" if chosen else "no sentence")
