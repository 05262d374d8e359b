"""`kg diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.complete import entities
from kg.commands.options import folder_option, min_confidence_option
from kg.commands.rows import find_sides, print_rows, row_format_option, to_time

if TYPE_CHECKING:
    from kg.graph.spans import Span

__all__ = ["diff"]

_COLUMNS = (
    *("change", "since", "subject", "relation", "object", "before", "now", "reason"),
    *("articles", "outlets", "sentences", "claims"),
)
_SHOWN = ("change", "since", "subject", "relation", "object", "before", "now", "reason", "sentences")


@click.command(
    epilog="\b\nExamples:\n  kg diff --from 2022-02 --to 2022-03\n"
    "  kg diff Israel Russia --officials --from 2021 --to 2022 --format csv"
)
@click.argument("actor", metavar="[A]", required=False, shell_complete=entities)
@click.argument("other", metavar="[B]", required=False, shell_complete=entities)
@click.option(
    "--from", "begin", metavar="DATE", required=True, callback=to_time, help="The earlier day, month or year."
)
@click.option("--to", "end", metavar="DATE", required=True, callback=to_time, help="The later one.")
@click.option("--officials", is_flag=True, help="Also what those did who lead or represent A, and B.")
@folder_option
@row_format_option
@min_confidence_option("Compare only the claims at or above X.")
def diff(
    *,
    actor: str | None,
    other: str | None,
    begin: Span,
    end: Span,
    officials: bool,
    store: Path,
    form: str | None,
    min_confidence: float,
) -> None:
    """Tell what is new, gone and changed between two days, and who turned against whom.

    What is known by the end of a day, month or year is what articles say that came out by then; those without a date
    count as known all the time. With A, only what has to do with A; with A and B, what is between the two.
    """
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.query.diff import diff_rows, differences
    from kg.query.timeline import read_sentences
    from kg.query.turns import turns

    if begin.last > end.last:
        raise click.UsageError(f"--from {begin} is later than --to {end}")
    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, min_confidence)
        sides = find_sides(whole, actor, other, officials=officials)
        found = [*differences(whole, begin, end, *sides), *turns(whole, begin, end, *sides)]
        sentences = read_sentences(opened, (claim for each in found for claim in each.claims))
    print_rows(list(diff_rows(whole, found, sentences)), _COLUMNS, _SHOWN, form)
