"""`kg entities`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands import complete
from kg.commands.options import folder_option, min_confidence_option
from kg.commands.rows import print_rows, row_format_option
from kg.model import EntityType

__all__ = ["entities"]

_SHOWN = ("label", "type", "articles", "claims", "entity", "aliases")
_SHOWN_PAIRS = ("score", "one", "articles", "other", "other_articles", "why", "merge")


@click.command(
    epilog="\b\nExamples:\n  kg entities Zelensky\n  kg entities --type Organization --format csv\n"
    "  kg entities --candidates"
)
@click.argument("name", required=False, shell_complete=complete.entities)
@click.option(
    "--type", "kind", type=click.Choice([each.value for each in EntityType], case_sensitive=False), help="Of this type."
)
@click.option(
    "--candidates",
    is_flag=True,
    help="Pairs that may be one but were kept apart, with a score, why, and the command that merges them.",
)
@folder_option
@row_format_option
@min_confidence_option("Count only the claims at or above X.")
def entities(
    *, name: str | None, kind: str | None, candidates: bool, store: Path, form: str | None, min_confidence: float
) -> None:
    """List who and what is in the graph.

    Each entity comes with its type, how many articles and claims name it, its other names, and the identifiers that
    the gazetteer knows (ISO 3166, owl:sameAs). NAME picks those that have these words in a name.
    """
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.query.entities import CANDIDATE_COLUMNS, ENTITY_COLUMNS, candidate_rows, choose, entity_rows

    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, min_confidence)
    chosen = choose(whole, name, EntityType(kind) if kind else None)
    if candidates:
        source = click.get_current_context().get_parameter_source("store")
        named = str(store) if source is click.core.ParameterSource.COMMANDLINE else None
        rows = list(candidate_rows(whole, chosen if name or kind else None, store=named))
        print_rows(rows, CANDIDATE_COLUMNS, _SHOWN_PAIRS, form)
        if not rows:
            click.echo("kg: no pairs were kept apart that may be one", err=True)
    else:
        print_rows(list(entity_rows(whole, chosen)), ENTITY_COLUMNS, _SHOWN, form)
