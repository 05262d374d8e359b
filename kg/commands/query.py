"""`kg query`."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from kg.commands.complete import QueryCommand, query_words
from kg.commands.options import min_confidence_option, store_option, to_pairs
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query import NamedQuery

__all__ = ["query"]

_FORMATS = ("table", "csv", "json", "xml")


@click.command(
    cls=QueryCommand,
    context_settings={"ignore_unknown_options": True},
    epilog="\b\nExamples:\n  kg query who-met-whom\n  kg query actor-profile --actor 'Naftali Bennett'\n"
    "  kg query pair --first Israel --second Russia --format json\n"
    "  kg query 'SELECT ?a ?b { ?a kg:metWith ?b }' --format csv\n  kg query question.rq",
)
@click.argument(
    "words", nargs=-1, type=click.UNPROCESSED, metavar="QUERY|NAME [--PARAMETER VALUE]...", shell_complete=query_words
)
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
    help="Parameter of a library query; --NAME VALUE says the same.",
)
@click.option("--list", "list_queries", is_flag=True, help="List the library queries and leave.")
@min_confidence_option("Ask the graph of the claims at or above X.")
def query(
    *,
    words: tuple[str, ...],
    store: Path | str,
    form: str | None,
    params: dict[str, str],
    list_queries: bool,
    min_confidence: float,
) -> None:
    """Ask the graph.

    QUERY is SPARQL, a file of it (question.rq or @question), - for standard input, or the name of a library
    query with its parameters. The usual prefixes (kg, kgr, rdf, rdfs, skos, prov, schema ...) need no declaration.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.query import find_named, is_name, named_queries, resolve, run_query, write_result

    if list_queries:
        width = max(map(len, named_queries()))
        for name, named in named_queries().items():
            params_text = "".join(f" [--{key} {value!r}]" for key, value in named.params.items())
            click.echo(f"{name.ljust(width)}  {named.title}{params_text}")
        return
    query, given = _parted(words)
    watched = sys.stdout.isatty()
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        text = _query_text(query)
        library = find_named(text.strip()) if is_name(text) else None
        _check_options(given, library)
        params |= given
        result = run_query(opened, text, params if library is None else resolve(opened, library, params))
        write_result(
            result,
            form or ("table" if watched else "csv"),
            sys.stdout.buffer,
            store=opened,
            width=get_terminal_size().columns if watched else None,
        )


def _parted(words: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """The query, and what is said for its parameters as options of its own."""
    rest, params, waiting = [], {}, list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("-") or word == "-":
            rest.append(word)
            continue
        name, equals, value = word.partition("=")
        if not equals and not waiting:
            raise click.UsageError(f"Option {name!r} requires an argument.")
        params[name.lstrip("-")] = value if equals else waiting.pop(0)
    if not rest:
        raise click.UsageError("Missing argument 'QUERY|NAME'; --list shows the library.")
    if len(rest) > 1:
        raise click.UsageError(f"Got unexpected extra argument ({rest[1]}); put a query of several words in quotes.")
    return rest[0], params


def _check_options(given: Mapping[str, str], named: NamedQuery | None) -> None:
    """See to it that what stands there as an option is a parameter of the query."""
    has = named.params if named is not None else {}
    for name in given:
        if name in has:
            continue
        near = get_close_matches(name, has, 1)
        if near:
            why = f"did you mean --{near[0]}?"
        elif named is None:
            why = "only library queries have options of their own, and this is none"
        else:
            why = f"{named.name} has " + (" and ".join(f"--{each}" for each in has) or "no option of its own")
        raise click.UsageError(f"No such option '--{name}': {why}")


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
