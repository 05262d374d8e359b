"""`kg query`."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import get_terminal_size

import click

from kg.commands.options import min_confidence_option, store_option, to_pairs
from kg.errors import QueryError

__all__ = ["query"]

_FORMATS = ("table", "csv", "json", "xml")


@click.command(
    epilog="\b\nExamples:\n  kg query who-met-whom\n  kg query actor --param 'actor=Naftali Bennett'\n"
    "  kg query 'SELECT ?a ?b { ?a kg:metWith ?b }' --format csv\n  kg query question.rq"
)
@click.argument("query", required=False, metavar="QUERY|NAME")
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Form of the answer; CONSTRUCT answers in Turtle.  [default: table on a terminal, else csv]",
)
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=to_pairs,
    help="Parameter of a library query.",
)
@click.option("--list", "list_queries", is_flag=True, help="List the library queries and leave.")
@min_confidence_option("Ask the graph of the claims at or above X.")
def query(
    *,
    query: str | None,
    store: Path | str,
    form: str | None,
    params: dict[str, str],
    list_queries: bool,
    min_confidence: float,
) -> None:
    """Ask the graph.

    QUERY is SPARQL, a file of it (question.rq or @question), - for standard input, or the name of a library
    query. The usual prefixes (kg, kgr, rdf, rdfs, skos, prov, schema ...) need no declaration.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.query import named_queries, run_query, write_result

    if list_queries:
        width = max(map(len, named_queries()))
        for name, named in named_queries().items():
            params_text = "".join(f" [{key}={value!r}]" for key, value in named.params.items())
            click.echo(f"{name.ljust(width)}  {named.title}{params_text}")
        return
    if query is None:
        raise click.UsageError("Missing argument 'QUERY|NAME'; --list shows the library.")
    watched = sys.stdout.isatty()
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        result = run_query(opened, _query_text(query), params)
        write_result(
            result,
            form or ("table" if watched else "csv"),
            sys.stdout.buffer,
            store=opened,
            width=get_terminal_size().columns if watched else None,
        )


def _query_text(query: str) -> str:
    if query != "-" and not query.startswith("@") and not query.endswith(".rq"):
        return query
    name = "standard input" if query == "-" else query.removeprefix("@")
    try:
        data = sys.stdin.buffer.read() if query == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{name}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{name}: not UTF-8 text") from error
