"""`kg actors`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import force_option

__all__ = ["actors"]


@click.group(epilog="\b\nExample:\n  kg actors import ministers.csv && kg build articles/ --ontology kg-ontology")
def actors() -> None:
    """Teach kg actors of your own."""


@actors.command("import", epilog="\b\nExample:\n  kg actors import ministers.csv --ontology kg-ontology")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--ontology",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("kg-ontology"),
    show_default=True,
    help="The folder to write them into, which `kg build --ontology DIR` reads.",
)
@force_option
def import_(*, file: Path, ontology: Path, force: bool) -> None:
    """Check the actors of a table or Turtle file and add them to a folder of your own.

    FILE is .csv or .tsv with a heading, or .ttl in the shape of the shipped actors.ttl. Columns: name and
    type, which are needed; aliases, country, represents, located_in, part_of, member_of, office with from and
    to, gender, adjective, demonym, iso, population, wikidata, geonames, same_as. Several values in a cell have
    | or ; between them; a second office is a second row.
    """
    from kg.actors import import_actors

    done = import_actors(file, ontology, force=force)
    known = f", {done.known} of them known before" if done.known else ""
    count = "1 actor" if done.actors == 1 else f"{done.actors} actors"
    click.echo(f"kg: wrote {done.file}: {count}{known}; `kg build --ontology {ontology} ...` reads with it", err=True)
