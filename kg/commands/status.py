"""`kg status`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.commands.options import folder_option, model_option, ontology_option

__all__ = ["status"]


@click.command(epilog="\b\nExample:\n  kg status --store kg-store")
@folder_option
@model_option
@ontology_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form.",
)
def status(*, store: Path, model: str | None, ontology: Path | None, form: str) -> None:
    """Tell what is in the store, what it was built by, and what is out of date.

    An article is stale if this version of kg, the ontology or the language model is another one than read it.
    """
    from kg.graph.status import read_status
    from kg.graph.store import open_store
    from kg.language_model import installed_model
    from kg.ontology import load_ontology
    from kg.status_text import format_status, status_to_dict

    with open_store(store, read_only=True) as opened:
        found = read_status(opened, load_ontology(ontology), installed_model(model))
    click.echo(json.dumps(status_to_dict(found), indent=2) if form == "json" else format_status(found))
