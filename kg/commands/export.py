"""`kg export`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import binary_output, force_option, min_confidence_option, store_option
from kg.output import check_output

__all__ = ["export"]

_FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "xml")


@click.command(epilog="\b\nExample:\n  kg export --format turtle --output graph.ttl")
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="turtle",
    show_default=True,
    help="Form of RDF; trig, nquads and jsonld keep the articles apart.",
)
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="File instead of standard output."
)
@force_option
@min_confidence_option("Write only the claims at or above X, and what they support.")
def export(*, store: Path | str, form: str, output: Path | None, force: bool, min_confidence: float) -> None:
    """Write the graph as RDF."""
    from kg.export import export as export_graph
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted

    if output:
        check_output(output, force=force)
    with (
        open_store(store, read_only=True) as whole,
        restricted(whole, min_confidence) as opened,
        binary_output(output, force=force) as file,
    ):
        export_graph(opened, form, file)
