"""`kg check`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from kg.commands.complete import files
from kg.commands.options import Listener, ontology_option, store_option

__all__ = ["check"]


@click.command(epilog="\b\nExamples:\n  kg check --store news\n  kg check graph.trig\n  kg check mine/chess.ttl")
@click.argument("path", metavar="[FILE]", required=False, shell_complete=files)
@store_option
@ontology_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("lines", "json")),
    default="lines",
    show_default=True,
    help="A line each for people, or a JSON object a line.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what is wrong.")
def check(*, path: str | None, store: Path | str, ontology: Path | None, form: str, quiet: bool) -> None:
    """Tell what is wrong in a graph or an ontology; exit with 1 if anything is.

    What is looked at is the store, or FILE: another store, RDF (Turtle, TriG,
    N-Quads, N-Triples, JSON-LD, RDF/XML; .gz of them), or a Turtle file or folder of an ontology of your own, which
    is read on top of the shipped one. Lines that begin with "note:" are doubts, and no reason to fail.
    """
    from kg.checking import Checked, check_graph, check_ontology, is_ontology

    path = str(store) if path is None else path
    listener = Listener(quiet=quiet)
    checked, begin = Checked(), time.monotonic()
    if is_ontology(path):
        found = iter(check_ontology(path))
    else:
        found = check_graph(
            path,
            checked,
            ontology=ontology,
            on_progress=lambda so_far: listener.step(f"{so_far.done:,} of {so_far.resources:,} resources "),
        )
    wrong = 0
    for violation in found:
        wrong += not violation.doubt
        click.echo(json.dumps(violation.to_dict(), ensure_ascii=False) if form == "json" else str(violation))
    listener.note(f"{path}: {checked.summary(time.monotonic() - begin)}{_count(wrong)}")
    if wrong:
        click.get_current_context().exit(1)


def _count(wrong: int) -> str:
    return "nothing is wrong" if not wrong else "1 violation" if wrong == 1 else f"{wrong:,} violations"
