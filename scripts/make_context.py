"""Writes ontology/context.jsonld: the JSON-LD context of the graph, from what ontology and shapes say of each term.

    python scripts/make_context.py

Terms bear their local names; that of kg comes first where two vocabularies share one. What the shapes allow only once
is a value, else a list, so that a program meets the same form each time. tests/test_jsonld.py holds that the file is up
to date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SDO, SH, SKOS, XSD, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.graph.vocab import DEFAULT_BASE, KG, PREFIXES, prefixes

__all__ = ["FILE", "make_context", "to_text"]

ONTOLOGY = Path(__file__).parent.parent / "ontology"
FILE = ONTOLOGY / "context.jsonld"

_KG = PREFIXES["kg"]
_KEYWORDS = {"id": "@id", "type": "@type"}
_ENGLISH = "en"
_ONCE = "1"
_TIME = URIRef(f"{_KG}TimeShape")
# What neither shapes nor ranges say: these are addresses, terms, or texts in English as a rule.
_KNOWN = {
    SDO.url: "@id",
    RDF.predicate: "@vocab",
    KG.kind: "@vocab",
    RDFS.label: _ENGLISH,
    SKOS.altLabel: _ENGLISH,
    KG.month: "xsd:gYearMonth",
}


def make_context(folder: Path = ONTOLOGY) -> dict[str, dict[str, object]]:
    """The context, ready for JSON, by the Turtle files of a folder."""
    graph = Graph()
    for name in ("kg.ttl", "shapes.ttl"):
        graph.parse(folder / name)
    definitions: dict[URIRef, object] = {term: _curie(term) for term in _nouns(graph)}
    definitions |= {term: _definition(graph, term) for term in _properties(graph)}
    terms: dict[str, object] = {}
    for term in sorted(definitions, key=lambda term: (not term.startswith(_KG), term)):
        name = re.split(r"[#/]", term)[-1]
        if name not in PREFIXES and name not in _KEYWORDS:
            terms.setdefault(name, definitions[term])
    context = {"@version": 1.1, **_KEYWORDS, **prefixes(DEFAULT_BASE), **dict(sorted(terms.items()))}
    return {"@context": context}


def to_text(context: dict[str, dict[str, object]]) -> str:
    """The context as the file has it: a term a line."""
    terms = ",\n".join(f'  "{name}": {json.dumps(told)}' for name, told in context["@context"].items())
    return f'{{\n "@context": {{\n{terms}\n }}\n}}\n'


def _nouns(graph: Graph) -> Iterator[URIRef]:
    """Classes, and the values that properties choose from."""
    yield from _known(graph.subjects(RDF.type, OWL.Class))
    yield from _known(graph.objects(None, SH.targetClass))
    yield from _known(graph.objects(None, SH["class"]))
    for items in graph.objects(None, SH["in"]):
        yield from _known(Collection(graph, items))


def _properties(graph: Graph) -> Iterator[URIRef]:
    """The properties of kg, and those of other vocabularies that shapes speak of."""
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property):
        yield from (term for term in _known(graph.subjects(RDF.type, kind)) if term.startswith(_KG))
    yield from (term for term in _known(graph.objects(None, SH.path)) if term != RDF.type)


def _known(terms: Iterable[Node]) -> Iterator[URIRef]:
    return (term for term in terms if isinstance(term, URIRef) and str(term).startswith(tuple(PREFIXES.values())))


def _definition(graph: Graph, term: URIRef) -> object:
    told: dict[str, object] = {"@id": _curie(term)}
    shapes = set(graph.subjects(SH.path, term))
    kind = _kind(graph, term, shapes)
    if kind == _ENGLISH:
        told["@language"] = kind
    elif kind:
        told["@type"] = kind
    once = any(_ONCE in map(str, graph.objects(shape, SH.maxCount)) for shape in shapes)
    if not once and (shapes or kind.startswith("@")):
        told["@container"] = "@set"
    return told if len(told) > 1 else told["@id"]


def _kind(graph: Graph, term: URIRef, shapes: set[Node]) -> str:
    """How values are written: as `@id`, `@vocab`, a datatype, `en` for English, or as a plain string for nothing."""
    if term in _KNOWN:
        return _KNOWN[term]
    choices = (items for shape in shapes for items in graph.objects(shape, SH["or"]))
    shapes = {*shapes, *(one for items in choices for one in Collection(graph, items))}

    def said(predicate: URIRef) -> set[Node]:
        return {value for shape in shapes for value in graph.objects(shape, predicate)}

    datatypes = said(SH.datatype)
    if any(isinstance(value, URIRef) for items in said(SH["in"]) for value in Collection(graph, items)):
        return "@vocab"
    if _TIME in said(SH.node):
        return _curie(XSD.date)
    if RDF.langString in datatypes:
        return _ENGLISH
    for found in (datatypes, set(graph.objects(term, RDFS.range))):
        for kind in (each for each in found if isinstance(each, URIRef)):
            if kind.startswith(str(XSD)):
                return "" if kind == XSD.string else _curie(kind)
            if kind != RDF.JSON:
                return "@id"
    between = any((term, RDF.type, kind) in graph for kind in (OWL.ObjectProperty, RDF.Property))
    return "@id" if between or said(SH["class"]) or said(SH.node) or SH.IRI in said(SH.nodeKind) else ""


def _curie(term: URIRef) -> str:
    return next(f"{prefix}:{term.removeprefix(space)}" for prefix, space in PREFIXES.items() if term.startswith(space))


def main() -> None:
    """Write the file."""
    FILE.write_text(to_text(make_context()), encoding="utf-8")


if __name__ == "__main__":
    main()
