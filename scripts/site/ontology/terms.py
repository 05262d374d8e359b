"""What the Turtle files say, in their order, and where in the pages each term has its entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.ontology import Ontology, load_ontology, ontology_files
from kg.turtle import KG, KGR, LEX, OWL, PLOVER, RDF, RDFS, SKOS
from scripts.site.ontology.markdown import anchor_of, code, link, plain, relative

__all__ = ["FOLDER", "SH", "Entry", "Node", "Term", "Terms", "read"]

FOLDER = "ontology"
SH = "http://www.w3.org/ns/shacl#"
_OWN = (KG, KGR, LEX, PLOVER)
_PROPERTIES = (RDF + "Property", OWL + "DatatypeProperty", OWL + "AnnotationProperty")

Node = NamedNode | BlankNode
Term = Node | Literal


class Entry(NamedTuple):
    """Where a term is told of, and as what; `name` is the local name, or a CURIE where it is not of `kg`."""

    kind: str
    name: str
    page: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Terms:
    """All statements of the files by subject and property; the checked tables of the ontology; an entry for each term.

    `said_by` has the subjects by property and object, `stated_in` the files that speak of a term.
    """

    files: tuple[Path, ...]
    ontology: Ontology
    of: dict[Node, dict[str, list[Term]]]
    said_by: dict[tuple[str, str], list[str]]
    stated_in: dict[str, list[str]]
    prefixes: dict[str, str]
    entries: dict[str, Entry]

    def values(self, subject: Node | str, prop: str) -> list[Term]:
        """What is said of a subject, each once."""
        node = NamedNode(subject) if isinstance(subject, str) else subject
        return list(dict.fromkeys(self.of.get(node, {}).get(prop, ())))

    def texts(self, subject: Node | str, prop: str) -> list[str]:
        """The same as text: IRIs and literals."""
        return [value.value for value in self.values(subject, prop)]

    def text(self, subject: Node | str, prop: str) -> str:
        """The first of these, or nothing."""
        return next(iter(self.texts(subject, prop)), "")

    def items(self, head: Term) -> Iterator[Term]:
        """The members of an RDF list."""
        while isinstance(head, BlankNode):
            yield from self.values(head, RDF + "first")
            head = next(iter(self.values(head, RDF + "rest")), NamedNode(RDF + "nil"))

    def subjects(self, prop: str, value: str) -> list[str]:
        """The IRIs of which a property says this, in the order of the files."""
        return list(dict.fromkeys(self.said_by.get((prop, value), ())))

    def instances(self, *kinds: str) -> list[str]:
        """The IRIs of these types, each once: type by type, in the order of the files."""
        return list(dict.fromkeys(iri for kind in kinds for iri in self.subjects(RDF + "type", kind)))

    def curie(self, iri: str) -> str:
        """A term with the prefix that the files give it, else the whole IRI."""
        space = max((each for each in self.prefixes if iri.startswith(each)), key=len, default=None)
        return iri if space is None else f"{self.prefixes[space]}:{iri.removeprefix(space)}"

    def name(self, iri: str) -> str:
        """The local name in namespaces of kg, else a CURIE."""
        return next((iri.removeprefix(space) for space in _OWN if iri.startswith(space)), self.curie(iri))

    def label(self, iri: str) -> str:
        """The words for a term, or its name."""
        return self.text(iri, RDFS + "label") or self.name(iri)

    def definition(self, iri: str) -> str:
        """What a term means, as far as the files say."""
        return self.text(iri, SKOS + "definition") or self.text(iri, RDFS + "comment")

    def meaning(self, iri: str, page: str) -> str:
        """The definition as Markdown, with links to the terms that it names."""
        words = re.split(r"\b(kg:\w+)", self.definition(iri))
        return "".join(
            self.link(term, page, shown=word)
            if (term := KG + word.removeprefix("kg:")) in self.entries
            else plain(word)
            for word in words
        )

    def told(self, iri: str, page: str) -> str:
        """Label and definition as Markdown; no label that is the name over again."""
        label = self.label(iri)
        words = "" if label == self.name(iri) else f"**{plain(label)}**"
        return ": ".join(filter(None, (words, self.meaning(iri, page))))

    def link(self, iri: str, page: str, *, shown: str = "") -> str:
        """A link from a page to the entry of a term; to its address where another vocabulary has it.

        It shows the name, if not told otherwise.
        """
        entry = self.entries.get(iri)
        if entry is not None:
            way = "" if entry.page == page else relative(entry.page, page)
            return link(code(shown or entry.name), f"{way}#{entry.anchor}")
        if iri.startswith(("http://", "https://")) and not iri.startswith("https://newskg.example/"):
            return link(code(self.curie(iri)), iri)
        return code(self.curie(iri))

    def links(self, iris: list[str], page: str) -> str:
        """Links with commas between."""
        return ", ".join(self.link(iri, page) for iri in iris)

    def of_kind(self, kind: str) -> list[str]:
        """The terms with an entry of one kind, in the order of the files."""
        return [iri for iri, entry in self.entries.items() if entry.kind == kind]

    def relation_iri(self, name: str) -> str:
        """The IRI of a relation by its name in the tables."""
        return self.ontology.relations[name].iri

    def type_iri(self, relation: str) -> str:
        """The IRI of a relation's event type."""
        return self.text(self.relation_iri(relation), KG + "eventType")


@cache  # pages and menu want the same
def read(folder: Path | None = None) -> Terms:
    """The shipped files, with those of a folder of one's own added or in place of them.

    Raises:
        OntologyError: a file cannot be read, or what it says is wrong.
    """
    ontology = load_ontology(folder)
    files = ontology_files(folder)
    of: dict[Node, dict[str, list[Term]]] = {}
    said_by: dict[tuple[str, str], list[str]] = {}
    stated_in: dict[str, list[str]] = {}
    prefixes: dict[str, str] = {}
    for file in files:
        reader = parse(file.read_bytes(), RdfFormat.TURTLE, rename_blank_nodes=True)
        for quad in reader:
            if isinstance(quad.subject, Node) and isinstance(quad.object, Term):
                of.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
                if isinstance(quad.subject, NamedNode):
                    if isinstance(quad.object, NamedNode):
                        said_by.setdefault((quad.predicate.value, quad.object.value), []).append(quad.subject.value)
                    named = stated_in.setdefault(quad.subject.value, [])
                    if file.name not in named:
                        named.append(file.name)
        for prefix, space in reader.prefixes.items():
            prefixes.setdefault(space, prefix)
    terms = Terms(files, ontology, of, said_by, stated_in, prefixes, {})
    terms.entries.update((iri, entry) for iri, entry in _entries(terms))
    return terms


def _entries(terms: Terms) -> Iterator[tuple[str, Entry]]:
    """A place for each term: relations and types on the page of the type, all others on the page of their kind."""
    placed: set[str] = set()

    def place(kind: str, page: str, iris: list[str]) -> Iterator[tuple[str, Entry]]:
        for iri in iris:
            if iri not in placed:
                placed.add(iri)
                name = terms.name(iri)
                yield iri, Entry(kind, name, f"{FOLDER}/{page}.md", anchor_of(name))

    for iri in terms.instances(KG + "EventType"):
        yield from place("event type", _type_page(terms, iri), [iri])
    for relation in terms.ontology.relations.values():
        page = _type_page(terms, terms.text(relation.iri, KG + "eventType"))
        yield from place("relation", page, [relation.iri])
    yield from place("class", "classes", terms.instances(OWL + "Class"))
    yield from place("property", "properties", terms.instances(*_PROPERTIES))
    yield from place("operator", "words", terms.instances(KG + "Operator"))
    yield from place("word class", "words", terms.instances(KG + "WordClass"))
    yield from place("shape", "shapes", terms.instances(SH + "NodeShape"))
    # Who and what is known by name has no entry of its own; all other individuals are values of closed lists.
    by_name = {*terms.ontology.actors, *terms.ontology.offices}
    by_name |= {each.id for some in terms.ontology.terms_of_office.values() for each in some}
    for kind in terms.instances(OWL + "Class"):
        yield from place("value", "values", [iri for iri in terms.instances(kind) if terms.name(iri) not in by_name])


def _type_page(terms: Terms, iri: str) -> str:
    return f"relations/{anchor_of(terms.name(iri)).lower()}"
