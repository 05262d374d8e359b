"""`kg doctor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.commands.complete import folders
from kg.commands.options import model_option, ontology_option

__all__ = ["doctor"]


@click.command(epilog="\b\nExamples:\n  kg doctor --store kg-store\n  kg doctor --quick --format json")
@click.option(
    "--store",
    metavar="DIR",
    type=click.Path(path_type=Path),
    shell_complete=folders,
    default="kg-store",
    show_default=True,
    help="The store's folder.",
)
@model_option
@ontology_option
@click.option("--quick", is_flag=True, help="Neither load the language model nor look into its files.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form.")
@click.pass_context
def doctor(
    context: click.Context, *, store: Path, model: str | None, ontology: Path | None, quick: bool, form: str
) -> None:
    """Tell what is installed, what is missing and how to get it, and whether kg works here.

    It looks at the program and its libraries, the language model and the ontology, the machine, the store and the
    extras, and reads one sentence. Each line says ok, absent (not needed but for what it names), note or broken;
    what mends it is below it. Exit status 1 if anything is broken.
    """
    from kg.doctor.report import examine, findings_to_dict, format_findings, works

    findings = examine(
        store=store,
        named=context.get_parameter_source("store") is click.core.ParameterSource.COMMANDLINE,
        model=model,
        ontology=ontology,
        encoding=sys.stdout.encoding,
        quick=quick,
    )
    click.echo(json.dumps(findings_to_dict(findings), indent=2) if form == "json" else format_findings(findings))
    context.exit(0 if works(findings) else 1)
