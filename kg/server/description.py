"""What the service can do, in its own words (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from kg.server.messages import RefusedError
from kg.server.negotiate import ROWS, TRIPLES, Format, choose
from kg.server.write import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

__all__ = ["describe"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
# The W3C's names of the formats, by ours.
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}
_HTML = Format("html", "text/html")


def describe(request: Request) -> Response:
    """The description of the service; people are led to the page where they can ask.

    Raises:
        RefusedError: The client takes none of the formats of RDF.
    """
    form = choose(", ".join(request.headers.getlist("accept")) or "*/*", (*TRIPLES, _HTML))
    if form is None:
        raise RefusedError(
            406, "the service describes itself in the formats of RDF; name a query to get another answer"
        )
    if form is _HTML:
        return RedirectResponse("/query", status_code=303, headers={"Vary": "Accept"})
    address = str(request.url.replace(query="", fragment=""))
    triples = sorted(_triples(address, updates=request.app.state.settings.token is not None), key=str)
    data = ox.serialize(triples, format=RDF_FORMATS[form.name], prefixes={"sd": _SD, "formats": _FORMATS})
    return Response(data, media_type=form.media_type, headers={"Vary": "Accept"})


def _triples(address: str, *, updates: bool) -> Iterator[ox.Triple]:
    service, dataset, graph = (ox.NamedNode(address + part) for part in ("", "#dataset", "#default"))
    a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    yield ox.Triple(service, a, sd("Service"))
    yield ox.Triple(service, sd("endpoint"), service)
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    if updates:
        yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Update"))
    yield ox.Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    for form in (*ROWS, *TRIPLES):
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + _NAMES[form.name]))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, a, sd("Dataset"))
    yield ox.Triple(dataset, sd("defaultGraph"), graph)
    yield ox.Triple(graph, a, sd("Graph"))
