"""Questions to the graph: SPARQL, and a library of named queries."""

from __future__ import annotations

from kg.query.library import NamedQuery, named_queries
from kg.query.results import FORMATS, write_result
from kg.query.run import run_query
from kg.query.table import format_table

__all__ = ["FORMATS", "NamedQuery", "format_table", "named_queries", "run_query", "write_result"]
