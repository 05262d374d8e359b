"""The way from Turtle files to the tables."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.actors import read_actors, read_office, read_terms_of_office
from kg.ontology.relations import read_event_type, read_relation, read_superproperties
from kg.ontology.tables import Ontology, TermOfOffice
from kg.ontology.terms import (
    OnError,
    check_classes,
    check_properties,
    raise_mistake,
    read_axioms,
    read_each,
    read_terms,
    telling,
)
from kg.ontology.width import check_width
from kg.ontology.words import read_frames, read_nominals, read_operator
from kg.turtle import Facts

__all__ = ["load_ontology", "ontology_files", "shipped_folder"]


def load_ontology(
    directory: Path | str | None = None, *, on_error: OnError = raise_mistake, strict: bool = False
) -> Ontology:
    """Read and check the shipped ontology, with the files of `directory` added or in place of shipped ones.

    Args:
        directory: A folder of Turtle files, or one such file.
        on_error: Is told each mistake; where it does not raise, what has the mistake is left out.
        strict: Whether to tell, too, what can be worked with but says more than it means: a superproperty or a frame
            that leads out of domains and ranges.

    Raises:
        OntologyError: a file cannot be read, or what it says is wrong.
    """
    facts = Facts()
    digest = hashlib.sha256()
    for file in ontology_files(None if directory is None else Path(directory)):
        data = _read(file)
        digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
        with telling(on_error):
            facts.add(file, data)
    terms = read_terms(facts)
    check_properties(facts, on_error)
    parents = read_superproperties(facts, terms, on_error)
    relations = {}
    for name, iri in terms.relations.items():
        with telling(on_error):
            relations[name] = read_relation(facts, terms, iri, parents[name], on_error)
    if strict:
        check_width(facts, terms, relations, on_error)
    check_classes(facts, terms, on_error)
    terms_of_office: dict[str, tuple[TermOfOffice, ...]] = {}
    with telling(on_error):
        terms_of_office = read_terms_of_office(facts)
    return Ontology(
        relations=relations,
        classes=terms.classes,
        frames=tuple(read_frames(facts, terms, on_error)),
        operators=tuple(read_each(facts, terms, "Operator", read_operator, on_error)),
        word_classes=terms.word_classes,
        nominals=read_nominals(facts, on_error),
        actors=read_actors(facts, terms, on_error),
        offices={office.id: office for office in read_each(facts, terms, "OfficeTitle", read_office, on_error)},
        digest=digest.hexdigest(),
        event_types={each.name: each for each in read_each(facts, terms, "EventType", read_event_type, on_error)},
        axioms=tuple(sorted(read_axioms(facts))),
        terms_of_office=terms_of_office,
    )


def ontology_files(directory: Path | None = None) -> tuple[Path, ...]:
    """The Turtle files of the ontology, sorted by name; those of `directory`, which may be one file, among them.

    Raises:
        OntologyError: `directory` is no directory, or holds no Turtle file.
    """
    found = {path.name: path for path in shipped_folder().glob("*.ttl")}
    if directory is not None and directory.is_file():
        found[directory.name] = directory
    elif directory is not None:
        if not directory.is_dir():
            raise OntologyError(f"{directory}: no such directory of ontology files")
        own = {path.name: path for path in directory.glob("*.ttl")}
        if not own:
            raise OntologyError(f"{directory}: holds no .ttl file")
        found |= own
    return tuple(found[name] for name in sorted(found))


def shipped_folder() -> Path:
    """Where the files of the shipped ontology are: in the package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_ontology"
    return installed if installed.is_dir() else package.parent / "ontology"


def _read(file: Path) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OntologyError(f"{file}: cannot be read: {error.strerror}") from error
    return data.replace(b"\r\n", b"\n")  # one digest, whatever a checkout does to line ends
