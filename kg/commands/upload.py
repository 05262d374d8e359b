"""`kg upload`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import QUIET, Listener

__all__ = ["upload"]


@click.command(
    epilog="\b\nExamples:\n  kg upload quads/ http://localhost:7878/store\n"
    "  kg upload quads/ https://db.example/news/data --by-graph  # `kg export --parts quads/` first"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("url", metavar="URL")
@click.option(
    "--by-graph",
    is_flag=True,
    help="Send each graph by itself, as the standard has it: slower, for servers that take no N-Quads.",
)
@click.option("--again", is_flag=True, help="Send what the server has taken before, too, for it has lost it.")
@QUIET
def upload(*, folder: Path, url: str, by_graph: bool, again: bool, quiet: bool) -> None:
    """Send a graph to a server, by the SPARQL 1.1 Graph Store Protocol.

    DIR is what `kg export --parts DIR` made, URL the server's address for this protocol (docs/clusters.md names some).
    What was there stays there. Interrupted, the same command goes on where it was. User and password come from the
    environment variable KG_ENDPOINT_AUTH (user:password), or from ~/.netrc.
    """
    from kg.export.upload import upload as send
    from kg.graph.endpoint import open_endpoint
    from kg.status_text import counted

    listener = Listener(quiet=quiet)
    service = open_endpoint(url)
    done = send(
        folder,
        service,
        by_graph=by_graph,
        again=again,
        on_note=listener.note,
        on_progress=lambda there, parts, quads: listener.step(f"{there} of {parts} parts, {quads:,} quads"),
    )
    listener.finish()
    if not done.sent and not done.there:
        listener.note(f"{folder} has no parts, for the graph was empty; nothing is sent")
        return
    if not done.sent:
        listener.note(f"{service.query} has taken all of it before; --again sends it once more")
        return
    before = f"; {counted(done.there, 'part')} had been there" if done.there else ""
    listener.note(f"sent {counted(done.sent, 'part')} with {done.quads:,} quads to {service.query}{before}")
