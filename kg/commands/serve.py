"""`kg serve`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import min_confidence_option, ontology_option, store_option

__all__ = ["serve"]


@click.command(
    epilog="\b\nExamples:\n  kg serve --store kg-store\n  kg serve --port 0 --timeout 10 --max-rows 1000\n"
    "  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?a kg:metWith ?b }' http://127.0.0.1:8077/sparql\n"
    "  KG_SERVE_TOKEN=... kg serve --writable"
)
@store_option
@ontology_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8077, show_default=True, help="Port to listen at; 0 for any."
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 3600),
    default=30,
    show_default=True,
    help="How long one query may take.",
)
@click.option(
    "--max-rows",
    metavar="N",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    help="How many rows or triples one answer may have; an answer that is cut says so.",
)
@click.option(
    "--max-memory",
    metavar="MB",
    type=click.IntRange(min=64),
    default=2048,
    show_default=True,
    help="How much memory one query may take.",
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="How many processes work on queries at a time, at most.",
)
@click.option(
    "--allow-host",
    "names",
    metavar="NAME",
    multiple=True,
    help="Another name by which browsers may call the server, behind a proxy for example.",
)
@click.option(
    "--cors",
    "origins",
    metavar="ORIGIN",
    multiple=True,
    help="Let scripts of pages from there ask, such as https://example.org; * for all pages.",
)
@click.option(
    "--writable",
    is_flag=True,
    help="Take updates that bear a token, into named graphs of your own: what kg builds only builds change.",
)
@click.option(
    "--token-file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File with the token for updates.  [default: KG_SERVE_TOKEN, else a new one that is printed]",
)
@min_confidence_option("Serve the graph of the claims at or above X.")
@click.option("--verbose", "-v", is_flag=True, help="Tell of each request on standard error.")
def serve(  # noqa: PLR0913 - one for each option
    *,
    store: Path | str,
    ontology: Path | None,
    host: str,
    port: int,
    timeout: float,
    max_rows: int,
    max_memory: int,
    workers: int,
    names: tuple[str, ...],
    origins: tuple[str, ...],
    writable: bool,
    token_file: Path | None,
    verbose: bool,
    min_confidence: float,
) -> None:
    """Serve the graph over HTTP: SPARQL 1.1 at /sparql, and pages to look and ask.

    It answers while builds write, from what the last build left, and turns to a new build within a second. With
    --writable, an update is to bear `Authorization: Bearer TOKEN`, waits for no build (503), and writes only named
    graphs that are not kg's: the default graph and those under the store's base are made by builds, from articles and
    corrections. SERVICE and LOAD are refused, for the server calls no other.
    """
    from kg.graph.endpoint import open_endpoint
    from kg.server.messages import Limits
    from kg.server.run import serve as run
    from kg.server.security import is_loopback
    from kg.server.settings import Settings
    from kg.server.token import find_token

    token, told = find_token(token_file) if writable else (None, None)
    shown = open_endpoint(store).query if isinstance(store, str) else store  # without the password
    settings = Settings(
        store,
        host,
        port,
        limits=Limits(timeout, max_rows),
        workers=workers,
        memory=max_memory * 2**20,
        min_confidence=min_confidence,
        token=token,
        names=names,
        origins=origins,
        verbose=verbose,
        ontology=ontology,
    )

    def ready(address: str, filled: bool) -> None:
        click.echo(address)
        if not is_loopback(host):
            click.echo(f"kg: {host} is reached from other machines, too, and who reaches it reads the graph", err=True)
        if told:
            click.echo(f"kg: {told}", err=True)
        if not filled:
            click.echo(f"kg: {shown} is empty; `kg build` fills it, and the answers follow", err=True)
        click.echo(f"kg: serving {shown}; Ctrl-C ends it", err=True)

    run(settings, on_ready=ready)
