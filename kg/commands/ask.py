"""`kg ask`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.commands.options import min_confidence_option, model_option, ontology_option, store_option, to_date
from kg.lines import one_line

__all__ = ["ask"]


@click.command(
    epilog="\b\nExamples:\n  kg ask 'Who met Putin in Moscow in March 2022?'\n"
    "  kg ask 'who refused to condemn russia' --sparql hide\n"
    "  kg query \"$(kg ask 'What did Israel do to Iran?' --sparql only)\""
)
@click.argument("question")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Form."
)
@click.option(
    "--sparql",
    type=click.Choice(["show", "hide", "only"]),
    default="show",
    show_default=True,
    help="The query after the answers, not at all, or the query alone.",
)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many answers.")
@click.option(
    "--today",
    metavar="DATE",
    callback=to_date,
    help="What 'last week' counts from.  [default: date of the newest article]",
)
@model_option
@ontology_option
@store_option
@min_confidence_option("Only claims at or above X.")
def ask(  # noqa: PLR0913 - a parameter an option
    *,
    question: str,
    form: str,
    sparql: str,
    limit: int,
    today: str | None,
    model: str | None,
    ontology: Path | None,
    store: Path,
    min_confidence: float,
) -> None:
    """Answer a question in English from the articles of a store.

    QUESTION is read as articles are: who, whom, what, which, where, when, how many, how often, did ...; what is denied,
    planned or only said is answered as such. Every word has to be understood, else it is told which was not, and the
    status is 1. Nothing found is no failure. With - it reads questions from standard input, one a line.
    """
    from kg.ask import answer_text, answer_to_dict, load_reader
    from kg.ask import ask as answer_question
    from kg.ask.model import Outcome
    from kg.ask.names import read_names
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted

    many = question == "-"
    texts = [line for line in sys.stdin if line.strip()] if many else [question]
    failed = False
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        names, reader = read_names(whole), load_reader(model, ontology)  # who is left out by the threshold is known
        for text in texts:
            answer = answer_question(opened, text.strip(), reader, names=names, today=today)
            understood = answer.outcome in (Outcome.ANSWERED, Outcome.NOTHING)
            failed = failed or not understood
            if form == "json":
                click.echo(
                    json.dumps(answer_to_dict(answer, limit=limit), ensure_ascii=False, indent=None if many else 2)
                )
                continue
            if many:
                click.echo(f"# {one_line(text)}")
            if not understood:
                click.echo(f"kg: {one_line(answer.verdict)}", err=True)
            elif sparql == "only":
                click.echo(answer.sparql, nl=False)
            else:
                click.echo(answer_text(answer, limit=limit, sparql=sparql == "show"), nl=many)
    if failed:
        click.get_current_context().exit(1)
