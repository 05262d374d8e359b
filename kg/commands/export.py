"""`kg export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.options import binary_output, force_option, min_confidence_option, store_option
from kg.errors import OutputError
from kg.output import check_output

__all__ = ["export"]

_FORMATS = (
    *("turtle", "trig", "nquads", "ntriples", "jsonld", "xml", "turtle12", "trig12"),
    *("csv", "parquet", "events", "graphml", "gexf", "cytoscape", "neo4j"),
)


@click.command(
    epilog="\b\nExamples:\n  kg export --output graph.ttl\n  kg export --format events --output events.csv\n"
    "  kg export --articles > articles.jsonl\n  kg export --parts quads/"
)
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Form; by default what FILE ends in stands for, else turtle. Of those of RDF trig, nquads, jsonld keep the "
    "articles apart; turtle12 and trig12 (RDF 1.2) annotate each triple with its claims. csv and parquet are tables "
    "of the claims with their sentences, events is event data in the manner of PLOVER; graphml, gexf and cytoscape "
    "are for network programs, neo4j is an archive of its import files.",
)
@click.option(
    "--context", metavar="URL", help="Where JSON-LD finds its context, which is in the file itself if this is left out."
)
@click.option(
    "--articles", is_flag=True, help="Write the articles instead, as JSON Lines: texts as read, title, date ..."
)
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="File instead of standard output."
)
@click.option(
    "--parts",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write a new folder of N-Quads files with checksums instead, for bulk loaders and `kg upload`.",
)
@force_option
@min_confidence_option("Write only the claims at or above X, and what they support.")
def export(
    *,
    store: Path | str,
    form: str | None,
    context: str | None,
    articles: bool,
    output: Path | None,
    parts: Path | None,
    force: bool,
    min_confidence: float,
) -> None:
    """Write the graph as RDF or for other tools, or the articles that it was built from."""
    if articles and (form or min_confidence):
        raise click.UsageError(
            "--articles writes whole articles as JSON Lines; leave out --format and --min-confidence"
        )
    if parts and (form or articles or output):
        raise click.UsageError("--parts writes a folder of N-Quads; leave out --format, --articles and --output")
    from kg.export import BINARY, format_of
    from kg.export import export as export_graph
    from kg.export.articles import export_articles
    from kg.export.parts import check_folder, export_parts
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.status_text import counted

    if output:
        check_output(output, force=force)
    if not (form or articles or parts):
        form = format_of(output) if output else "turtle"
    if context and form != "jsonld":
        raise click.UsageError("--context goes with --format jsonld.")
    if form in BINARY and output is None and sys.stdout.isatty():
        raise OutputError(f"{form} is no text for a terminal; name a file with --output")
    if articles:
        with open_store(store, read_only=True) as opened, binary_output(output, force=force) as file:
            missing = export_articles(opened, file)
        if missing:
            told = "1 article has" if missing == 1 else f"{missing} articles have"
            click.echo(f"kg: {told} no text here, for only claims were given; left out", err=True)
        return
    if parts:
        check_folder(parts, force=force)
        with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
            written = export_parts(opened, parts, force=force)
        click.echo(f"kg: wrote {counted(len(written), 'part')} into {parts}", err=True)
        return
    with (
        open_store(store, read_only=True) as whole,
        restricted(whole, min_confidence) as opened,
        binary_output(output, force=force) as file,
    ):
        export_graph(opened, form or "turtle", file, context=context)
