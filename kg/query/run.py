"""Runs queries on a store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query.library import find_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.store import QueryResult, Store

__all__ = ["is_name", "run_query", "to_sparql"]

_NAME = re.compile(r"\s*[\w-]+\s*")


def is_name(query: str) -> bool:
    """Whether that can only be the name of a query of the library."""
    return _NAME.fullmatch(query) is not None


def to_sparql(query: str, params: Mapping[str, str] | None = None) -> str:
    """The SPARQL that is meant: the text itself, or that of the library's query of that name.

    Raises:
        QueryError: There is no query of that name, or it does not have these parameters.
    """
    if is_name(query):
        return find_named(query.strip()).fill(params)
    if params:
        raise QueryError(f"only named queries have parameters; this one is given {', '.join(params)}")
    return query


def run_query(store: Store, query: str, params: Mapping[str, str] | None = None) -> QueryResult:
    """Run SPARQL, or a query of the library by its name, over all articles of a store.

    The usual prefixes (`kg:`, `kgr:`, `rdfs:`, `prov:` ...) are known without being declared. What comes
    back is Oxigraph's own: solutions for SELECT, triples for CONSTRUCT and DESCRIBE, a boolean for ASK.

    Args:
        store: An open store.
        query: SPARQL, or a name.
        params: The parameters of a named query.

    Raises:
        QueryError: It is no query (with line and column), or no query of that name.
        StoreError: The store cannot be read.
    """
    return store.query(to_sparql(query, params))
