"""What `kg check` is given, and what it is held against: a store, a file of RDF, or an ontology."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.check import Checked, check, make_rules
from kg.graph.endpoint import is_address
from kg.graph.folder import MARKER
from kg.graph.rdf_file import RdfFile
from kg.graph.shapes import read_shapes
from kg.graph.store import open_store
from kg.ontology import load_ontology, ontology_files
from kg.turtle import declares_terms

if TYPE_CHECKING:
    from kg.violations import Violation

__all__ = ["Checked", "check_graph", "check_ontology", "is_ontology"]


def is_ontology(name: Path | str) -> bool:
    """Whether a file, or a folder that is no store, declares terms or words rather than telling of the world.

    Raises:
        StoreError: There is no such file or folder.
    """
    if is_address(str(name)):
        return False
    path = Path(name)
    if path.is_dir():
        return not (path / MARKER).exists() and any(path.glob("*.ttl"))
    if not path.exists():
        raise StoreError(f"{path}: no such file or store; `kg build` makes a store")
    return path.suffix == ".ttl" and declares_terms(path)


def check_ontology(name: Path | str) -> list[Violation]:
    """What is wrong or doubtful in an ontology's files, read on top of the shipped ones."""
    from kg.lint import lint  # needs the readers of frames, and they the language model's library

    return lint(Path(name))


def check_graph(
    name: Path | str,
    checked: Checked,
    *,
    ontology: Path | None = None,
    on_progress: Callable[[Checked], object] | None = None,
) -> Iterator[Violation]:
    """What breaks a rule in the graph of a store or a file.

    Args:
        name: The store's folder, the address of an endpoint, or a file of RDF.
        checked: Is filled with what was looked at.
        ontology: A folder of Turtle files that the graph was built with, besides the shipped ones.
        on_progress: Is told now and then how far the check has come.

    Raises:
        StoreError: The store or the file cannot be read.
        OntologyError: The ontology has a mistake.
    """
    known = load_ontology(ontology)
    relations = {relation.iri for relation in known.relations.values()}
    shapes = read_shapes(ontology_files(ontology), relations, known.axioms)
    rules = make_rules(shapes, relations, known.axioms)
    path = Path(name)
    if is_address(str(name)) or not path.is_file():
        with open_store(name, read_only=True) as store:
            yield from check(store, rules, checked, on_progress)
    else:
        file = RdfFile(path)
        for found in check(file, rules, checked, on_progress):
            yield replace(found, file=str(path), line=file.line_of(found.node) or 0)
