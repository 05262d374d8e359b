"""What the graph says of a resource, for programs: its triples, those that lead to it, and what these name is called.

Of a claim comes its evidence, of an article its claims. Where there is very much, it comes in pages.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Triple, serialize
from rdflib.namespace import RDFS

from kg.graph.jsonld import Compactor
from kg.graph.literals import NOT_XML
from kg.graph.vocab import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.store import Store

__all__ = ["TRIPLES_A_PAGE", "describe", "exists", "write_description"]

TRIPLES_A_PAGE = 5_000
"""More of them are in further pages, as one entity may have a million."""

_ABOUT = """
CONSTRUCT {{ {iri} ?p ?o . ?s ?q {iri} }}
WHERE {{ {{ {iri} ?p ?o }} UNION {{ ?s ?q {iri} }} }}"""
# What belongs to a resource, and would say little without it.
_PARTS = """
CONSTRUCT {{ ?part ?p ?o }}
WHERE {{ VALUES ?belongs {{ prov:wasDerivedFrom kg:oneSide kg:otherSide kg:report kg:deniedBy }}
  {iri} ?belongs ?part . ?part ?p ?o }}"""
_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
_LABEL = NamedNode(str(RDFS.label))


def exists(store: Store, iri: str) -> bool:
    """Whether the graph says anything of a resource."""
    return bool(store.query(f"ASK {{ {NamedNode(iri)} ?p ?o }}"))


def describe(store: Store, iri: str, page: int = 1) -> tuple[list[Triple], bool]:
    """A page of the triples about a resource, in an order that hangs on nothing else, and whether there are more."""
    node = NamedNode(iri)
    found = {*_triples(store, _ABOUT.format(iri=node)), *_triples(store, _PARTS.format(iri=node))}
    ordered = sorted(found, key=lambda each: (each.subject != node, str(each)))
    start = (page - 1) * TRIPLES_A_PAGE
    triples = ordered[start : start + TRIPLES_A_PAGE]
    named = {term for each in triples for term in (each.subject, each.object)} - {node}
    labels = sorted(store.labels(named).items(), key=str)
    known = set(triples)
    words = (Triple(other, _LABEL, Literal(label, language="en")) for other, label in labels)
    return [*triples, *(each for each in words if each not in known)], len(ordered) > start + TRIPLES_A_PAGE


def write_description(triples: Iterable[Triple], form: str, base: str) -> bytes:
    """Triples as Turtle (`ttl`), N-Triples (`nt`), RDF/XML (`rdf`) or JSON-LD with its context (`jsonld`).

    Raises:
        ValueError: RDF/XML has no form for a property of them, or for a character.
        OutputError: JSON-LD has no form for one of them.
    """
    if form != "jsonld":
        data = serialize(triples, format=_FORMATS[form], prefixes=prefixes(base)) or b""
        if form == "rdf" and NOT_XML.search(data):
            raise ValueError("XML has no form for a character")
        # XML readers take a bare carriage return for a line end.
        return data.replace(b"\r", b"&#xD;") if form == "rdf" else data
    by_subject = sorted(triples, key=lambda each: str(each.subject))
    return f"{json.dumps(Compactor(base).document(by_subject), ensure_ascii=False, indent=1)}\n".encode()


def _triples(store: Store, query: str) -> Iterable[Triple]:
    result = store.query(query)
    if isinstance(result, QueryBoolean | QuerySolutions):
        raise TypeError("a CONSTRUCT query is needed here")
    return result
