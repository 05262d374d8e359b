"""`kg officials`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.complete import entities
from kg.commands.options import folder_option, min_confidence_option
from kg.commands.rows import print_rows, row_format_option, to_time

if TYPE_CHECKING:
    from kg.graph.spans import Span

__all__ = ["officials"]

_SHOWN = ("office", "holder", "begin", "end", "told_from", "told_until", "articles")


@click.command(epilog="\b\nExamples:\n  kg officials Israel\n  kg officials 'United States' --at 2022-03")
@click.argument("actor", metavar="[A]", required=False, shell_complete=entities)
@click.option("--at", metavar="DATE", callback=to_time, help="Only who may have held the office then.")
@folder_option
@row_format_option
@min_confidence_option("Tell only of the claims at or above X.")
def officials(*, actor: str | None, at: Span | None, store: Path, form: str | None, min_confidence: float) -> None:
    """Tell who held which office, of a country or organization A or of all, and when.

    begin and end are there where an article states them; told_from and told_until are the first and the last time
    for which articles call somebody so.
    """
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.query.find import find_node
    from kg.query.officials import official_rows

    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, min_confidence)
    node = None if actor is None else find_node(whole.nodes, actor).name
    print_rows(list(official_rows(whole, node, at=at)), (*_SHOWN, "claims"), _SHOWN, form)
