"""`kg view`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import force_option, min_confidence_option, ontology_option, store_option
from kg.output import check_output, open_output

__all__ = ["view"]


@click.command(epilog="\b\nExample:\n  kg view --output graph.html")
@store_option
@ontology_option
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=Path("graph.html"),
    show_default=True,
    help="The page to write.",
)
@click.option("--title", metavar="TEXT", default="News graph", show_default=True, help="Title of the page.")
@force_option
@min_confidence_option("Draw only the claims at or above X, and what they support.")
def view(
    *, store: Path | str, ontology: Path | None, output: Path, title: str, force: bool, min_confidence: float
) -> None:
    """Draw the graph: one HTML file.

    It opens in any browser and loads nothing from anywhere.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.ontology import load_ontology
    from kg.view import render_html

    check_output(output, force=force)
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        page = render_html(opened, load_ontology(ontology), title=title, whole=whole)
        claims = opened.count_claims()
    with open_output(output, force=force) as file:
        file.write(page.encode("utf-8"))
    sure = f" of a confidence of {min_confidence:g} or more" if min_confidence else ""
    click.echo(f"kg: wrote {output}" + ("" if claims else f", with nothing in it: there are no claims{sure}"), err=True)
