"""`kg events`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.complete import entities, event_types
from kg.commands.options import min_confidence_option, store_option
from kg.commands.rows import from_to, print_rows, row_format_option

if TYPE_CHECKING:
    from kg.graph.spans import Span

__all__ = ["events"]

_COLUMNS = (
    *("time", "type", "kind", "status", "attested", "participants", "agents", "targets", "occasion", "place"),
    *("articles", "independent", "first_reported", "last_reported", "outlet", "event"),
)
_SHOWN = ("date", "type", "kind", "how", "who", "place", "articles", "independent", "outlet")
_SENTENCES = ("event", "time", "kind", "says", "published", "outlet", "article", "claim", "sentence")
_SHOWN_SENTENCES = ("date", "kind", "who", "says", "published", "outlet", "sentence")


@click.command(
    epilog="\b\nExamples:\n  kg events Israel --type ASSAULT\n"
    "  kg events 'Naftali Bennett' Putin --from 2022-03 --to 2022-03 --claims\n  kg events --format csv"
)
@click.argument("actor", metavar="[A]", required=False, shell_complete=entities)
@click.argument("other", metavar="[B]", required=False, shell_complete=entities)
@click.option(
    "--type",
    "event_type",
    metavar="T",
    shell_complete=event_types,
    help="Only of this PLOVER type (CONSULT) or relation (metWith).",
)
@from_to
@click.option("--claims", is_flag=True, help="Tell the sentences instead that report or deny each event.")
@store_option
@row_format_option
@min_confidence_option("Only events of the claims at or above X.")
def events(
    *,
    actor: str | None,
    other: str | None,
    event_type: str | None,
    within: Span,
    claims: bool,
    store: Path,
    form: str | None,
    min_confidence: float,
) -> None:
    """List events, with A, or with A and B, by date, each once however many articles report it.

    An event without a date of its own has that of its first report, with ~ before it. Articles that repeat each
    other (wire copy, cut or lightly rewritten) count as one in the column independent.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.query.events import event_rows, report_rows
    from kg.query.find import find_node, find_type

    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        nodes = whole.kept.nodes() if actor is not None else {}
        actors = [find_node(nodes, name).name for name in (actor, other) if name is not None]
        if event_type is not None:
            event_type = find_type([*whole.kept.event_types(), *whole.kept.relations()], event_type)
        found = event_rows(opened, actors=actors, event_type=event_type, within=within)
        if claims:
            print_rows(list(report_rows(opened, found)), _SENTENCES, _SHOWN_SENTENCES, form)
        else:
            print_rows(found, _COLUMNS, _SHOWN, form)
    if not found:
        click.echo("kg: no such events in the graph", err=True)
