"""`kg timeline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.complete import entities
from kg.commands.options import folder_option, min_confidence_option
from kg.commands.rows import find_sides, from_to, print_rows, row_format_option

if TYPE_CHECKING:
    from kg.graph.spans import Span

__all__ = ["timeline"]

_COLUMNS = (
    *("time", "precision", "stated", "subject", "relation", "object", "how", "fact", "where"),
    *("articles", "outlets", "sentences", "claims"),
)
_SHOWN = ("when", "subject", "relation", "object", "how", "where", "outlets", "sentences")


@click.command(
    epilog="\b\nExamples:\n  kg timeline 'Naftali Bennett'\n  kg timeline Israel Russia --officials --from 2022-03"
)
@click.argument("actor", metavar="A", shell_complete=entities)
@click.argument("other", metavar="[B]", required=False, shell_complete=entities)
@from_to
@click.option("--officials", is_flag=True, help="Also what those did who lead or represent A, and B.")
@click.option("--facts", is_flag=True, help="Leave out what is denied, planned or only somebody's word.")
@folder_option
@row_format_option
@min_confidence_option("Tell only the claims at or above X.")
def timeline(
    *,
    actor: str,
    other: str | None,
    within: Span,
    officials: bool,
    facts: bool,
    store: Path,
    form: str | None,
    min_confidence: float,
) -> None:
    """Tell by time what A did and underwent, or what was between A and B.

    A claim stands at the time that it states, else, with ~ before it, at the date of its article; what has no date
    comes last. A and B are names that the graph knows, or kgr: and the local name.
    """
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.query.timeline import read_sentences, tell, timeline_rows

    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, min_confidence)
        sides = find_sides(whole, actor, other, officials=officials)
        entries = tell(whole, *sides, within=within, facts_only=facts)
        sentences = read_sentences(opened, (claim for entry in entries for claim in entry.claims))
    print_rows(list(timeline_rows(whole, entries, sentences)), _COLUMNS, _SHOWN, form)
