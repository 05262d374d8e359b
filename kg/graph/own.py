"""Which graphs an update would write, and which of them builds make.

A build makes the default graph and all graphs under the base from articles and corrections, and takes what it made
before for what is there: what an update changed of them one build would undo and the next would not. Other graphs no
build touches; they are for what people add by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib.plugins.sparql.algebra import translateUpdate
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.term import URIRef

from kg.errors import QueryError
from kg.graph.vocab import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_update"]

_DEFAULT, _VARIABLE = "the default graph", "whatever graph a variable stands for"


def check_update(sparql: str, base: str) -> None:
    """Let only updates pass that write graphs which builds leave alone.

    Raises:
        QueryError: It writes others, or loads something from elsewhere, or it is no update.
    """
    try:
        operations = translateUpdate(parseUpdate(sparql), base, prefixes(base)).algebra if sparql.strip() else []
    except Exception as error:
        why = " ".join(str(error).split())
        raise QueryError(f"this is no update that is understood: {why[:200]}") from error
    for operation in operations:
        if operation.name == "Load":
            raise QueryError("LOAD is refused: nothing is fetched; send the triples with INSERT DATA")
        for graph in _written(operation):
            if not isinstance(graph, URIRef) or graph.startswith(base):
                shown = f"<{graph}>" if isinstance(graph, URIRef) else graph
                raise QueryError(
                    f"an update may not write {shown}: kg builds the default graph and all graphs under <{base}> from "
                    f"articles and corrections; write into a graph of your own, GRAPH <urn:mine> {{ ... }}"
                )


def _written(operation: Any) -> Iterator[URIRef | str]:
    if operation.name in {"InsertData", "DeleteData", "DeleteWhere"}:
        yield from _of_quads(operation, _DEFAULT)
    elif operation.name == "Modify":
        usual = operation.withClause or _DEFAULT
        for part in (operation.delete, operation.insert):
            if part:
                yield from _of_quads(part, usual)
    elif operation.name in {"Add", "Copy"}:
        yield _named(operation.graph[1])
    elif operation.name == "Move":
        yield from map(_named, operation.graph)
    else:  # Clear, Create, Drop
        yield _named(operation.graphiri)


def _of_quads(part: Any, usual: URIRef | str) -> Iterator[URIRef | str]:
    if part.triples:
        yield usual
    for graph in part.quads or ():
        yield graph if isinstance(graph, URIRef) else _VARIABLE


def _named(graph: object) -> URIRef | str:
    if isinstance(graph, URIRef):
        return graph
    return _DEFAULT if graph == "DEFAULT" else "all graphs"
