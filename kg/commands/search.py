"""`kg search`."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from kg.commands.options import min_confidence_option, store_option
from kg.commands.rows import from_to

if TYPE_CHECKING:
    from kg.graph.spans import Span

__all__ = ["search"]

_FORMATS = ("text", "csv", "json")


@click.command(
    context_settings={"ignore_unknown_options": True},
    epilog="\b\nExamples:\n  kg search sanctions Belarus\n  kg search '\"prisoner swap\" -Griner'\n"
    "  kg search 'mediat*' --from 2022-03 --to 2022-03 --format csv",
)
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="WORDS...")
@from_to
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many places.")
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Form of the answer; csv and json have a row for each claim.  [default: text on a terminal, else csv]",
)
@min_confidence_option("Tell only the claims at or above X.")
def search(
    *, words: tuple[str, ...], within: Span, limit: int, store: Path | str, form: str | None, min_confidence: float
) -> None:
    """Find sentences and articles by their words, with the claims that were drawn from them.

    All words have to occur, in any form: sanctions finds sanctioned. "Words in quotes" follow each other, a word with -
    before it must not occur, and one with * behind it is the beginning of one. Sentences that claims quote come first,
    then other paragraphs, then articles that have the words in different places.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.query.rows import write_rows
    from kg.query.search import SEARCH_COLUMNS, search_rows, to_text
    from kg.query.search import search as find

    watched = sys.stdout.isatty()
    form = form or ("text" if watched else "csv")
    asked = " ".join(words)
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as graph:
        hits = find(whole, asked, graph=graph, within=within, limit=limit)
    if form == "text":
        click.echo(to_text(hits, width=get_terminal_size().columns if watched else None, bold=watched), nl=False)
    else:
        write_rows(list(search_rows(hits)), SEARCH_COLUMNS, form, sys.stdout.buffer)
    if not hits:
        click.echo(f"kg: nothing in the articles of {whole.where} has the words {asked}", err=True)
