"""Questions to the graph: SPARQL, and a library of named queries."""

from __future__ import annotations

from kg.query.library import NamedQuery, find_named, named_queries
from kg.query.params import resolve
from kg.query.results import FORMATS, write_result
from kg.query.run import is_name, run_query
from kg.query.table import format_table

__all__ = [
    "FORMATS",
    "NamedQuery",
    "find_named",
    "format_table",
    "is_name",
    "named_queries",
    "resolve",
    "run_query",
    "write_result",
]
