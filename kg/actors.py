"""A user's own actors: a table or a Turtle file, checked, and put into a folder beside the shipped gazetteer."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.actor_table import to_turtle
from kg.errors import ActorsError, OntologyError
from kg.ontology import load_ontology, ontology_files
from kg.output import check_output, open_output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ontology import Ontology

__all__ = ["Imported", "import_actors"]


@dataclass(frozen=True, slots=True)
class Imported:
    """The file that was written, how many actors it has, and how many of them were known before."""

    file: Path
    actors: int
    known: int


def import_actors(source: Path, directory: Path, *, force: bool = False) -> Imported:
    """Check the actors of a .csv, .tsv or .ttl file and write them into a folder for `--ontology`.

    Raises:
        ActorsError: The file cannot be read, or has a mistake.
        OntologyError: What it says does not go with the ontology.
        OutputError: There is such a file already, and `force` is not set.
    """
    suffix = source.suffix.lower()
    if suffix not in (".csv", ".tsv", ".ttl"):
        raise ActorsError(f"{source}: cannot read {suffix or 'files without a suffix'}; can read .csv, .tsv, .ttl")
    target = directory / f"{source.stem}.ttl"
    if target.name in {file.name for file in ontology_files()}:
        raise ActorsError(f"{source}: {target.name} would take the place of a shipped file; give it another name")
    try:
        data = source.read_bytes()
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ActorsError(f"{error.filename or source}: {error.strerror}") from error
    check_output(target, force=force)
    others = [file for file in directory.glob("*.ttl") if file.name != target.name]
    before = _loaded(others, target, None)
    turtle = data if suffix == ".ttl" else to_turtle(source, data, before.actors).encode()
    after = _loaded(others, target, turtle)
    own = {name for name, actor in after.actors.items() if before.actors.get(name) != actor}
    own |= {name for name, terms in after.terms_of_office.items() if before.terms_of_office.get(name) != terms}
    if not own:
        shape = 'in Turtle, one is `kgr:ann-lee a kg:Person ; rdfs:label "Ann Lee"@en .`'
        raise ActorsError(f"{source}: says of no actor what was not known; {shape}")
    with open_output(target, force=force) as file:
        file.write(turtle)
    return Imported(target, len(own), len(own & before.actors.keys()))


def _loaded(others: Iterable[Path], target: Path, turtle: bytes | None) -> Ontology:
    """The ontology as it would be with a file, or without, before anything is written."""
    with tempfile.TemporaryDirectory() as name:
        for file in others:
            shutil.copy(file, name)
        if turtle is not None:
            (Path(name) / target.name).write_bytes(turtle)
        try:
            return load_ontology(Path(name) if any(Path(name).iterdir()) else None)
        except OntologyError as error:
            raise OntologyError(str(error).replace(name, str(target.parent))) from error
        except UnicodeDecodeError as error:
            raise OntologyError(f"{target}: not in UTF-8; save the file in UTF-8") from error
