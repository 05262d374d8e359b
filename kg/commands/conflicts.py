"""`kg conflicts`."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import get_terminal_size

import click

from kg.commands.complete import entities
from kg.commands.options import min_confidence_option, store_option
from kg.commands.rows import FORMATS

__all__ = ["conflicts"]

_KINDS = ("denial", "opposition", "leaderAgainstCountry", "twoValues")


@click.command(
    epilog="\b\nExamples:\n  kg conflicts Israel Russia\n  kg conflicts --kind leaderAgainstCountry --format json"
)
@click.argument("names", nargs=-1, metavar="[A [B]]", shell_complete=entities)
@store_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS, case_sensitive=False),
    help="Only conflicts of this kind; may be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="Text for people, or a row for each sentence (csv), or a tree (json).",
)
@min_confidence_option("Only what the claims at or above X contradict.")
def conflicts(*, names: tuple[str, ...], store: Path, kinds: tuple[str, ...], form: str, min_confidence: float) -> None:
    """Show where articles contradict each other, about A, or about A and B.

    Each conflict is told with the sentences of both sides, their outlets and dates, and whose word they are: what one
    says and another denies, opposed relations of one pair, a leader against their country, two values of what has one.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.query.conflicts import read_conflicts, write_conflicts
    from kg.query.find import find_node

    if len(names) > 2:
        raise click.UsageError("give one name or two, in quotes if they have several words")
    watched = sys.stdout.isatty()
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        nodes = whole.kept.nodes() if names else {}
        about = [find_node(nodes, name).name for name in names]
        found = read_conflicts(opened, about=about, kinds=kinds or None)
        write_conflicts(found, form, sys.stdout.buffer, width=get_terminal_size().columns if watched else None)
    if not found:
        click.echo("kg: no conflicts found", err=True)
