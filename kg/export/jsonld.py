"""The graph as JSON-LD 1.1, compact by the context of the ontology, a resource a line."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import DefaultGraph

from kg.graph.jsonld import Compactor, reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

__all__ = ["write_jsonld"]


def write_jsonld(quads: Iterable[Quad], out: BinaryIO, base: str, context: str | None = None) -> None:
    """Write quads as they come; those of a graph stand together, and in it those of a subject.

    Args:
        quads: What is written; a resource at a time is in memory.
        out: Takes the bytes.
        base: The base of the store's IRIs.
        context: The address of the context, where it is not to be in the file itself.

    Raises:
        OutputError: JSON-LD has no form for one of them.
    """
    compactor = Compactor(base)
    known = reference(context, base) if context else compactor.context
    out.write(f'{{"@context": {json.dumps(known)},\n"@graph": ['.encode())
    mark = "\n"
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        if not isinstance(name, DefaultGraph):
            out.write(f'{mark}{{"id": {json.dumps(compactor.in_full(name))}, "@graph": ['.encode())
            mark = "\n"
        for node in compactor.nodes(group):
            out.write(f"{mark}{json.dumps(node, ensure_ascii=False)}".encode())
            mark = ",\n"
        if not isinstance(name, DefaultGraph):
            out.write(b"]}")
            mark = ",\n"
    out.write(b"\n]}\n")
