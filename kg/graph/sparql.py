"""What goes into SPARQL and comes out of it: data as text, kinds of results, and what the text of a query tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

__all__ = ["GraphName", "Graphs", "QueryResult", "data", "names_its_graphs", "syntax_message"]

GraphName: TypeAlias = NamedNode | DefaultGraph
QueryResult: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a query is about, whatever it says: those merged as the default graph, and the named ones."""

    default: tuple[NamedNode, ...] = ()
    named: tuple[NamedNode, ...] = ()


# Strings, IRIs and comments, in which a keyword is none.
_OPAQUE = re.compile(r"""(\"{3}|'{3})[\s\S]*?\1|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*""")
_FROM = re.compile(r"(?<![?$:\w-])FROM\s*(?:NAMED\b|<|[\w-]*:)", re.IGNORECASE)


def data(quads: Iterable[Quad]) -> str:
    """Quads as `INSERT DATA` and `DELETE DATA` take them."""
    graphs: dict[object, list[str]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(f"{quad.subject} {quad.predicate} {quad.object} .\n")
    return "".join(
        "".join(triples) if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{\n{''.join(triples)}}}\n"
        for graph, triples in graphs.items()
    )


def names_its_graphs(sparql: str) -> bool:
    """Whether a query says with FROM which graphs it is about."""
    bare = _OPAQUE.sub(lambda match: "<>" if match[0].startswith("<") else " ", sparql)
    return _FROM.search(bare) is not None


def syntax_message(sparql: str, complaint: str) -> str:
    """The parser's complaint in one line, with its place but without its long lists of characters."""
    text = " ".join(complaint.split())
    place = re.match(r"error at (\d+):(\d+): (.*)", text)
    if place is None:
        return text
    row, column, why = int(place[1]), int(place[2]), place[3]
    if "Prefix not found" in why:
        before = sparql.splitlines()[row - 1][: column - 1]
        prefix = re.search(r"([\w-]*:)[\w.-]*$", before)
        why = f"the prefix {prefix[1] if prefix else ''} is not declared"
    elif len(why) > 120:
        why = why[:117] + "..."
    return f"line {row}, column {column}: {why}"
