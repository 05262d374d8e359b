"""The ontology as plain tables: relations, the words that express them, and who is known by name.

The Turtle files of `ontology/` are the one source of truth; a directory of the user's own adds files to them,
or replaces one of the same name. Every mistake is one line with file, term and what was probably meant.
"""

from __future__ import annotations

from kg.ontology.load import load_ontology, ontology_files, shipped_folder
from kg.ontology.tables import (
    ASPECTS,
    Actor,
    Axiom,
    EventType,
    Frame,
    Office,
    Ontology,
    Operator,
    Relation,
    TermOfOffice,
)
from kg.ontology.terms import raise_mistake

__all__ = [
    "ASPECTS",
    "Actor",
    "Axiom",
    "EventType",
    "Frame",
    "Office",
    "Ontology",
    "Operator",
    "Relation",
    "TermOfOffice",
    "load_ontology",
    "ontology_files",
    "raise_mistake",
    "shipped_folder",
]
