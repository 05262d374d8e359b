"""What entries of all kinds have: a table of facts, matches in other vocabularies, the files that speak of a term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.turtle import OWL, RDFS, SKOS
from scripts.site.ontology.markdown import code, table
from scripts.site.ontology.terms import Terms

__all__ = ["MATCHES", "facts", "iri_row", "last_rows"]

MATCHES = {
    OWL + "equivalentClass": "Same class",
    OWL + "equivalentProperty": "Same property",
    SKOS + "exactMatch": "Same concept",
    SKOS + "closeMatch": "Close concept",
    SKOS + "broadMatch": "Wider concept",
    SKOS + "narrowMatch": "Narrower concept",
    RDFS + "seeAlso": "See also",
}
_SOURCE = "http://purl.org/dc/terms/source"
_MAIN_FILE = ["kg.ttl"]

Row = tuple[str, str]


def facts(rows: Iterable[Row]) -> str:
    """A table of what is known of a term; rows with nothing to tell are left out."""
    return table(("", ""), (row for row in rows if row[1]))


def iri_row(terms: Terms, iri: str) -> Row:
    """The name of a term, whole and short."""
    return "IRI", ", ".join(dict.fromkeys((code(iri), code(terms.curie(iri)))))


def last_rows(terms: Terms, iri: str, page: str) -> Iterator[Row]:
    """What ends an entry: the same elsewhere, sources, and the files, if not just the main one."""
    for prop, how in MATCHES.items():
        yield how, terms.links(terms.texts(iri, prop), page)
    yield "Source", terms.links(terms.texts(iri, _SOURCE), page)
    files = terms.stated_in[iri]
    yield "Stated in", "" if files == _MAIN_FILE else ", ".join(code(name) for name in files)
