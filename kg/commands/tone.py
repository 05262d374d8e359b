"""`kg tone`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.complete import entities
from kg.commands.options import folder_option, min_confidence_option
from kg.commands.rows import from_to, print_rows, row_format_option

if TYPE_CHECKING:
    from kg.graph.spans import Span

__all__ = ["tone"]

_FIGURES = (
    *("a", "b", "deeds", "mean", "sum", "a_to_b", "b_to_a"),
    *("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"),
)


@click.command(epilog="\b\nExamples:\n  kg tone Israel Russia --officials\n  kg tone Iran --by year --format csv")
@click.argument("actor", metavar="[A]", required=False, shell_complete=entities)
@click.argument("other", metavar="[B]", required=False, shell_complete=entities)
@click.option(
    "--by", type=click.Choice(("month", "year", "all")), default="month", show_default=True, help="How finely."
)
@from_to
@click.option("--officials", is_flag=True, help="What is done by or to those who act for a country counts for it.")
@folder_option
@row_format_option
@min_confidence_option("Count only the claims at or above X.")
def tone(
    *,
    actor: str | None,
    other: str | None,
    by: str,
    within: Span,
    officials: bool,
    store: Path,
    form: str | None,
    min_confidence: float,
) -> None:
    """Tell how friendly actors were with each other, month by month.

    Each deed that articles give as a fact counts once, with its value on the scale of Goldstein (1992), from -10 for
    war to 10. Counted are words and deeds of cooperation and of conflict, the quad classes of PLOVER; a_to_b is the
    mean of what A did to B alone. What is planned, denied or only somebody's word does not count.
    """
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.query.find import find_node
    from kg.query.officials import principals
    from kg.query.tone import tone_rows

    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, min_confidence)
    actors = [find_node(whole.nodes, name).name for name in (actor, other) if name is not None]
    acting_for = principals(whole) if officials else None
    rows = list(tone_rows(whole, actors, by=by, within=within, acting_for=acting_for))
    print_rows(rows, ("period", *_FIGURES), ("when", *_FIGURES), form)
