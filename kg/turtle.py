"""Turtle files as statements that remember their file, so that a mistake in them can be pointed at.

Only what the ontology needs: IRIs as subjects, literals and IRIs as objects. Blank nodes (of OWL axioms, or
of shapes) are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = [
    "GEO",
    "KG",
    "KGR",
    "LEX",
    "OWL",
    "PLOVER",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "Facts",
    "Value",
    "declares_terms",
    "mistake",
    "unknown",
]

GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
KG = "https://newskg.example/ontology#"
KGR = "https://newskg.example/resource/"
LEX = "https://newskg.example/lexicon#"
PLOVER = "https://newskg.example/plover#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

_PREFIXES = {
    GEO: "geo",
    KG: "kg",
    KGR: "kgr",
    LEX: "lex",
    PLOVER: "plover",
    RDF: "rdf",
    RDFS: "rdfs",
    OWL: "owl",
    SCHEMA: "schema",
    SKOS: "skos",
}
_TYPE = RDF + "type"
_OWN = (KG, KGR, LEX, PLOVER)
# What only an ontology says, and what only a graph says.
_DECLARING = frozenset(
    {
        *(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        *(KG + name for name in ("Operator", "WordClass", "OfficeTitle")),
        *(RDFS + "Class", RDF + "Property", "http://www.w3.org/ns/shacl#NodeShape"),
        *(KG + name for name in ("frame", "nominal", "word", "adjective", "demonym", "metonymOf", "gender")),
    }
)
_TELLING = frozenset({KG + "Claim", KG + "Evidence", "https://schema.org/NewsArticle"})


class Value(NamedTuple):
    """The object of a statement, and the file that makes it."""

    text: str
    file: Path


@dataclass(slots=True)
class Facts:
    """The statements of some files, by subject and property, in the order of the files; subjects by type."""

    of: dict[str, dict[str, list[Value]]] = field(default_factory=dict)
    by_type: dict[str, dict[str, None]] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=lambda: dict(_PREFIXES))

    def add(self, file: Path, data: bytes) -> None:
        """Read one more file.

        Raises:
            OntologyError: it is no valid Turtle.
        """
        reader = parse(data, RdfFormat.TURTLE)
        try:
            for quad in reader:
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    properties = self.of.setdefault(quad.subject.value, {})
                    prop, value = quad.predicate.value, quad.object.value
                    properties.setdefault(prop, []).append(Value(value, file))
                    if prop == _TYPE:
                        self.by_type.setdefault(value, {})[quad.subject.value] = None
        except SyntaxError as error:
            why = re.sub(r"^Parser error[^:]*: ", "", error.msg).rstrip(".")
            raise OntologyError(f"no valid Turtle: {why}", where=f"{file}:{error.lineno or 1}") from error
        for prefix, namespace in reader.prefixes.items():
            self.prefixes.setdefault(namespace, prefix)

    def values(self, subject: str, prop: str) -> list[Value]:
        """What is said of a subject, once for each time that it is said."""
        return self.of.get(subject, {}).get(prop, [])

    def texts(self, subject: str, *props: str) -> tuple[str, ...]:
        """The values of some properties, each once."""
        return tuple(dict.fromkeys(value.text for prop in props for value in self.values(subject, prop)))

    def one(self, subject: str, prop: str) -> Value:
        """The only value of a property.

        Raises:
            OntologyError: there is none, or there are several.
        """
        values = self.values(subject, prop)
        if len({value.text for value in values}) == 1:
            return values[0]
        if not values:
            raise mistake(self, self.file(subject), subject, f"has no {self.curie(prop)}")
        shown = ", ".join(repr(text) for text in self.texts(subject, prop))
        raise mistake(self, values[-1].file, subject, f"has more than one {self.curie(prop)}: {shown}")

    def at_most_one(self, subject: str, prop: str) -> Value | None:
        """The only value of a property that need not be there.

        Raises:
            OntologyError: there are several.
        """
        return self.one(subject, prop) if self.values(subject, prop) else None

    def instances(self, *types: str) -> Iterator[str]:
        """The subjects of one of these types, each once: type by type, in the order of the files."""
        yield from dict.fromkeys(subject for kind in types for subject in self.by_type.get(kind, ()))

    def file(self, subject: str) -> Path:
        """The first file that speaks of a subject."""
        return next(value.file for values in self.of[subject].values() for value in values)

    def name(self, iri: str) -> str:
        """A term as the program calls it: the local name in the project's own namespaces, else a CURIE."""
        for namespace in _OWN:
            if iri.startswith(namespace):
                return iri.removeprefix(namespace)
        return self.curie(iri)

    def curie(self, iri: str) -> str:
        """A term as the files write it: with the prefix that they declare, else the whole IRI."""
        namespace = max((n for n in self.prefixes if iri.startswith(n)), key=len, default=None)
        return f"{self.prefixes[namespace]}:{iri.removeprefix(namespace)}" if namespace else iri


def declares_terms(file: Path) -> bool:
    """Whether a Turtle file declares classes, properties or words, and tells of no article."""
    found = False
    try:
        for quad in parse(file.read_bytes(), RdfFormat.TURTLE):
            kind = quad.object.value if isinstance(quad.object, NamedNode) else ""
            if quad.predicate.value == _TYPE and kind in _TELLING:
                return False
            found = found or quad.predicate.value in _DECLARING or kind in _DECLARING
    except (SyntaxError, OSError):
        return False
    return found


def mistake(facts: Facts, file: Path, subject: str, why: str) -> OntologyError:
    """An error of one line that says where the subject stands in the file."""
    term = facts.curie(subject)
    return OntologyError(why, where=f"{file}{_line(file, (term, f'<{subject}>'))}", term=term)


def unknown(facts: Facts, value: Value, subject: str, what: str, used: str, known: Iterable[str]) -> OntologyError:
    """An error about a name that nobody declares, with the names that are nearest to it."""
    near = get_close_matches(used, sorted(known), n=3)
    hint = f" (did you mean {' or '.join(near)}?)" if near else ""
    return mistake(facts, value.file, subject, f"has an unknown {what}: {used}{hint}")


def _line(file: Path, spellings: Iterable[str]) -> str:
    """Where a subject's statements begin, as `:12`; empty where the file spells it in another way."""
    begins = tuple(re.compile(rf"{re.escape(spelling)}(?![\w-])") for spelling in spellings)
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if any(begin.match(line) for begin in begins):
            return f":{number}"
    return ""
